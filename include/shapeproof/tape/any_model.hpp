// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <span>
#include <vector>

#include "parameter_list.hpp"

namespace sp {

namespace detail {

// The numbers of a model's parameters in one piece of some memory, and their list.
template <class T>
class model_numbers {
public:
  using scalar = T;
  model_numbers(model_numbers const&) = delete;
  model_numbers& operator=(model_numbers const&) = delete;

  // Name, axes and place of each parameter, in the order of the walk.
  std::vector<listed_parameter> const& listed() const { return listed_; }
  // The number of parameters, without the gaps between them.
  extent_t parameter_count() const {
    extent_t n = 0;
    for (auto const& one : listed_) n += one.size;
    return n;
  }

protected:
  explicit model_numbers(memory_kind const& memory) : memory_(memory) {}
  ~model_numbers() { memory_.give(numbers_); }

  // The numbers of another model, wherever they lie.
  void copy_numbers_(T const* numbers, std::size_t size, std::vector<listed_parameter> const& listed,
                     memory_kind const& memory) {
    allocate_(static_cast<extent_t>(size));
    copy_between(memory_, numbers_, memory, numbers, size * sizeof(T));
    listed_ = listed;
    for (auto& one : listed_) {
      one.numbers = reinterpret_cast<char*>(numbers_) + (one.numbers - reinterpret_cast<char const*>(numbers));
      one.memory = &memory_;
    }
  }
  // Zeros, and some behind them: the last parameter's cache line is whole.
  void allocate_(extent_t n) {
    size_ = n;
    std::size_t bytes = (static_cast<std::size_t>(n) * sizeof(T) + 127) / 64 * 64;
    numbers_ = static_cast<T*>(memory_.take(bytes));
    if (numbers_ == nullptr) throw std::bad_alloc();
    memory_.clear(numbers_, bytes);
  }

  memory_kind const& memory_;
  T* numbers_ = nullptr;
  extent_t size_ = 0;
  std::vector<listed_parameter> listed_;
};

} // namespace detail

// The part of every model that does not depend on its struct: the numbers of its parameters in one flat buffer, and their
// list. What needs no more is compiled once for all models, and a program may pass a model of whatever struct as
// sp::any_model<float>& (to fit, to save_weights). A model's struct stands beside it as a base and may have members of
// whatever name: what is not for everybody here ends in an underscore, so that such a name stays clear.
template <class T>
class any_model : public detail::model_numbers<T> {
public:
  // All parameters in one piece, in the order of the walk, each from the start of a cache line.
  std::span<T> flat() { return {this->numbers_, static_cast<std::size_t>(this->size_)}; }
  std::span<T const> flat() const { return {this->numbers_, static_cast<std::size_t>(this->size_)}; }

protected:
  any_model() : detail::model_numbers<T>(detail::host_memory) {}
  ~any_model() = default;

  // Shapes, places and starts the parameters of the struct (see model.hpp).
  template <class M, class... Given>
  void start_(M& described, std::uint64_t seed, detail::shape<Given...> const& given);
  // Shapes and places them as those of another struct with the same members, and takes over its numbers.
  template <class M, class Other>
  void cast_(M& described, Other const& other);

private:
  // The next place, of a parameter whose shape is known.
  template <class... A>
  void place_parameter_(extent_t& at, std::string_view name, parameter<T, A...>& p) {
    at = place_(at);
    parameter_binding::bind(p, parameter_binding::shape(p), this->numbers_ + at);
    at += p.size();
    detail::append_parameter(this->listed_, name, p);
  }
  static constexpr extent_t place_(extent_t at) {
    constexpr extent_t line = 64 / sizeof(T);
    return (at + line - 1) / line * line;
  }
};

// The model of a struct that has no parameters, or cannot be walked: there is none.
template <>
class any_model<void> {
public:
  using scalar = void;
};

} // namespace sp
