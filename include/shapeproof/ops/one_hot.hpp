// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/one_hot.hpp"
#include "../tape/operation.hpp"

namespace sp {

template <class X>
struct cannot_one_hot {
  template <class T>
  struct because_the_labels_are_unchecked {
    struct
        use_check_index; // check_index<Vocab>(labels, Vocab{n}) tests each label once, and then they carry their depth
  };
  template <class T>
  struct because_it_is_given {
    struct where_the_index_of_each_class_belongs; // labels that are one-hot already are used as they are
  };
  template <class V>
  struct because_the_labels_index {
    template <class Depth>
    struct but_the_depth_is {
      struct use_the_axis_of_the_labels; // the depth is the axis that the labels index: one_hot(labels)
    };
    struct so_no_depth_is_given;             // one_hot(labels), or one_hot<double>(labels)
    struct which_is_ragged_or_there_already; // the result would need the lengths of that axis, or have it twice
  };
};

namespace detail {

template <class X>
inline constexpr bool can_one_hot = false;
template <class V, class... A>
inline constexpr bool can_one_hot<tensor<index<V>, A...>> = !ragged_axis<V> && !is_one_of<V, A...>;

template <class Depth, class T, class... A>
auto why_not_one_hot(tag<tensor<T, A...>>) {
  using words = cannot_one_hot<tensor<T, A...>>;
  if constexpr (!index_element<T> && std::is_integral_v<T> && !std::is_same_v<T, bool>)
    return say<typename words::template because_the_labels_are_unchecked<T>::use_check_index>();
  else if constexpr (!index_element<T>)
    return say<typename words::template because_it_is_given<T>::where_the_index_of_each_class_belongs>();
  else
    return []<class V>(tag<index<V>>) {
      using of_v = typename words::template because_the_labels_index<V>;
      if constexpr (std::is_same_v<Depth, V>)
        return say<typename of_v::so_no_depth_is_given>();
      else if constexpr (axis_tag<Depth>)
        return say<typename of_v::template but_the_depth_is<Depth>::use_the_axis_of_the_labels>();
      else
        return say<typename of_v::which_is_ragged_or_there_already>();
    }(tag<T>{});
}

// A depth given as a number is no other than that of the labels.
template <class Depth, class T>
using depth_asked_for = std::conditional_t<axis_tag<Depth>, Depth, bounding_axis<T>>;
} // namespace detail

// Whether `one_hot<T>(labels)` is an operation.
template <class X, class T = float>
concept one_hot_encodable = operand<X> && std::is_arithmetic_v<T> && detail::can_one_hot<signature<X>>;

// labels [A...] of index<V> -> [A..., V]: 1 at the label, 0 elsewhere. The depth is the extent that the labels were
// checked against; there is no argument for it.
template <class T = float, operand X>
  requires one_hot_encodable<X, T>
auto one_hot(X const& labels) {
  using V = detail::bounding_axis<element_of<X>>;
  auto at = detail::where("one_hot", labels);
  auto const in = at.on(labels);
  detail::stored_extent<V> depth;
  if constexpr (dynamic_axis<V>) depth.n = detail::bound_value<index<V>>(in);
  auto y = at.template make<T>(
      detail::shape_from("one_hot", detail::join<axes_of<X>, axes<V>>{}, in.s, detail::shape<V>(depth)));
  one_hot(at.device, in.p, in.s.elements(), depth.size(), y.p);
  return at.finish(y);
}
template <class T = float, operand X>
  requires((std::is_arithmetic_v<T> || axis_tag<T>) && !one_hot_encodable<X, T>)
auto one_hot(X const& labels) -> decltype(detail::refuse(detail::why_not_one_hot<T>(detail::tag<signature<X>>{})));
template <class T = float, operand X, class Depth>
auto one_hot(X const& labels, Depth const& depth) -> decltype(detail::refuse(
    detail::why_not_one_hot<detail::depth_asked_for<Depth, element_of<X>>>(detail::tag<signature<X>>{})));

} // namespace sp
