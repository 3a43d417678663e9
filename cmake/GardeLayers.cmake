# One static library per line of src/layers.txt, linked with exactly its edges.
#
#   garde_library(evidence
#     SOURCES evidence.cc
#     TESTS evidence_test.cc
#     LINKS PkgConfig::SODIUM)        # third-party code; ours comes from layers.txt
#   garde_library(actions/plan SOURCES plan/plan.cc)
#
# makes garde_evidence and garde_actions_plan, and, with tests on, the ctest garde_evidence_test, which runs every TEST in
# one process: starting a sanitized program costs more than most tests do.
set(GARDE_LAYERS_FILE ${PROJECT_SOURCE_DIR}/src/layers.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${GARDE_LAYERS_FILE})

# garde_actions_plan for actions/plan
function(garde_layer_target folder result)
  string(REPLACE "/" "_" name "garde_${folder}")
  set(${result} ${name} PARENT_SCOPE)
endfunction()

# The folders that `folder` may include, each by its name: actions/* stands for all those inside actions.
function(garde_layer_edges folder result)
  file(STRINGS ${GARDE_LAYERS_FILE} lines REGEX "^[a-z][a-z/_]*:")
  set(names "")
  set(count 0)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE ":.*$" "" name "${line}")
    list(APPEND names ${name})
    if(name STREQUAL folder)
      math(EXPR count "${count} + 1")
      string(REGEX REPLACE "#.*$" "" words "${line}")
    endif()
  endforeach()
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "src/layers.txt needs exactly one line for '${folder}', found ${count}")
  endif()
  string(REGEX REPLACE "^[^:]*:" "" words "${words}")
  string(STRIP "${words}" words)
  string(REGEX REPLACE " +" ";" words "${words}")
  set(edges "")
  foreach(word IN LISTS words)
    if(word MATCHES "^(.*)/\\*$")
      set(inside ${names})
      list(FILTER inside INCLUDE REGEX "^${CMAKE_MATCH_1}/")
      list(APPEND edges ${inside})
    else()
      list(APPEND edges ${word})
    endif()
  endforeach()
  set(${result} ${edges} PARENT_SCOPE)
endfunction()

function(garde_library folder)
  cmake_parse_arguments(arg "" "" "SOURCES;TESTS;LINKS;TEST_LINKS" ${ARGN})
  garde_layer_target(${folder} target)
  add_library(${target} STATIC ${arg_SOURCES})
  target_link_libraries(${target} PUBLIC garde_compiler ${arg_LINKS})
  garde_layer_edges(${folder} edges)
  foreach(edge IN LISTS edges)
    garde_layer_target(${edge} edge_target)
    target_link_libraries(${target} PUBLIC ${edge_target})
  endforeach()
  if("actions/practice" IN_LIST edges)
    garde_precompile(${target} practice)
  else()
    garde_precompile(${target} code)
  endif()
  if(GARDE_TESTS AND arg_TESTS)
    garde_test(${target}_test SOURCES ${arg_TESTS} LINKS ${target} ${arg_TEST_LINKS})
  endif()
endfunction()

#   garde_test(name SOURCES a_test.cc LINKS garde_io)      # LONG: only ./test --long waits for it
function(garde_test name)
  cmake_parse_arguments(arg "LONG" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE
    ${arg_LINKS} garde_source_directory garde_compiler GTest::gtest GTest::gmock GTest::gtest_main)
  garde_precompile(${name} tests)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES
    TIMEOUT 1200
    ENVIRONMENT "GTEST_OUTPUT=xml:${CMAKE_BINARY_DIR}/test-results/${name}.xml")
  if(arg_LONG)
    set_tests_properties(${name} PROPERTIES LABELS long)
  endif()
endfunction()
