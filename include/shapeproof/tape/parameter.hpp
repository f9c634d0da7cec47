// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <type_traits>

#include "../core/tensor.hpp"
#include "arena.hpp"

namespace sp {

template <class... A>
inline constexpr bool no_axis_is_ragged = (!ragged_axis<A> && ...);

// What a parameter must be: learnt are real numbers, batches have lengths and weights have none, and an axis that is there
// twice needs a second role.
template <class T, class... A>
inline constexpr bool real_over_plain_axes_once =
    std::is_floating_point_v<sum_element<T>> && each_axis_appears_once<A...> && no_axis_is_ragged<A...>;

namespace detail {
[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_parameter(bool bound, bool on_gpu) {
  if (!bound)
    refuse_with<usage_error>(
        {"this parameter<...> belongs to no model: construct the struct as sp::model<...>(seed, extents)"});
  if (on_gpu)
    refuse_with<usage_error>(
        {"this parameter<...> is on the GPU and was asked for on the host: give its layer what is on "
         "the GPU, to<sp::cuda>(x), or take the model back, to<sp::host>(model)"});
  refuse_with<usage_error>({"this parameter<...> is on the host and meets what is on the GPU: make the model an "
                            "sp::cuda::model<...>, or bring the other operands back, to<sp::host>(x)"});
}
} // namespace detail

// A value that training changes, in float or double; in bf16, what was trained. A model struct declares it; its numbers live in
// the flat buffer of sp::model, which binds it.
// Neither copied nor assigned: a copy would look at another model's numbers.
template <class T, class... A>
  requires real_over_plain_axes_once<T, A...> // prev<Hidden> is a second role
class parameter : public detail::operand_base {
  detail::shape<A...> shape_;
  T* data_ = nullptr;
  detail::memory_kind const* memory_ = &detail::host_memory;
  friend struct detail::access;
  friend struct parameter_binding;
  detail::look<T, A...> look_on_(bool gpu) const {
    if (data_ == nullptr || gpu != on_gpu()) detail::refuse_parameter(data_ != nullptr, on_gpu());
    return {{}, shape_, data_};
  }
  detail::look<T, A...> look_() const { return look_on_(false); }

public:
  using element = T;
  using axes_list = axes<A...>;
  using signature = tensor<T, A...>;
  parameter() = default;
  parameter(parameter const&) = delete; // use it where it is, or copy the whole sp::model
  parameter& operator=(parameter const&) = delete;

  template <class X>
    requires is_one_of<X, A...>
  X extent() const {
    return shape_.template stored<X>().axis();
  }
  template <class X>
    requires(!is_one_of<X, A...>)
  auto extent() const ->
      typename cannot_give_extent<tensor<T, A...>, X>::template because_it_has_only<A...>::name_one_of_these;
  extent_t size() const { return shape_.elements(); }
  // The bare numbers; a const parameter gives them read-only.
  std::span<T> unnamed() { return {numbers(), static_cast<std::size_t>(size())}; }
  std::span<T const> unnamed() const { return {numbers(), static_cast<std::size_t>(size())}; }

private:
  bool on_gpu() const { return memory_ != &detail::host_memory; }
  T* numbers() const {
    if (on_gpu()) detail::refuse_parameter(true, true);
    return data_;
  }
};

// How a model gives a parameter its extents and its place in the flat buffer.
struct parameter_binding {
  template <class T, class... A>
  static void bind(parameter<T, A...>& p, detail::shape<A...> const& s, T* data,
                   detail::memory_kind const& memory = detail::host_memory) {
    p.shape_ = s;
    p.data_ = data;
    p.memory_ = &memory;
  }
  template <class T, class... A>
  static detail::shape<A...> const& shape(parameter<T, A...> const& p) {
    return p.shape_;
  }
  template <class T, class... A>
  static T* data(parameter<T, A...> const& p) {
    return p.data_;
  }
  template <class T, class... A>
  static detail::memory_kind const& memory(parameter<T, A...> const& p) {
    return *p.memory_;
  }
};

namespace detail {
template <class X>
inline constexpr bool is_parameter = false;
template <class T, class... A>
inline constexpr bool is_parameter<parameter<T, A...>> = true;
} // namespace detail

} // namespace sp
