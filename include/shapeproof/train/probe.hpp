// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../io/safetensors.hpp"
#include "option.hpp"

#include <cmath>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace sp {

// An input and what a model made of it when it was saved. Who loads the file can run it again, and knows that weights,
// vocabularies and program still belong together.
struct probe {
  std::string input;          // bytes that the program understands: a word, a sentence
  std::vector<double> output; // scores, probabilities: whatever numbers it gives
};

// Adds a probe to a file that is being written, which looks at it until then.
inline void add_probe(safetensors_writer& file, probe const& sample) {
  auto const add = [&](char const* name, storage_type type, void const* numbers, std::size_t size) {
    file.add(name, type, {static_cast<extent_t>(size)},
             {static_cast<std::byte const*>(numbers), size * bytes_of(type)});
  };
  add("probe/input", storage_type::u8, sample.input.data(), sample.input.size());
  add("probe/output", storage_type::f64, sample.output.data(), sample.output.size());
}

// The probe of a file. Throws data_error if it has none, or one of another kind.
inline probe read_probe(safetensors_file const& file) {
  auto const* const input = file.find("probe/input");
  auto const* const output = file.find("probe/output");
  auto const path = detail::in_quotes(file.path(), 4096);
  if (!input || !output) detail::refuse_with<data_error>({path, " has no probe"});
  if (input->type != storage_type::u8 || output->type != storage_type::f64)
    detail::refuse_with<data_error>({path, ": the probe must have bytes and doubles, but has ", name_of(input->type),
                                     " and ", name_of(output->type)});
  probe found;
  found.input.assign(reinterpret_cast<char const*>(input->bytes.data()), input->bytes.size());
  found.output.resize(output->bytes.size() / sizeof(double));
  if (!found.output.empty()) std::memcpy(found.output.data(), output->bytes.data(), output->bytes.size());
  return found;
}

namespace detail {
inline void compare_probe(std::string const& path, probe const& stored, std::vector<double> const& now,
                          double tolerance) {
  auto const who = [&] { return message({in_quotes(path, 4096), ": the probe ", in_quotes(stored.input), " gives "}); };
  if (now.size() != stored.output.size())
    refuse_with<data_error>({who(), now.size(), " numbers, but gave ", stored.output.size(), " when it was saved"});
  for (std::size_t i = 0; i < now.size(); ++i)
    if (!(std::fabs(now[i] - stored.output[i]) <= tolerance * (1 + std::fabs(stored.output[i]))))
      refuse_with<data_error>(
          {who(), now[i], " at position ", i, ", but gave ", stored.output[i], " when it was saved"});
}
} // namespace detail

// Runs the probe of a file again: `run(input)` gives the numbers, as a std::vector<double>. Throws data_error if a
// number is further than tolerance * (1 + |stored|) from the stored one, or if their count is another.
template <class Run>
void check_probe(safetensors_file const& file, Run&& run, double tolerance = 1e-4) {
  auto const stored = read_probe(file);
  std::vector<double> const now = run(std::string_view(stored.input));
  detail::compare_probe(file.path(), stored, now, tolerance);
}

} // namespace sp
