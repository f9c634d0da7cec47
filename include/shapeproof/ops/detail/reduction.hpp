// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <utility>

#include "../../cpu/reduce.hpp"
#include "../../tape/operation.hpp"
#include "layout.hpp"
#include "real_positions.hpp"

// What sum, mean and max share: which axes may go, in which order, and the reduction along one axis.
namespace sp::detail {

// The ragged axes of X... that would stay while the axis they are ragged over goes.
template <class List, class Gone>
struct left_behind_of;
template <class... X, class Gone>
struct left_behind_of<axes<X...>, Gone> {
  template <class R>
  static constexpr bool lost() {
    if constexpr (ragged_axis<R>)
      return !has<Gone, R> && has<Gone, typename R::over>;
    else
      return false;
  }
  using type = decltype((axes<>{} | ... | std::conditional_t<lost<X>(), axes<X>, axes<>>{}));
};
template <class List, class Gone>
using left_behind = typename left_behind_of<List, Gone>::type;

template <class Signature, class... A>
inline constexpr bool can_reduce = false;
template <class T, class... X, class... A>
inline constexpr bool can_reduce<tensor<T, X...>, A...> =
    std::floating_point<T> && (is_one_of<A, X...> && ...) && each_axis_appears_once<A...> &&
    count<left_behind<axes<X...>, axes<A...>>> == 0;

// Ragged axes go first: the others may be what they are ragged over.
template <class... A>
using in_reducing_order = join<decltype((axes<>{} | ... | std::conditional_t<ragged_axis<A>, axes<A>, axes<>>{})),
                               decltype((axes<>{} | ... | std::conditional_t<ragged_axis<A>, axes<>, axes<A>>{}))>;

template <class T>
struct reduction_sum {
  template <class Device>
  static void forward(Device on, T const* in, around a, kernels::ragged_lengths const& lengths, T* out) {
    sum(on, in, a.outer, a.n, a.inner, lengths, out);
  }
  template <class Device>
  static void backward(Device on, T const* dout, around a, kernels::ragged_lengths const& lengths, T* din, bool add) {
    sum_backward(on, dout, a.outer, a.n, a.inner, lengths, din, add);
  }
};
template <class T>
struct reduction_mean {
  template <class Device>
  static void forward(Device on, T const* in, around a, kernels::ragged_lengths const& lengths, T* out) {
    mean(on, in, a.outer, a.n, a.inner, lengths, out);
  }
  template <class Device>
  static void backward(Device on, T const* dout, around a, kernels::ragged_lengths const& lengths, T* din, bool add) {
    mean_backward(on, dout, a.outer, a.n, a.inner, lengths, din, add);
  }
};

// x without A, by Kind.
template <template <class> class Kind, class A, class X>
auto reduce_one(char const* operation, X const& x) {
  using T = element_of<X>;
  auto at = where(operation, x);
  auto in = at.on(x);
  auto y = at.template make<T>(shape_from(operation, minus<axes_of<X>, axes<A>>{}, in.s));
  auto const a = around_axis<A>(in.s);
  auto const lengths = lengths_around<A>(in.s);
  Kind<T>::forward(at.device, in.p, a, lengths, y.p);
  at.record(y, [=](recorder& t, T const* dy) {
    if (auto d = t.want(in)) Kind<T>::backward(at.device, dy, a, lengths, d.p, d.add);
  });
  return at.finish(y);
}
template <template <class> class Kind, class A, class... More, class X>
auto reduce_all(char const* operation, axes<A, More...>, X const& x) {
  if constexpr (sizeof...(More) == 0)
    return reduce_one<Kind, A>(operation, x);
  else
    return reduce_all<Kind>(operation, axes<More...>{}, reduce_one<Kind, A>(operation, x));
}

// sum<>(x) is over all axes.
template <class X, class... A>
using reduced_axes =
    typename rebind_of<in_reducing_order, std::conditional_t<sizeof...(A) == 0, axes_of<X>, axes<A...>>>::type;

// What a sum over the axes is divided by for their mean: at least 1, so that a mean of nothing is 0.
template <class List, class S>
extent_t real_positions(List list, S const& s) {
  return std::max<extent_t>(count_real_positions(list, s), 1);
}

} // namespace sp::detail
