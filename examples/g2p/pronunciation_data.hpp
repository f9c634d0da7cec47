// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "dictionary.hpp"

#include <shapeproof/core/error.hpp>
#include <shapeproof/io/file.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace g2p {

namespace detail {

// Walks through the text of a dictionary and knows where it is.
class dictionary_reader {
public:
  dictionary_reader(std::string_view text, std::string_view name) : text_(text), name_(name) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3); // byte order mark
  }

  std::vector<std::pair<std::string, pronunciation>> read() {
    check_encoding();
    skip_blank_lines();
    if (rest().empty()) refuse("the file has no words");
    if (rest().starts_with("MNCL\n") || rest().starts_with("MNCL\r\n") || rest().front() == '(') {
      read_festival();
    } else {
      std::size_t const begin = at_;
      while (peek() == '#') skip_line();
      if (rest().empty()) refuse("the file has no words");
      bool const tabs = line().find('\t') != std::string_view::npos;
      if (!tabs && line().find(' ') == std::string_view::npos)
        refuse("this is no known dictionary: expected WORD<TAB>PHONES, cmudict.dict's `word PH PH`, or Festival's "
               "(\"word\" nil (((p h) 1)))");
      for (at_ = begin; !rest().empty(); skip_blank_lines()) tabs ? read_tab_separated() : read_cmudict();
    }
    if (lines_.empty()) refuse("the file has no words");
    return std::move(lines_);
  }

