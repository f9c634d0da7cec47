// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/message.hpp"
#include "../tape/arena.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace sp {

namespace detail {

// Numbers in one piece: what a span can look at, or those of a GPU, which name their device.
template <class X, class T>
concept one_piece_of =
    std::convertible_to<X, std::span<T>> || (names_its_device<std::remove_cvref_t<X>> && requires(X const& x) {
      { x.data() } -> std::convertible_to<T*>;
      x.size();
    });

template <class T, one_piece_of<T> X>
auto piece_of(X&& x) {
  if constexpr (std::convertible_to<X, std::span<T>>)
    return std::span<T>(x);
  else
    return std::remove_cvref_t<X>(x);
}

// The memory that numbers in one piece are in.
template <class X>
memory_kind const& memory_around(X const&) {
  return memory_of(typename device_of<X>::kernels{});
}

} // namespace detail

// One number for each parameter, in the same memory: the state of an optimizer, an average. Nothing at first; later they go
// to where the parameters are that they are used with.
template <class T>
class parameter_numbers {
  T* numbers_ = nullptr;
  std::size_t size_ = 0;
  detail::memory_kind const* memory_ = &detail::host_memory;

public:
  parameter_numbers() = default;
  parameter_numbers(parameter_numbers const& other) : parameter_numbers(other, *other.memory_) {}
  parameter_numbers(parameter_numbers&& other) noexcept { swap(other); }
  parameter_numbers& operator=(parameter_numbers other) noexcept {
    swap(other);
    return *this;
  }
  ~parameter_numbers() { memory_->give(numbers_); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // The numbers, for the host. Throws usage_error where they are on a GPU.
  T* data() {
    require_host();
    return numbers_;
  }
  T const* data() const {
    require_host();
    return numbers_;
  }
  T* begin() { return data(); }
  T const* begin() const { return data(); }
  T* end() { return data() + size_; }
  T const* end() const { return data() + size_; }
  T& operator[](std::size_t i) { return data()[i]; }
  T const& operator[](std::size_t i) const { return data()[i]; }

  // So many zeros, in that memory.
  void start(std::size_t size, detail::memory_kind const& memory) {
    make_room(size, memory);
    if (size > 0) memory.clear(numbers_, bytes());
  }
  // The same numbers as these, in their memory.
  template <detail::one_piece_of<T const> Numbers>
  void assign(Numbers const& numbers) {
    auto const from = detail::piece_of<T const>(numbers);
    make_room(from.size(), detail::memory_around(from));
    detail::copy_between(*memory_, numbers_, *memory_, from.data(), bytes());
  }
  // Writes them over as many others.
  template <detail::one_piece_of<T> Numbers>
  void copy_to(Numbers&& numbers) const {
    auto const to = detail::piece_of<T>(numbers);
    detail::copy_between(detail::memory_around(to), to.data(), *memory_, numbers_, bytes());
  }
  // They and as many others change places; `between` keeps its room for the next time.
  template <detail::one_piece_of<T> Numbers>
  void change_places(Numbers&& numbers, parameter_numbers& between) {
    auto const others = detail::piece_of<T>(numbers);
    T* const mine = in(detail::memory_around(others));
    if constexpr (std::is_same_v<detail::device_of<decltype(others)>, host>) {
      std::swap_ranges(mine, mine + size_, others.data());
    } else {
      between.assign(others);
      copy_to(others);
      detail::copy_between(*memory_, mine, *between.memory_, between.numbers_, bytes());
    }
  }

  // Where they are, which is in that memory from now on.
  T* in(detail::memory_kind const& memory) {
    if (memory_ != &memory) *this = parameter_numbers(*this, memory);
    return numbers_;
  }
  detail::memory_kind const& memory() const { return *memory_; }

private:
  parameter_numbers(parameter_numbers const& other, detail::memory_kind const& memory) {
    make_room(other.size_, memory);
    detail::copy_between(memory, numbers_, *other.memory_, other.numbers_, bytes());
  }
  void swap(parameter_numbers& other) noexcept {
    std::swap(numbers_, other.numbers_);
    std::swap(size_, other.size_);
    std::swap(memory_, other.memory_);
  }
  std::size_t bytes() const { return size_ * sizeof(T); }
  void make_room(std::size_t size, detail::memory_kind const& memory) {
    if (size == size_ && &memory == memory_) return;
    T* fresh = nullptr;
    if (size > 0) {
      std::size_t room = size * sizeof(T);
      fresh = static_cast<T*>(memory.take(room));
      if (fresh == nullptr) throw std::bad_alloc();
    }
    memory_->give(numbers_);
    numbers_ = fresh, size_ = size, memory_ = &memory;
  }
  void require_host() const {
    if (memory_ != &detail::host_memory)
      detail::refuse_with<usage_error>(
          {"these numbers are on the GPU, as their parameters are; a checkpoint brings them "
           "to the host, and so does their use with a model there"});
  }
};

} // namespace sp
