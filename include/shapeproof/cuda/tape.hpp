// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "copy.cuh"
#include "model.hpp"
#include "taped.hpp"
#include "tensor.hpp"
#include "transfer.hpp"

namespace sp {

namespace gpu {

// The numbers of a gradient on the device, and which parameters it is of.
template <class T>
struct gradient_span : numbers<T> {
  void const* of;
  void const* parameters() const { return of; }
};

} // namespace gpu

// Records what a model on the GPU computes, as sp::tape does on the host: gradients belong to the tape, all its numbers lie
// in the device's memory, and a step of a size seen before allocates nothing.
class cuda::tape : public detail::recorder {
  friend struct detail::taped_access;

public:
  // A tape without a model: gradients only of what is watched.
  tape() : recorder(detail::gpu_memory) {}
  // A tape for the parameters of a model on the GPU, or of a part of it. Throws usage_error if they are elsewhere.
  template <class M>
    requires walkable<M>
  explicit tape(M const& model) : tape() {
    take_gradients_of(detail::list_parameters(model));
  }
  template <class T>
  explicit tape(cuda::any_model<T> const& model) : tape() {
    take_gradients_of(model.listed());
  }

  // Puts an input on the tape, as a constant: a copy, so that the batch may go away. What lies on the host is copied to the
  // device, while the host goes on.
  template <class T, class... A>
  cuda::taped<T, A...> operator()(sp::tensor<T, A...> const& x) {
    return {copied(detail::access::of(x), kind().write), this, generation()};
  }
  template <class T, class... A>
  cuda::taped<T, A...> operator()(sp::view<T, A...> const& x) {
    return {copied(detail::access::of(x), kind().write), this, generation()};
  }
  template <class T, class... A>
  cuda::taped<T, A...> operator()(cuda::tensor<T, A...> const& x) {
    return {copied(detail::access::of(x), kind().copy), this, generation()};
  }
  template <class T, class... A>
  cuda::taped<T, A...> operator()(cuda::view<T, A...> const& x) {
    return {copied(detail::access::of(x), kind().copy), this, generation()};
  }
  template <class T, class... A>
  auto operator()(cuda::taped<T, A...> const& x) ->
      typename cannot_tape<sp::tensor<T, A...>>::because_it_is_on_a_tape::use_it_there;
  template <class T, class... A>
  auto operator()(parameter<T, A...> const& x) ->
      typename cannot_tape<sp::tensor<T, A...>>::because_it_is_a_parameter::use_it_as_it_is;
  // The same with a gradient, to be read by gradient_of after backward.
  template <operand X>
    requires(floating_element<element_of<X>> && !detail::is_taped<X> && !detail::is_parameter<X>)
  auto watch(X const& x) {
    return watched((*this)(x));
  }

  // The gradient of a watched input or of any intermediate value, after backward; zeros if nothing depended on it.
  template <class T, class... A>
  cuda::tensor<raw_element<T>, A...> gradient_of(cuda::taped<T, A...> const& x) const {
    require_mine(x);
    auto const& in = input_of(x);
    using result_type = cuda::tensor<raw_element<T>, A...>;
    auto result = detail::access::make<result_type>(in.s, 0);
    auto* const to = detail::access::data(result);
    auto const bytes = sizeof(raw_element<T>) * static_cast<std::size_t>(in.s.elements());
    auto const* const from = in.slot == nullptr ? nullptr : in.slot->gradient;
    if (from == nullptr)
      gpu::fill_bytes(to, 0, bytes);
    else
      gpu::copy_on_device(to, from, bytes);
    return result;
  }

  // Computes the gradients of weight * loss and adds them to gradient(); see sp::tape::backward.
  template <std::floating_point T>
  void backward(cuda::taped<T> const& loss, std::type_identity_t<T> weight = T(1)) {
    require_mine(loss);
    begin_backward();
    if (auto c = want(input_of(loss))) {
      if (c.add) {
        gpu::scratch workspace;
        T* const more = workspace.take<T>(1);
        fill(gpu::device{}, more, 1, weight);
        add(gpu::device{}, 1, more, c.p);
      } else {
        fill(gpu::device{}, c.p, 1, weight);
      }
    }
    run_backward();
  }
  template <operand X>
    requires(!std::is_same_v<X, cuda::taped<float>> && !std::is_same_v<X, cuda::taped<double>>)
  auto backward(X const&, double = 1) -> decltype(detail::refuse(detail::why_not_backward(detail::tag<X>{})));

  // The gradients of all parameters, in the order and at the offsets of the model's flat buffer.
  template <std::floating_point T = float>
  gpu::gradient_span<T> gradient() {
    auto const [numbers, count] = gradient_numbers<T>();
    return {{{numbers, count}}, parameters()};
  }

private:
  template <class T, class... A>
  cuda::taped<T, A...> watched(cuda::taped<T, A...> const& x) {
    auto in = input_of(x);
    in.slot = new_slot(nullptr);
    return {in, this, generation()};
  }
};

} // namespace sp
