// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <span>

#include "recorder.hpp"

namespace sp {

template <class Loss>
struct cannot_backward {
  struct because_nothing_was_taped {
    struct call_the_model_with_tape_of_its_inputs; // model(tape(batch.word)) is taped, model(batch.word) is inference
  };
  template <class... Axes>
  struct because_the_loss_still_has_axes {
    struct reduce_it_to_one_number; // mean<Axis>(x), sum<Axis>(x); cross_entropy gives a mean over all real positions
  };
  template <class T>
  struct because_it_is_not_a_real_number {
    struct use_a_float_or_double_loss; // ids, masks and counts have no gradient
  };
};

template <class X>
struct cannot_tape {
  struct because_it_is_on_a_tape {
    struct use_it_there; // a value is put on the tape once, where it enters
  };
  struct because_it_is_a_parameter {
    struct use_it_as_it_is; // it may stand beside taped values; sp::tape tape{model} says which parameters are trained
  };
  template <class T>
  struct because_no_gradient_exists_for {
    struct put_it_there_unwatched; // tape(x): ids, masks and counts are constants
  };
};
// A constructor returns nothing that could be a sentence: it is the type of the parameter.
struct cannot_make_tape {
  class give_a_model_or_a_layer_of_one {
    template <class X>
      requires(!std::is_same_v<X, tape>)
    give_a_model_or_a_layer_of_one(X const&); // private: sp::tape tape{model}, sp::tape tape{model.decoder}
  };
};

namespace detail {
template <class X>
auto why_not_backward(tag<X>) {
  return say<typename cannot_backward<X>::because_nothing_was_taped::call_the_model_with_tape_of_its_inputs>();
}
template <class T, class... A>
auto why_not_backward_of(tag<tensor<T, A...>>) {
  if constexpr (!std::is_floating_point_v<T>)
    return say<typename cannot_backward<tensor<T, A...>>::template because_it_is_not_a_real_number<
        T>::use_a_float_or_double_loss>();
  else
    return say<typename cannot_backward<tensor<T, A...>>::template because_the_loss_still_has_axes<
        A...>::reduce_it_to_one_number>();
}
template <class X>
  requires is_taped<X>
auto why_not_backward(tag<X>) {
  return why_not_backward_of(tag<signature<X>>{});
}

// The tape of a device.
template <class Device>
struct tape_of_device {
  using type = typename Device::tape;
};
template <>
struct tape_of_device<host> {
  using type = tape;
};
template <class Device>
using tape_on = typename tape_of_device<Device>::type;
} // namespace detail

// The numbers of a gradient, and which parameters it is of: an optimizer steps no others with it.
template <class T>
class gradient_span : public std::span<T> {
  void const* parameters_;

public:
  gradient_span(std::span<T> numbers, void const* parameters) : std::span<T>(numbers), parameters_(parameters) {}
  void const* parameters() const { return parameters_; }
};

// Records what a model computes, so that gradients can be computed backwards. It belongs to one model, or a part of one, whose
// parameters get gradients; parameters elsewhere are constants. Gradients belong to the tape: a const model trains, and
// several tapes on one model are data parallelism. All memory is kept by `clear`: a step of a size seen before allocates nothing.
class tape : public detail::recorder {
  friend struct detail::taped_access;

public:
  // A tape without a model: gradients only of what is watched.
  tape() : recorder(detail::host_memory) {}
  // A tape for the parameters of a model or of a part of it (sp::tape tape{model.decoder}). Throws usage_error if they belong
  // to no sp::model. Unless NDEBUG is defined, backward demands that each of them was used since `clear`.
  template <class M>
    requires walkable<M>
  explicit tape(M const& model) : tape() {
    take_gradients_of(detail::list_parameters(model));
  }
  template <class T>
  explicit tape(any_model<T> const& model) : tape() {
    take_gradients_of(model.listed());
  }
  explicit tape(cannot_make_tape::give_a_model_or_a_layer_of_one);

  // Puts an input on the tape, as a constant: a copy, so that the batch may go away.
  template <class T, class... A>
  taped<T, A...> operator()(tensor<T, A...> const& x) {
    return taped<T, A...>(copied(detail::access::of(x), kind().copy), this, generation());
  }
  template <class T, class... A>
  taped<T, A...> operator()(view<T, A...> const& x) {
    return taped<T, A...>(copied(detail::access::of(x), kind().copy), this, generation());
  }
  template <class T, class... A>
  auto operator()(taped<T, A...> const& x) ->
      typename cannot_tape<tensor<T, A...>>::because_it_is_on_a_tape::use_it_there;
  template <class T, class... A>
  auto operator()(parameter<T, A...> const& x) ->
      typename cannot_tape<tensor<T, A...>>::because_it_is_a_parameter::use_it_as_it_is;
  // The same with a gradient, to be read by gradient_of after backward.
  template <class T, class... A>
    requires floating_element<T>
  taped<T, A...> watch(tensor<T, A...> const& x) {
    auto in = copied(detail::access::of(x), kind().copy);
    in.slot = new_slot(nullptr);
    return taped<T, A...>(in, this, generation());
  }
  template <class T, class... A>
    requires(!floating_element<T>)
  auto watch(tensor<T, A...> const& x) ->
      typename cannot_tape<tensor<T, A...>>::template because_no_gradient_exists_for<T>::put_it_there_unwatched;
  // The gradient of a watched input or of any intermediate value, after backward; zeros if nothing depended on it.
  template <class T, class... A>
  tensor<raw_element<T>, A...> gradient_of(taped<T, A...> const& x) const {
    require_mine(x);
    auto const& in = input_of(x);
    auto result = detail::unwritten<raw_element<T>>(in.s);
    auto const n = static_cast<std::size_t>(x.size());
    auto const* from = in.slot == nullptr ? nullptr : in.slot->gradient;
    if (from == nullptr)
      std::fill_n(detail::access::data(result), n, raw_element<T>{});
    else
      std::memcpy(detail::access::data(result), from, n * sizeof(raw_element<T>));
    return result;
  }

  // Computes the gradients of weight * loss and adds them to gradient(). With several tapes on parts of one batch, weight is
  // the part's share of the batch's real tokens. Each recorded operation is gone through once: a loss that depends on values
  // of an earlier backward is a usage_error. So is, unless NDEBUG is defined, a parameter of the tape's model that nothing used
  // since `clear`: it would silently not be trained. Where that is meant, the tape is made of the part that is trained. And
  // so is, of a tape for a model, a loss that none of its parameters leads to.
  template <std::floating_point T>
  void backward(taped<T> const& loss, std::type_identity_t<T> weight = T(1)) {
    require_mine(loss);
    begin_backward();
    auto c = want(input_of(loss));
    if (c) *c.p = c.add ? *c.p + weight : weight;
    run_backward();
  }
  template <operand X>
    requires(!std::is_same_v<X, taped<float>> && !std::is_same_v<X, taped<double>>)
  auto backward(X const&, double = 1) -> decltype(detail::refuse(detail::why_not_backward(detail::tag<X>{})));

  // The gradients of all parameters, in the order and at the offsets of the model's flat buffer.
  template <std::floating_point T = float>
  gradient_span<T> gradient() {
    auto const [numbers, count] = gradient_numbers<T>();
    return {{numbers, count}, parameters()};
  }
};

} // namespace sp
