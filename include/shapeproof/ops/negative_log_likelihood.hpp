// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../cpu/log_likelihood.hpp"
#include "../cpu/negative_log_likelihood.hpp"
#include "detail/labels.hpp"
#include "detail/probabilities.hpp"

namespace sp {

template <class V, class Probabilities, class Labels>
struct cannot_negative_log_likelihood {
  template <class T>
  struct because_it_is_given {
    struct where_probabilities_belong; // softmax<Vocab>(scores); of the scores themselves take cross_entropy
  };
  struct because_there_is_no_class_axis {
    struct name_the_axis_that_adds_up_to_1; // the axis the softmax was taken along
  };
  template <class A>
  struct because_they_add_up_along {
    struct softmax_over_the_classes; // softmax<Vocab>(scores): what else adds up to 1 is no choice of a class
  };
  struct because_logarithms_of_padding_are_undefined {
    struct take_probabilities_over_ragged_classes; // softmax<Letters> gives padding 0, so that a label there is seen
  };
  template <class T>
  struct because_the_labels_are {
    struct use_check_index; // check_index<Vocab>(labels, extent) tests every label once, where it enters
  };
  struct because_the_labels_are_one_hot {
    struct give_the_index_of_each_class; // one index<Vocab> per position; argmax<Vocab>(one_hot) finds it
  };
  template <class I>
  struct because_the_labels_index {
    struct take_labels_of_the_class_axis; // a number of one vocabulary means nothing in another
  };
  struct because_the_model_read_its_answers {
    struct give_it_the_prefix; // scores over target<A> come of a model that was given what it must say
  };
  template <class... P>
  struct because_the_labels_are_over {
    template <class... T>
    struct give_those_over; // these are what the model was given; the loss wants what it must say
  };
  template <class... X>
  struct because_the_labels_lack {
    template <class... Y>
    struct and_have_besides {
      struct give_one_label_per_position; // the axes of the probabilities less the classes, target<A> for prefix<A>
    };
  };
};

namespace detail {
template <class V, class X, class Labels>
inline constexpr bool can_negative_log_likelihood = false;
template <class V, class T, class... X, class Labels>
inline constexpr bool can_negative_log_likelihood<V, tensor<T, X...>, Labels> =
    is_chance<T> && is_one_of<V, X...> && subset<adds_up_along<T>, axes<V>> &&
    !(ragged_axis<V> && is_log_probability<T>) && labels_fit<V, axes<X...>, Labels>;

template <class V, class T, class... X, class Labels>
auto why_not_negative_log_likelihood(tag<tensor<T, X...>>, tag<Labels> labels) {
  using words = cannot_negative_log_likelihood<V, tensor<T, X...>, Labels>;
  if constexpr (!is_chance<T>)
    return say<typename words::template because_it_is_given<T>::where_probabilities_belong>();
  else if constexpr (!is_one_of<V, X...>)
    return say<typename words::because_there_is_no_class_axis::name_the_axis_that_adds_up_to_1>();
  else if constexpr (!subset<adds_up_along<T>, axes<V>>)
    return []<class A>(axes<A>) {
      return say<typename words::template because_they_add_up_along<A>::softmax_over_the_classes>();
    }(adds_up_along<T>{});
  else if constexpr (ragged_axis<V> && is_log_probability<T>)
    return say<typename words::because_logarithms_of_padding_are_undefined::take_probabilities_over_ragged_classes>();
  else
    return why_not_labels<words, V, axes<X...>>(labels);
}
} // namespace detail

// Whether `negative_log_likelihood<V>(probabilities, labels)` is an operation.
template <class X, class Labels, class V>
concept has_negative_log_likelihood = operand<X> && operand<Labels> && axis_tag<V> &&
                                      detail::can_negative_log_likelihood<V, signature<X>, signature<Labels>>;

// The mean over all real positions of -log of the label's probability: one number. Takes what softmax<V>,
// log_softmax<V> or assume_probability gave; a probability below 1e-12 counts as 1e-12. From scores cross_entropy is more exact and faster.
// Axes and errors are those of cross_entropy.
template <axis_tag V, operand X, operand Labels>
  requires has_negative_log_likelihood<X, Labels, V>
auto negative_log_likelihood(X const& probabilities, Labels const& labels) {
  using T = raw_element<element_of<X>>;
  using order = detail::join<detail::minus<axes_of<X>, axes<V>>, axes<V>>;
  constexpr bool logarithms = detail::is_log_probability<element_of<X>>;
  auto at = detail::where("negative_log_likelihood", probabilities);
  auto in = at.on(probabilities);
  auto label = at.on(labels);
  scratch workspace;
  auto const r = detail::pair_with_labels<V>(in, label, at, workspace);
  if (r.count == 0) detail::refuse_empty_mean("negative_log_likelihood");
  auto y = at.template make<T>(detail::shape<>{});
  T* const losses = workspace.take<T>(r.rows);
  if constexpr (logarithms)
    cpu::log_likelihood(r.scores, r.labels, r.real, r.rows, r.classes, losses);
  else
    cpu::negative_log_likelihood(r.scores, r.labels, r.real, r.rows, r.classes, losses);
  cpu::mean_loss(losses, r.rows, r.count, y.p);
  at.record(y, [=](tape& t, T const* dy) {
    auto d = t.want(in);
    if (!d) return;
    scratch work;
    T* const dx = detail::ordered_place(order{}, in.s, d.p, work);
    bool const add = detail::ordered_add(order{}, in.s, d.add);
    if constexpr (logarithms)
      cpu::log_likelihood_backward(r.labels, r.real, r.rows, r.classes, dy, r.count, dx, add);
    else
      cpu::negative_log_likelihood_backward(r.scores, r.labels, r.real, r.rows, r.classes, dy, r.count, dx, add);
    detail::put_back(order{}, in.s, dx, d.p, d.add);
  });
  return at.finish(y);
}
template <axis_tag V, operand X, operand Labels>
  requires(!has_negative_log_likelihood<X, Labels, V>)
auto negative_log_likelihood(X const& probabilities, Labels const& labels)
    -> decltype(detail::refuse(detail::why_not_negative_log_likelihood<V>(detail::tag<signature<X>>{},
                                                                          detail::tag<signature<Labels>>{})));

} // namespace sp
