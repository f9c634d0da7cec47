// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "taped.hpp"
#include "tensor.hpp"

namespace sp {

namespace detail {
template <class Device>
struct transfer;

template <>
struct transfer<cuda> {
  template <class T, class... A>
  static cuda::tensor<T, A...> from_host(look<T, A...> const& x) {
    auto y = access::make<cuda::tensor<T, A...>>(x.s, bound_from<T, T>(x));
    gpu::copy_to_device(access::data(y), x.p, sizeof(raw_element<T>) * static_cast<std::size_t>(x.s.elements()));
    return y;
  }
};
template <>
struct transfer<host> {
  template <class T, class... A>
  static tensor<T, A...> from_device(look<T, A...> const& x) {
    auto y = unwritten<T>(x.s, bound_from<T, T>(x));
    gpu::copy_to_host(access::data(y), x.p, sizeof(raw_element<T>) * static_cast<std::size_t>(x.s.elements()));
    return y;
  }
};
} // namespace detail

// A copy of x in the memory of a GPU: to<sp::cuda>(x). The host goes on meanwhile, and x may go away at once.
template <class Device, class T, class... A>
  requires std::same_as<Device, cuda>
cuda::tensor<T, A...> to(tensor<T, A...> const& x) {
  return detail::transfer<cuda>::from_host(detail::access::of(x));
}
template <class Device, class T, class... A>
  requires std::same_as<Device, cuda>
cuda::tensor<T, A...> to(view<T, A...> const& x) {
  return detail::transfer<cuda>::from_host(detail::access::of(x));
}

// A copy of x in the memory of the host: to<sp::host>(x). Waits until x is there.
template <class Device, class T, class... A>
  requires std::same_as<Device, host>
tensor<T, A...> to(cuda::tensor<T, A...> const& x) {
  return detail::transfer<host>::from_device(detail::access::of(x));
}
template <class Device, class T, class... A>
  requires std::same_as<Device, host>
tensor<T, A...> to(cuda::view<T, A...> const& x) {
  return detail::transfer<host>::from_device(detail::access::of(x));
}
template <class Device, class T, class... A>
  requires std::same_as<Device, host>
tensor<T, A...> to(cuda::taped<T, A...> const& x) {
  return detail::transfer<host>::from_device(detail::access::of(x));
}

} // namespace sp
