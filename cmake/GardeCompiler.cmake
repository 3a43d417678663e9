# What every target of ours is compiled with.
add_library(garde_compiler INTERFACE)
target_compile_options(garde_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wimplicit-fallthrough
  -fstack-protector-strong -fno-omit-frame-pointer)
# Indexing past a container aborts in every build: a reader of hostile files must not go on.
target_compile_definitions(garde_compiler INTERFACE _GLIBCXX_ASSERTIONS)
target_include_directories(garde_compiler INTERFACE ${PROJECT_SOURCE_DIR}/src)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these on correct optional and variant code once it inlines.
  target_compile_options(garde_compiler INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict)
else()
  # libstdc++ 12 implements std::stable_sort with a function it has itself declared deprecated.
  target_compile_options(garde_compiler INTERFACE -Wno-deprecated-declarations)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Lines and functions for a stack trace; a debugger that wants variables asks for -DCMAKE_CXX_FLAGS=-g.
  target_compile_options(garde_compiler INTERFACE -g1)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(garde_compiler INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_compile_options(garde_compiler INTERFACE -ffunction-sections -fdata-sections)
  target_link_options(garde_compiler INTERFACE -Wl,--gc-sections -Wl,-z,relro,-z,now)
endif()
if(GARDE_SANITIZE)
  target_compile_options(garde_compiler INTERFACE -fsanitize=${GARDE_SANITIZE} -fno-sanitize-recover=all)
  if(GARDE_SANITIZE MATCHES "address")
    # The address sanitizer stops at a null pointer by itself; the null check costs a third of the compile time.
    target_compile_options(garde_compiler INTERFACE -fno-sanitize=null)
  endif()
  target_link_options(garde_compiler INTERFACE -fsanitize=${GARDE_SANITIZE})
endif()
if(GARDE_FUZZ)
  target_compile_options(garde_compiler INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_package(Threads REQUIRED)
