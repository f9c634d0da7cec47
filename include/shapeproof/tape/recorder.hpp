// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../core/view.hpp"
#include "arena.hpp"
#include "parameter_list.hpp"
#include "taped.hpp"

namespace sp::detail {

// Where an operation may write a gradient: null if nobody wants it; `add` if something is there already.
template <class T>
struct claim {
  T* p = nullptr;
  bool add = false;
  explicit operator bool() const { return p != nullptr; }
};

// What every tape is made of, wherever its numbers lie: the operations that were recorded, the gradients of a model's
// parameters, and two kinds of memory: of the host, where the tape keeps its notes, and where the numbers are.
class recorder {
  // One recorded operation, newest first.
  struct node {
    node* before;
    void (*backward)(node*, recorder&, void const* gradient);
    bool (*finite)(void const* values, extent_t n);
    char const* operation;
    gradient_slot* slot;
    void const* values;
    extent_t n;
  };
  memory_kind const& kind_;
  arena notes_, own_numbers_;
  arena& numbers_; // on the host the notes lie among them
  node* last_ = nullptr;
  node* run_ = nullptr; // nodes that backward went through, kept for first_non_finite
  unsigned generation_ = 1;
  char const* parameters_ = nullptr; // the numbers of the model's parameters, one block
  std::size_t bytes_ = 0;
  std::size_t element_size_ = 0;
  char* gradient_ = nullptr;  // of the same kind of memory as the numbers
  std::vector<char> touched_; // per cache line of the parameters: was the parameter that starts there used?
  std::vector<listed_parameter> must_be_touched_; // for the check of backward; empty where NDEBUG is defined
  std::uint64_t seed_ = 1, draws_ = 0;
  bool reached_ = false; // has backward come to a parameter of the model?
  friend struct taped_access;

public:
  recorder(recorder const&) = delete;
  recorder& operator=(recorder const&) = delete;

  // Forgets all values and sets the gradients to zero; keeps the memory.
  void clear() {
    if (bytes_ != 0) kind_.clear(gradient_, bytes_);
    std::fill(touched_.begin(), touched_.end(), 0);
    clear_values();
  }
  // Forgets all values, keeps the gradients: the next backward adds to them.
  void clear_values() {
    notes_.clear();
    own_numbers_.clear();
    last_ = run_ = nullptr;
    ++generation_;
  }

  // The names of the model's parameters that no operation used since `clear`: they get no gradient.
  template <class M>
    requires walkable<M>
  std::vector<std::string> untouched(M const& model) const {
    return untouched_of(list_parameters(model));
  }
  template <class T>
  std::vector<std::string> untouched(any_model<T> const& model) const {
    return untouched_of(model.listed());
  }
  template <class M>
    requires(!walkable<M>)
  auto untouched(M const& model) const -> decltype(refuse(why_not_walk<M>()));

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
  std::size_t bytes_used() const { return numbers_.used(); }
  std::size_t bytes_peak() const { return numbers_.peak(); }

  // ---- for operations ------------------------------------------------------------------------------------------------------

