// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>

// What cuda/product.cuh uses of cublasLt, for the emulator: products by three loops in double. Every attribute is checked as
// cublasLt checks it or more strictly, and a refusal says its reason on the error output. An algorithm is only taken for what
// it was chosen for, and some want a workspace. No bias is added to double, so that this case is seen, too.

enum cublasStatus_t {
  CUBLAS_STATUS_SUCCESS = 0,
  CUBLAS_STATUS_NOT_INITIALIZED = 1,
  CUBLAS_STATUS_INVALID_VALUE = 7,
  CUBLAS_STATUS_NOT_SUPPORTED = 15
};
enum cublasOperation_t { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1 };
enum cudaDataType_t { CUDA_R_32F = 0, CUDA_R_64F = 1 };
enum cublasComputeType_t { CUBLAS_COMPUTE_32F = 68, CUBLAS_COMPUTE_64F = 70 };
enum cublasLtEpilogue_t { CUBLASLT_EPILOGUE_DEFAULT = 1, CUBLASLT_EPILOGUE_BIAS = 4 };
enum cublasLtMatrixLayoutAttribute_t {
  CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT = 5,
  CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET = 6
};
enum cublasLtMatmulDescAttributes_t {
  CUBLASLT_MATMUL_DESC_TRANSA = 3,
  CUBLASLT_MATMUL_DESC_TRANSB = 4,
  CUBLASLT_MATMUL_DESC_EPILOGUE = 7,
  CUBLASLT_MATMUL_DESC_BIAS_POINTER = 8
};
enum cublasLtMatmulPreferenceAttributes_t {
  CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES = 1,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES = 5,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES = 6,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES = 7,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES = 8
};

struct cublasLtContext {
  int magic = 0x17c0b1a5;
};
using cublasLtHandle_t = cublasLtContext*;

// Column-major: `rows` numbers of a column lie side by side.
struct cublasLtMatrixLayoutOpaque_t {
  cudaDataType_t type;
  std::uint64_t rows, columns;
  std::int64_t ld, stride;
  std::int32_t batch;
};
struct cublasLtMatmulDescOpaque_t {
  cublasComputeType_t sums;
  cudaDataType_t type;
  cublasOperation_t op_a, op_b;
  cublasLtEpilogue_t epilogue;
  void const* bias;
};
struct cublasLtMatmulPreferenceOpaque_t {
  std::uint64_t workspace;
  std::uint32_t alignment[4];
};
using cublasLtMatrixLayout_t = cublasLtMatrixLayoutOpaque_t*;
using cublasLtMatmulDesc_t = cublasLtMatmulDescOpaque_t*;
using cublasLtMatmulPreference_t = cublasLtMatmulPreferenceOpaque_t*;

struct cublasLtMatmulAlgo_t {
  std::uint64_t chosen_for;
  std::uint32_t alignment[4], bias_alignment;
  std::size_t workspace;
};
struct cublasLtMatmulHeuristicResult_t {
  cublasLtMatmulAlgo_t algo;
  std::size_t workspaceSize;
  cublasStatus_t state;
};

