# One static library per folder of src, linked with exactly the edges of src/layers.txt.
#
#   garde_library(evidence
#     SOURCES evidence.cc
#     TESTS evidence_test.cc
#     LINKS PkgConfig::SODIUM)        # third-party code; ours comes from layers.txt
#
# makes garde_evidence and, with tests on, the ctest garde_evidence_test, which runs every TEST in one process: starting
# a sanitized program costs more than most tests do.
set(GARDE_LAYERS_FILE ${PROJECT_SOURCE_DIR}/src/layers.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${GARDE_LAYERS_FILE})

function(garde_layer_edges folder result)
  file(STRINGS ${GARDE_LAYERS_FILE} lines REGEX "^${folder}:")
  list(LENGTH lines count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "src/layers.txt needs exactly one line for '${folder}', found ${count}")
  endif()
  string(REGEX REPLACE "#.*$" "" edges "${lines}")
  string(REGEX REPLACE "^[^:]*:" "" edges "${edges}")
  string(STRIP "${edges}" edges)
  string(REGEX REPLACE " +" ";" edges "${edges}")
  set(${result} ${edges} PARENT_SCOPE)
endfunction()

function(garde_library folder)
  cmake_parse_arguments(arg "" "" "SOURCES;TESTS;LINKS;TEST_LINKS" ${ARGN})
  add_library(garde_${folder} STATIC ${arg_SOURCES})
  target_link_libraries(garde_${folder} PUBLIC garde_compiler ${arg_LINKS})
  garde_layer_edges(${folder} edges)
  foreach(edge IN LISTS edges)
    target_link_libraries(garde_${folder} PUBLIC garde_${edge})
  endforeach()
  if(GARDE_TESTS AND arg_TESTS)
    garde_test(garde_${folder}_test SOURCES ${arg_TESTS} LINKS garde_${folder} ${arg_TEST_LINKS})
  endif()
endfunction()

function(garde_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS} garde_compiler GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE GARDE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES
    TIMEOUT 1200
    ENVIRONMENT "GTEST_OUTPUT=xml:${CMAKE_BINARY_DIR}/test-results/${name}.xml")
endfunction()
