// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/element.hpp"
#include "../io/safetensors.hpp"
#include "../tape/parameter_list.hpp"
#include "file_extras.hpp"
#include "stored_number.hpp"

#include <cmath>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Weight files are safetensors files. Each parameter is a tensor under its dotted name; the names of its axes stand in
// the metadata under `axes.NAME`. A tensor with a slash in its name is no parameter, but something that goes with them.
namespace sp {

namespace detail {

// The element that files know numbers of so many bytes by.
inline storage_type stored_element(listed_parameter const& parameter) {
  return parameter.element_bytes == sizeof(double)  ? storage_type::f64
         : parameter.element_bytes == sizeof(float) ? storage_type::f32
                                                    : storage_type::bf16;
}
inline std::size_t bytes_of(listed_parameter const& parameter) {
  return parameter.element_bytes * static_cast<std::size_t>(parameter.size);
}

// Numbers for a file that looks at them until it is written: they themselves, or what was copied from a device.
inline std::span<std::byte const> readable(safetensors_writer& file, memory_kind const& memory, void const* numbers,
                                           std::size_t bytes) {
  if (&memory == &host_memory) return {static_cast<std::byte const*>(numbers), bytes};
  std::vector<std::byte> copy(bytes);
  copy_between(host_memory, copy.data(), memory, numbers, bytes);
  return file.keep(std::move(copy));
}

// The names of axes in the metadata: `Embed; gates<Hidden>`.
inline std::string joined_axes(listed_parameter const& parameter) {
  std::string text;
  for (auto const& axis : parameter.axes) text = message({text, text.empty() ? "" : "; ", axis.axis});
  return text;
}

inline std::vector<std::string> split_axes(std::string_view text) {
  std::vector<std::string> axes;
  while (!text.empty()) {
    auto const end = text.find("; ");
    axes.emplace_back(text.substr(0, end));
    text = end == text.npos ? "" : text.substr(end + 2);
  }
  return axes;
}

// How the stored tensor differs from the parameter: empty if it does not.
[[gnu::cold]] inline std::string stored_difference(safetensors_file const& file, listed_parameter const& wanted) {
  auto const* const stored = file.find(wanted.name);
  if (!stored) return "is missing in the file";
  auto const told = [](message_part what, message_part in_file, message_part in_model) {
    return message({what, " ", in_file, " in the file and ", in_model, " in the model"});
  };
  if (auto const type = stored_element(wanted); stored->type != type)
    return told("has the element", name_of(stored->type), name_of(type));
  if (stored->shape.size() != wanted.axes.size())
    return told("has a number of axes of", stored->shape.size(), wanted.axes.size());
  if (auto const* const names = file.find_metadata(message({"axes.", wanted.name}))) {
    auto const axes = split_axes(*names);
    if (axes.size() != wanted.axes.size())
      return told("has a number of axis names of", axes.size(), wanted.axes.size());
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (auto const name = without_qualifiers(wanted.axes[i].axis); axes[i] != name)
        return told(message({"has as axis ", i + 1}), in_quotes(axes[i]), in_quotes(name));
  }
  for (std::size_t i = 0; i < wanted.axes.size(); ++i)
    if (stored->shape[i] != wanted.axes[i].n)
      return told(message({"has the extent of ", wanted.axes[i].axis}), stored->shape[i], wanted.axes[i].n);
  return {};
}

// The position of the first number that is NaN or infinite, or -1.
template <class T>
extent_t first_non_finite_of(std::span<std::byte const> bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(T)) {
    T number;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    if (!std::isfinite(static_cast<sum_element<T>>(number))) return static_cast<extent_t>(at / sizeof(T));
  }
  return -1;
}

// Throws data_error unless the file holds exactly these parameters, with numbers that are finite.
[[gnu::cold]] inline void check_parameters(safetensors_file const& file, std::vector<listed_parameter> const& wanted) {
  std::string how_it_differs;
  int differences = 0;
  auto const found = [&](std::string_view name, std::string_view how) {
    if (++differences <= 3)
      how_it_differs += message({differences == 1 ? ": parameter " : "; parameter ", in_quotes(name), " ", how});
  };
  for (auto const& parameter : wanted)
    if (auto const how = stored_difference(file, parameter); !how.empty()) found(parameter.name, how);
  for (auto const& entry : file.entries()) {
    if (entry.name.find('/') != std::string::npos) continue;
    bool known = false;
    for (auto const& parameter : wanted) known = known || parameter.name == entry.name;
    if (!known) found(entry.name, "is in the file but not in the model");
  }
  if (differences > 3) how_it_differs += message({"; and ", differences - 3, " more"});
  if (differences > 0)
    refuse_with<data_error>({in_quotes(file.path(), 4096), " does not fit the model", how_it_differs});
  for (auto const& parameter : wanted) {
    auto const bytes = file.find(parameter.name)->bytes;
    auto const element = stored_element(parameter);
    auto const at = element == storage_type::f64   ? first_non_finite_of<double>(bytes)
                    : element == storage_type::f32 ? first_non_finite_of<float>(bytes)
                                                   : first_non_finite_of<bf16>(bytes);
    if (at >= 0)
      refuse_with<data_error>(
          {in_quotes(file.path(), 4096), ": parameter ", in_quotes(parameter.name), " is not finite at position ", at});
  }
}

[[gnu::cold]] inline void add_parameters(safetensors_writer& file, std::vector<listed_parameter> const& parameters) {
  for (auto const& parameter : parameters) {
    std::vector<extent_t> shape;
    for (auto const& axis : parameter.axes) shape.push_back(axis.n);
    file.set_metadata(message({"axes.", parameter.name}), joined_axes(parameter));
    file.add(std::string(parameter.name), stored_element(parameter), std::move(shape),
             readable(file, *parameter.memory, parameter.numbers, bytes_of(parameter)));
  }
}

[[gnu::cold]] inline void read_parameters(safetensors_file const& file,
                                          std::vector<listed_parameter> const& parameters) {
  check_parameters(file, parameters);
  for (auto const& parameter : parameters) {
    auto const bytes = file.find(parameter.name)->bytes;
    copy_between(*parameter.memory, parameter.numbers, host_memory, bytes.data(), bytes.size());
  }
}

} // namespace detail

// Adds the parameters of a model to a file that is being written.
template <class Model>
void add_weights(safetensors_writer& file, Model const& model) {
  detail::add_parameters(file, detail::list_parameters(model));
}

// Writes the parameters of a model, and what goes with them. The file appears whole or not at all. Throws file_error.
template <class Model>
void save_weights(std::string const& path, Model const& model, file_extras const& extras = {}) {
  safetensors_writer file;
  extras.add_to(file);
  add_weights(file, model);
  file.write(path);
}

// Reads the parameters of a model. Names, elements, names of axes (if the file has them; those of other programs have
// not) and extents must be the model's, and all numbers finite; else throws data_error, which says which parameter
// differs and how, and the model is as it was.
template <class Model>
void load_weights(safetensors_file const& file, Model& model) {
  detail::read_parameters(file, detail::list_parameters(model));
}
template <class Model>
void load_weights(std::string const& path, Model& model) {
  load_weights(safetensors_file::open(path), model);
}

} // namespace sp
