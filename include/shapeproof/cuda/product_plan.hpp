// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/message.hpp"
#include "../kernels/matrices.hpp"
#include "context.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <cublasLt.h>

namespace sp::gpu {

struct product_extents {
  extent_t batch, M, N, K;
};

namespace detail {

// What cublasLt calls the elements, and what it sums them up in: float exactly as float.
template <class T>
struct product_element;
template <>
struct product_element<float> {
  static constexpr cudaDataType_t type = CUDA_R_32F;
  static constexpr cublasComputeType_t sums = CUBLAS_COMPUTE_32F;
};
template <>
struct product_element<double> {
  static constexpr cudaDataType_t type = CUDA_R_64F;
  static constexpr cublasComputeType_t sums = CUBLAS_COMPUTE_64F;
};

// All that the choice of an algorithm depends on, in words of one size. An alignment is in bytes, and holds for every
// matrix of a batch.
struct product_side {
  extent_t ld, stride, transposed, alignment;
};
struct product_key {
  product_extents extents;
  product_side A, B, C;
  extent_t type, sums;
  extent_t bias_alignment; // 0: there is no bias

  using words = std::array<std::uint64_t, 19>;
  words as_words() const {
    words w;
    static_assert(sizeof(product_key) == sizeof w);
    std::memcpy(w.data(), this, sizeof w);
    return w;
  }
};

// At most 16: no algorithm asks for more.
inline extent_t alignment_of(void const* p, extent_t stride_bytes = 0) {
  std::uintptr_t const bits = reinterpret_cast<std::uintptr_t>(p) | static_cast<std::uintptr_t>(stride_bytes) | 16;
  return static_cast<extent_t>(bits & (~bits + 1));
}
// A side that is [rows, columns] when it is not transposed. Distances that nothing depends on are the same for all.
template <class T>
product_side side_of(extent_t batch, extent_t rows, extent_t columns, kernels::matrices<T> const& A) {
  if (A.transposed) std::swap(rows, columns);
  extent_t const stride = batch == 1 ? 0 : A.stride;
  return {rows == 1 ? columns : A.ld, stride, A.transposed, alignment_of(A.first, stride * extent_t(sizeof(T)))};
}
template <class T>
product_key product_key_of(product_extents const& e, kernels::matrices<T const> const& A,
                           kernels::matrices<T const> const& B, kernels::matrices<T> const& C, T const* bias) {
  return {e,
          side_of(e.batch, e.M, e.K, A),
          side_of(e.batch, e.K, e.N, B),
          side_of(e.batch, e.M, e.N, C),
          product_element<T>::type,
          product_element<T>::sums,
          bias != nullptr ? alignment_of(bias) : 0};
}

// Turns what cublasLt answers into an error that names the operation and the extents.
struct product_check {
  char const* operation;
  product_extents const& extents;

  void operator()(cublasStatus_t status) const {
    if (status == CUBLAS_STATUS_SUCCESS) return;
    throw cuda_error(std::string(operation) + ": the product of " + text(extents.M, extents.K) + " and " +
                     text(extents.K, extents.N) + " failed (" + cublasLtGetStatusName(status) + ")");
  }

private:
  std::string text(extent_t rows, extent_t columns) const {
    return sp::detail::message({"[", extents.batch, ", ", rows, ", ", columns, "]"});
  }
};

// How the products of one key are asked of cublasLt. It reads row-major matrices as the transposed column-major ones, and
// computes C^T = B^T A^T: what is left and right is exchanged, and a bias along N runs along its rows.
struct product_plan {
  product_key key{};
  cublasLtMatmulDescOpaque_t description{};
  cublasLtMatrixLayoutOpaque_t A{}, B{}, C{};
  cublasLtMatmulAlgo_t algorithm{};
  std::size_t workspace_bytes = 0;
  bool adds_bias = false;

