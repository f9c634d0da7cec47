// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/tensor.hpp"
#include "lengths.hpp"
#include "scratch.hpp"
#include "storage.hpp"
#include "types.hpp"

namespace sp {

template <class Tensor>
struct cannot_read_from_the_host {
  struct because_it_is_on_the_gpu {
    struct bring_it_back_with_to_host; // to<sp::host>(x) is a copy in the host's memory
  };
};

// An owning tensor in the memory of a GPU. What its numbers mean is said as of sp::tensor, and the same operations take it;
// its elements are read from a copy on the host: to<sp::host>(x).
template <class T, class... A>
  requires each_axis_once_with_its_batch<A...>
class cuda::tensor : public detail::operand_base, private detail::bound_of_element<T> {
  using raw = raw_element<T>;
  detail::shape<A...> shape_;
  raw* data_ = nullptr;
  friend struct detail::access;

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = sp::tensor<T, A...>;
  using device = cuda;
  using placed = cuda::tensor<T, A...>;

  // Holds nothing; using it throws usage_error until it is assigned to.
  tensor() = default;

  // Zeros over the given extents, as of sp::tensor.
  template <axis_tag... Given>
    requires(sizeof...(Given) > 0 && detail::extents_suffice<axes<A...>, Given...> && !checked_element<T>)
  explicit tensor(Given const&... extents) : tensor(detail::shape_given("tensor", axes<A...>{}, extents...), true) {
    gpu::fill_bytes(data_, 0, bytes());
  }

  tensor(tensor const& other) : detail::bound_of_element<T>(other), shape_(other.shape_) {
    if (other.data_ == nullptr) return;
    allocate();
    gpu::copy_on_device(data_, other.data_, bytes());
  }
  tensor(tensor&& other) noexcept : detail::bound_of_element<T>(other), shape_(other.shape_), data_(other.data_) {
    other.data_ = nullptr;
  }
  tensor& operator=(tensor other) noexcept {
    static_cast<detail::bound_of_element<T>&>(*this) = other;
    std::swap(shape_, other.shape_);
    std::swap(data_, other.data_);
    return *this;
  }
  ~tensor() {
    if (data_ == nullptr) return;
    gpu::give_storage(data_);
    detail::release_lengths(shape_);
  }

  template <class X>
    requires(is_one_of<X, A...>)
  X extent() const {
    require_data();
    return shape_.template stored<X>().axis();
  }
  template <class X>
    requires(!is_one_of<X, A...>)
  auto extent() const ->
      typename cannot_give_extent<signature, X>::template because_it_has_only<A...>::name_one_of_these;
  // The number of elements, padding included.
  extent_t size() const {
    require_data();
    return shape_.elements();
  }
  bool empty() const { return data_ == nullptr; }

  template <class... C>
  auto operator()(C const&...) const ->
      typename cannot_read_from_the_host<signature>::because_it_is_on_the_gpu::bring_it_back_with_to_host;
  // The one value of a tensor without axes: waits for it.
  T value() const
    requires(sizeof...(A) == 0)
  {
    require_data();
    return detail::element_from<T>(gpu::read_back(data_));
  }
  // The escape hatch: where the numbers lie on the device, in row-major order.
  raw const* unnamed_on_device() const {
    require_data();
    return data_;
  }

private:
  tensor(detail::shape<A...> const& s, bool, extent_t bound = 0) : detail::bound_of_element<T>(bound), shape_(s) {
    detail::require_whole("tensor", s);
    allocate();
  }
  std::size_t bytes() const { return sizeof(raw) * static_cast<std::size_t>(shape_.elements()); }
  void allocate() {
    data_ = static_cast<raw*>(gpu::take_storage(bytes()));
    retain_lengths();
  }
  void retain_lengths() { detail::retain_lengths(shape_, gpu::ensure_mirror); }
  void require_data() const {
    if (data_ == nullptr) detail::refuse_empty(detail::spelling_of<signature>());
  }
  detail::look<T, A...> look_() const {
    require_data();
    return {static_cast<detail::bound_of_element<T> const&>(*this), shape_, data_};
  }
  raw* writable_() {
    require_data();
    return data_;
  }
};

// Looks at what a tensor on the GPU holds; it must not outlive it.
template <class T, class... A>
  requires each_axis_once_with_its_batch<A...>
class cuda::view : public detail::operand_base {
  detail::look<T, A...> look_at_;
  friend struct detail::access;
  view(detail::look<T, A...> const& at, bool) : look_at_(at) {}
  detail::look<T, A...> look_() const { return look_at_; }

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = sp::tensor<T, A...>;
  using device = cuda;
  using placed = cuda::tensor<T, A...>;

  view(cuda::tensor<T, A...> const& x) : look_at_(detail::access::of(x)) {}
  view(cuda::tensor<T, A...> const&& x) = delete; // it would look at what is gone

  template <class X>
    requires(is_one_of<X, A...>)
  X extent() const {
    return look_at_.s.template stored<X>().axis();
  }
  extent_t size() const { return look_at_.s.elements(); }
};

} // namespace sp
