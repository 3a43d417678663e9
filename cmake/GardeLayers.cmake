# One static library per folder of src, linked with exactly the edges of src/layers.txt.
#
#   garde_library(evidence
#     SOURCES evidence.cc
#     TESTS evidence_test.cc
#     LINKS PkgConfig::SODIUM)        # third-party code; ours comes from layers.txt
#
# makes garde_evidence and, with tests on, garde_evidence_test whose every TEST is a ctest.
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
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