  template <class Value>
  cublasStatus_t set(cublasLtMatmulDescAttributes_t attribute, Value const& value) {
    return cublasLtMatmulDescSetAttribute(&description, attribute, &value, sizeof value);
  }
};

inline void set_layout(product_check const& check, cublasLtMatrixLayoutOpaque_t& layout, product_key const& key,
                       extent_t rows, extent_t columns, product_side const& side) {
  if (side.transposed) std::swap(rows, columns);
  check(cublasLtMatrixLayoutInit(&layout, static_cast<cudaDataType_t>(key.type), static_cast<std::uint64_t>(columns),
                                 static_cast<std::uint64_t>(rows), side.ld));
  auto const batch = static_cast<std::int32_t>(key.extents.batch);
  std::int64_t const stride = side.stride;
  check(cublasLtMatrixLayoutSetAttribute(&layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &batch, sizeof batch));
  check(cublasLtMatrixLayoutSetAttribute(&layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof stride));
}

// What cuBLAS takes for itself on large devices; what does not stay in the cache would not pay.
inline std::size_t product_workspace_bytes() {
  auto const cache = static_cast<std::size_t>(context::mine().attribute(cudaDevAttrL2CacheSize));
  return std::min(std::size_t(32) << 20, cache);
}

// The algorithm that cublasLt takes for the fastest one.
inline cublasStatus_t choose_algorithm(product_check const& check, cublasLtHandle_t handle, product_plan& plan) {
  cublasLtMatmulPreferenceOpaque_t wish{};
  check(cublasLtMatmulPreferenceInit(&wish));
  auto const set = [&](cublasLtMatmulPreferenceAttributes_t attribute, auto value) {
    check(cublasLtMatmulPreferenceSetAttribute(&wish, attribute, &value, sizeof value));
  };
  set(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, std::uint64_t(product_workspace_bytes()));
  set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, static_cast<std::uint32_t>(plan.key.B.alignment));
  set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, static_cast<std::uint32_t>(plan.key.A.alignment));
  set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, static_cast<std::uint32_t>(plan.key.C.alignment));
  set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, static_cast<std::uint32_t>(plan.key.C.alignment));
  cublasLtMatmulHeuristicResult_t best{};
  int found = 0;
  cublasStatus_t const status = cublasLtMatmulAlgoGetHeuristic(handle, &plan.description, &plan.B, &plan.A, &plan.C,
                                                               &plan.C, &wish, 1, &best, &found);
  if (status != CUBLAS_STATUS_SUCCESS) return status;
  if (found == 0) return CUBLAS_STATUS_NOT_SUPPORTED;
  plan.algorithm = best.algo;
  plan.workspace_bytes = best.workspaceSize;
  return best.state;
}

inline product_plan make_plan(product_check const& check, cublasLtHandle_t handle, product_key const& key) {
  product_extents const& e = key.extents;
  product_plan plan{key};
  auto const type = static_cast<cudaDataType_t>(key.type);
  check(cublasLtMatmulDescInit(&plan.description, static_cast<cublasComputeType_t>(key.sums), type));
  check(plan.set(CUBLASLT_MATMUL_DESC_TRANSA, key.B.transposed ? CUBLAS_OP_T : CUBLAS_OP_N));
  check(plan.set(CUBLASLT_MATMUL_DESC_TRANSB, key.A.transposed ? CUBLAS_OP_T : CUBLAS_OP_N));
  set_layout(check, plan.A, key, e.M, e.K, key.A);
  set_layout(check, plan.B, key, e.K, e.N, key.B);
  set_layout(check, plan.C, key, e.M, e.N, key.C);
  // In a single column of some distance, versions of cublasLt have added the bias to the first row only.
  plan.adds_bias = key.bias_alignment != 0 && (e.N > 1 || key.C.ld == 1);
  if (plan.adds_bias) {
    check(plan.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_BIAS));
    // Not read here: the choice depends on its alignment.
    check(plan.set(CUBLASLT_MATMUL_DESC_BIAS_POINTER, reinterpret_cast<void const*>(key.bias_alignment)));
    if (choose_algorithm(check, handle, plan) == CUBLAS_STATUS_SUCCESS) return plan;
    plan.adds_bias = false;
    check(plan.set(CUBLASLT_MATMUL_DESC_EPILOGUE, CUBLASLT_EPILOGUE_DEFAULT));
  }
  check(choose_algorithm(check, handle, plan));
  return plan;
}