namespace cublaslt_emulation {

inline int heuristics = 0; // how often an algorithm was asked for

inline cublasStatus_t refused(char const* why, cublasStatus_t status = CUBLAS_STATUS_INVALID_VALUE) {
  std::fprintf(stderr, "cublasLt (emulated): %s\n", why);
  return status;
}
template <class Value>
cublasStatus_t take(Value& to, void const* from, std::size_t bytes) {
  if (from == nullptr || bytes != sizeof to) return refused("an attribute of another size");
  std::memcpy(&to, from, bytes);
  return CUBLAS_STATUS_SUCCESS;
}

inline std::size_t element_bytes(cudaDataType_t type) { return type == CUDA_R_32F ? sizeof(float) : sizeof(double); }
inline char const* fault_of(cublasLtMatrixLayoutOpaque_t const& m) {
  if (m.rows < 1 || m.columns < 1) return "a matrix without rows or columns";
  if (m.ld < std::int64_t(m.rows)) return "a leading dimension smaller than a column, as cublasLt counts them";
  if (m.batch < 1 || m.batch > 65535) return "an impossible number of matrices";
  if (m.stride < 0) return "a negative distance of matrices";
  return nullptr;
}
inline char const* fault_of(cublasLtMatmulDescOpaque_t const& d, cublasLtMatrixLayoutOpaque_t const& a,
                            cublasLtMatrixLayoutOpaque_t const& b, cublasLtMatrixLayoutOpaque_t const& c) {
  for (auto const* m : {&a, &b, &c}) {
    if (char const* const fault = fault_of(*m)) return fault;
    if (m->type != d.type) return "elements of different types";
    if (m->batch != a.batch) return "different numbers of matrices";
  }
  if ((d.type == CUDA_R_32F) != (d.sums == CUBLAS_COMPUTE_32F)) return "sums in another type than the elements'";
  bool const ta = d.op_a == CUBLAS_OP_T, tb = d.op_b == CUBLAS_OP_T;
  if ((ta ? a.columns : a.rows) != c.rows) return "the left side has not the rows of the result";
  if ((tb ? b.rows : b.columns) != c.columns) return "the right side has not the columns of the result";
  if ((ta ? a.rows : a.columns) != (tb ? b.columns : b.rows)) return "the sides do not fit";
  if (c.batch > 1 && c.stride < c.ld * std::int64_t(c.columns - 1) + std::int64_t(c.rows))
    return "results that lie over one another";
  return nullptr;
}
inline std::uint64_t fingerprint(cublasLtMatmulDescOpaque_t const& d, cublasLtMatrixLayoutOpaque_t const& a,
                                 cublasLtMatrixLayoutOpaque_t const& b, cublasLtMatrixLayoutOpaque_t const& c) {
  std::uint64_t hash = 14695981039346656037u;
  auto const add = [&](auto value) { hash = (hash ^ std::uint64_t(value)) * 1099511628211u; };
  add(d.sums), add(d.type), add(d.op_a), add(d.op_b), add(d.epilogue);
  for (auto const* m : {&a, &b, &c})
    add(m->type), add(m->rows), add(m->columns), add(m->ld), add(m->stride), add(m->batch);
  return hash;
}
inline std::uint32_t alignment_of(void const* p) {
  auto const bits = reinterpret_cast<std::uintptr_t>(p);
  return std::uint32_t(std::min<std::uintptr_t>(bits & (~bits + 1), 256));
}

struct operands {
  cublasLtMatmulDescOpaque_t d;
  cublasLtMatrixLayoutOpaque_t a, b, c;
  double alpha, beta;
  void const *A, *B, *C;
  void* D;
  unsigned char* workspace;
  std::size_t workspace_bytes;
};
template <class T>
void multiply(operands const& o) {
  if (o.workspace_bytes > 0) std::memset(o.workspace, 0xff, o.workspace_bytes);
  bool const ta = o.d.op_a == CUBLAS_OP_T, tb = o.d.op_b == CUBLAS_OP_T;
  auto const K = std::int64_t(ta ? o.a.rows : o.a.columns);
  std::int64_t const a_row = ta ? o.a.ld : 1, a_k = ta ? 1 : o.a.ld, b_column = tb ? 1 : o.b.ld, b_k = tb ? o.b.ld : 1;
  auto const* const bias = o.d.epilogue == CUBLASLT_EPILOGUE_BIAS ? static_cast<T const*>(o.d.bias) : nullptr;
  for (std::int64_t batch = 0; batch < o.c.batch; ++batch)
    for (std::int64_t column = 0; column < std::int64_t(o.c.columns); ++column)
      for (std::int64_t row = 0; row < std::int64_t(o.c.rows); ++row) {
        T const* const a = static_cast<T const*>(o.A) + batch * o.a.stride + row * a_row;
        T const* const b = static_cast<T const*>(o.B) + batch * o.b.stride + column * b_column;
        std::int64_t const at = batch * o.c.stride + column * o.c.ld + row;
        double sum = 0;
        for (std::int64_t k = 0; k < K; ++k) sum += double(a[k * a_k]) * double(b[k * b_k]);
        sum *= o.alpha;
        if (o.beta != 0) sum += o.beta * double(static_cast<T const*>(o.C)[at]);
        if (bias != nullptr) sum += double(bias[row]);
        static_cast<T*>(o.D)[at] = T(sum);
      }
}

} // namespace cublaslt_emulation

