# SPDX-License-Identifier: BSL-1.0
# What holds for our own programs (tests, examples) and never for a user's: build type, warnings as errors, ccache.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
if(CCACHE_PROGRAM AND NOT CMAKE_CUDA_COMPILER_LAUNCHER)
  set(CMAKE_CUDA_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# shapeproof_own_program(TARGET -O2): the library, its warnings as errors, and this machine's instructions. An
# optimisation level given here stands behind the build type's own and wins; debug builds keep theirs.
function(shapeproof_own_program target optimisation)
  target_link_libraries(${target} PRIVATE shapeproof::shapeproof)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Werror -march=native
                                           $<$<NOT:$<CONFIG:Debug>>:${optimisation}>)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()
