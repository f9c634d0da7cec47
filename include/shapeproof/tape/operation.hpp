// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <utility>

#include "../core/distribution.hpp"
#include "../core/view.hpp"
#include "poison.hpp"
#include "tape.hpp"

// How an operation sees its surroundings, so that it is written once for inference and training:
//
//   auto at = detail::where("softmax", x);            // on the tape of its operands, or off tape
//   auto in = at.on(x);                               // shape and numbers; a parameter becomes a leaf
//   auto y = at.template make<float>(shape);          // the result: memory of the tape, or an owning tensor
//   cpu::softmax(..., in.p, y.p);
//   at.record(y, [=](tape& t, float const* dy) { if (auto d = t.want(in)) cpu::softmax_backward(..., d.p, d.add); });
//   return at.finish(y);
namespace sp::detail {

// A result under construction: its shape, where its numbers go, and (on a tape) where its gradient comes.
template <class T, class... A>
struct taped_result {
  shape<A...> s;
  raw_element<T>* p;
  input<T, A...> in;
};
template <class T, class... A>
struct plain_result {
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
  static tape& tape_of(taped<T, A...> const& x) {
    if (x.tape_ == nullptr) refuse_with<usage_error>({"this taped value is empty"});
    return *x.tape_;
  }
  template <class T, class... A>
  static input<T, A...> open(tape& t, taped<T, A...> const& x) {
    t.require_mine(x);
    return x.input_;
  }
  template <class T, class... A>
  static input<T, A...> leaf(tape& t, look<T, A...> const& w) {
    return t.leaf(w);
  }
  template <class T, class... A>
  static input<T, A...> copy(tape& t, look<T, A...> const& x) {
    return t.copied(x);
  }
  template <class T, class... A>
  static taped_result<T, A...> make(tape& t, shape<A...> s, extent_t bound) {
    input<T, A...> in{{bound_of_element<T>(bound), s, nullptr}, nullptr};
    auto* p = t.take<raw_element<T>>(s.elements());
    in.p = p;
    if constexpr (floating_element<T>) in.slot = t.new_slot(nullptr);
    return {s, p, in};
  }
  template <class T, class... A>
  static taped<T, A...> wrap(tape& t, input<T, A...> const& in) {
    return taped<T, A...>(in, &t, t.generation_);
  }
  // The same numbers and the same gradient under other axes or as another element of the same size.
  template <class U, class T, class... A, class... B>
  static taped<U, B...> alias(tape& t, taped<T, A...> const& x, shape<B...> const& s) {
    auto const in = open(t, x);
    return wrap(t, input<U, B...>{{bound_of_element<U>(bound_from<U, T>(in)), s, in.p},
                                  floating_element<U> ? in.slot : nullptr});
  }
  // The same numbers without a gradient.
  template <class T, class... A>
  static taped<T, A...> constant(taped<T, A...> const& x) {
    auto in = open(tape_of(x), x);
    in.slot = nullptr;
    return wrap(tape_of(x), in);
  }
  static ragged_extent copy_lengths(tape& t, ragged_extent extent) {
    void* memory = t.take<char>(static_cast<extent_t>(bytes_of_lengths(extent.rows)));
    extent.lengths = place_lengths(memory, 0, extent.rows, extent.lengths);
    return extent;
  }
  template <class T, class F, class... A>
  static void record(tape& t, char const* operation, taped_result<T, A...> const& y, F f) {
    if constexpr (poisons_padding)
      t.record(operation, static_cast<raw_element<T> const*>(y.p), y.s.elements(), y.in.slot,
               [f, s = y.s](tape& same, raw_element<T> const* dy) {
                 clear_gradient_at_padding(s, dy);
                 f(same, dy);
               });
    else
      t.record(operation, static_cast<raw_element<T> const*>(y.p), y.s.elements(), y.in.slot, f);
  }
  template <class T, class F, class... A>
  static void record_several(tape& t, char const* operation, taped_result<T, A...> const& y, F const& f) {
    t.record(operation, static_cast<raw_element<T> const*>(y.p), y.s.elements(), t.new_slot(y.p),
             [f](tape& same, raw_element<T> const*) { f(same); });
  }
};

// Makes results. In a class, because nvcc spells a tensor as the first who named it did, and the argument of a function as
// the alias that it was: element_of<...> of all operands that led to it. Templates inside a class forget the alias.
template <class T>
struct of_element {
  template <class... A>
  static taped_result<T, A...> on_tape(tape& t, shape<A...> const& s, extent_t bound) {
    return taped_access::make<T>(t, s, bound);
  }
  template <class... A>
  static plain_result<T, A...> off_tape(shape<A...> const& s, extent_t bound) {
    plain_result<T, A...> y{unwritten<T>(s, bound), s, nullptr};
    y.p = access::data(y.value);
    return y;
  }
  template <class X, class... A>
  static taped<T, A...> alias_on_tape(tape& t, X const& x, shape<A...> const& s) {
    return taped_access::alias<T>(t, x, s);
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
};

struct on_tape {
  static constexpr bool records = true;
  char const* operation;
  tape* t;

