// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <type_traits>

// Devices: where numbers lie, and where they are computed.
namespace sp {

namespace cpu {
// The first argument of every kernel says whose it is: an operation calls softmax(at.device, ...), and finds the kernel of
// its operands' device in the namespace of this type.
struct device {};
} // namespace cpu
namespace gpu {
struct device {};
} // namespace gpu

// The host: sp::tensor, sp::model, sp::tape.
struct host {
  using kernels = cpu::device;
};
// A GPU: sp::cuda::tensor, sp::cuda::model, sp::cuda::tape. Complete where shapeproof/cuda.hpp is included.
struct cuda;

namespace detail {

template <class X>
concept names_its_device = requires { typename X::device; };

// The device of what lies on one; of parameters alone, which lie where their model does, the host.
template <class... X>
struct device_among {
  using type = host;
};
template <class X, class... More>
struct device_among<X, More...> : device_among<More...> {};
template <names_its_device X, class... More>
struct device_among<X, More...> {
  using type = typename X::device;
};
// How a message names an operand: with its device, unless that is the host.
template <class X>
struct placed_signature {
  using type = typename X::signature;
};
template <class X>
  requires requires { typename X::placed; }
struct placed_signature<X> {
  using type = typename X::placed;
};

// Whether all that lie on a device lie on the same one.
template <class... X>
inline constexpr bool on_one_device = ([] {
  if constexpr (names_its_device<X>)
    return std::is_same_v<typename X::device, typename device_among<X...>::type>;
  else
    return true;
}() && ...);

template <class... X>
using device_of = typename device_among<std::remove_cvref_t<X>...>::type;

} // namespace detail
} // namespace sp
