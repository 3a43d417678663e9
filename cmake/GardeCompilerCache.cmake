# The compiler cache, where there is one, told what it must know of this build; nobody's own settings change.
#
# A precompiled header is the same whatever the time or the definitions it was made under, and may be as young as the
# build, like the headers that are made from templates. Paths below the sources are taken relative and the folder itself
# is left out, so that one clone finds what another has compiled.
if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CCACHE ccache)
  if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
      env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_ctime,include_file_mtime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  endif()
endif()
