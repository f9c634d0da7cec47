// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../io/safetensors.hpp"
#include "state.hpp"
#include "stored_number.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// One description of a state serves writing and reading: `describe(state, file)` calls `file.number`, `file.numbers`
// and `file.state` with a name for everything in it. The tensors are called `training/NAME`.
namespace sp {

// Adds a state to a file that is being written. It must live until then, and what it looks at too.
class state_writer {
public:
  explicit state_writer(safetensors_writer& file) : file_(file) {}

  template <detail::stored_number T>
  void number(std::string_view name, T& value) {
    add(name, {}, std::span<T>(&value, 1));
  }
  // A list whose length the reader must know.
  template <detail::stored_number T>
  void numbers(std::string_view name, std::span<T> list) {
    add(name, {static_cast<extent_t>(list.size())}, list);
  }
  // A list that is empty or has `size` numbers.
  template <detail::stored_number T>
  void numbers(std::string_view name, std::vector<T>& list, std::size_t) {
    numbers(name, std::span<T>(list));
  }
  // What has a state of doubles: see state.hpp.
  template <class Owner>
  void state(std::string_view name, Owner& owner) {
    numbers(name, std::span<double>(copies_.emplace_back(state_of(owner))));
  }

private:
  template <class T>
  void add(std::string_view name, std::vector<extent_t> shape, std::span<T> list) {
    file_.add("training/" + std::string(name), detail::storage_of<T>, std::move(shape), std::as_bytes(list));
  }

  safetensors_writer& file_;
  std::vector<std::vector<double>> copies_; // the inner lists stay where they are when the outer one grows
};

// Reads a state back, bit for bit. Each call throws data_error, naming file and tensor, if what is stored does not fit;
// the state may have been changed in part then, so read into a new one.
class state_reader {
public:
  explicit state_reader(safetensors_file const& file) : file_(file) {}

  template <detail::stored_number T>
  void number(std::string_view name, T& value) {
    read(find<T>(name, 1), &value);
  }
  template <detail::stored_number T>
  void numbers(std::string_view name, std::span<T> list) {
    read(find<T>(name, list.size()), list.data());
  }
  template <detail::stored_number T>
  void numbers(std::string_view name, std::vector<T>& list, std::size_t size) {
    auto const& entry = find<T>(name, any_size);
    if (!entry.bytes.empty()) static_cast<void>(find<T>(name, size));
    list.resize(entry.bytes.size() / sizeof(T));
    read(entry, list.data());
  }
  template <class Owner>
  void state(std::string_view name, Owner& owner) {
    auto list = state_of(owner);
    numbers(name, std::span<double>(list));
    restore_state(owner, list);
  }

  // Throws data_error if the file has more state than was read.
  void require_all_read() const {
    for (auto const& entry : file_.entries())
      if (entry.name.starts_with("training/") && std::find(read_.begin(), read_.end(), entry.name) == read_.end())
        throw data_error(detail::in_quotes(file_.path(), 4096) + ": " + detail::in_quotes(entry.name) +
                         " is no part of this training");
  }

private:
  static constexpr auto any_size = static_cast<std::size_t>(-1);

  template <class T>
  safetensors_entry const& find(std::string_view name, std::size_t size) {
    auto const full_name = "training/" + std::string(name);
    auto const* const entry = file_.find(full_name);
    auto const who = detail::in_quotes(file_.path(), 4096) + ": " + detail::in_quotes(full_name);
    if (!entry) throw data_error(who + " is missing");
    if (entry->type != detail::storage_of<T>)
      throw data_error(who + " has the element " + std::string(name_of(entry->type)) + ", but " +
                       std::string(name_of(detail::storage_of<T>)) + " is expected");
    if (size != any_size && entry->bytes.size() != size * sizeof(T))
      throw data_error(who + " has " + std::to_string(entry->bytes.size() / sizeof(T)) + " numbers, but " +
                       std::to_string(size) + " are expected");
    read_.push_back(full_name);
    return *entry;
  }

  void read(safetensors_entry const& entry, void* to) const {
    if (!entry.bytes.empty()) std::memcpy(to, entry.bytes.data(), entry.bytes.size());
  }

  safetensors_file const& file_;
  std::vector<std::string> read_;
};

} // namespace sp
