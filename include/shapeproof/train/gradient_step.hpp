// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/tape.hpp"
#include "clip.hpp"

#include <cmath>
#include <concepts>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace sp {

namespace detail {

// `"encoder.w" at position 17`: what lies at a place in the flat buffer of a model.
[[gnu::noinline, gnu::cold]] inline std::string parameter_at(std::vector<listed_parameter> const& parameters,
                                                             void const* flat, extent_t place) {
  for (auto const& one : parameters) {
    auto const offset =
        place - (one.numbers - static_cast<char const*>(flat)) / static_cast<extent_t>(one.element_bytes);
    if (offset >= 0 && offset < one.size) return message({"\"", one.name, "\" at position ", offset});
  }
  return {};
}

// What a loss gives for a batch on a tape.
template <class Model, class Tape, class Batch, class Loss>
using loss_on = std::remove_cvref_t<decltype(std::declval<Loss&>()(std::declval<Model const&>(), std::declval<Tape&>(),
                                                                   std::declval<Batch const&>()))>;
template <class L>
inline constexpr bool is_taped_loss = false;
template <class L>
  requires is_taped<L>
inline constexpr bool is_taped_loss<L> = std::is_same_v<axes_of<L>, axes<>> && std::floating_point<element_of<L>>;
} // namespace detail

// Runs one batch forward and backward and adds `weight` times its gradient to the tape's. Gives the loss. Throws
// number_error if that is not finite, naming the first operation whose result was not.
template <class Model, std::derived_from<detail::recorder> Tape, class Batch, class Loss>
  requires detail::is_taped_loss<detail::loss_on<Model, Tape, Batch, Loss>>
double add_gradient(Model const& model, Tape& recording, Batch const& batch, Loss&& loss_of, double weight) {
  auto const loss = loss_of(model, recording, batch);
  auto const value = loss.value();
  if (!std::isfinite(value)) {
    char const* const operation = recording.first_non_finite();
    detail::refuse_with<number_error>({"the loss is ", static_cast<double>(value),
                                       "; the first result that is not finite is that of ",
                                       operation ? operation : "an input"});
  }
  recording.backward(loss, static_cast<decltype(value)>(weight));
  recording.clear_values();
  return static_cast<double>(value);
}
template <class Model, std::derived_from<detail::recorder> Tape, class Batch, class Loss>
  requires(!detail::is_taped_loss<detail::loss_on<Model, Tape, Batch, Loss>>)
auto add_gradient(Model const& model, Tape& recording, Batch const& batch, Loss&& loss_of, double weight)
    -> decltype(detail::refuse(detail::why_not_backward(detail::tag<detail::loss_on<Model, Tape, Batch, Loss>>{})));

// The norm of scale * the tape's gradient, and the factor that brings it down to `maximum`; see clip_global_norm.
// Throws number_error, which names the parameter, if a part of it is not finite.
template <class Model, std::derived_from<detail::recorder> Tape>
clipped_norm clip_gradient(Model const& model, Tape& recording, double maximum, double scale) {
  auto const gradient = recording.template gradient<typename Model::scalar>();
  return detail::clip(gradient, maximum, scale, [&](extent_t at, double value) {
    detail::refuse_with<number_error>({"the gradient of parameter ",
                                       detail::parameter_at(detail::list_parameters(model), model.flat().data(), at),
                                       " is ", value});
  });
}

} // namespace sp
