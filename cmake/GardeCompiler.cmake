# What every target of ours is compiled with.
add_library(garde_compiler INTERFACE)
target_compile_options(garde_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wnull-dereference -Wimplicit-fallthrough
  -fno-omit-frame-pointer -pthread)
# Indexing past a container aborts in every build: a reader of hostile files must not go on.
target_compile_definitions(garde_compiler INTERFACE _GLIBCXX_ASSERTIONS)
target_include_directories(garde_compiler INTERFACE ${PROJECT_SOURCE_DIR}/src)
# What is said of a place in the sources does not say where they lay.
target_compile_options(garde_compiler INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these on correct optional and variant code once it inlines.
  target_compile_options(garde_compiler INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict)
  if(GARDE_PRECOMPILE)
    # And these of the insides of std::string, which it no longer knows for a system header's once it was precompiled.
    target_compile_options(garde_compiler INTERFACE -Wno-stringop-overflow -Wno-array-bounds)
  endif()
else()
  # libstdc++ 12 implements std::stable_sort with a function it has itself declared deprecated.
  target_compile_options(garde_compiler INTERFACE -Wno-deprecated-declarations)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Lines and functions for a stack trace; a debugger that wants variables asks for -DCMAKE_CXX_FLAGS=-g.
  target_compile_options(garde_compiler INTERFACE -g1)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(garde_compiler INTERFACE -ffunction-sections -fdata-sections)
  target_link_options(garde_compiler INTERFACE -Wl,--gc-sections)
endif()

# What an attacker who found a fault of ours still has to get past. tests/release_binary_test.py looks for each of these
# in the program itself, where a flag that a compiler or a linker ignored does not show.
target_compile_options(garde_compiler INTERFACE
  -fPIE -fvisibility=hidden -fstack-protector-strong -fstack-clash-protection)
target_link_options(garde_compiler INTERFACE -pie -Wl,-z,now,-z,noexecstack)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(garde_compiler INTERFACE -fcf-protection=full)
  # The C library's start-up object of Debian 12 keeps silent about it, and its silence would speak for the program.
  target_link_options(garde_compiler INTERFACE -Wl,-z,shstk)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # Needs an optimiser to know the sizes; a sanitized build checks more than it does.
  target_compile_options(garde_compiler INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
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

# Linked in a fraction of the time, for those who work on it. mold 1.10 begins what is to become read-only in the page before
# it, where nothing may be, whenever thread-local data happens to end a page: one program in a thousand then does not start.
# What is released is therefore linked by the system's own linker, and only that is made read-only.
find_program(MOLD mold)
if(MOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  add_link_options(-fuse-ld=mold -Wl,-z,norelro)
else()
  add_link_options(-Wl,-z,relro)
endif()
find_package(Threads REQUIRED)
