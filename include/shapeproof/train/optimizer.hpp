// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/extent.hpp"
#include "../cpu/optimizer.hpp"
#include "../tape/model.hpp"
#include "option.hpp"
#include "parameter_numbers.hpp"

#include <cmath>
#include <concepts>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

// Optimizers are plain structs: options on top, state below, all parameters in one flat buffer. Their state is
// allocated by the first step, or by `prepare`, and is where the parameters are, be that a GPU. A step throws usage_error
// for an option out of range and extent_error if parameters, gradient and state do not have one size; then nothing has
// changed.
namespace sp {

template <class Model>
struct cannot_step {
  template <class... T>
  struct because_its_numbers_are {
    template <class U>
    struct but_the_optimizer_is_for; // sp::adam<double>: the state of an optimizer has the numbers of its model
  };
  struct because_the_gradient_lies_on_another_device {
    struct take_that_of_a_tape_there; // sp::tape for an sp::model, sp::cuda::tape for an sp::cuda::model
  };
};

namespace detail {

template <class Model, class T>
concept flat_model = requires(Model& model) {
  { *model.flat().data() } -> std::same_as<T&>;
};

// What an optimizer can step: a model, or a part of one, of such numbers.
template <class Model, class T>
concept steppable =
    flat_model<Model, T> || (walkable<Model> && std::same_as<typename parameter_facts<Model>::elements, axes<T>>);

// Whether a gradient can be where the numbers are. A part of a model tells that only as it runs.
template <class Model, class Gradient>
constexpr bool on_device_of() {
  if constexpr (requires(Model& model) { model.flat(); })
    return std::is_same_v<device_of<decltype(std::declval<Model&>().flat())>, device_of<Gradient>>;
  else
    return walkable<Model> || std::is_same_v<device_of<Model>, device_of<Gradient>>;
}
template <class Model, class T, class Gradient>
concept steppable_by = steppable<Model, T> && one_piece_of<Gradient, T const> && on_device_of<Model, Gradient>();
template <class Model, class T, class Gradient>
concept never_steppable_by =
    (walkable<Model> && !steppable<Model, T>) || ((steppable<Model, T> || one_piece_of<Model&, T>) &&
                                                  one_piece_of<Gradient, T const> && !on_device_of<Model, Gradient>());

template <class T, class Model, class... E>
auto why_not_step(tag<Model>, axes<E...>) {
  if constexpr (walkable<Model> && !steppable<Model, T>)
    return say<
        typename cannot_step<Model>::template because_its_numbers_are<E...>::template but_the_optimizer_is_for<T>>();
  else
    return say<typename cannot_step<Model>::because_the_gradient_lies_on_another_device::take_that_of_a_tape_there>();
}

// The numbers of a model, or of a part of one from its first parameter to its last. Throws usage_error if those of a part
// are not on the device.
template <class T, class Device, class Model>
auto numbers_of(Model& model) {
  if constexpr (flat_model<Model, T>) {
    return model.flat();
  } else {
    T *first = nullptr, *last = nullptr;
    for_each_parameter(model, [&](auto, auto& p) {
      access::on<Device>(p);
      if (first == nullptr) first = parameter_binding::data(p);
      last = parameter_binding::data(p) + p.size();
    });
    if constexpr (std::is_same_v<Device, host>)
      return std::span<T>(first, last);
    else
      return placed_piece<T, Device>{first, static_cast<std::size_t>(last - first)};
  }
}

// Throws usage_error if the gradient says that it is of other parameters than these.
template <class Gradient>
void check_same_parameters(char const* owner, void const* parameters, Gradient const& gradient) {
  if constexpr (requires { gradient.parameters(); })
    if (gradient.parameters() != parameters)
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
void prepare_state(char const* owner, parameter_numbers<T>& state, std::size_t parameters, memory_kind const& memory) {
  if (state.empty()) state.start(parameters, memory);
  if (state.size() == parameters) return;
  refuse_with<extent_error>({owner, ": ", parameters, " parameters, but a state of ", state.size(), " numbers"});
}

// What Adam and AdamW share; `weight_decay` is 0 for Adam.
template <class Adam>
void prepare_adam(char const* owner, Adam& adam, double weight_decay, std::size_t parameters,
                  memory_kind const& memory) {
  check_rate(owner, "learning_rate", adam.learning_rate);
  check_fraction(owner, "beta1", adam.beta1);
  check_fraction(owner, "beta2", adam.beta2);
  check_option(adam.epsilon > 0 && std::isfinite(adam.epsilon), owner, "epsilon", adam.epsilon, "finite and above 0");
  check_rate(owner, "weight_decay", weight_decay);
  prepare_state(owner, adam.first_moment, parameters, memory);
  prepare_state(owner, adam.second_moment, parameters, memory);
}

template <class Adam, class Parameters, class Gradient>
void step_adam(char const* owner, Adam& adam, double weight_decay, Parameters const& parameters,
               Gradient const& gradient, double rate, double gradient_scale) {
  check_sizes(owner, parameters.size(), gradient.size());
  check_rate(owner, "learning_rate", rate);
  auto const& memory = memory_around(parameters);
  prepare_adam(owner, adam, weight_decay, parameters.size(), memory);
  ++adam.updates;
  update_by_adamw(typename device_of<Parameters>::kernels{}, parameters.data(), gradient.data(),
                  adam.first_moment.in(memory), adam.second_moment.in(memory), static_cast<extent_t>(parameters.size()),
                  adam.updates, rate, adam.beta1, adam.beta2, adam.epsilon, weight_decay, gradient_scale);
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
  parameter_numbers<T> velocity = {}; // empty without momentum

  // One update with gradient_scale * gradient, of numbers in one piece: those of the host, or a GPU's.
  template <detail::one_piece_of<T> Parameters, detail::one_piece_of<T const> Gradient>
    requires std::same_as<detail::device_of<Parameters>, detail::device_of<Gradient>>
  void step(Parameters&& parameters, Gradient const& gradient, double rate, double gradient_scale = 1) {
    auto const to = detail::piece_of<T>(parameters);
    auto const from = detail::piece_of<T const>(gradient);
    auto const& memory = detail::memory_around(to);
    detail::check_sizes("sgd", to.size(), from.size());
    detail::check_rate("sgd", "learning_rate", rate);
    prepare(to.size(), memory);
    update_by_sgd(typename detail::device_of<Parameters>::kernels{}, to.data(), from.data(),
                  momentum > 0 ? velocity.in(memory) : nullptr, static_cast<extent_t>(to.size()), rate, momentum,
                  weight_decay, gradient_scale);
    ++updates;
  }
  template <detail::one_piece_of<T> Parameters, detail::one_piece_of<T const> Gradient>
    requires std::same_as<detail::device_of<Parameters>, detail::device_of<Gradient>>
  void step(Parameters&& parameters, Gradient const& gradient) {
    step(parameters, gradient, learning_rate);
  }
  // Of a model, or of the part that the tape is of: optimizer.step(model, tape.gradient()). Throws usage_error if the
  // tape is of another.
  template <class Model, class Gradient>
    requires detail::steppable_by<Model, T, Gradient>
  void step(Model& model, Gradient const& gradient) {
    auto const parameters = detail::numbers_of<T, detail::device_of<Gradient>>(model);
    detail::check_same_parameters("sgd", parameters.data(), gradient);
    step(parameters, gradient, learning_rate);
  }
  template <class Model, class Gradient, class... More>
    requires detail::never_steppable_by<Model, T, Gradient>
  auto step(Model const&, Gradient const&, More...)
      -> decltype(detail::refuse(detail::why_not_step<T>(detail::tag<Model>{},
                                                         typename detail::parameter_facts<Model>::elements{})));

  void prepare(std::size_t parameters, detail::memory_kind const& memory = detail::host_memory) {
    detail::check_rate("sgd", "learning_rate", learning_rate);
    detail::check_fraction("sgd", "momentum", momentum);
    detail::check_rate("sgd", "weight_decay", weight_decay);
    if (momentum > 0) detail::prepare_state("sgd", velocity, parameters, memory);
  }

  // visit(name, numbers) for each buffer of state, of which a checkpoint keeps `updates` too.
  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    if (momentum > 0) visit("velocity", velocity);
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
  parameter_numbers<T> first_moment = {}, second_moment = {};

  // One update with gradient_scale * gradient, of numbers in one piece: those of the host, or a GPU's.
  template <detail::one_piece_of<T> Parameters, detail::one_piece_of<T const> Gradient>
    requires std::same_as<detail::device_of<Parameters>, detail::device_of<Gradient>>
  void step(Parameters&& parameters, Gradient const& gradient, double rate, double gradient_scale = 1) {
    detail::step_adam("adam", *this, 0, detail::piece_of<T>(parameters), detail::piece_of<T const>(gradient), rate,
                      gradient_scale);
  }
  template <detail::one_piece_of<T> Parameters, detail::one_piece_of<T const> Gradient>
    requires std::same_as<detail::device_of<Parameters>, detail::device_of<Gradient>>
  void step(Parameters&& parameters, Gradient const& gradient) {
    step(parameters, gradient, learning_rate);
  }
  // Of a model, or of the part that the tape is of: optimizer.step(model, tape.gradient()). Throws usage_error if the
  // tape is of another.
  template <class Model, class Gradient>
    requires detail::steppable_by<Model, T, Gradient>
  void step(Model& model, Gradient const& gradient) {
    auto const parameters = detail::numbers_of<T, detail::device_of<Gradient>>(model);
    detail::check_same_parameters("adam", parameters.data(), gradient);
    step(parameters, gradient, learning_rate);
  }
  template <class Model, class Gradient, class... More>
    requires detail::never_steppable_by<Model, T, Gradient>
  auto step(Model const&, Gradient const&, More...)
      -> decltype(detail::refuse(detail::why_not_step<T>(detail::tag<Model>{},
                                                         typename detail::parameter_facts<Model>::elements{})));

  void prepare(std::size_t parameters, detail::memory_kind const& memory = detail::host_memory) {
    detail::prepare_adam("adam", *this, 0, parameters, memory);
  }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    visit("first_moment", first_moment);
    visit("second_moment", second_moment);
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
  parameter_numbers<T> first_moment = {}, second_moment = {};

  // One update with gradient_scale * gradient, of numbers in one piece: those of the host, or a GPU's.
  template <detail::one_piece_of<T> Parameters, detail::one_piece_of<T const> Gradient>
    requires std::same_as<detail::device_of<Parameters>, detail::device_of<Gradient>>
  void step(Parameters&& parameters, Gradient const& gradient, double rate, double gradient_scale = 1) {
    detail::step_adam("adamw", *this, weight_decay, detail::piece_of<T>(parameters),
                      detail::piece_of<T const>(gradient), rate, gradient_scale);
  }
  template <detail::one_piece_of<T> Parameters, detail::one_piece_of<T const> Gradient>
    requires std::same_as<detail::device_of<Parameters>, detail::device_of<Gradient>>
  void step(Parameters&& parameters, Gradient const& gradient) {
    step(parameters, gradient, learning_rate);
  }
  // Of a model, or of the part that the tape is of: optimizer.step(model, tape.gradient()). Throws usage_error if the
  // tape is of another.
  template <class Model, class Gradient>
    requires detail::steppable_by<Model, T, Gradient>
  void step(Model& model, Gradient const& gradient) {
    auto const parameters = detail::numbers_of<T, detail::device_of<Gradient>>(model);
    detail::check_same_parameters("adamw", parameters.data(), gradient);
    step(parameters, gradient, learning_rate);
  }
  template <class Model, class Gradient, class... More>
    requires detail::never_steppable_by<Model, T, Gradient>
  auto step(Model const&, Gradient const&, More...)
      -> decltype(detail::refuse(detail::why_not_step<T>(detail::tag<Model>{},
                                                         typename detail::parameter_facts<Model>::elements{})));

  void prepare(std::size_t parameters, detail::memory_kind const& memory = detail::host_memory) {
    detail::prepare_adam("adamw", *this, weight_decay, parameters, memory);
  }

  template <class Visitor>
  void for_each_state(Visitor&& visit) {
    visit("first_moment", first_moment);
    visit("second_moment", second_moment);
  }
};

} // namespace sp
