// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../io/atomic_file.hpp"
#include "lines.hpp"
#include "vocabulary_table.hpp"

#include <charconv>
#include <tuple>

// A vocabulary as text, for files and for the metadata of weight files. One member a line, a tab between; backslash,
// tab, line ends and control bytes of a token are written \\ \t \n \r \xHH:
//   shapeproof vocabulary 1
//   axis     Letter
//   unknown  <unk>           (padding, unknown, begin, end: those that there are, in this order)
//   tokens   2               how many lines follow
//   E        31              a token and its count; the first one has the number after the special tokens
//   A        29
namespace sp {

namespace detail {

inline constexpr std::string_view vocabulary_heading = "shapeproof vocabulary 1";

inline void append_escaped(std::string& out, std::string_view text) {
  constexpr char const* digits = "0123456789ABCDEF";
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7F) {
      (out += "\\x") += {digits[byte >> 4], digits[byte & 15]};
    } else {
      out += c;
    }
  }
}

// The text that append_escaped wrote, or nothing if it cannot have written this.
inline std::optional<std::string> unescaped(std::string_view escaped) {
  std::string out;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] != '\\') {
      out += escaped[i];
      continue;
    }
    char const kind = ++i < escaped.size() ? escaped[i] : '\0';
    if (kind == 'x') {
      unsigned byte = 0;
      char const* const end = escaped.data() + std::min(i + 3, escaped.size());
      auto const read = std::from_chars(escaped.data() + i + 1, end, byte, 16);
      if (read.ec != std::errc() || read.ptr != escaped.data() + i + 3) return std::nullopt;
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += kind == 't' ? '\t' : kind == 'n' ? '\n' : kind == 'r' ? '\r' : '\\';
    }
  }
  std::string again;
  append_escaped(again, out);
  if (again != escaped) return std::nullopt;
  return out;
}

class vocabulary_parser {
public:
  explicit vocabulary_parser(line_reader& lines) : lines_(lines) {}

  vocabulary_table parse() {
    if (next() != vocabulary_heading) {
      refuse("this is no vocabulary: it does not begin with " + in_quotes(vocabulary_heading));
    }
    std::string axis;
    special_tokens specials;
    std::optional<std::string>* const members[] = {&specials.padding, &specials.unknown, &specials.begin,
                                                   &specials.end};
    if (auto [key, value] = member(); key == "axis") {
      axis = text_of(value);
    } else {
      refuse("expected axis<TAB>NAME");
    }
    auto [key, value] = member();
    for (special_token const which : all_special_tokens) {
      if (key != name_of(which)) continue;
      *members[static_cast<std::size_t>(which)] = text_of(value);
      std::tie(key, value) = member();
    }
    if (key != "tokens") refuse("expected tokens<TAB>NUMBER or a special token in its order, not " + in_quotes(key));
    std::int64_t const tokens = number_of(value);
    vocabulary_table table = empty_table(std::move(axis), std::move(specials));
    for (std::int64_t i = 0; i < tokens; ++i) {
      auto const [token, count] = member();
      append(table, text_of(token), number_of(count));
    }
    ++line_;
    if (lines_.next()) refuse("something follows the last of " + std::to_string(tokens) + " tokens");
    return table;
  }

private:
  [[noreturn]] void refuse(std::string const& what) const {
    throw data_error(to_string(text_place{lines_.name(), line_}) + ": " + what);
  }
  std::string_view next() {
    ++line_;
    auto const line = lines_.next();
    if (!line || !line->ended) refuse("the vocabulary ends too early");
    return line->text;
  }
  std::pair<std::string_view, std::string_view> member() {
    std::string_view const text = next();
    std::size_t const tab = text.find('\t');
    if (tab == 0 || tab == std::string_view::npos || text.find('\t', tab + 1) != std::string_view::npos) {
      refuse("expected two fields with a tab between, not " + in_quotes(text));
    }
    return {text.substr(0, tab), text.substr(tab + 1)};
  }
  std::string text_of(std::string_view escaped) const {
    std::optional<std::string> text = unescaped(escaped);
    if (!text || text->empty()) refuse("the field " + in_quotes(escaped) + " is not written as a vocabulary writes it");
    return *std::move(text);
  }
  std::int64_t number_of(std::string_view digits) const {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number < 0) {
      refuse("expected a count, not " + in_quotes(digits));
    }
    return number;
  }
  vocabulary_table empty_table(std::string axis, special_tokens specials) const {
    try {
      return vocabulary_table(std::move(axis), std::move(specials));
    } catch (usage_error const& error) {
      refuse(error.what());
    }
  }
  void append(vocabulary_table& table, std::string const& token, std::int64_t count) const {
    try {
      table.append(token, count);
    } catch (data_error const& error) {
      refuse(error.what());
    }
  }

  line_reader& lines_;
  extent_t line_ = 0;
};

} // namespace detail

// The text form of a vocabulary; the same vocabulary gives the same bytes.
inline std::string to_text(vocabulary_table const& table) {
  std::string out(detail::vocabulary_heading);
  auto const add = [&](std::string_view key, std::string_view value) {
    out += '\n';
    detail::append_escaped(out, key);
    out += '\t';
    detail::append_escaped(out, value);
  };
  add("axis", table.axis());
  for (special_token const which : all_special_tokens) {
    if (table.has(which)) add(name_of(which), *table.specials()[which]);
  }
  add("tokens", std::to_string(table.size() - table.first_data_token()));
  for (extent_t id = table.first_data_token(); id < table.size(); ++id) {
    add(table.token(id), std::to_string(table.count(id)));
  }
  return out += '\n';
}

// Reads the text form. `name` stands for the file in messages, e.g. "model.safetensors, vocabulary of Letter". Throws
// data_error naming the line.
inline vocabulary_table vocabulary_from_text(std::string text, std::string name) {
  line_reader lines(std::move(name), std::move(text));
  return detail::vocabulary_parser(lines).parse();
}

// Throws file_error; an older file is untouched then.
inline void save_vocabulary(vocabulary_table const& table, std::string const& path) {
  write_file_atomically(path, [&](atomic_file& file) { file.write(to_text(table)); });
}

// Throws file_error, and data_error naming path and line.
inline vocabulary_table load_vocabulary(std::string const& path) {
  line_reader lines(path);
  return detail::vocabulary_parser(lines).parse();
}

} // namespace sp
