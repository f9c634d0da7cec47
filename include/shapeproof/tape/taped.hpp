// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "parameter.hpp"

namespace sp {

class tape;

namespace detail {

struct taped_access; // the library's own way into taped values

// Where the gradient of a value goes; null until somebody wants it. Values without a slot are constants.
struct gradient_slot {
  void* gradient = nullptr;
  bool done = false; // has backward gone through the operation that made the value?
  bool of_parameter = false;
};

// What an operation sees of an operand: shape, numbers, and where its gradient goes. Trivially copyable, so that what a tape
// records may hold it.
template <class T, class... A>
struct input : look<T, A...> {
  gradient_slot* slot = nullptr;
};

class recorder;

// What every value on a tape is, whatever its device: an input of operations, its tape, and the generation of its values.
template <class T, class... A>
class taped_handle {
  input<T, A...> input_;
  recorder* tape_ = nullptr;
  unsigned generation_ = 0;
  friend class recorder;
  friend struct access;
  friend struct taped_access;

protected:
  taped_handle() = default;
  taped_handle(input<T, A...> const& in, recorder* t, unsigned generation)
      : input_(in), tape_(t), generation_(generation) {}
  look<T, A...> look_() const;
};

} // namespace detail

// A value on a tape: a handle to copy freely. It dies when its tape is cleared; using it then throws usage_error.
template <class T, class... A>
  requires each_axis_once_with_its_batch<A...> // key<Time> is a second role
class taped : public detail::operand_base, public detail::taped_handle<T, A...> {
  friend class tape;
  friend struct detail::access;
  friend struct detail::taped_access;
  using detail::taped_handle<T, A...>::taped_handle;
  using detail::taped_handle<T, A...>::look_;

public:
  using device = host;
  using element = T;
  using axes_list = axes<A...>;
  using signature = tensor<T, A...>;

  // Holds nothing; using it throws usage_error until it is assigned to.
  taped() = default;

  template <class X>
    requires(is_one_of<X, A...>)
  X extent() const {
    return look_().s.template stored<X>().axis();
  }
  template <class X>
    requires(!is_one_of<X, A...>)
  auto extent() const ->
      typename cannot_give_extent<tensor<T, A...>, X>::template because_it_has_only<A...>::name_one_of_these;
  extent_t size() const { return look_().s.elements(); }
  // The one number of a taped scalar.
  T value() const
    requires(sizeof...(A) == 0)
  {
    return detail::element_from<T>(*look_().p);
  }
  auto value() const ->
      typename cannot_read<tensor<T, A...>>::template because_it_has_axes<A...>::reduce_them_or_read_one_element
    requires(sizeof...(A) > 0);
};

namespace detail {
template <class X>
inline constexpr bool is_taped = false;
template <class T, class... A>
inline constexpr bool is_taped<taped<T, A...>> = true;
// A plain tensor or view of numbers that gradients exist for. (Parameters may always join, unless they are kept in bf16; ids
// need no gradient.)
template <class X>
inline constexpr bool is_plain_floating = false;
template <operand X>
inline constexpr bool is_plain_floating<X> =
    std::is_floating_point_v<sum_element<raw_element<element_of<X>>>> && !is_taped<std::remove_cvref_t<X>> &&
    !(is_parameter<std::remove_cvref_t<X>> && floating_element<element_of<X>>);
} // namespace detail

// Operands lie on one device. On a tape every floating operand is a taped value or a parameter: a plain one beside a taped
// one is a forgotten tape(x), whose source would silently not be trained.
template <class... X>
concept on_one_tape = detail::on_one_device<std::remove_cvref_t<X>...> &&
                      !((detail::is_taped<std::remove_cvref_t<X>> || ...) && (detail::is_plain_floating<X> || ...));

// The same for weights W among the operands: those in bf16 serve inference on the host, and nothing else.
template <class W, class... X>
concept on_one_tape_with =
    on_one_tape<W, X...> &&
    (!std::is_same_v<element_of<W>, bf16> ||
     (std::is_same_v<detail::device_of<W, X...>, host> && !(detail::is_taped<std::remove_cvref_t<X>> || ...)));

} // namespace sp
