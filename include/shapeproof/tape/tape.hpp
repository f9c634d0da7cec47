// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../core/view.hpp"
#include "arena.hpp"
#include "parameter_list.hpp"
#include "taped.hpp"

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
// Where an operation may write a gradient: null if nobody wants it; `add` if something is there already.
template <class T>
struct claim {
  T* p = nullptr;
  bool add = false;
  explicit operator bool() const { return p != nullptr; }
};

template <class X>
auto why_not_backward(tag<X>) {
  return say<typename cannot_backward<X>::because_nothing_was_taped::call_the_model_with_tape_of_its_inputs>();
}
template <class T, class... A>
auto why_not_backward(tag<taped<T, A...>>) {
  if constexpr (!std::is_floating_point_v<T>)
    return say<typename cannot_backward<tensor<T, A...>>::template because_it_is_not_a_real_number<
        T>::use_a_float_or_double_loss>();
  else
    return say<typename cannot_backward<tensor<T, A...>>::template because_the_loss_still_has_axes<
        A...>::reduce_it_to_one_number>();
}
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
class tape {
  // One recorded operation, newest first.
  struct node {
    node* before;
    void (*backward)(node*, tape&, void const* gradient);
    bool (*finite)(void const* values, extent_t n);
    char const* operation;
    detail::gradient_slot* slot;
    void const* values;
    extent_t n;
  };
  arena memory_;
  node* last_ = nullptr;
  node* run_ = nullptr; // nodes that backward went through, kept for first_non_finite
  unsigned generation_ = 1;
  char const* parameters_ = nullptr; // the numbers of the model's parameters, one block
  std::size_t bytes_ = 0;
  std::size_t element_size_ = 0;
  std::vector<char> gradient_memory_;
  char* gradient_ = nullptr;
  std::vector<char> touched_; // per cache line of the parameters: was the parameter that starts there used?
  std::vector<listed_parameter> must_be_touched_; // for the check of backward; empty where NDEBUG is defined
  std::uint64_t seed_ = 1, draws_ = 0;
  bool reached_ = false; // has backward come to a parameter of the model?
  friend struct detail::taped_access;

public:
  // A tape without a model: gradients only of what is watched.
  tape() = default;
  // A tape for the parameters of a model or of a part of it (sp::tape tape{model.decoder}). Throws usage_error if they belong
  // to no sp::model. Unless NDEBUG is defined, backward demands that each of them was used since `clear`.
  template <class M>
    requires walkable<M>
  explicit tape(M const& model) {
    take_gradients_of(detail::list_parameters(model));
  }
  template <class T>
  explicit tape(any_model<T> const& model) {
    take_gradients_of(model.listed());
  }
  explicit tape(cannot_make_tape::give_a_model_or_a_layer_of_one);
  tape(tape const&) = delete;
  tape& operator=(tape const&) = delete;

  // Puts an input on the tape, as a constant: a copy, so that the batch may go away.
  template <class T, class... A>
  taped<T, A...> operator()(tensor<T, A...> const& x) {
    return taped<T, A...>(copied(detail::access::of(x)), this, generation_);
  }
  template <class T, class... A>
  taped<T, A...> operator()(view<T, A...> const& x) {
    return taped<T, A...>(copied(detail::access::of(x)), this, generation_);
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
    auto in = copied(detail::access::of(x));
    in.slot = new_slot(nullptr);
    return taped<T, A...>(in, this, generation_);
  }
  template <class T, class... A>
    requires(!floating_element<T>)
  auto watch(tensor<T, A...> const& x) ->
      typename cannot_tape<tensor<T, A...>>::template because_no_gradient_exists_for<T>::put_it_there_unwatched;
  // The gradient of a watched input or of any intermediate value, after backward; zeros if nothing depended on it.
  template <class T, class... A>
  tensor<raw_element<T>, A...> gradient_of(taped<T, A...> const& x) const {
    require_mine(x);
    auto result = detail::unwritten<raw_element<T>>(x.input_.s);
    auto const n = static_cast<std::size_t>(x.size());
    auto const* from = x.input_.slot == nullptr ? nullptr : x.input_.slot->gradient;
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
#ifndef NDEBUG
    require_all_touched();
#endif
    reached_ = false;
    auto c = want(loss.input_);
    if (c) *c.p = c.add ? *c.p + weight : weight;
    for (node* n = last_; n != nullptr; n = n->before) {
      n->slot->done = true;
      if (n->slot->gradient != nullptr) n->backward(n, *this, n->slot->gradient);
    }
    run_ = last_;
    last_ = nullptr;
    if (bytes_ != 0 && !reached_)
      detail::refuse_with<usage_error>({"backward: nothing leads from the loss to a parameter of the tape's model; no "
                                        "gradient comes through ids, comparisons and stop_gradient"});
  }
  template <operand X>
    requires(!std::is_same_v<X, taped<float>> && !std::is_same_v<X, taped<double>>)
  auto backward(X const&, double = 1) -> decltype(detail::refuse(detail::why_not_backward(detail::tag<X>{})));