// The plans of one thread on one device, their handle, and the workspace of all products of the thread's stream.
class product_plans {
public:
  product_plans() = default;
  product_plans(product_plans const&) = delete;
  product_plans& operator=(product_plans const&) = delete;
  ~product_plans() {
    if (handle_ != nullptr) cublasLtDestroy(handle_);
    if (workspace_ != nullptr) cudaFree(workspace_);
  }

  product_plan& of(char const* operation, product_key const& key) {
    product_check const check{operation, key.extents};
    auto const words = key.as_words();
    if (plans_.size() == most_plans) plans_.clear(), slots_.clear(); // shapes that come once must not fill the memory
    if (2 * (plans_.size() + 1) > slots_.size()) grow();
    std::size_t slot = first_slot(words);
    for (; slots_[slot] != none; slot = (slot + 1) % slots_.size())
      if (plans_[slots_[slot]].key.as_words() == words) return plans_[slots_[slot]];
    if (handle_ == nullptr) check(cublasLtCreate(&handle_));
    plans_.push_back(make_plan(check, handle_, key));
    if (plans_.back().workspace_bytes > 0 && workspace_ == nullptr)
      gpu::check(cudaMalloc(&workspace_, product_workspace_bytes()), operation);
    slots_[slot] = static_cast<std::uint32_t>(plans_.size() - 1);
    return plans_.back();
  }

  // C = A B + beta C (+ bias, if the plan adds one); one and beta are in host memory.
  void run(char const* operation, product_plan& plan, void const* one, void const* A, void const* B, void const* beta,
           void* C, void const* bias) const {
    product_check const check{operation, plan.key.extents};
    if (plan.adds_bias) check(plan.set(CUBLASLT_MATMUL_DESC_BIAS_POINTER, bias));
    check(cublasLtMatmul(handle_, &plan.description, one, B, &plan.B, A, &plan.A, beta, C, &plan.C, C, &plan.C,
                         &plan.algorithm, workspace_, plan.workspace_bytes, stream()));
  }

private:
  static constexpr std::size_t most_plans = std::size_t(1) << 15;
  static constexpr std::uint32_t none = ~std::uint32_t(0);

  cublasLtHandle_t handle_ = nullptr;
  void* workspace_ = nullptr;
  std::vector<product_plan> plans_;
  std::vector<std::uint32_t> slots_; // open addressing: the number of a plan, or none

  std::size_t first_slot(product_key::words const& words) const {
    std::uint64_t hash = 0;
    for (std::uint64_t word : words) hash = (hash ^ word) * 0x9e3779b97f4a7c15u, hash ^= hash >> 32;
    return static_cast<std::size_t>(hash) % slots_.size();
  }
  void grow() {
    slots_.assign(std::max<std::size_t>(64, 2 * slots_.size()), none);
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      std::size_t slot = first_slot(plans_[i].key.as_words());
      while (slots_[slot] != none) slot = (slot + 1) % slots_.size();
      slots_[slot] = static_cast<std::uint32_t>(i);
    }
  }
};

// Of the current device.
inline product_plans& plans_of_this_thread() {
  thread_local std::vector<std::unique_ptr<product_plans>> by_device;
  int device = 0;
  gpu::check(cudaGetDevice(&device), "device");
  auto const at = static_cast<std::size_t>(device);
  if (at >= by_device.size()) by_device.resize(at + 1);
  if (by_device[at] == nullptr) by_device[at] = std::make_unique<product_plans>();
  return *by_device[at];
}

} // namespace detail
} // namespace sp::gpu
