// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/binary_negative_log_likelihood.hpp"
#include "detail/labels.hpp"
#include "detail/probabilities.hpp"

namespace sp {

template <class X, class Labels>
struct cannot_binary_negative_log_likelihood {
  template <class T>
  struct because_it_is_given {
    struct where_probabilities_belong; // sigmoid(scores); of the scores themselves take binary_cross_entropy
  };
  template <class T>
  struct because_the_labels_are {
    struct
        give_them_as_bool; // true or false for each element: x > 0, or a mask; of more than two classes cross_entropy
  };
  template <class... Y>
  struct because_the_labels_lack {
    template <class... Z>
    struct and_have_besides {
      struct give_one_label_per_element; // labels have the axes of the first operand, target<A> for prefix<A>
    };
  };
};

namespace detail {
template <class X, class Labels>
inline constexpr bool can_binary_negative_log_likelihood = false;
template <class T, class... X, class... L>
inline constexpr bool can_binary_negative_log_likelihood<tensor<T, X...>, tensor<bool, L...>> =
    std::is_same_v<T, probability<raw_element<T>>> && same_set<axes<L...>, typename judged_axes_of<axes<X...>>::type>;

template <class T, class... X, class U, class... L>
auto why_not_binary_negative_log_likelihood(tag<tensor<T, X...>>, tag<tensor<U, L...>>) {
  using words = cannot_binary_negative_log_likelihood<tensor<T, X...>, tensor<U, L...>>;
  using wanted = typename judged_axes_of<axes<X...>>::type;
  if constexpr (!std::is_same_v<T, probability<raw_element<T>>>)
    return say<typename words::template because_it_is_given<T>::where_probabilities_belong>();
  else if constexpr (!std::is_same_v<U, bool>)
    return say<typename words::template because_the_labels_are<U>::give_them_as_bool>();
  else
    return []<class... Missing, class... Surplus>(axes<Missing...>, axes<Surplus...>) {
      return say<typename words::template because_the_labels_lack<Missing...>::template and_have_besides<
          Surplus...>::give_one_label_per_element>();
    }(minus<wanted, axes<L...>>{}, minus<axes<L...>, wanted>{});
}
} // namespace detail

// Whether `binary_negative_log_likelihood(x, labels)` is an operation.
template <class X, class Labels>
concept has_binary_negative_log_likelihood =
    operand<X> && operand<Labels> && detail::can_binary_negative_log_likelihood<signature<X>, signature<Labels>>;

// The mean over all real positions of -log p where the label is true and -log(1 - p) where it is false: one number.
// What is below 1e-12 counts as 1e-12; from scores binary_cross_entropy is more exact. Throws extent_error if extents
// or lengths differ, data_error if there is no real position.
template <operand X, operand Labels>
  requires has_binary_negative_log_likelihood<X, Labels>
auto binary_negative_log_likelihood(X const& x, Labels const& labels) {
  using T = raw_element<element_of<X>>;
  auto at = detail::where("binary_negative_log_likelihood", x);
  auto in = at.on(x);
  auto label = at.on(labels);
  scratch workspace;
  auto const r = detail::pair_with_flags(in, label, at, workspace);
  if (r.count == 0) detail::refuse_empty_mean("binary_negative_log_likelihood");
  auto y = at.template make<T>(detail::shape<>{});
  T* const losses = workspace.take<T>(r.n);
  cpu::binary_negative_log_likelihood(in.p, r.labels, r.real, r.n, losses);
  cpu::mean_loss(losses, r.n, r.count, y.p);
  at.record(y, [=](tape& t, T const* dy) {
    if (auto d = t.want(in))
      cpu::binary_negative_log_likelihood_backward(in.p, r.labels, r.real, r.n, dy, r.count, d.p, d.add);
  });
  return at.finish(y);
}
template <operand X, operand Labels>
  requires(!has_binary_negative_log_likelihood<X, Labels>)
auto binary_negative_log_likelihood(X const& x, Labels const& labels)
    -> decltype(detail::refuse(detail::why_not_binary_negative_log_likelihood(detail::tag<signature<X>>{},
                                                                              detail::tag<signature<Labels>>{})));

} // namespace sp
