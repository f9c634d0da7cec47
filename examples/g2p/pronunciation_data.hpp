// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "dictionary.hpp"

#include <shapeproof/core/error.hpp>
#include <shapeproof/data/lines.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace g2p {

namespace detail {

// Reads the entries of a dictionary, one on each line. `rest_` is what is still to be read of the line.
class dictionary_reader {
public:
  explicit dictionary_reader(sp::line_reader lines) : lines_(std::move(lines)) {}

  std::vector<std::pair<std::string, pronunciation>> read() {
    if (next_line()) {
      if (rest_.front() == '(' || rest_ == "MNCL") {
        if (rest_.front() != '(') next_line();
        for (; !rest_.empty(); next_line()) read_festival();
      } else {
        auto const read_entry = choose_format();
        for (; !rest_.empty(); next_line()) (this->*read_entry)();
      }
    }
    if (entries_.empty()) throw sp::data_error(lines_.name() + ": the file has no words");
    return std::move(entries_);
  }

private:
  void (dictionary_reader::* choose_format())() {
    if (rest_.find('\t') != rest_.npos) return &dictionary_reader::read_tab_separated;
    if (rest_.find(' ') != rest_.npos) return &dictionary_reader::read_cmudict;
    refuse("this is no known dictionary: expected WORD<TAB>PHONES, cmudict.dict's `word PH PH`, or Festival's "
           "(\"word\" nil (((p h) 1)))");
  }

  // WORD<TAB>PH PH. Phones are what the file says: any alphabet will do.
  void read_tab_separated() {
    std::string word = read_word("\t");
    if (rest_.empty()) refuse("expected a TAB between the word and its phones");
    rest_.remove_prefix(1);
    pronunciation phones;
    for (skip_spaces(); !rest_.empty(); skip_spaces()) {
      std::string_view const phone = token(" \t");
      if (phone.empty()) refuse("phones are separated by spaces, not by a TAB");
      if (!fault_of_word(phone).empty()) refuse("the phone has a control character in it, or is far too long");
      take(phones, std::string(phone), phone);
    }
    finish(std::move(word), std::move(phones));
  }

  // `word PH1 PH0`, alternates as `word(2)`, comments from # on.
  void read_cmudict() {
    std::string word = read_word("( \t", cmu_letters);
    if (rest_.starts_with('(')) {
      rest_.remove_prefix(1);
      std::string_view const number = token(") \t");
      bool const digits = !number.empty() && number.find_first_not_of("0123456789") == number.npos;
      if (!digits || rest_.substr(number.size(), 1) != ")")
        refuse("expected the number of an alternate, as in WORD(2)");
      rest_.remove_prefix(number.size() + 1);
    }
    if (!rest_.starts_with(' ')) refuse("expected a space between the word and its phones");
    pronunciation phones;
    for (skip_spaces(); !rest_.empty() && rest_.front() != '#'; skip_spaces()) {
      std::string_view const written = token(" \t");
      std::optional<std::string> phone = from_cmudict(written);
      if (!phone) refuse(shown(written) + " is no phone of CMUdict");
      take(phones, std::move(*phone), written);
    }
    finish(std::move(word), std::move(phones));
  }

  // ("word" part-of-speech (((p h) stress) ((p h) stress))), after a line MNCL. Syllables and stress are dropped.
  void read_festival() {
    expect('(', "at the beginning of an entry");
    expect('"', "before the word");
    std::string word = read_word("\"", cmu_letters);
    expect('"', "after the word");
    skip_spaces();
    std::string_view const part_of_speech = token("() ");
    if (part_of_speech.empty()) refuse("expected a part of speech, or nil");
    rest_.remove_prefix(part_of_speech.size());
    expect('(', "before the syllables");
    pronunciation phones;
    for (skip_spaces(); rest_.starts_with('('); skip_spaces()) read_syllable(phones);
    expect(')', "after the syllables");
    expect(')', "at the end of the entry");
    skip_spaces();
    if (!rest_.empty()) refuse("the entry is over, but the line is not");
    finish(std::move(word), std::move(phones));
  }