  // The gradients of all parameters, in the order and at the offsets of the model's flat buffer.
  template <std::floating_point T = float>
  gradient_span<T> gradient() {
    if (element_size_ != 0 && element_size_ != sizeof(T))
      detail::refuse_with<usage_error>(
          {"tape: the model's numbers have ", element_size_, " bytes, gradient() was asked for ", sizeof(T)});
    return {{reinterpret_cast<T*>(gradient_), bytes_ / sizeof(T)}, parameters_};
  }

  // Forgets all values and sets the gradients to zero; keeps the memory.
  void clear() {
    if (bytes_ != 0) std::memset(gradient_, 0, bytes_);
    std::fill(touched_.begin(), touched_.end(), 0);
    clear_values();
  }
  // Forgets all values, keeps the gradients: the next backward adds to them.
  void clear_values() {
    memory_.clear();
    last_ = run_ = nullptr;
    ++generation_;
  }

  // The names of the model's parameters that no operation used since `clear`: they get no gradient.
  template <class M>
    requires walkable<M>
  std::vector<std::string> untouched(M const& model) const {
    return untouched_of(detail::list_parameters(model));
  }
  template <class T>
  std::vector<std::string> untouched(any_model<T> const& model) const {
    return untouched_of(model.listed());
  }
  template <class M>
    requires(!walkable<M>)
  auto untouched(M const& model) const -> decltype(detail::refuse(detail::why_not_walk<M>()));

  // The first recorded operation whose result has a NaN or an infinity, or nullptr. For use after a loss or gradient had one.
  char const* first_non_finite() const {
    char const* first = nullptr;
    for (node const* n = last_ != nullptr ? last_ : run_; n != nullptr; n = n->before)
      if (!n->finite(n->values, n->n)) first = n->operation;
    return first;
  }

  // Dropout's random bits are a hash of a seed, the number of the draw and the position. Checkpoints keep both numbers.
  struct random_state {
    std::uint64_t seed = 1, draws = 0;
  };
  random_state random() const { return {seed_, draws_}; }
  void set_random(random_state state) {
    seed_ = state.seed;
    draws_ = state.draws;
  }

  // Bytes of values held now, and at most so far.
  std::size_t bytes_used() const { return memory_.used(); }
  std::size_t bytes_peak() const { return memory_.peak(); }

  // ---- for operations ------------------------------------------------------------------------------------------------------

