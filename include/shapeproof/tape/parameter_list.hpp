// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <vector>

#include "model_walk.hpp"

namespace sp {

template <class T>
class any_model;

// A parameter without axes in its type, for all that needs none: checks, files and messages are compiled once for all
// models.
struct listed_parameter {
  std::string_view name; // dotted
  std::size_t element_bytes;
  char* numbers; // null if the struct belongs to no model
  detail::memory_kind const* memory;
  extent_t size;
  std::vector<detail::spelled_extent> axes;
};

namespace detail {

[[gnu::noinline]] inline void append_parameter(std::vector<listed_parameter>& list, std::string_view name,
                                               std::size_t element_bytes, void* numbers, memory_kind const& memory,
                                               std::initializer_list<spelled_extent> axes) {
  extent_t size = 1;
  for (auto const& axis : axes) size *= axis.n;
  list.push_back({name, element_bytes, static_cast<char*>(numbers), &memory, size, axes});
}
template <class T, class... A>
void append_parameter(std::vector<listed_parameter>& list, std::string_view name, parameter<T, A...> const& p) {
  static_assert(is_one_of<T, float, double, bf16>, "files know numbers of 4, 8 and 2 bytes");
  auto const& s = parameter_binding::shape(p);
  append_parameter(list, name, sizeof(T), parameter_binding::data(p), parameter_binding::memory(p),
                   {{spelling_of<A>(), s.template size<A>()}...});
}

// In the order of the walk; a model has its list already.
template <class M>
decltype(auto) list_parameters(M const& model) {
  if constexpr (requires { model.listed(); }) {
    return model.listed();
  } else {
    std::vector<listed_parameter> list;
    for_each_parameter(model, [&](auto name, auto const& p) { append_parameter(list, name.view(), p); });
    return list;
  }
}

} // namespace detail
} // namespace sp
