// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <type_traits>

#include "../core/operand.hpp"

namespace sp {

// The words of a model's call.
template <class Model, class... Operands>
struct cannot_call {
  struct because_they_lie_on_two_devices {
    struct use_to_cuda_or_to_host; // to<sp::cuda>(x) copies to the GPU, to<sp::host>(x) back; so they do with a model
  };
};

namespace detail {
template <class Device, class... X>
inline constexpr bool any_elsewhere = ([] {
  if constexpr (names_its_device<X>)
    return !std::is_same_v<typename X::device, Device>;
  else
    return false;
}() || ...);

template <class Model, class... X>
auto refuse_call() -> typename cannot_call<
    Model, typename placed_signature<X>::type...>::because_they_lie_on_two_devices::use_to_cuda_or_to_host;

// Calls of a Model with operands that lie elsewhere than its parameters. Of two calls that fit, the one that looks into the
// types of its operands is the better: so these come before a call that takes any operands, whatever it demands of them. Each
// stands here twice, since nvcc 13 takes a template with a constraint only for one without.
template <class Model, class Device>
struct refused_calls {
  template <template <class T, class... A>
              requires each_axis_once_with_its_batch<A...>
            class X,
            class T, class... A>
    requires(any_elsewhere<Device, X<T, A...>>)
  auto operator()(X<T, A...> const&) const -> decltype(refuse_call<Model, X<T, A...>>());
  template <template <class...> class X, class... A>
    requires(any_elsewhere<Device, X<A...>>)
  auto operator()(X<A...> const&) const -> decltype(refuse_call<Model, X<A...>>());

  template <template <class T, class... A>
              requires each_axis_once_with_its_batch<A...>
                       class X,
                       template <class U, class... B>
                         requires each_axis_once_with_its_batch<B...>
                       class Y,
                       class T, class U, class... A, class... B>
              requires(any_elsewhere<Device, X<T, A...>, Y<U, B...>>)
  auto operator()(X<T, A...> const&, Y<U, B...> const&) const -> decltype(refuse_call<Model, X<T, A...>, Y<U, B...>>());
  template <template <class...> class X, template <class...> class Y, class... A, class... B>
    requires(any_elsewhere<Device, X<A...>, Y<B...>>)
  auto operator()(X<A...> const&, Y<B...> const&) const -> decltype(refuse_call<Model, X<A...>, Y<B...>>());
};

struct some_call {
  void operator()();
};
template <class M>
struct two_calls : M, some_call {};
template <class M>
concept without_call = requires { &two_calls<M>::operator(); }; // else it is ambiguous

// The struct M as the base of a Model on a device. Calls are not passed on, so that messages do not tell of one more call.
template <class M, class Model, class Device>
struct placed_struct : M, refused_calls<Model, Device> {
  using M::operator();
  using refused_calls<Model, Device>::operator();
};
template <without_call M, class Model, class Device>
struct placed_struct<M, Model, Device> : M {};
} // namespace detail

} // namespace sp