  template <class T, class... A>
  input<T, A...> on(taped<T, A...> const& x) const {
    return taped_access::open(*t, x);
  }
  template <class T, class... A>
  input<T, A...> on(parameter<T, A...> const& w) const {
    return taped_access::leaf(*t, access::of(w));
  }
  template <class T, class... A>
  input<T, A...> on(tensor<T, A...> const& x) const {
    return taped_access::copy(*t, access::of(x));
  }
  template <class T, class... A>
  input<T, A...> on(view<T, A...> const& x) const {
    return taped_access::copy(*t, access::of(x));
  }
  template <class T, class... A>
  auto make(shape<A...> const& s, extent_t bound = 0) const {
    return of_element<element_over<T, axes<A...>>>::on_tape(*t, s, bound);
  }
  // Memory that the backward pass will need.
  template <class T>
  T* keep(scratch&, extent_t n) const {
    return t->take<T>(n);
  }
  // The same numbers in the same order over `s`, as elements U of the same size (rename, merge, split): the result shares
  // numbers and gradient with x, so nothing is copied and nothing recorded. As many elements as x has.
  template <class U, class X, class... B>
  auto alias(X const& x, shape<B...> const& s) const {
    return of_element<element_over<U, axes<B...>>>::alias_on_tape(*t, x, s);
  }
  // Lengths that an operation made, in memory that lives as long as its result.
  ragged_extent own_lengths(ragged_extent const& extent, shared_lengths&) const {
    return taped_access::copy_lengths(*t, extent);
  }
  template <class T, class... A, class F>
  void record(taped_result<T, A...> const& y, F const& f) const {
    taped_access::record(*t, operation, y, f);
  }
  // For an operation with several results: f(tape) runs in every backward pass, and looks for itself at gradient_of(...).
  template <class T, class... A, class F>
  void record_several(taped_result<T, A...> const& y, F const& f) const {
    taped_access::record_several(*t, operation, y, f);
  }
  template <class T, class... A>
  taped<T, A...> finish(taped_result<T, A...>& y) const {
    poison_padding(y.s, y.p);
    return finish_with_padding(y);
  }
  // For a result whose padding means something to the operation that made it.
  template <class T, class... A>
  taped<T, A...> finish_with_padding(taped_result<T, A...>& y) const {
    return taped_access::wrap(*t, y.in);
  }
};

struct off_tape {
  static constexpr bool records = false;
  char const* operation;

  template <class X>
  auto on(X const& x) const {
    return opened(access::of(x));
  }
  template <class T, class... A>
  auto make(shape<A...> const& s, extent_t bound = 0) const {
    return of_element<element_over<T, axes<A...>>>::off_tape(s, bound);
  }
  template <class T>
  T* keep(scratch& workspace, extent_t n) const {
    return workspace.take<T>(n);
  }
  template <class U, class X, class... B>
  auto alias(X&& x, shape<B...> const& s) const {
    return of_element<element_over<U, axes<B...>>>::alias_off_tape(std::forward<X>(x), s);
  }
  ragged_extent own_lengths(ragged_extent extent, shared_lengths& owner) const {
    owner = shared_lengths::adopt(shared_lengths::copy(extent.lengths, extent.rows));
    extent.lengths = owner.get();
    return extent;
  }
  template <class Y, class F>
  void record(Y const&, F const&) const {}
  template <class T, class... A>
  tensor<T, A...> finish(plain_result<T, A...>& y) const {
    poison_padding(y.s, y.p);
    return finish_with_padding(y);
  }
  template <class T, class... A>
  tensor<T, A...> finish_with_padding(plain_result<T, A...>& y) const {
    return std::move(y.value);
  }

private:
  template <class T, class... A>
  static input<T, A...> opened(look<T, A...> const& x) {
    return {x, nullptr};
  }
};

// On the tape of the first taped operand; off tape if there is none.
template <class X, class... More>
auto where(char const* operation, X const& x, More const&... more) {
  if constexpr (is_taped<X>)
    return on_tape{operation, &taped_access::tape_of(x)};
  else if constexpr (sizeof...(More) > 0)
    return where(operation, more...);
  else
    return off_tape{operation};
}

} // namespace sp::detail
