// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <utility>

#include "../core/distribution.hpp"
#include "../core/view.hpp"
#include "poison.hpp"
#include "tape.hpp"

// How an operation sees its surroundings, so that it is written once for inference and training, and for every device:
//
//   auto at = detail::where("softmax", x);            // on the tape of its operands, or off tape; at.device
//   auto in = at.on(x);                               // shape and numbers; a parameter becomes a leaf
//   auto y = at.template make<float>(shape);          // the result: memory of the tape, or an owning tensor
//   softmax(at.device, ..., in.p, y.p);               // the kernel of the device
//   at.record(y, [=](recorder& t, float const* dy) { if (auto d = t.want(in)) softmax_backward(at.device, ..., d.p, d.add); });
//   return at.finish(y);
namespace sp::detail {

// A result under construction: its shape, where its numbers go, and (on a tape) where its gradient comes.
template <class T, class... A>
struct taped_result {
  shape<A...> s;
  raw_element<T>* p;
  input<T, A...> in;
};
template <class Device, class T, class... A>
struct plain_result;
template <class T, class... A>
struct plain_result<host, T, A...> {
  tensor<T, A...> value;
  shape<A...> s;
  raw_element<T>* p;
};

// The bound that a result with elements U takes over from x; 0 if it carries none.
template <class U, class T>
extent_t bound_from(bound_of_element<T> const& x) {
  if constexpr (bound_of_element<U>::carried)
    return bound_value(x);
  else
    return 0;
}

// The gradient that arrived at a result, or null.
template <class T, class... A>
raw_element<T> const* gradient_of(input<T, A...> const& y) {
  return static_cast<raw_element<T> const*>(y.slot->gradient);
}

struct taped_access {
  template <class T, class... A>
  static recorder& tape_of(taped_handle<T, A...> const& x) {
    if (x.tape_ == nullptr) refuse_with<usage_error>({"this taped value is empty"});
    return *x.tape_;
  }
  template <class T, class... A>
  static input<T, A...> open(recorder& t, taped_handle<T, A...> const& x) {
    t.require_mine(x);
    return x.input_;
  }
  template <class T, class... A>
  static input<T, A...> leaf(recorder& t, look<T, A...> const& w) {
    return t.leaf(w);
  }
  template <class T, class... A>
  static input<T, A...> copy(recorder& t, look<T, A...> const& x) {
    return t.copied(x, t.kind_.copy);
  }
  template <class T, class... A>
  static taped_result<T, A...> make(recorder& t, shape<A...> s, extent_t bound) {
    input<T, A...> in{{bound_of_element<T>(bound), s, nullptr}, nullptr};
    auto* p = t.take<raw_element<T>>(s.elements());
    in.p = p;
    if constexpr (floating_element<T>) in.slot = t.new_slot(nullptr);
    return {s, p, in};
  }
  template <class Taped, class T, class... A>
  static Taped wrap(recorder& t, input<T, A...> const& in) {
    return Taped(in, &t, t.generation_);
  }
  // What gives the same numbers and the same gradient under other axes or as another element of the same size.
  template <class U, class T, class... A, class... B>
  static input<U, B...> alias(recorder& t, taped_handle<T, A...> const& x, shape<B...> const& s) {
    auto const in = open(t, x);
    return {{bound_of_element<U>(bound_from<U, T>(in)), s, in.p}, floating_element<U> ? in.slot : nullptr};
  }
  // The same numbers without a gradient.
  template <class Taped>
  static Taped constant(Taped const& x) {
    auto in = open(tape_of(x), x);
    in.slot = nullptr;
    return wrap<Taped>(tape_of(x), in);
  }
  static ragged_extent copy_lengths(recorder& t, ragged_extent extent) { return t.own_lengths(extent); }
  template <bool OnHost, class T, class F, class... A>
  static void record(recorder& t, char const* operation, taped_result<T, A...> const& y,
                     bool (*finite)(void const*, extent_t), F f) {
    if constexpr (poisons_padding && OnHost)
      t.record(operation, static_cast<raw_element<T> const*>(y.p), y.s.elements(), finite, y.in.slot,
               [f, s = y.s](recorder& same, raw_element<T> const* dy) {
                 clear_gradient_at_padding(s, dy);
                 f(same, dy);
               });
    else
      t.record(operation, static_cast<raw_element<T> const*>(y.p), y.s.elements(), finite, y.in.slot, f);
  }
  template <class T, class F, class... A>
  static void record_several(recorder& t, char const* operation, taped_result<T, A...> const& y,
                             bool (*finite)(void const*, extent_t), F const& f) {
    t.record(operation, static_cast<raw_element<T> const*>(y.p), y.s.elements(), finite, t.new_slot(y.p),
             [f](recorder& same, raw_element<T> const*) { f(same); });
  }
};

// What an operand is, for operations on a device. A parameter elsewhere throws usage_error.
template <class Device, class X>
auto look_at(X const& x) {
  if constexpr (is_parameter<X>)
    return access::on<Device>(x);
  else
    return access::of(x);
}

// What results are on a device, and what else operations do there besides calling kernels.
template <class Device>
struct placement;

// Makes results on a device. In a class, because nvcc spells a tensor as the first who named it did, and the argument of a
// function as the alias that it was: element_of<...> of all operands that led to it. Templates inside a class forget the alias,
// if that class is no member of another.
template <class Device, class T>
struct of_element;

template <class T>
struct of_element<host, T> {
  template <class... A>
  static taped_result<T, A...> on_tape(recorder& t, shape<A...> const& s, extent_t bound) {
    return taped_access::make<T>(t, s, bound);
  }
  template <class... A>
  static plain_result<host, T, A...> off_tape(shape<A...> const& s, extent_t bound) {
    plain_result<host, T, A...> y{unwritten<T>(s, bound), s, nullptr};
    y.p = access::data(y.value);
    return y;
  }
  template <class X, class... A>
  static taped<T, A...> alias_on_tape(recorder& t, X const& x, shape<A...> const& s) {
    return taped_access::wrap<taped<T, A...>>(t, taped_access::alias<T>(t, x, s));
  }
  // A tensor that ends here gives its storage away; of anything else the numbers are copied.
  template <class X, class... A>
  static tensor<T, A...> alias_off_tape(X&& x, shape<A...> const& s) {
    auto const from = access::of(x);
    extent_t const bound = bound_from<T, element_of<X>>(from);
    if constexpr (std::is_same_v<X, signature<X>>) {
      return access::moved<tensor<T, A...>>(x, axes_of<X>{}, s, bound);
    } else {
      auto y = unwritten<T>(s, bound);
      std::copy_n(from.p, s.elements(), access::data(y));
      return y;
    }
  }
  static bool all_finite(void const* values, extent_t n) {
    auto const* const x = static_cast<raw_element<T> const*>(values);
    for (extent_t i = 0; i < n; ++i)
      if constexpr (std::is_floating_point_v<raw_element<T>>)
        if (!(x[i] - x[i] == 0)) return false;
    return true;
  }
};

template <>
struct placement<host> {
  using workspace = scratch;
  static constexpr bool on_host = true;

