// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace dates {

std::vector<hypothesis> read(date_reader const& model, vocabularies const& with,
                             std::span<spelling<WrittenCharacter> const> written, bool alignments) {
  constexpr std::size_t rows_at_a_time = 256;
  std::vector<hypothesis> found;
  while (!written.empty()) {
    auto const some = written.first(std::min(rows_at_a_time, written.size()));
    written = written.subspan(some.size());
    std::vector<std::vector<sp::index<WrittenCharacter>>> rows;
    for (auto const& text : some) {
      try {
        rows.push_back(encode(text, with.written));
      } catch (sp::data_error const& error) {
        throw sp::data_error("date " + std::to_string(found.size() + rows.size() + 1) + ": " + error.what());
      }
    }
    auto const batch = sp::padded<sp::tensor<sp::index<WrittenCharacter>, Written, Batch>>(rows, with.written.extent());
    auto [memory, start] = model.read(batch);
    auto const step = [&](auto const& ids, auto const& state, auto const& looked_at) {
      return model.decoder.step(ids, state, looked_at);
    };
    auto of_these = sp::greedy_search<IsoCharacter, Batch>(
        step, std::move(start), std::move(memory),
        {.markers = with.iso.markers(), .maximum_length = {.tokens = 20}, .alignments = alignments});
    std::ranges::move(of_these, std::back_inserter(found));
  }
  return found;
}

std::vector<reading> read(date_reader const& model, vocabularies const& with, std::vector<example> const& examples) {
  std::vector<spelling<WrittenCharacter>> written;
  for (example const& one : examples) written.push_back(one.written);
  auto const found = read(model, with, written);
  std::vector<reading> readings;
  for (std::size_t i = 0; i < examples.size(); ++i)
    readings.push_back({examples[i], decode(found[i].tokens, with.iso)});
  return readings;
}

} // namespace dates
