// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/extent.hpp"
#include "../cpu/optimizer.hpp"
#include "../tape/model.hpp"
#include "option.hpp"

#include <cmath>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Optimizers are plain structs: options on top, state below, all parameters in one flat buffer. Their state is
// allocated by the first step, or by `prepare`. A step throws usage_error for an option out of range and extent_error
// if parameters, gradient and state do not have one size; then nothing has changed.
namespace sp {

template <class Model>
struct cannot_step {
  template <class... T>
  struct because_its_numbers_are {
    template <class U>
    struct but_the_optimizer_is_for; // sp::adam<double>: the state of an optimizer has the numbers of its model
  };
};

namespace detail {

template <class Model, class T>
concept flat_model = requires(Model& model) {
  { model.flat() } -> std::same_as<std::span<T>>;
};

// What an optimizer can step: a model, or a part of one, of such numbers.
template <class Model, class T>
concept steppable =
    flat_model<Model, T> || (walkable<Model> && std::same_as<typename parameter_facts<Model>::elements, axes<T>>);
template <class Model, class T>
concept of_other_numbers = walkable<Model> && !steppable<Model, T>;

template <class T, class Model, class... E>
auto why_not_step(tag<Model>, axes<E...>) {
  return say<
      typename cannot_step<Model>::template because_its_numbers_are<E...>::template but_the_optimizer_is_for<T>>();
}

// The numbers of a model, or of a part of one from its first parameter to its last.
template <class T, class Model>
std::span<T> numbers_of(Model& model) {
  if constexpr (flat_model<Model, T>) {
    return model.flat();
  } else {
    T *first = nullptr, *last = nullptr;
    for_each_parameter(model, [&](auto, auto& p) {
      if (first == nullptr) first = p.unnamed().data();
      last = p.unnamed().data() + p.size();
    });
    return {first, last};
  }
}

// A gradient, and the parameters that it is of, if that is known.
template <class T>
struct given_gradient {
  std::span<T const> numbers;
  void const* parameters = nullptr;
  template <class Numbers>
    requires std::convertible_to<Numbers const&, std::span<T const>>
  given_gradient(Numbers const& given) : numbers(given) {
    if constexpr (requires { given.parameters(); }) parameters = given.parameters();
  }
};

// Throws usage_error if the gradient is of other parameters than these.
template <class T>
void check_same_parameters(char const* owner, std::span<T> parameters, given_gradient<T> const& gradient) {
  if (gradient.parameters == nullptr || gradient.parameters == parameters.data()) return;
  refuse_with<usage_error>({owner, ": this is the gradient of another model's parameters, or of another part's"});
}

inline void check_rate(char const* owner, char const* option, double value) {
  check_option(value >= 0 && std::isfinite(value), owner, option, value, "finite and at least 0");
}

inline void check_fraction(char const* owner, char const* option, double value) {
  check_option(value >= 0 && value < 1, owner, option, value, "at least 0 and below 1");
}

inline void check_sizes(char const* owner, std::size_t parameters, std::size_t gradient) {
  if (parameters == gradient) return;
  refuse_with<extent_error>({owner, ": ", parameters, " parameters, but a gradient of ", gradient, " numbers"});
}

// Makes room for as many numbers as there are parameters, zeros at first.
template <class T>
void prepare_state(char const* owner, std::vector<T>& state, std::size_t parameters) {
  if (state.empty()) state.resize(parameters);
  if (state.size() == parameters) return;
  refuse_with<extent_error>({owner, ": ", parameters, " parameters, but a state of ", state.size(), " numbers"});
}

// What Adam and AdamW share; `weight_decay` is 0 for Adam.
template <class Adam>
void prepare_adam(char const* owner, Adam& adam, double weight_decay, std::size_t parameters) {
  check_rate(owner, "learning_rate", adam.learning_rate);
  check_fraction(owner, "beta1", adam.beta1);
  check_fraction(owner, "beta2", adam.beta2);
  check_option(adam.epsilon > 0 && std::isfinite(adam.epsilon), owner, "epsilon", adam.epsilon, "finite and above 0");
  check_rate(owner, "weight_decay", weight_decay);
  prepare_state(owner, adam.first_moment, parameters);
  prepare_state(owner, adam.second_moment, parameters);
}

template <class Adam, class T>
void step_adam(char const* owner, Adam& adam, double weight_decay, std::span<T> parameters, std::span<T const> gradient,
               double rate, double gradient_scale) {
  check_sizes(owner, parameters.size(), gradient.size());
  check_rate(owner, "learning_rate", rate);
  prepare_adam(owner, adam, weight_decay, parameters.size());
  ++adam.updates;
  cpu::adamw({}, parameters.data(), gradient.data(), adam.first_moment.data(), adam.second_moment.data(),
             static_cast<extent_t>(parameters.size()), adam.updates, rate, adam.beta1, adam.beta2, adam.epsilon,
             weight_decay, gradient_scale);
}

} // namespace detail

// Stochastic gradient descent: velocity = momentum * velocity + gradient + weight_decay * parameter, and the parameter
// falls by learning_rate * velocity.
template <class T = float>
struct sgd {
  double learning_rate = 0.1;
  double momentum = 0;
  double weight_decay = 0;
  std::int64_t updates = 0;
  std::vector<T> velocity = {}; // empty without momentum

