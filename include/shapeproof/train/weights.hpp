// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../io/safetensors.hpp"
#include "../tape/model_walk.hpp"
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

// A parameter as a file knows it.
struct described_parameter {
  std::string name;
  storage_type type;
  std::vector<extent_t> shape;
  std::vector<std::string> axes;
  std::span<std::byte const> bytes;
};

template <class Parameter, class... A>
described_parameter describe_parameter(std::string_view name, Parameter const& parameter, axes<A...>) {
  auto const numbers = parameter.unnamed();
  return {std::string(name),
          storage_of<typename Parameter::element>,
          {parameter.template extent<A>().size()...},
          {name_of<A>()...},
          std::as_bytes(numbers)};
}

template <class Model>
std::vector<described_parameter> describe_parameters(Model const& model) {
  std::vector<described_parameter> parameters;
  for_each_parameter(model, [&](auto name, auto const& parameter) {
    using axes_list = typename std::remove_cvref_t<decltype(parameter)>::axes_list;
    parameters.push_back(describe_parameter(name.view(), parameter, axes_list()));
  });
  return parameters;
}

// The names of axes in the metadata: `Embed; gates<Hidden>`.
inline std::string joined_axes(std::vector<std::string> const& axes) {
  std::string text;
  for (auto const& axis : axes) text += (text.empty() ? "" : "; ") + axis;
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
inline std::string stored_difference(safetensors_file const& file, described_parameter const& wanted) {
  auto const* const stored = file.find(wanted.name);
  if (!stored) return "is missing in the file";
  auto const told = [](std::string const& what, message_part in_file, message_part in_model) {
    return message({what, " ", in_file, " in the file and ", in_model, " in the model"});
  };
  if (stored->type != wanted.type) return told("has the element", name_of(stored->type), name_of(wanted.type));
  if (stored->shape.size() != wanted.shape.size())
    return told("has a number of axes of", stored->shape.size(), wanted.shape.size());
  if (auto const* const names = file.find_metadata("axes." + wanted.name)) {
    auto const axes = split_axes(*names);
    if (axes.size() != wanted.axes.size())
      return told("has a number of axis names of", axes.size(), wanted.axes.size());
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (axes[i] != wanted.axes[i])
        return told(message({"has as axis ", i + 1}), in_quotes(axes[i]), in_quotes(wanted.axes[i]));
  }
  for (std::size_t i = 0; i < wanted.shape.size(); ++i)
    if (stored->shape[i] != wanted.shape[i])
      return told("has the extent of " + wanted.axes[i], stored->shape[i], wanted.shape[i]);
  return {};
}

// The position of the first number that is NaN or infinite, or -1.
template <class T>
extent_t first_non_finite_of(std::span<std::byte const> bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(T)) {
    T number;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    if (!std::isfinite(number)) return static_cast<extent_t>(at / sizeof(T));
  }
  return -1;
}

// Throws data_error unless the file holds exactly these parameters, with numbers that are finite.
inline void check_parameters(safetensors_file const& file, std::span<described_parameter const> wanted) {
  std::string how_it_differs;
  int differences = 0;
  auto const found = [&](std::string const& name, std::string const& how) {
    if (++differences <= 3)
      how_it_differs += message({differences == 1 ? ": parameter " : "; parameter ", in_quotes(name), " ", how});
  };
  for (auto const& parameter : wanted)
    if (auto const how = stored_difference(file, parameter); !how.empty()) found(parameter.name, how);
  for (auto const& entry : file.entries()) {
    if (entry.name.find('/') != std::string::npos) continue;
    auto const same = [&](auto const& parameter) { return parameter.name == entry.name; };
    if (std::none_of(wanted.begin(), wanted.end(), same)) found(entry.name, "is in the file but not in the model");
  }
  if (differences > 3) how_it_differs += message({"; and ", differences - 3, " more"});
  if (differences > 0)
    throw data_error(message({in_quotes(file.path(), 4096), " does not fit the model", how_it_differs}));
  for (auto const& parameter : wanted) {
    auto const bytes = file.find(parameter.name)->bytes;
    auto const at =
        parameter.type == storage_type::f64 ? first_non_finite_of<double>(bytes) : first_non_finite_of<float>(bytes);
    if (at >= 0)
      throw data_error(message({in_quotes(file.path(), 4096), ": parameter ", in_quotes(parameter.name),
                                " is not finite at position ", at}));
  }
}

} // namespace detail

// Adds the parameters of a model to a file that is being written.
template <class Model>
void add_weights(safetensors_writer& file, Model const& model) {
  for (auto& parameter : detail::describe_parameters(model)) {
    file.set_metadata("axes." + parameter.name, detail::joined_axes(parameter.axes));
    file.add(std::move(parameter.name), parameter.type, std::move(parameter.shape), parameter.bytes);
  }
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
  detail::check_parameters(file, detail::describe_parameters(model));
  for_each_parameter(model, [&](auto name, auto& parameter) {
    auto const bytes = file.find(name.view())->bytes;
    if (!bytes.empty()) std::memcpy(parameter.unnamed().data(), bytes.data(), bytes.size());
  });
}
template <class Model>
void load_weights(std::string const& path, Model& model) {
  load_weights(safetensors_file::open(path), model);
}

} // namespace sp
