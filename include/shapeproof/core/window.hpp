// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "axis.hpp"

// Windows that go along an axis. What a convolution sees at once is an axis of its kernel: the positions of a window over an
// axis of the images. Where windows lie is part of that axis, so that the places where they lie have a name, too.
namespace sp {

namespace detail {
template <int N>
using axis_of_window = axis<(N < 0 ? 0 : N)>; // too small a number is refused where the window is used
// n less than it should be stays a number: static extents are computed before anybody can refuse.
constexpr extent_t windows_inside(extent_t n, extent_t size) { return n == dynamic ? n : n < size ? 0 : n - size + 1; }
constexpr extent_t every_one_in(extent_t n, extent_t step) {
  return n == dynamic ? n : step < 1 ? 0 : (n + step - 1) / step;
}
constexpr extent_t whole_tiles_in(extent_t n, extent_t size) { return n == dynamic ? n : size < 1 ? 0 : n / size; }
} // namespace detail

// The windows of N positions that lie inside A, each a position further than the one before: N - 1 less than A has positions.
template <class A, int N>
struct windows : axis<detail::windows_inside(A::fixed, N)> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return detail::windows_inside(a, N); }
};
// Every N-th position of A, from the first.
template <class A, int N>
struct every : axis<detail::every_one_in(A::fixed, N)> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return detail::every_one_in(a, N); }
};
// A in pieces of N positions, side by side; what is left over at the end is in none. What pooling gives.
template <class A, int N>
struct tiles : axis<detail::whole_tiles_in(A::fixed, N)> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return detail::whole_tiles_in(a, N); }
};

// N positions of A that a kernel sees at once, wherever all of them are inside ("valid"): at the places windows<A, N>.
template <class A, int N>
struct window : detail::axis_of_window<N> {
  using window_of = A;
  using places = windows<A, N>;
  static constexpr extent_t size = N, step = 1, before = 0;
  static constexpr bool stays_inside = true, has_a_middle = true;
};
// N positions around each position of A, zeros beyond its ends ("same"): at as many places as A has positions. N is odd.
template <class A, int N>
struct centred : detail::axis_of_window<N> {
  using window_of = A;
  using places = A;
  static constexpr extent_t size = N, step = 1, before = N / 2;
  static constexpr bool stays_inside = false, has_a_middle = N % 2 != 0;
};
// A window that goes N positions at once: strided<window<Height, 3>, 2> is at every second place, from the first. (With
// centred windows this is PyTorch's padding by half; TensorFlow's "same" may begin in the middle of a step.)
template <class Window, int N>
struct strided : Window {
  using places = every<typename Window::places, N>;
  static constexpr extent_t step = Window::step * N;
};

template <class A>
concept window_axis = axis_tag<A> && requires { typename A::window_of; };

} // namespace sp
