// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <concepts>
#include <utility>

#include "../../cpu/reduce.hpp"
#include "../../tape/operation.hpp"
#include "layout.hpp"

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
  static void forward(T const* in, around a, kernels::ragged_lengths const& lengths, T* out) {
    cpu::sum(in, a.outer, a.n, a.inner, lengths, out);
  }
  static void backward(T const* dout, around a, kernels::ragged_lengths const& lengths, T* din, bool add) {
    cpu::sum_backward(dout, a.outer, a.n, a.inner, lengths, din, add);
  }
};
template <class T>
struct reduction_mean {
  static void forward(T const* in, around a, kernels::ragged_lengths const& lengths, T* out) {
    cpu::mean(in, a.outer, a.n, a.inner, lengths, out);
  }
  static void backward(T const* dout, around a, kernels::ragged_lengths const& lengths, T* din, bool add) {
    cpu::mean_backward(dout, a.outer, a.n, a.inner, lengths, din, add);
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
  Kind<T>::forward(in.p, a, lengths, y.p);
  at.record(y, [=](tape& t, T const* dy) {
    if (auto d = t.want(in)) Kind<T>::backward(dy, a, lengths, d.p, d.add);
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

// The number of real positions of the axes A... of a shape; at least 1, so that a mean of nothing is 0.
template <class... A, class S>
extent_t real_positions(axes<A...>, S const& s) {
  extent_t dense = 1;
  // Plain axes that no listed ragged axis is ragged over multiply the count.
  auto is_over = []<class B>(std::type_identity<B>) {
    return ([] {
      if constexpr (ragged_axis<A>)
        return std::is_same_v<typename A::over, B>;
      else
        return false;
    }() || ...);
  };
  auto multiply = [&]<class B>(std::type_identity<B> axis) {
    if constexpr (!ragged_axis<B>)
      if (!is_over(axis)) dense *= s.template size<B>();
  };
  (multiply(std::type_identity<A>{}), ...);
  // Ragged axes over one batch axis: the sum over its elements of the product of their lengths.
  auto add_batch = [&]<class B>(std::type_identity<B> axis) {
    if constexpr (!ragged_axis<B>)
      if (is_over(axis)) {
        extent_t sum = 0;
        for (extent_t row = 0; row < s.template size<B>(); ++row) {
          extent_t product = 1;
          auto times = [&]<class R>(std::type_identity<R>) {
            if constexpr (ragged_axis<R>)
              if constexpr (std::is_same_v<typename R::over, B>) product *= s.template stored<R>().extent.lengths[row];
          };
          (times(std::type_identity<A>{}), ...);
          sum += product;
        }
        dense *= sum;
      }
  };
  (add_batch(std::type_identity<A>{}), ...);
  return dense < 1 ? 1 : dense;
}

} // namespace sp::detail