private:
  // WORD<TAB>PH PH. Phones are what the file says: any alphabet will do.
  void read_tab_separated() {
    std::string word = read_word("\t\r\n");
    if (peek() != '\t') refuse("expected a TAB between the word and its phones");
    ++at_;
    pronunciation phones;
    for (skip_spaces(); !at_line_end(); skip_spaces()) {
      std::string_view const phone = token(" \t\r\n");
      if (phone.empty()) refuse("phones are separated by spaces, not by a TAB or a carriage return");
      if (!fault_of_word(phone).empty()) refuse("the phone has a control character in it, or is far too long");
      take(phones, std::string(phone), phone);
    }
    finish(std::move(word), std::move(phones));
  }

  // `word PH1 PH0`, alternates as `word(2)`, comments from # on.
  void read_cmudict() {
    if (peek() == '#') return skip_line();
    std::string word = read_word("( \t\r\n", cmu_letters);
    if (peek() == '(') {
      ++at_;
      std::string_view const number = token(") \t\r\n");
      bool const digits = !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
      if (!digits || rest().substr(number.size(), 1) != ")")
        refuse("expected the number of an alternate, as in WORD(2)");
      at_ += number.size() + 1;
    }
    if (peek() != ' ') refuse("expected a space between the word and its phones");
    pronunciation phones;
    for (skip_spaces(); !at_line_end() && peek() != '#'; skip_spaces()) {
      std::string_view const written = token(" \t\r\n");
      std::optional<std::string> phone = from_cmudict(written);
      if (!phone) refuse(shown(written) + " is no phone of CMUdict");
      take(phones, std::move(*phone), written);
    }
    finish(std::move(word), std::move(phones));
    if (peek() == '#') skip_line();
  }

  // ("word" part-of-speech (((p h) stress) ((p h) stress))), after a line MNCL. Syllables and stress are dropped.
  void read_festival() {
    if (rest().starts_with("MNCL")) skip_line();
    for (skip_white(); !rest().empty(); skip_white()) {
      expect('(', "at the beginning of an entry");
      expect('"', "before the word");
      std::string word = read_word("\"\r\n", cmu_letters);
      expect('"', "after the word");
      skip_white();
      std::string_view const part_of_speech = token("() \t\r\n");
      if (part_of_speech.empty()) refuse("expected a part of speech, or nil");
      at_ += part_of_speech.size();
      expect('(', "before the syllables");
      pronunciation phones;
      for (skip_white(); peek() == '('; skip_white()) read_syllable(phones);
      expect(')', "after the syllables");
      expect(')', "at the end of the entry");
      finish(std::move(word), std::move(phones));
    }
  }

  void read_syllable(pronunciation& phones) {
    expect('(', "before a syllable");
    expect('(', "before the phones of a syllable");
    for (skip_white(); !rest().empty() && peek() != ')' && peek() != '('; skip_white()) {
      std::string_view const written = token("() \t\r\n");
      std::optional<std::string> phone = from_festival(written);
      if (!phone) refuse(shown(written) + " is no phone of Festival's CMU lexicon");
      take(phones, std::move(*phone), written);
    }
    expect(')', "after the phones of a syllable");
    skip_white();
    std::string_view const stress = token("() \t\r\n");
    if (stress != "0" && stress != "1" && stress != "2") refuse("expected the stress of the syllable, 0 to 2");
    ++at_;
    expect(')', "after the stress");
  }

  static constexpr std::string_view cmu_letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'-._";

  std::string read_word(std::string_view ends, std::string_view letters = {}) { // no `letters`: all there are
    std::string_view const word = token(ends);
    std::string const fault = fault_of_word(word);
    if (!fault.empty()) refuse(fault);
    if (!letters.empty() && word.find_first_not_of(letters) != std::string_view::npos)
      refuse("the word has a character that CMUdict never uses");
    at_ += word.size();
    return upper_case(word);
  }

  void take(pronunciation& phones, std::string phone, std::string_view written) {
    if (phones.size() == longest_pronunciation)
      refuse("the pronunciation has more than " + std::to_string(longest_pronunciation) + " phones");
    phones.push_back(std::move(phone));
    at_ += written.size();
  }

  void finish(std::string word, pronunciation phones) {
    if (phones.empty()) refuse("'" + word + "' has no phones");
    lines_.emplace_back(std::move(word), std::move(phones));
  }

  void check_encoding() {
    while (at_ < text_.size()) {
      std::size_t const bytes = examples::character_bytes(text_, at_);
      if (bytes == 0) refuse("the file is not UTF-8");
      at_ += bytes;
    }
    at_ = 0;
  }

  std::string_view rest() const { return text_.substr(at_); }
  std::string_view line() const { return token("\n"); }
  std::string_view token(std::string_view ends) const { return rest().substr(0, rest().find_first_of(ends)); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  bool at_line_end() const { return peek() == '\n' || rest().starts_with("\r\n") || rest() == "\r"; }
  void skip(std::string_view what) { at_ = std::min(text_.find_first_not_of(what, at_), text_.size()); }
  void skip_spaces() { skip(" "); }
  void skip_white() { skip(" \t\r\n"); }
  void skip_blank_lines() { skip("\r\n"); }
  void skip_line() {
    at_ += line().size();
    skip_blank_lines();
  }
  void expect(char wanted, char const* where) {
    skip_white();
    if (rest().empty() || peek() != wanted) refuse(std::string("expected ") + wanted + ' ' + where);
    ++at_;
  }

  static std::string shown(std::string_view token) { // nothing that could confuse a terminal
    bool const plain = !token.empty() && token.size() <= 20 &&
                       std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
    return plain ? "'" + std::string(token) + "'" : "what stands here";
  }

  // file:line:column, counted from 1 in characters.
  [[noreturn]] void refuse(std::string const& why) const {
    std::string_view const before = text_.substr(0, at_);
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    std::string_view const beginning = before.substr(before.rfind('\n') + 1); // npos + 1 is 0
    auto const column = 1 + std::count_if(beginning.begin(), beginning.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    throw sp::data_error(std::string(name_) + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " + why);
  }

  std::string_view text_, name_;
  std::size_t at_ = 0;
  std::vector<std::pair<std::string, pronunciation>> lines_;
};

} // namespace detail

// The words of a dictionary in one of three formats, recognised by content: WORD<TAB>PHONES, cmudict.dict, or
// Festival's compiled CMU lexicon (phones.hpp has the mapping to CMU's phones). ASCII letters of words become upper
// case. Throws data_error with `name`:line:column.
inline std::vector<entry> parse_dictionary(std::string_view text, std::string_view name) {
  return join_words(detail::dictionary_reader(text, name).read());
}

// Throws file_error as well.
inline std::vector<entry> read_dictionary(std::string const& path) {
  return parse_dictionary(sp::read_file(path), path);
}

} // namespace g2p
