// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "axis.hpp"

// Axes made of other axes: a second role of one axis, or a combination of several. Their extents are computed, never given.
// A derived axis has `made_of` (a list) and `combine` (extents of those to its own).
namespace sp {

namespace detail {
template <class A>
struct like_of {
  using type = axis<A::fixed>;
};
template <ragged_axis A>
struct like_of<A> {
  using type = ragged<typename A::over>;
};
// The base of an axis with the same kind of extent as A.
template <class A>
using like = typename like_of<A>::type;

template <class A>
struct one_longer_of {
  using type = axis<(A::fixed < 0 ? dynamic : A::fixed + 1)>;
};
template <ragged_axis A>
struct one_longer_of<A> {
  using type = ragged<typename A::over>;
};
} // namespace detail

template <class A>
concept derived_axis = axis_tag<A> && requires { typename A::made_of; };

// The step before, along a width: the side of a recurrent weight that meets the previous state.
template <class A>
struct prev : detail::like<A> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return a; }
};

// The attended side of self-attention: Time asks, key<Time> answers.
template <class A>
struct key : detail::like<A> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return a; }
};

// The width of what was computed from the last position to the first.
template <class A>
struct reversed : detail::like<A> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return a; }
};

// The width of an LSTM's cell state, beside its hidden state over A. They are as wide and mean different things.
template <class A>
struct cell : detail::like<A> {
  using made_of = axes<A>;
  using cell_of = A;
  static constexpr extent_t combine(extent_t a) { return a; }
};

// The four gates of an LSTM cell, in the order input, forget, candidate, output.
template <class A>
struct gates : axis<(A::fixed < 0 ? dynamic : 4 * A::fixed)> {
  using made_of = axes<A>;
  using gates_of = A;
  static constexpr extent_t number = 4, begins_open = 1;
  static constexpr extent_t combine(extent_t a) { return number * a; }
};

// The three gates of a GRU cell, in the order reset, update, candidate.
template <class A>
struct gru_gates : axis<(A::fixed < 0 ? dynamic : 3 * A::fixed)> {
  using made_of = axes<A>;
  using gates_of = A;
  static constexpr extent_t number = 3;
  static constexpr extent_t combine(extent_t a) { return number * a; }
};

// The candidate of a GRU cell by itself: what its state contributes to it has a bias of its own.
template <class A>
struct candidate : detail::like<A> {
  using made_of = axes<A>;
  static constexpr extent_t combine(extent_t a) { return a; }
};

// A and B side by side: the result of concat.
template <class A, class B>
struct both : axis<(A::fixed < 0 || B::fixed < 0 ? dynamic : A::fixed + B::fixed)> {
  using made_of = axes<A, B>;
  static constexpr extent_t combine(extent_t a, extent_t b) { return a + b; }
};

// Every pair of A and B, B running fastest: the result of merge.
template <class A, class B>
struct merged : axis<(A::fixed < 0 || B::fixed < 0 ? dynamic : A::fixed * B::fixed)> {
  using made_of = axes<A, B>;
  static constexpr extent_t combine(extent_t a, extent_t b) { return a * b; }
};

// Teacher forcing. A sequence over A with n tokens has n + 1 fence posts: over prefix<A> position i holds the token before
// post i (the begin marker first), over target<A> the one after it (the end marker last). Only `teacher_forcing` makes them.
template <class A>
struct prefix : detail::one_longer_of<A>::type {};
template <class A>
struct target : detail::one_longer_of<A>::type {};

} // namespace sp
