// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <utility>

#include "../core/view.hpp"
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

struct taped_access {
  template <class T, class... A>
  static tape& tape_of(taped<T, A...> const& x) {
    if (x.tape_ == nullptr) throw usage_error("this taped value is empty");
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
  template <class T, class F, class... A>
  static void record(tape& t, char const* operation, taped_result<T, A...> const& y, F f) {
    t.record(operation, static_cast<raw_element<T> const*>(y.p), y.s.elements(), y.in.slot, f);
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
  taped_result<T, A...> make(shape<A...> const& s, extent_t bound = 0) const {
    return taped_access::make<T>(*t, s, bound);
  }
  // Memory that the backward pass will need.
  template <class T>
  T* keep(scratch&, extent_t n) const {
    return t->take<T>(n);
  }
  template <class T, class... A, class F>
  void record(taped_result<T, A...> const& y, F f) const {
    taped_access::record(*t, operation, y, f);
  }
  template <class T, class... A>
  taped<T, A...> finish(taped_result<T, A...>& y) const {
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
  plain_result<T, A...> make(shape<A...> const& s, extent_t bound = 0) const {
    plain_result<T, A...> y{unwritten<T>(s, bound), s, nullptr};
    y.p = access::data(y.value);
    return y;
  }
  template <class T>
  T* keep(scratch& workspace, extent_t n) const {
    return workspace.take<T>(n);
  }
  template <class Y, class F>
  void record(Y const&, F const&) const {}
  template <class T, class... A>
  tensor<T, A...> finish(plain_result<T, A...>& y) const {
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
