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

# shapeproof_enable_cuda(): CUDA as a language of the folder that says so, for A100, H100, and whatever comes later. Sets
# CMAKE_CUDA_COMPILER where nvcc is.
macro(shapeproof_enable_cuda)
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    if(NOT CMAKE_CUDA_ARCHITECTURES)
      set(CMAKE_CUDA_ARCHITECTURES 80-real 90)
    endif()
    enable_language(CUDA)
  endif()
endmacro()

# shapeproof_own_cuda_program(TARGET -O2): the same as above for a program in CUDA.
function(shapeproof_own_cuda_program target optimisation)
  target_link_libraries(${target} PRIVATE shapeproof::cuda)
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:CUDA>:-Werror=all-warnings -Xcompiler=-Wall,-Wextra,-Werror,-Wno-array-bounds,-Wno-restrict,-march=native,${optimisation}>)
endfunction()

# shapeproof_emulate_cuda(TARGET): its CUDA is compiled for the processor, where an emulator runs the kernels.
function(shapeproof_emulate_cuda target)
  target_include_directories(${target} BEFORE PRIVATE ${PROJECT_SOURCE_DIR}/tests/cuda/emulation/include)
  target_compile_definitions(${target} PRIVATE SHAPEPROOF_EMULATED_CUDA)
  target_compile_options(${target} PRIVATE -Wno-unknown-pragmas)
endfunction()
