// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/sequence_mask.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class X>
struct cannot_mask_sequences_of {
  struct because_one_number_is_no_length_of_each_row {
    struct give_the_lengths_or_a_ragged_axis; // sequence_mask(x.extent<Letters>()), or of a tensor<length<Time>, Batch>
  };
  struct because_a_plain_axis_has_no_lengths {
    struct give_the_lengths_or_a_ragged_axis; // every row would be all true, which masks nothing
  };
  template <class T>
  struct because_the_elements_are_no_lengths {
    struct
        use_check_length; // check_length<Time>(lengths, Time{n}) tests each length once; then the mask knows its axis
  };
  template <class A>
  struct because_the_lengths_are_of_a_ragged_axis {
    struct take_the_mask_of_that_axis; // sequence_mask(x.extent<Letters>()): the axis has its own lengths
  };
  template <class A>
  struct because_there_would_be_a_second {
    struct rename_that_axis; // lengths over Time of an axis Time: rename<Time, key<Time>>(lengths)
  };
};

namespace detail {

template <class X>
inline constexpr bool can_mask_sequences = false;
template <class V, class... A>
inline constexpr bool can_mask_sequences<tensor<length<V>, A...>> = !ragged_axis<V> && !is_one_of<V, A...>;

template <class T, class... A>
auto why_not_sequence_mask(tag<tensor<T, A...>>) {
  using words = cannot_mask_sequences_of<tensor<T, A...>>;
  if constexpr (!length_element<T>)
    return say<typename words::template because_the_elements_are_no_lengths<T>::use_check_length>();
  else
    return []<class V>(tag<length<V>>) {
      if constexpr (ragged_axis<V>)
        return say<typename words::template because_the_lengths_are_of_a_ragged_axis<V>::take_the_mask_of_that_axis>();
      else
        return say<typename words::template because_there_would_be_a_second<V>::rename_that_axis>();
    }(tag<T>{});
}
template <class X>
auto why_not_sequence_mask(tag<X>) {
  using words = cannot_mask_sequences_of<X>;
  if constexpr (axis_tag<X>)
    return say<typename words::because_a_plain_axis_has_no_lengths::give_the_lengths_or_a_ragged_axis>();
  else
    return say<typename words::because_one_number_is_no_length_of_each_row::give_the_lengths_or_a_ragged_axis>();
}
} // namespace detail

// Whether `sequence_mask(lengths)` is an operation: elements length<Time>, Time no axis of them and not ragged.
template <class X>
concept sequence_maskable = operand<X> && detail::can_mask_sequences<signature<X>>;

// lengths [A...] of length<Time> -> [A..., Time]: true at the positions below each length. Time has the extent that the
// lengths were checked against.
template <operand X>
  requires sequence_maskable<X>
auto sequence_mask(X const& lengths) {
  using V = detail::bounding_axis<element_of<X>>;
  auto at = detail::where("sequence_mask", lengths);
  auto const in = at.on(lengths);
  detail::stored_extent<V> time;
  if constexpr (dynamic_axis<V>) time.n = detail::bound_value<length<V>>(in);
  auto const s = detail::shape_from("sequence_mask", detail::join<axes_of<X>, axes<V>>{}, in.s, detail::shape<V>(time));
  auto y = at.template make<bool>(s);
  sequence_mask(at.device, in.p, in.s.elements(), time.size(), y.p);
  return at.finish(y);
}

// Of a ragged axis: [Batch, Letters], true at real positions. sequence_mask(x.extent<Letters>()).
template <ragged_axis A>
auto sequence_mask(A const& axis) {
  using over = typename A::over;
  auto const over_extent = [&] {
    detail::stored_extent<over> extent;
    if constexpr (dynamic_axis<over>) extent.n = axis.raw().rows;
    return extent;
  }();
  auto mask = detail::unwritten<bool>(detail::shape<over, A>(over_extent, detail::stored_extent<A>(axis)));
  cpu::sequence_mask({}, axis.raw().lengths, axis.raw().rows, axis.size(), detail::access::data(mask));
  return mask;
}

template <operand X>
  requires(!sequence_maskable<X>)
auto sequence_mask(X const& lengths)
    -> decltype(detail::refuse(detail::why_not_sequence_mask(detail::tag<signature<X>>{})));
template <class X>
  requires(!operand<X> && !ragged_axis<X>)
auto sequence_mask(X const& lengths) -> decltype(detail::refuse(detail::why_not_sequence_mask(detail::tag<X>{})));

} // namespace sp