  template <class T, class... A>
  static taped<T, A...> wrapped(recorder& t, input<T, A...> const& in) {
    return taped_access::wrap<taped<T, A...>>(t, in);
  }
  template <class T, class... A>
  static tensor<T, A...> owned(plain_result<host, T, A...>& y) {
    return std::move(y.value);
  }
  template <class T, class... A>
  static view<T, A...> looking(look<T, A...> const& x) {
    return access::wrap<view<T, A...>>(x);
  }
  // Lengths that an operation made, in memory that lives as long as its result.
  static ragged_extent own_lengths(ragged_extent extent, shared_lengths& owner) {
    owner = shared_lengths::adopt(shared_lengths::copy(extent.lengths, extent.rows));
    extent.lengths = owner.get();
    return extent;
  }
};

template <class Device>
struct off_tape;

template <class Device>
struct on_tape {
  using off = off_tape<Device>;
  static constexpr bool records = true, on_host = placement<Device>::on_host;
  static constexpr typename Device::kernels device{};
  using workspace = typename placement<Device>::workspace;
  char const* operation;
  recorder* t;

  template <class T, class... A>
  input<T, A...> on(taped_handle<T, A...> const& x) const {
    return taped_access::open(*t, x);
  }
  template <class T, class... A>
  input<T, A...> on(parameter<T, A...> const& w) const {
    return taped_access::leaf(*t, access::on<Device>(w));
  }
  template <operand X>
    requires(!is_taped<X>)
  auto on(X const& x) const {
    return taped_access::copy(*t, access::of(x));
  }
  template <class T, class... A>
  auto make(shape<A...> const& s, extent_t bound = 0) const {
    return of_element<Device, element_over<T, axes<A...>>>::on_tape(*t, s, bound);
  }
  // Memory that the backward pass will need: for numbers, and for what the host looks at.
  template <class T>
  T* keep(workspace&, extent_t n) const {
    return t->take<T>(n);
  }
  template <class T>
  T* note(scratch&, extent_t n) const {
    return t->note<T>(n);
  }
  // The same numbers in the same order over `s`, as elements U of the same size (rename, merge, split): the result shares
  // numbers and gradient with x, so nothing is copied and nothing recorded. As many elements as x has.
  template <class U, class X, class... B>
  auto alias(X const& x, shape<B...> const& s) const {
    return of_element<Device, element_over<U, axes<B...>>>::alias_on_tape(*t, x, s);
  }
  // Lengths that an operation made, in memory that lives as long as its result.
  ragged_extent own_lengths(ragged_extent const& extent, shared_lengths&) const {
    return taped_access::copy_lengths(*t, extent);
  }
  template <class T, class... A, class F>
  void record(taped_result<T, A...> const& y, F const& f) const {
    taped_access::record<on_host>(*t, operation, y, of_element<Device, T>::all_finite, f);
  }
  // For an operation with several results: f(recorder) runs in every backward pass, and looks for itself at gradient_of(...).
  template <class T, class... A, class F>
  void record_several(taped_result<T, A...> const& y, F const& f) const {
    taped_access::record_several(*t, operation, y, of_element<Device, T>::all_finite, f);
  }
  template <class T, class... A>
  auto finish(taped_result<T, A...>& y) const {
    if constexpr (on_host) poison_padding(y.s, y.p);
    return finish_with_padding(y);
  }
  // For a result whose padding means something to the operation that made it.
  template <class T, class... A>
  auto finish_with_padding(taped_result<T, A...>& y) const {
    return placement<Device>::wrapped(*t, y.in);
  }
};

template <class Device>
struct off_tape {
  using off = off_tape;
  static constexpr bool records = false, on_host = placement<Device>::on_host;
  static constexpr typename Device::kernels device{};
  using workspace = typename placement<Device>::workspace;
  char const* operation;