  // One update with gradient_scale * gradient.
  void step(std::span<T> parameters, std::span<T const> gradient, double rate, double gradient_scale = 1) {
    detail::check_sizes("sgd", parameters.size(), gradient.size());
    detail::check_rate("sgd", "learning_rate", rate);
    prepare(parameters.size());
    cpu::sgd({}, parameters.data(), gradient.data(), momentum > 0 ? velocity.data() : nullptr,
             static_cast<extent_t>(parameters.size()), rate, momentum, weight_decay, gradient_scale);
    ++updates;
  }
  void step(std::span<T> parameters, std::span<T const> gradient) { step(parameters, gradient, learning_rate); }
  // Of a model, or of the part that the tape is of: optimizer.step(model, tape.gradient()). Throws usage_error if the
  // tape is of another.
  template <detail::steppable<T> Model>
  void step(Model& model, detail::given_gradient<T> const& gradient) {
    auto const parameters = detail::numbers_of<T>(model);
    detail::check_same_parameters("sgd", parameters, gradient);
    step(parameters, gradient.numbers, learning_rate);
  }
  template <detail::of_other_numbers<T> Model, class Gradient>
  auto step(Model& model, Gradient const& gradient)
      -> decltype(detail::refuse(detail::why_not_step<T>(detail::tag<Model>{},
                                                         typename detail::parameter_facts<Model>::elements{})));

  void prepare(std::size_t parameters) {
    detail::check_rate("sgd", "learning_rate", learning_rate);
    detail::check_fraction("sgd", "momentum", momentum);
    detail::check_rate("sgd", "weight_decay", weight_decay);
    if (momentum > 0) detail::prepare_state("sgd", velocity, parameters);
  }

  // visit(name, numbers) for each buffer of state, of which a checkpoint keeps `updates` too.
  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    if (momentum > 0) visit("velocity", std::span<T>(velocity));
  }
};

// Adam: Kingma and Ba 2015, algorithm 1.
template <class T = float>
struct adam {
  double learning_rate = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  std::int64_t updates = 0;
  std::vector<T> first_moment = {}, second_moment = {};

  // One update with gradient_scale * gradient.
  void step(std::span<T> parameters, std::span<T const> gradient, double rate, double gradient_scale = 1) {
    detail::step_adam("adam", *this, 0, parameters, gradient, rate, gradient_scale);
  }
  void step(std::span<T> parameters, std::span<T const> gradient) { step(parameters, gradient, learning_rate); }
  // Of a model, or of the part that the tape is of: optimizer.step(model, tape.gradient()). Throws usage_error if the
  // tape is of another.
  template <detail::steppable<T> Model>
  void step(Model& model, detail::given_gradient<T> const& gradient) {
    auto const parameters = detail::numbers_of<T>(model);
    detail::check_same_parameters("adam", parameters, gradient);
    step(parameters, gradient.numbers, learning_rate);
  }
  template <detail::of_other_numbers<T> Model, class Gradient>
  auto step(Model& model, Gradient const& gradient)
      -> decltype(detail::refuse(detail::why_not_step<T>(detail::tag<Model>{},
                                                         typename detail::parameter_facts<Model>::elements{})));

  void prepare(std::size_t parameters) { detail::prepare_adam("adam", *this, 0, parameters); }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    visit("first_moment", std::span<T>(first_moment));
    visit("second_moment", std::span<T>(second_moment));
  }
};

// Adam with decoupled weight decay: before the step of Adam each parameter shrinks by learning_rate * weight_decay of
// itself. Loshchilov and Hutter 2019, algorithm 2.
template <class T = float>
struct adamw {
  double learning_rate = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0.01;
  std::int64_t updates = 0;
  std::vector<T> first_moment = {}, second_moment = {};

  // One update with gradient_scale * gradient.
  void step(std::span<T> parameters, std::span<T const> gradient, double rate, double gradient_scale = 1) {
    detail::step_adam("adamw", *this, weight_decay, parameters, gradient, rate, gradient_scale);
  }
  void step(std::span<T> parameters, std::span<T const> gradient) { step(parameters, gradient, learning_rate); }
  // Of a model, or of the part that the tape is of: optimizer.step(model, tape.gradient()). Throws usage_error if the
  // tape is of another.
  template <detail::steppable<T> Model>
  void step(Model& model, detail::given_gradient<T> const& gradient) {
    auto const parameters = detail::numbers_of<T>(model);
    detail::check_same_parameters("adamw", parameters, gradient);
    step(parameters, gradient.numbers, learning_rate);
  }
  template <detail::of_other_numbers<T> Model, class Gradient>
  auto step(Model& model, Gradient const& gradient)
      -> decltype(detail::refuse(detail::why_not_step<T>(detail::tag<Model>{},
                                                         typename detail::parameter_facts<Model>::elements{})));

  void prepare(std::size_t parameters) { detail::prepare_adam("adamw", *this, weight_decay, parameters); }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    visit("first_moment", std::span<T>(first_moment));
    visit("second_moment", std::span<T>(second_moment));
  }
};

} // namespace sp