inline char const* cublasLtGetStatusName(cublasStatus_t status) {
  switch (status) {
  case CUBLAS_STATUS_SUCCESS:
    return "CUBLAS_STATUS_SUCCESS";
  case CUBLAS_STATUS_NOT_INITIALIZED:
    return "CUBLAS_STATUS_NOT_INITIALIZED";
  case CUBLAS_STATUS_INVALID_VALUE:
    return "CUBLAS_STATUS_INVALID_VALUE";
  case CUBLAS_STATUS_NOT_SUPPORTED:
    return "CUBLAS_STATUS_NOT_SUPPORTED";
  }
  return "CUBLAS_STATUS_unknown";
}
inline cublasStatus_t cublasLtCreate(cublasLtHandle_t* handle) {
  *handle = new cublasLtContext;
  return CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtDestroy(cublasLtHandle_t handle) {
  delete handle;
  return CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtMatrixLayoutInit(cublasLtMatrixLayout_t layout, cudaDataType_t type, std::uint64_t rows,
                                               std::uint64_t columns, std::int64_t ld) {
  *layout = {type, rows, columns, ld, 0, 1};
  return CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtMatrixLayoutSetAttribute(cublasLtMatrixLayout_t layout,
                                                       cublasLtMatrixLayoutAttribute_t attribute, void const* value,
                                                       std::size_t bytes) {
  if (attribute == CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT) return cublaslt_emulation::take(layout->batch, value, bytes);
  return cublaslt_emulation::take(layout->stride, value, bytes);
}
inline cublasStatus_t cublasLtMatmulDescInit(cublasLtMatmulDesc_t description, cublasComputeType_t sums,
                                             cudaDataType_t scale) {
  *description = {sums, scale, CUBLAS_OP_N, CUBLAS_OP_N, CUBLASLT_EPILOGUE_DEFAULT, nullptr};
  return CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtMatmulDescSetAttribute(cublasLtMatmulDesc_t description,
                                                     cublasLtMatmulDescAttributes_t attribute, void const* value,
                                                     std::size_t bytes) {
  using cublaslt_emulation::take;
  switch (attribute) {
  case CUBLASLT_MATMUL_DESC_TRANSA:
    return take(description->op_a, value, bytes);
  case CUBLASLT_MATMUL_DESC_TRANSB:
    return take(description->op_b, value, bytes);
  case CUBLASLT_MATMUL_DESC_EPILOGUE:
    return take(description->epilogue, value, bytes);
  case CUBLASLT_MATMUL_DESC_BIAS_POINTER:
    return take(description->bias, value, bytes);
  }
  return cublaslt_emulation::refused("an unknown attribute");
}
inline cublasStatus_t cublasLtMatmulPreferenceInit(cublasLtMatmulPreference_t wish) {
  *wish = {0, {256, 256, 256, 256}};
  return CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtMatmulPreferenceSetAttribute(cublasLtMatmulPreference_t wish,
                                                           cublasLtMatmulPreferenceAttributes_t attribute,
                                                           void const* value, std::size_t bytes) {
  if (attribute == CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES)
    return cublaslt_emulation::take(wish->workspace, value, bytes);
  return cublaslt_emulation::take(wish->alignment[attribute - CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES], value,
                                  bytes);
}

inline cublasStatus_t cublasLtMatmulAlgoGetHeuristic(cublasLtHandle_t handle, cublasLtMatmulDesc_t d,
                                                     cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b,
                                                     cublasLtMatrixLayout_t c, cublasLtMatrixLayout_t, // of the result
                                                     cublasLtMatmulPreference_t wish, int requested,
                                                     cublasLtMatmulHeuristicResult_t results[], int* found) {
  using namespace cublaslt_emulation;
  ++heuristics;
  *found = 0;
  if (handle == nullptr || handle->magic != cublasLtContext().magic) return CUBLAS_STATUS_NOT_INITIALIZED;
  if (requested < 1) return refused("no algorithm is asked for");
  if (char const* const fault = fault_of(*d, *a, *b, *c)) return refused(fault);
  for (std::uint32_t alignment : wish->alignment)
    if (alignment < element_bytes(d->type)) return refused("elements that are not aligned");
  if (d->epilogue == CUBLASLT_EPILOGUE_BIAS && d->type == CUDA_R_64F) return CUBLAS_STATUS_NOT_SUPPORTED;
  cublasLtMatmulAlgo_t algorithm{fingerprint(*d, *a, *b, *c), {}, 0, 0};
  std::copy_n(wish->alignment, 4, algorithm.alignment);
  if (d->epilogue == CUBLASLT_EPILOGUE_BIAS) algorithm.bias_alignment = std::min(16u, alignment_of(d->bias));
  if (c->rows * c->columns < a->rows * a->columns) algorithm.workspace = std::min<std::size_t>(wish->workspace, 4096);
  results[0] = {algorithm, algorithm.workspace, CUBLAS_STATUS_SUCCESS};
  *found = 1;
  return CUBLAS_STATUS_SUCCESS;
}

inline cublasStatus_t cublasLtMatmul(cublasLtHandle_t handle, cublasLtMatmulDesc_t d, void const* alpha, void const* A,
                                     cublasLtMatrixLayout_t a, void const* B, cublasLtMatrixLayout_t b,
                                     void const* beta, void const* C, cublasLtMatrixLayout_t c, void* D,
                                     cublasLtMatrixLayout_t, cublasLtMatmulAlgo_t const* algorithm, void* workspace,
                                     std::size_t workspace_bytes, cudaStream_t stream) {
  using namespace cublaslt_emulation;
  if (handle == nullptr || handle->magic != cublasLtContext().magic) return CUBLAS_STATUS_NOT_INITIALIZED;
  if (char const* const fault = fault_of(*d, *a, *b, *c)) return refused(fault);
  if (algorithm == nullptr || algorithm->chosen_for != fingerprint(*d, *a, *b, *c))
    return refused("an algorithm that was chosen for another product");
  void const* const pointers[]{A, B, C, D};
  for (int k = 0; k < 4; ++k) {
    if (pointers[k] == nullptr) return refused("a null pointer");
    if (alignment_of(pointers[k]) < algorithm->alignment[k])
      return refused("a matrix with less alignment than was said");
  }
  if (d->epilogue == CUBLASLT_EPILOGUE_BIAS &&
      (d->bias == nullptr || alignment_of(d->bias) < algorithm->bias_alignment))
    return refused("a bias with less alignment than was said");
  if (workspace_bytes < algorithm->workspace || (algorithm->workspace > 0 && workspace == nullptr))
    return refused("not the workspace that was asked for");
  operands o{*d, *a, *b, *c, 0, 0, A, B, C, D, static_cast<unsigned char*>(workspace), algorithm->workspace};
  bool const is_float = d->type == CUDA_R_32F;
  o.alpha = is_float ? double(*static_cast<float const*>(alpha)) : *static_cast<double const*>(alpha);
  o.beta = is_float ? double(*static_cast<float const*>(beta)) : *static_cast<double const*>(beta);
  emulated_cuda::enqueue(stream, [o, is_float] {
    is_float ? multiply<float>(o) : multiply<double>(o);
    emulated_cuda::device_memory::get().check_guards("cublasLtMatmul");
  });
  return CUBLAS_STATUS_SUCCESS;
}