  // Memory for numbers that live until the values are cleared.
  template <class T>
  T* take(extent_t n) {
    return numbers_.take<T>(n);
  }
  // The same in the host's memory, for what the tape itself looks at.
  template <class T>
  T* note(extent_t n) {
    return notes_.take<T>(n);
  }
  // Where the gradient of an operand goes. The first writer of an activation's gradient writes, later ones add. Throws
  // usage_error if an earlier backward has gone through the operation that made the operand: the gradient would end there.
  template <class T, class... A>
  claim<raw_element<T>> want(input<T, A...> const& x) {
    if (x.slot == nullptr) return {};
    if (x.slot->done)
      refuse_with<usage_error>(
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
  void require_mine(taped_handle<T, A...> const& x) const {
    if (x.tape_ != this) refuse_with<usage_error>({"values of two tapes meet in one operation"});
    if (x.generation_ != generation_)
      refuse_with<usage_error>({"this taped value is dead: its tape was cleared after it was made"});
  }
  // The key of the next dropout mask.
  std::uint64_t next_key() { return seed_ * 0x9E3779B97F4A7C15u + ++draws_ * 0xBF58476D1CE4E5B9u; }

protected:
  explicit recorder(memory_kind const& kind)
      : kind_(kind), own_numbers_(kind), numbers_(&kind == &host_memory ? notes_ : own_numbers_) {}
  ~recorder() { kind_.give(gradient_); }

  [[gnu::noinline]] void take_gradients_of(std::vector<listed_parameter> parameters) {
    for (auto const& p : parameters) {
      if (p.numbers == nullptr)
        refuse_with<usage_error>({"tape: the parameters of this struct belong to no sp::model"});
      if (p.memory != &kind_)
        refuse_with<usage_error>({"tape: the parameters lie on another device: sp::tape is for those of an sp::model, "
                                  "sp::cuda::tape for those of an sp::cuda::model"});
      if (parameters_ == nullptr) parameters_ = p.numbers;
      element_size_ = p.element_bytes;
      bytes_ = static_cast<std::size_t>(p.numbers - parameters_) + p.element_bytes * static_cast<std::size_t>(p.size);
    }
    std::size_t room = bytes_ + 64;
    gradient_ = static_cast<char*>(kind_.take(room));
    if (gradient_ == nullptr) throw std::bad_alloc();
    kind_.clear(gradient_, room);
    touched_.assign(bytes_ / 64 + 1, 0);
#ifndef NDEBUG
    must_be_touched_ = std::move(parameters);
#endif
  }
  // The gradients of all parameters, and which these are.
  template <class T>
  std::pair<T*, std::size_t> gradient_numbers() const {
    if (element_size_ != 0 && element_size_ != sizeof(T))
      refuse_with<usage_error>(
          {"tape: the model's numbers have ", element_size_, " bytes, gradient() was asked for ", sizeof(T)});
    return {reinterpret_cast<T*>(gradient_), bytes_ / sizeof(T)};
  }
  char const* parameters() const { return parameters_; }

  // Checks before backward; then `seed` has written the gradient of the loss, and `run_backward` goes through the operations.
  void begin_backward() {
#ifndef NDEBUG
    require_all_touched();
#endif
    reached_ = false;
  }
  [[gnu::noinline]] void run_backward() {
    for (node* n = last_; n != nullptr; n = n->before) {
      n->slot->done = true;
      if (n->slot->gradient != nullptr) n->backward(n, *this, n->slot->gradient);
    }
    run_ = last_;
    last_ = nullptr;
    if (bytes_ != 0 && !reached_)
      refuse_with<usage_error>({"backward: nothing leads from the loss to a parameter of the tape's model; no "
                                "gradient comes through ids, comparisons and stop_gradient"});
  }

  gradient_slot* new_slot(void* gradient) {
    return ::new (static_cast<void*>(note<gradient_slot>(1))) gradient_slot{gradient};
  }
  unsigned generation() const { return generation_; }
  // What a tape looks at of a value of its own.
  template <class T, class... A>
  static input<T, A...> const& input_of(taped_handle<T, A...> const& x) {
    return x.input_;
  }
  template <class... A>
  void copy_lengths(shape<A...>& s) {
    (
        [&] {
          if constexpr (ragged_axis<A>) {
            auto& extent = static_cast<stored_extent<A>&>(s).extent;
            if (extent.lengths != nullptr) extent = own_lengths(extent);
          }
        }(),
        ...);
  }
  // Lengths in memory that lives as long as the values, and where the numbers lie if that is elsewhere.
  [[gnu::noinline]] ragged_extent own_lengths(ragged_extent extent) {
    auto const bytes = static_cast<extent_t>(bytes_of_lengths(extent.rows));
    extent.lengths = place_lengths(note<char>(bytes), 0, extent.rows, extent.lengths);
    if (&numbers_ != &notes_) {
      int* const there = take<int>(extent.rows);
      kind_.write(there, extent.lengths, sizeof(int) * static_cast<std::size_t>(extent.rows));
      header_of(extent.lengths)->mirror = there;
    }
    return extent;
  }
  // A copy of numbers that `move`, one of the memory's functions, brings here.
  template <class T, class... A>
  input<T, A...> copied(look<T, A...> const& x, void (*move)(void* to, void const* from, std::size_t bytes)) {
    input<T, A...> in{x, nullptr};
    auto* to = take<raw_element<T>>(x.s.elements());
    move(to, x.p, sizeof(raw_element<T>) * static_cast<std::size_t>(x.s.elements()));
    in.p = to;
    copy_lengths(in.s);
    return in;
  }
  memory_kind const& kind() const { return kind_; }

private:
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
    refuse_with<usage_error>(
        {text, " since clear, so nothing would train it; make the tape of the part that is trained"});
  }
  template <class T, class... A>
  input<T, A...> leaf(look<T, A...> const& w) {
    input<T, A...> in{w, nullptr};
    auto const offset = reinterpret_cast<char const*>(w.p) - parameters_;
    if (parameters_ == nullptr || offset < 0 || static_cast<std::size_t>(offset) >= bytes_)
      return in; // not of this model
    touched_[static_cast<std::size_t>(offset) / 64] = 1;
    in.slot = new_slot(gradient_ + offset);
    in.slot->of_parameter = true;
    return in;
  }
  // f(recorder, gradient of y) runs in backward if anybody asked for y's gradient.
  template <class T, class F>
  void record(char const* operation, T const* values, extent_t n, bool (*finite)(void const* values, extent_t n),
              gradient_slot* slot, F const& f) {
    if (slot == nullptr) return; // no gradient exists for such elements
    static_assert(std::is_trivially_destructible_v<F>, "what a tape records lives in its arena and is never destroyed");
    struct node_of : node {
      F f;
    };
    auto const backward = [](node* self, recorder& t, void const* gradient) {
      static_cast<node_of*>(self)->f(t, static_cast<T const*>(gradient));
    };
    last_ =
        ::new (static_cast<void*>(note<node_of>(1))) node_of{{last_, backward, finite, operation, slot, values, n}, f};
  }
};

template <class T, class... A>
look<T, A...> taped_handle<T, A...>::look_() const {
  if (tape_ == nullptr) refuse_with<usage_error>({"this taped value is empty"});
  tape_->require_mine(*this);
  return input_;
}

} // namespace sp::detail
