// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/model.hpp"
#include "storage.hpp"
#include "types.hpp"

namespace sp {

namespace gpu {
// Numbers on the device, for those who call kernels themselves.
template <class T>
struct numbers {
  T* p;
  std::size_t count;
  T* data() const { return p; }
  std::size_t size() const { return count; }
};
} // namespace gpu

// The part of every model on a GPU that does not depend on its struct.
template <class T>
class cuda::any_model {
public:
  using scalar = T;
  any_model(any_model const&) = delete;
  any_model& operator=(any_model const&) = delete;

  // All parameters in one piece of the device's memory, in the order and at the places of sp::any_model.
  gpu::numbers<T> flat() const { return {numbers_, static_cast<std::size_t>(size_)}; }
  // Name, axes and place of each parameter, in the same order.
  std::vector<listed_parameter> const& listed() const { return listed_; }
  // The number of parameters, without the gaps between them.
  extent_t parameter_count() const {
    extent_t n = 0;
    for (auto const& one : listed_) n += one.size;
    return n;
  }

protected:
  any_model() = default;
  ~any_model() { gpu::give_storage(numbers_); }
  // Memory for as many numbers as the model on the host has, and its list with their places here.
  void place_(sp::any_model<T> const& on_host) {
    size_ = static_cast<extent_t>(on_host.flat().size());
    numbers_ = static_cast<T*>(gpu::take_storage(sizeof(T) * on_host.flat().size()));
    listed_ = on_host.listed();
    for (auto& one : listed_)
      one.numbers = reinterpret_cast<char*>(numbers_) + (one.numbers - reinterpret_cast<char const*>(on_host.flat().data()));
  }

private:
  T* numbers_ = nullptr;
  extent_t size_ = 0;
  std::vector<listed_parameter> listed_;
};

namespace detail {
// It is walked as the M that it holds.
template <class M>
struct described_of<cuda::model<M>> {
  using type = M;
};
} // namespace detail

// A model M whose parameters lie on a GPU; made as sp::model is, with the same start for the same seed, or from one by
// to<sp::cuda>(model).
template <class M>
class cuda::model : public M, public cuda::any_model<typename sp::model<M>::scalar> {
  using any = cuda::any_model<typename sp::model<M>::scalar>;

public:
  using scalar = typename any::scalar;

  template <axis_tag... Given>
    requires requires(Given const&... extents) { sp::model<M>(1, extents...); }
  explicit model(std::uint64_t seed_, Given const&... extents_) : model(sp::model<M>(seed_, extents_...)) {}
  explicit model(sp::model<M> const& on_host_) : M() {
    any::place_(on_host_);
    assign(on_host_);
    detail::copy_members(on_host_.base(), base(), const_cast<scalar*>(on_host_.flat().data()), flat().data(), true);
  }
  // The numbers of a model on the host of the same extents. Throws extent_error if they differ.
  void assign(sp::model<M> const& on_host_) {
    check_same_(on_host_);
    gpu::copy_to_device(flat().data(), on_host_.flat().data(), sizeof(scalar) * flat().size());
  }
  // Writes the numbers into a model on the host of the same extents.
  void copy_to(sp::model<M>& on_host_) const {
    check_same_(on_host_);
    gpu::copy_to_host(on_host_.flat().data(), flat().data(), sizeof(scalar) * flat().size());
  }

  // The struct itself.
  M& base() { return *this; }
  M const& base() const { return *this; }
  auto flat() const { return any::flat(); }
  auto const& listed() const { return any::listed(); }
  extent_t parameter_count() const { return any::parameter_count(); }

private:
  void check_same_(sp::model<M> const& on_host_) const {
    if (on_host_.flat().size() != flat().size())
      detail::refuse_with<extent_error>({"model: ", on_host_.flat().size(), " numbers on the host and ", flat().size(),
                                         " on the GPU"});
  }
};

} // namespace sp
