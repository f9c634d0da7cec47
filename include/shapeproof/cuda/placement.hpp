// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../tape/operation.hpp"
#include "finite.cuh"
#include "scratch.hpp"
#include "tape.hpp"

// What results are on a GPU.
namespace sp::detail {

template <class T, class... A>
struct plain_result<cuda, T, A...> {
  cuda::tensor<T, A...> value;
  shape<A...> s;
  raw_element<T>* p;
};

template <class T>
struct of_element<cuda, T> {
  template <class... A>
  static taped_result<T, A...> on_tape(recorder& t, shape<A...> const& s, extent_t bound) {
    return taped_access::make<T>(t, s, bound);
  }
  template <class... A>
  static auto off_tape(shape<A...> const& s, extent_t bound) {
    using result = cuda::tensor<T, A...>;
    plain_result<cuda, T, A...> y{access::make<result>(s, bound), s, nullptr};
    y.p = access::data(y.value);
    return y;
  }
  template <class X, class... A>
  static cuda::taped<T, A...> alias_on_tape(recorder& t, X const& x, shape<A...> const& s) {
    return taped_access::wrap<cuda::taped<T, A...>>(t, taped_access::alias<T>(t, x, s));
  }
  // A tensor that ends here gives its storage away; of anything else the numbers are copied.
  template <class X, class... A>
  static cuda::tensor<T, A...> alias_off_tape(X&& x, shape<A...> const& s) {
    auto const from = look_at<cuda>(x);
    extent_t const bound = bound_from<T, element_of<X>>(from);
    if constexpr (std::is_same_v<X, typename placed_signature<std::remove_cvref_t<X>>::type>) {
      return access::moved<cuda::tensor<T, A...>>(x, axes_of<X>{}, s, bound);
    } else {
      auto y = access::make<cuda::tensor<T, A...>>(s, bound);
      gpu::copy_on_device(access::data(y), from.p, sizeof(raw_element<T>) * static_cast<std::size_t>(s.elements()));
      return y;
    }
  }
  static bool all_finite(void const* values, extent_t n) {
    using raw = raw_element<T>;
    if constexpr (std::is_floating_point_v<raw>)
      return first_non_finite(gpu::device{}, static_cast<raw const*>(values), n) < 0;
    else
      return true;
  }
};

template <>
struct placement<cuda> {
  using workspace = gpu::scratch;
  static constexpr bool on_host = false;

  template <class T, class... A>
  static cuda::taped<T, A...> wrapped(recorder& t, input<T, A...> const& in) {
    return taped_access::wrap<cuda::taped<T, A...>>(t, in);
  }
  template <class T, class... A>
  static cuda::tensor<T, A...> owned(plain_result<cuda, T, A...>& y) {
    return std::move(y.value);
  }
  template <class T, class... A>
  static cuda::view<T, A...> looking(look<T, A...> const& x) {
    return access::wrap<cuda::view<T, A...>>(x);
  }
  static ragged_extent own_lengths(ragged_extent extent, shared_lengths& owner) {
    extent = placement<host>::own_lengths(extent, owner);
    gpu::ensure_mirror(extent.lengths, extent.rows);
    return extent;
  }
};

} // namespace sp::detail
