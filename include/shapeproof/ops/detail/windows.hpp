// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../../core/refusal.hpp"
#include "../../core/shape.hpp"
#include "../../core/window.hpp"
#include "ragged_over.hpp"

// What convolution and pooling share: windows along axes of an image.
namespace sp::detail {

template <class W>
inline constexpr bool is_longer_than_its_axis =
    W::stays_inside && static_axis<typename W::window_of> && W::window_of::fixed < W::size;
template <class W>
inline constexpr bool can_go = W::size > 0 && W::step > 0 && W::has_a_middle && !is_longer_than_its_axis<W>;

// Why a window cannot go along its axis, as far as types know, in the words of the operation.
template <class Words, class W>
auto why_not_go() {
  using words = typename Words::template because_the_window<W>;
  if constexpr (W::size < 1 || W::step < 1)
    return say<typename words::has_a_number_below_1::give_it_positions_and_steps>();
  else if constexpr (!W::has_a_middle)
    return say<typename words::has_no_middle::take_an_odd_number>();
  else
    return say<typename words::is_longer_than_its_axis::take_a_smaller_one>();
}

[[noreturn, gnu::noinline, gnu::cold]] inline void refuse_window(char const* operation, extent_t size,
                                                                 type_spelling axis, extent_t n) {
  refuse_with<extent_error>({operation, ": a window of ", size, " is longer than the extent ", n, " of ", axis});
}
// Throws extent_error if a window of that size does not lie inside A.
template <class A, class S>
void require_window(char const* operation, extent_t size, S const& s) {
  if (s.template size<A>() < size) refuse_window(operation, size, spelling_of<A>(), s.template size<A>());
}

template <class L, class Old, class New>
struct replace_each_of;
template <class L>
struct replace_each_of<L, axes<>, axes<>> {
  using type = L;
};
template <class L, class A, class... Old, class B, class... New>
struct replace_each_of<L, axes<A, Old...>, axes<B, New...>>
    : replace_each_of<replace<L, A, B>, axes<Old...>, axes<New...>> {};
// The list with each of New in the place of its counterpart in Old.
template <class L, class Old, class New>
using replace_each = typename replace_each_of<L, Old, New>::type;

template <class Some, class L>
struct lengths_along_of;
template <class... A, class L>
struct lengths_along_of<axes<A...>, L> {
  using type = decltype((ragged_axes<axes<A...>>{} | ... | ragged_over<A, L>{}));
};
// The axes whose rows end early and that windows along Some would see, or leave without a batch.
template <class Some, class L>
using lengths_along = typename lengths_along_of<Some, L>::type;

} // namespace sp::detail