  template <class X>
  auto on(X const& x) const {
    return opened(access::of(x));
  }
  template <class T, class... A>
  input<T, A...> on(parameter<T, A...> const& w) const {
    return opened(access::on<Device>(w));
  }
  template <class T, class... A>
  auto make(shape<A...> const& s, extent_t bound = 0) const {
    return of_element<Device, element_over<T, axes<A...>>>::off_tape(s, bound);
  }
  template <class T>
  T* keep(workspace& memory, extent_t n) const {
    return memory.template take<T>(n);
  }
  template <class T>
  T* note(scratch& memory, extent_t n) const {
    return memory.take<T>(n);
  }
  template <class U, class X, class... B>
  auto alias(X&& x, shape<B...> const& s) const {
    return of_element<Device, element_over<U, axes<B...>>>::alias_off_tape(std::forward<X>(x), s);
  }
  ragged_extent own_lengths(ragged_extent const& extent, shared_lengths& owner) const {
    return placement<Device>::own_lengths(extent, owner);
  }
  template <class Y, class F>
  void record(Y const&, F const&) const {}
  template <class Y>
  auto finish(Y& y) const {
    if constexpr (on_host) poison_padding(y.s, y.p);
    return finish_with_padding(y);
  }
  template <class Y>
  auto finish_with_padding(Y& y) const {
    return placement<Device>::owned(y);
  }

private:
  template <class T, class... A>
  static input<T, A...> opened(look<T, A...> const& x) {
    return {x, nullptr};
  }
};

// On the tape of the first taped operand, or off tape if there is none; on the operands' device.
template <class Device, class X, class... More>
auto where_on(char const* operation, X const& x, More const&... more) {
  if constexpr (is_taped<X>)
    return on_tape<Device>{operation, &taped_access::tape_of(x)};
  else if constexpr (sizeof...(More) > 0)
    return where_on<Device>(operation, more...);
  else
    return off_tape<Device>{operation};
}
template <class... X>
auto where(char const* operation, X const&... x) {
  return where_on<device_of<X...>>(operation, x...);
}

} // namespace sp::detail
