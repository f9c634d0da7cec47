// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/error.hpp"
#include "../core/message.hpp"

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace sp {

// A field of a CSV file, in quotes if it needs them: RFC 4180, section 2.
inline std::string csv_quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string quoted = "\"";
  for (char const letter : field) quoted.append(letter == '"' ? 2 : 1, letter);
  return quoted + '"';
}

// One cell of a row: a number, written so that it reads back as the same one; a text; or nothing.
class csv_cell {
public:
  csv_cell() = default;
  csv_cell(std::floating_point auto number) : text_(detail::message({static_cast<double>(number)})) {}
  csv_cell(std::integral auto number) : text_(detail::message({number})) {}
  csv_cell(std::string_view text) : text_(csv_quoted(text)) {}
  csv_cell(char const* text) : csv_cell(std::string_view(text)) {}

  std::string const& text() const { return text_; }

private:
  std::string text_;
};

// How many bytes of the metrics file `text` stay when a run goes on after `last_update`: the header and the whole rows
// up to that update. 0 for a file without a whole first line. Throws data_error if the file has another header.
inline std::size_t csv_rows_to_keep(std::string_view text, std::string_view header, std::int64_t last_update,
                                    std::string const& path) {
  auto const is_start = header.substr(0, text.size()) == text; // a header that was cut off, or an empty file
  if (text.size() < header.size() && is_start) return 0;
  if (text.substr(0, header.size()) != header) {
    auto const shown = [](std::string_view line) { return line.substr(0, line.find_first_of("\r\n")); };
    detail::refuse_with<data_error>(
        {path, ":1: the columns are '", shown(text), "', but this run writes '", shown(header), "'"});
  }
  auto kept = header.size();
  bool in_quotes = false;
  for (auto at = kept; at < text.size(); ++at) {
    if (text[at] == '"') in_quotes = !in_quotes;
    if (text[at] != '\n' || in_quotes) continue;
    std::int64_t update = 0;
    auto const* const end = text.data() + at;
    auto const read = std::from_chars(text.data() + kept, end, update);
    if (read.ec != std::errc() || (read.ptr != end && *read.ptr != ','))
      detail::refuse_with<data_error>({path, ": the row at byte ", kept, " does not begin with an update number"});
    if (update > last_update) return kept;
    kept = at + 1;
  }
  return kept;
}

} // namespace sp
