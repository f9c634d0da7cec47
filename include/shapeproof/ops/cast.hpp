// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/check.hpp"
#include "../core/print.hpp"
#include "../cpu/convert.hpp"
#include "../tape/operation.hpp"
#include "detail/layout.hpp"
#include "detail/probabilities.hpp"

namespace sp {

template <class U, class X>
struct cannot_cast {
  struct because_an_index_is_proven_below_its_extent {
    struct use_check_index; // check_index<Vocab>(ids, Vocab{n}) tests each id once, where it enters
  };
  struct because_a_length_is_proven_within_its_extent {
    struct use_check_length; // check_length<Time>(lengths, Time{n}) tests each length once, where it enters
  };
  struct because_a_probability_is_made_by_softmax_or_sigmoid {
    struct use_assume_probability_if_it_is_one; // assume_probability(x): the caller vouches for 0 to 1
  };
  struct because_a_log_probability_is_made_by_log_softmax {
    struct take_log_softmax_of_the_scores; // the scores themselves are needed, not their softmax
  };
  struct because_a_unit_interval_is_made_by_rescale {
    struct use_rescale; // rescale(pixels) brings 0 to 255 to 0 to 1
  };
  struct because_that_is_no_number {
    struct name_float_double_bf16_half_bool_or_an_integer; // cast<float>(x)
  };
  template <class I>
  struct because_ids_are_names_and_not_quantities {
    struct
        embed_them_or_use_one_hot; // the number of an id means nothing by itself; cast<int>(ids) gives the bare numbers
  };
  template <class T>
  struct because_it_would_cut_off_every_fraction {
    struct compare_with_a_threshold; // cast<float>(p) gives the numbers, to be compared
  };
  template <class T>
  struct because_gradients_would_end_here {
    struct store_it_outside_the_tape; // bf16 and half are elements to store: cast what the plain model gives back
  };
};

namespace detail {

template <class T>
inline constexpr bool is_small_float = is_one_of<T, bf16, half>;
template <class T>
inline constexpr bool is_number = is_one_of<T, float, double, bf16, half> ||
                                  (std::is_integral_v<T> && !is_one_of<T, char, wchar_t, char8_t, char16_t, char32_t> &&
                                   std::is_same_v<T, std::remove_cv_t<T>>);

template <class U, class T>
constexpr bool can_cast_element() {
  if constexpr (!is_number<U>)
    return false;
  else if constexpr (index_element<T>)
    return std::is_integral_v<U> && !std::is_same_v<U, bool>;
  else if constexpr (checked_element<T> && !length_element<T>)
    return !std::is_integral_v<U>;
  else
    return is_number<raw_element<T>>;
}
template <class U, class X>
inline constexpr bool ends_gradient =
    is_taped<std::remove_cvref_t<X>> && floating_element<element_of<X>> && is_small_float<U>;

template <class U, class T, class... A>
auto why_not_cast(tag<tensor<T, A...>>) {
  using words = cannot_cast<U, tensor<T, A...>>;
  if constexpr (index_element<U>)
    return say<typename words::because_an_index_is_proven_below_its_extent::use_check_index>();
  else if constexpr (length_element<U>)
    return say<typename words::because_a_length_is_proven_within_its_extent::use_check_length>();
  else if constexpr (is_probability<U>)
    return say<
        typename words::because_a_probability_is_made_by_softmax_or_sigmoid::use_assume_probability_if_it_is_one>();
  else if constexpr (is_log_probability<U>)
    return say<typename words::because_a_log_probability_is_made_by_log_softmax::take_log_softmax_of_the_scores>();
  else if constexpr (checked_element<U>)
    return say<typename words::because_a_unit_interval_is_made_by_rescale::use_rescale>();
  else if constexpr (!is_number<U>)
    return say<typename words::because_that_is_no_number::name_float_double_bf16_half_bool_or_an_integer>();
  else if constexpr (index_element<T>)
    return say<typename words::template because_ids_are_names_and_not_quantities<T>::embed_them_or_use_one_hot>();
  else if constexpr (!can_cast_element<U, T>())
    return say<typename words::template because_it_would_cut_off_every_fraction<T>::compare_with_a_threshold>();
  else
    return say<typename words::template because_gradients_would_end_here<U>::store_it_outside_the_tape>();
}

// Throws for the first real position whose number the integer U has not. At padding anything may stand.
template <class U, class T, class... A>
void refuse_what_does_not_fit(T const* p, shape<A...> const& s) {
  for (extent_t i = 0; i < s.elements(); ++i)
    if (!kernels::fits<U>(p[i]) && is_real_position(s, i))
      refuse_with<data_error>(
          {"cast: ", value_text(p[i]), " at ", position_text(s, i), " does not fit ", spelling_of<U>()});
}
} // namespace detail

// Whether `cast<U>(x)` is an operation.
template <class X, class U>
concept castable = operand<X> && detail::can_cast_element<U, element_of<X>>() && !detail::ends_gradient<U, X>;

// The same numbers as elements U: float, double, bf16, half, bool or an integer. To an integer, fractions are cut off,
// and a number that U has not throws data_error; to bool is "not 0"; floating results round to nearest. Ids and lengths
// give up what was proven of them, and so do probabilities. Float and double pass gradients on. Nothing is copied if
// the number that is stored stays the same and x is on a tape, or ends here.
template <class U, operand X>
  requires castable<X, U>
auto cast(X&& x) {
  using T = raw_element<element_of<X>>;
  auto at = detail::where("cast", x);
  auto const in = at.on(x);
  if constexpr (std::is_same_v<T, U>) {
    return at.template alias<U>(std::forward<X>(x), in.s);
  } else {
    auto y = at.template make<U>(in.s);
    extent_t const n = in.s.elements();
    if (!cpu::convert(in.p, n, y.p)) detail::refuse_what_does_not_fit<U>(in.p, in.s);
    if constexpr (std::is_floating_point_v<T> && std::is_floating_point_v<U>)
      at.record(y, [=](tape& t, U const* dy) {
        if (auto d = t.want(in)) cpu::convert_backward(dy, n, d.p, d.add);
      });
    return at.finish(y);
  }
}
template <class U, operand X>
  requires(!castable<X, U>)
auto cast(X&& x) -> decltype(detail::refuse(detail::why_not_cast<U>(detail::tag<signature<X>>{})));

} // namespace sp
