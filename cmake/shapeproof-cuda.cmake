# SPDX-License-Identifier: BSL-1.0
# shapeproof::cuda, for programs in CUDA (.cu) that include <shapeproof/cuda.hpp>: there where the CUDA toolkit is. The
# project of the program enables CUDA as its language and chooses CMAKE_CUDA_ARCHITECTURES.
if(NOT TARGET shapeproof::cuda)
  find_package(CUDAToolkit QUIET)
  if(TARGET CUDA::cudart AND TARGET CUDA::cublasLt)
    add_library(shapeproof::cuda INTERFACE IMPORTED)
    target_link_libraries(shapeproof::cuda INTERFACE shapeproof::shapeproof CUDA::cudart CUDA::cublasLt)
    # CMake before 3.26 does not know that nvcc knows C++20.
    target_compile_options(shapeproof::cuda INTERFACE $<$<COMPILE_LANGUAGE:CUDA>:-std=c++20>)
  endif()
endif()