  void read_syllable(pronunciation& phones) {
    expect('(', "before a syllable");
    expect('(', "before the phones of a syllable");
    for (skip_spaces(); !rest_.empty() && rest_.front() != ')' && rest_.front() != '('; skip_spaces()) {
      std::string_view const written = token("() ");
      std::optional<std::string> phone = from_festival(written);
      if (!phone) refuse(shown(written) + " is no phone of Festival's CMU lexicon");
      take(phones, std::move(*phone), written);
    }
    expect(')', "after the phones of a syllable");
    skip_spaces();
    std::string_view const stress = token("() ");
    if (stress != "0" && stress != "1" && stress != "2") refuse("expected the stress of the syllable, 0 to 2");
    rest_.remove_prefix(1);
    expect(')', "after the stress");
  }

  static constexpr std::string_view cmu_letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'-._";

  std::string read_word(std::string_view ends, std::string_view letters = {}) { // no `letters`: all there are
    std::string_view const word = token(ends);
    std::string const fault = fault_of_word(word);
    if (!fault.empty()) refuse(fault);
    if (!letters.empty() && word.find_first_not_of(letters) != word.npos)
      refuse("the word has a character that CMUdict never uses");
    rest_.remove_prefix(word.size());
    return upper_case(word);
  }

  void take(pronunciation& phones, std::string phone, std::string_view written) {
    if (phones.size() == longest_pronunciation)
      refuse("the pronunciation has more than " + std::to_string(longest_pronunciation) + " phones");
    phones.push_back(std::move(phone));
    rest_.remove_prefix(written.size());
  }

  void finish(std::string word, pronunciation phones) {
    if (phones.empty()) refuse("'" + word + "' has no phones");
    entries_.emplace_back(std::move(word), std::move(phones));
  }

  // To the next line that is neither empty nor a comment; `rest_` is empty when there is none.
  bool next_line() {
    while (std::optional<sp::text_line> const line = lines_.next()) {
      line_ = *line;
      rest_ = line_.text;
      bool const comment = rest_.starts_with('#') && rest_.find('\t') == rest_.npos;
      if (!rest_.empty() && !comment) return true;
    }
    rest_ = {};
    return false;
  }

  std::string_view token(std::string_view ends) const { return rest_.substr(0, rest_.find_first_of(ends)); }
  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }
  void expect(char wanted, char const* where) {
    skip_spaces();
    if (!rest_.starts_with(wanted)) refuse(std::string("expected ") + wanted + ' ' + where);
    rest_.remove_prefix(1);
  }

  static std::string shown(std::string_view token) { // nothing that could confuse a terminal
    bool const plain = !token.empty() && token.size() <= 20 &&
                       std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
    return plain ? "'" + std::string(token) + "'" : "what stands here";
  }

  [[noreturn]] void refuse(std::string const& why) const {
    throw sp::data_error(to_string(lines_.place_of(line_, rest_)) + ": " + why);
  }

  sp::line_reader lines_;
  sp::text_line line_;
  std::string_view rest_;
  std::vector<std::pair<std::string, pronunciation>> entries_;
};

} // namespace detail

// The words of a dictionary in one of three formats, recognised by content: WORD<TAB>PHONES, cmudict.dict, or
// Festival's compiled CMU lexicon (phones.hpp has the mapping to CMU's phones). ASCII letters of words become upper
// case. Throws data_error with file:line:column, and file_error.
inline std::vector<entry> read_dictionary(sp::line_reader lines) {
  return join_words(detail::dictionary_reader(std::move(lines)).read());
}
inline std::vector<entry> read_dictionary(std::string path) {
  return read_dictionary(sp::line_reader(std::move(path)));
}

} // namespace g2p
