// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/message.hpp"
#include "../io/safetensors.hpp"
#include "parameter_numbers.hpp"
#include "state.hpp"
#include "stored_number.hpp"
#include "weights.hpp"

#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sp {

// One part of the state of a training: where its numbers are, and how many there must be. A part that may be empty, or
// is no plain list, has a copy of its numbers, and takes them back by `restore`.
struct state_part {
  std::string name; // of the tensor: `training/NAME`
  storage_type type;
  bool single;                // one number, no list
  bool may_be_empty = false;  // or has `size` numbers
  std::size_t size;           // numbers that are expected
  std::span<std::byte> bytes; // the numbers as they are now
  // Where these are.
  detail::memory_kind const* memory = &detail::host_memory;
  void* owner = nullptr;
  void (*restore)(void* owner, std::span<std::byte const> bytes) = nullptr;
};

// A state tells its parts to such a list once, for writing and for reading. It must stay where it is meanwhile.
class state_parts {
public:
  template <detail::stored_number T>
  void number(std::string_view name, T& value) {
    add(name, detail::storage_of<T>, true, &value, sizeof value);
  }
  template <detail::stored_number T>
  void numbers(std::string_view name, std::span<T> list) {
    add(name, detail::storage_of<T>, false, list.data(), list.size_bytes());
  }
  template <detail::stored_number T>
  void numbers(std::string_view name, parameter_numbers<T>& list) {
    auto const& memory = list.memory();
    add(name, detail::storage_of<T>, false, list.in(memory), list.size() * sizeof(T)).memory = &memory;
  }
  // A list that is empty or has `size` numbers.
  template <detail::stored_number T>
  void numbers(std::string_view name, parameter_numbers<T>& list, std::size_t size) {
    numbers(name, list);
    auto& part = parts_.back();
    part.may_be_empty = true, part.size = size, part.owner = &list;
    part.restore = [](void* owner, std::span<std::byte const> bytes) {
      auto& restored = *static_cast<parameter_numbers<T>*>(owner);
      auto const& memory = restored.memory();
      restored.start(bytes.size() / sizeof(T), memory);
      detail::copy_between(memory, restored.in(memory), detail::host_memory, bytes.data(), bytes.size());
    };
  }
  // What has a state of doubles: see state.hpp.
  template <class Owner>
  void state(std::string_view name, Owner& owner) {
    auto& copy = copies_.emplace_back(state_of(owner)); // the inner lists stay where they are when the outer one grows
    auto& part = add(name, storage_type::f64, false, copy.data(), copy.size() * sizeof(double));
    part.owner = &owner;
    part.restore = [](void* restored, std::span<std::byte const> bytes) {
      std::vector<double> numbers(bytes.size() / sizeof(double));
      if (!bytes.empty()) std::memcpy(numbers.data(), bytes.data(), bytes.size());
      restore_state(*static_cast<Owner*>(restored), numbers);
    };
  }

  std::vector<state_part> const& parts() const { return parts_; }

private:
  [[gnu::noinline]] state_part& add(std::string_view name, storage_type type, bool single, void* numbers,
                                    std::size_t bytes) {
    return parts_.emplace_back(state_part{.name = detail::message({"training/", name}),
                                          .type = type,
                                          .single = single,
                                          .size = bytes / bytes_of(type),
                                          .bytes = {static_cast<std::byte*>(numbers), bytes}});
  }

  std::vector<state_part> parts_;
  std::vector<std::vector<double>> copies_;
};

// Adds a state to a file that is being written, which looks at it until then.
inline void add_state(safetensors_writer& file, state_parts const& state) {
  for (auto const& part : state.parts()) {
    std::vector<extent_t> shape;
    if (!part.single) shape.push_back(static_cast<extent_t>(part.bytes.size() / bytes_of(part.type)));
    file.add(part.name, part.type, std::move(shape),
             detail::readable(file, *part.memory, part.bytes.data(), part.bytes.size()));
  }
}

// Throws data_error, naming file and tensor, unless the file has exactly this state.
inline void check_state(safetensors_file const& file, state_parts const& state) {
  auto const refuse = [&](std::string_view name, std::initializer_list<detail::message_part> why) {
    detail::refuse_with<data_error>(
        {detail::in_quotes(file.path(), 4096), ": ", detail::in_quotes(name), detail::message(why)});
  };
  for (auto const& part : state.parts()) {
    auto const* const entry = file.find(part.name);
    if (!entry) refuse(part.name, {" is missing"});
    if (entry->type != part.type)
      refuse(part.name, {" has the element ", name_of(entry->type), ", but ", name_of(part.type), " is expected"});
    auto const stored = entry->bytes.size() / bytes_of(part.type);
    if (stored != part.size && !(part.may_be_empty && stored == 0))
      refuse(part.name, {" has ", stored, " numbers, but ", part.size, " are expected"});
  }
  for (auto const& entry : file.entries()) {
    bool known = !entry.name.starts_with("training/");
    for (auto const& part : state.parts()) known = known || part.name == entry.name;
    if (!known) refuse(entry.name, {" is no part of this training"});
  }
}

// Puts the numbers of a file that was checked into the state, bit for bit.
inline void restore_state(safetensors_file const& file, state_parts const& state) {
  for (auto const& part : state.parts()) {
    auto const bytes = file.find(part.name)->bytes;
    if (part.restore)
      part.restore(part.owner, bytes);
    else
      detail::copy_between(*part.memory, part.bytes.data(), detail::host_memory, bytes.data(), bytes.size());
  }
}

} // namespace sp