  // Memory that lives until the values are cleared.
  template <class T>
  T* take(extent_t n) {
    return memory_.template take<T>(n);
  }
  // Where the gradient of an operand goes. The first writer of an activation's gradient writes, later ones add. Throws
  // usage_error if an earlier backward has gone through the operation that made the operand: the gradient would end there.
  template <class T, class... A>
  detail::claim<raw_element<T>> want(detail::input<T, A...> const& x) {
    if (x.slot == nullptr) return {};
    if (x.slot->done)
      detail::refuse_with<usage_error>(
          {"backward: the loss depends on values that an earlier backward has gone through; compute them again"});
    if (x.slot->gradient != nullptr) {
      reached_ |= x.slot->of_parameter;
      return {static_cast<raw_element<T>*>(x.slot->gradient), true};
    }
    auto* fresh = take<raw_element<T>>(x.s.elements());
    x.slot->gradient = fresh;
    return {fresh, false};
  }
  // Throws usage_error if the value is another tape's, or died at `clear`.
  template <class T, class... A>
  void require_mine(taped<T, A...> const& x) const {
    if (x.tape_ != this) detail::refuse_with<usage_error>({"values of two tapes meet in one operation"});
    if (x.generation_ != generation_)
      detail::refuse_with<usage_error>({"this taped value is dead: its tape was cleared after it was made"});
  }
  // The key of the next dropout mask.
  std::uint64_t next_key() { return seed_ * 0x9E3779B97F4A7C15u + ++draws_ * 0xBF58476D1CE4E5B9u; }

private:
  [[gnu::noinline]] void take_gradients_of(std::vector<listed_parameter> parameters) {
    for (auto const& p : parameters) {
      if (p.numbers == nullptr)
        detail::refuse_with<usage_error>({"tape: the parameters of this struct belong to no sp::model"});
      if (parameters_ == nullptr) parameters_ = p.numbers;
      element_size_ = p.element_bytes;
      bytes_ = static_cast<std::size_t>(p.numbers - parameters_) + p.element_bytes * static_cast<std::size_t>(p.size);
    }
    gradient_memory_.assign(bytes_ + 64, 0);
    gradient_ = gradient_memory_.data() + (-reinterpret_cast<std::uintptr_t>(gradient_memory_.data()) & 63);
    touched_.assign(bytes_ / 64 + 1, 0);
#ifndef NDEBUG
    must_be_touched_ = std::move(parameters);
#endif
  }
  bool was_touched(listed_parameter const& p) const {
    auto const offset = static_cast<std::size_t>(p.numbers - parameters_); // huge, if it lies before them
    return offset < bytes_ && touched_[offset / 64] != 0;
  }
  [[gnu::noinline]] std::vector<std::string> untouched_of(std::vector<listed_parameter> const& parameters) const {
    std::vector<std::string> names;
    for (auto const& p : parameters)
      if (!was_touched(p)) names.emplace_back(p.name);
    return names;
  }
  [[gnu::noinline]] void require_all_touched() const {
    auto const names = untouched_of(must_be_touched_);
    if (names.empty()) return;
    std::string text = "backward: no operation has used";
    for (auto const& name : names) text.append(&name == names.data() ? " " : ", ").append(name);
    detail::refuse_with<usage_error>(
        {text, " since clear, so nothing would train it; make the tape of the part that is trained"});
  }
  detail::gradient_slot* new_slot(void* gradient) {
    return ::new (static_cast<void*>(take<detail::gradient_slot>(1))) detail::gradient_slot{gradient};
  }
  template <class... A>
  void copy_lengths(detail::shape<A...>& s) {
    (
        [&] {
          if constexpr (ragged_axis<A>) {
            auto& extent = static_cast<detail::stored_extent<A>&>(s).extent;
            if (extent.lengths != nullptr)
              extent.lengths =
                  detail::place_lengths(take<char>(static_cast<extent_t>(detail::bytes_of_lengths(extent.rows))), 0,
                                        extent.rows, extent.lengths);
          }
        }(),
        ...);
  }
  template <class T, class... A>
  detail::input<T, A...> copied(detail::look<T, A...> const& x) {
    detail::input<T, A...> in{x, nullptr};
    auto* to = take<raw_element<T>>(x.s.elements());
    std::memcpy(to, x.p, sizeof(raw_element<T>) * static_cast<std::size_t>(x.s.elements()));
    in.p = to;
    copy_lengths(in.s);
    return in;
  }
  template <class T, class... A>
  detail::input<T, A...> leaf(detail::look<T, A...> const& w) {
    detail::input<T, A...> in{w, nullptr};
    auto const offset = reinterpret_cast<char const*>(w.p) - parameters_;
    if (parameters_ == nullptr || offset < 0 || static_cast<std::size_t>(offset) >= bytes_)
      return in; // not of this model
    touched_[static_cast<std::size_t>(offset) / 64] = 1;
    in.slot = new_slot(gradient_ + offset);
    in.slot->of_parameter = true;
    return in;
  }
  // f(tape, gradient of y) runs in backward if anybody asked for y's gradient.
  template <class T, class F>
  void record(char const* operation, T const* values, extent_t n, detail::gradient_slot* slot, F const& f) {
    if (slot == nullptr) return; // no gradient exists for such elements
    static_assert(std::is_trivially_destructible_v<F>, "what a tape records lives in its arena and is never destroyed");
    struct node_of : node {
      F f;
    };
    auto const backward = [](node* self, tape& t, void const* gradient) {
      static_cast<node_of*>(self)->f(t, static_cast<T const*>(gradient));
    };
    last_ = ::new (static_cast<void*>(memory_.template take<node_of>(1)))
        node_of{{last_, backward, all_finite<T>, operation, slot, values, n}, f};
  }
  template <class T>
  static bool all_finite(void const* values, extent_t n) {
    auto const* const x = static_cast<T const*>(values);
    for (extent_t i = 0; i < n; ++i)
      if (!(x[i] - x[i] == T(0))) return false;
    return true;
  }
};

template <class T, class... A>
  requires each_axis_once_with_its_batch<A...>
detail::look<T, A...> taped<T, A...>::look_() const {
  if (tape_ == nullptr) detail::refuse_with<usage_error>({"this taped value is empty"});
  tape_->require_mine(*this);
  return input_;
}

} // namespace sp
