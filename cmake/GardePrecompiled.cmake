# Headers that nearly every source includes, read once for all of them: of the compile time of a source they were a third,
# and more than half above actions/practice.
#
# Nothing may come to rest on what they bring along: a source still includes what it names, and the preset
# "plain", which ./test --long builds, compiles every source without them. They are headers of others, so that changing one
# of ours compiles again what includes it and nothing else; but for actions/practice/practice.h, which brings all that
# content says and which nearly everything above it includes.
#
# A source compiled with options of its own sets SKIP_PRECOMPILE_HEADERS: the compiler takes them with the same only.
if(NOT GARDE_PRECOMPILE)
  function(garde_precompile target set)
  endfunction()
  return()
endif()

find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)

function(garde_precompiled_set name)
  cmake_parse_arguments(arg "" "" "HEADERS;LINKS" ${ARGN})
  add_library(garde_precompiled_${name} OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled.cc)
  target_link_libraries(garde_precompiled_${name} PRIVATE garde_compiler fmt::fmt tl::expected ${arg_LINKS})
  target_precompile_headers(garde_precompiled_${name} PRIVATE
    <algorithm> <array> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <span> <string>
    <string_view> <utility> <variant> <vector> <fmt/format.h> <tl/expected.hpp> ${arg_HEADERS})
endfunction()

garde_precompiled_set(code)
garde_precompiled_set(practice HEADERS ${PROJECT_SOURCE_DIR}/src/actions/practice/practice.h)
if(GARDE_TESTS)
  find_package(GTest REQUIRED)
  garde_precompiled_set(tests HEADERS <fstream> <gmock/gmock.h> <gtest/gtest.h> LINKS GTest::gtest GTest::gmock)
endif()

# garde_precompile(target code|practice|tests)
function(garde_precompile target set)
  target_precompile_headers(${target} REUSE_FROM garde_precompiled_${set})
endfunction()
