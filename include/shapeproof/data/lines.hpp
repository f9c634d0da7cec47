// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../io/detail/descriptor.hpp"
#include "text_place.hpp"
#include "utf8.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sp {

struct text_line {
  extent_t number = 0;   // counts from 1
  std::string_view text; // UTF-8, without its line end
  bool ended = true;     // false for a last line without a line end
};

// Reads a text line by line: UTF-8, lines end with LF or CRLF (the last one may have no end), a byte order mark at the
// start is skipped. Anything else throws data_error with "file:line:column": other encodings, a zero byte, a carriage
// return inside a line, a line of more than 1 MiB. Works on pipes too.
class line_reader {
public:
  static constexpr std::size_t longest_line = 1 << 20; // bytes

  // Opens a file. Throws file_error.
  explicit line_reader(std::string path) : name_(std::move(path)), file_(detail::open_file(name_, O_RDONLY)) {}
  // Reads lines of `text`; `name` stands for the file in messages.
  line_reader(std::string name, std::string text) : name_(std::move(name)), buffer_(std::move(text)) {}

  // The next line, or nothing at the end. The view holds until the next call. Throws data_error, file_error.
  std::optional<text_line> next() {
    std::optional<std::string_view> text = raw_line();
    if (!text) return std::nullopt;
    ++number_;
    if (number_ == 1) {
      if (text->starts_with("\xFF\xFE") || text->starts_with("\xFE\xFF")) {
        refuse(1, "the text is UTF-16; convert it to UTF-8");
      }
      if (text->starts_with("\xEF\xBB\xBF")) text->remove_prefix(3);
    }
    check(*text);
    return text_line{number_, *text, ended_};
  }

  // What messages call the file.
  std::string const& name() const { return name_; }
  // The place of `part`, which is a view into the text of the line that came last.
  text_place place_of(text_line const& line, std::string_view part) const {
    auto const before = static_cast<std::size_t>(part.data() - line.text.data());
    return {name_, line.number, count_code_points(line.text.substr(0, before)) + 1};
  }

private:
  // The bytes up to the next line feed, without it and without a carriage return before it.
  std::optional<std::string_view> raw_line() {
    std::size_t searched = at_, end = std::string::npos;
    for (;;) {
      end = buffer_.find('\n', searched);
      if (end != std::string::npos) break;
      if (buffer_.size() - at_ > longest_line + 2) break;
      searched = buffer_.size() - at_;
      if (!read_more()) break;
    }
    ended_ = end != std::string::npos;
    if (!ended_) end = buffer_.size();
    if (!ended_ && at_ == end) return std::nullopt;
    std::string_view text = std::string_view(buffer_).substr(at_, end - at_);
    at_ = ended_ ? end + 1 : end;
    if (ended_ && text.ends_with('\r')) text.remove_suffix(1);
    if (text.size() > longest_line) {
      ++number_;
      refuse(0, "the line has more than " + std::to_string(longest_line) + " bytes");
    }
    return text;
  }

  // Moves what is unread to the front of the buffer and appends what comes next; false at the end of the file.
  bool read_more() {
    if (!file_.is_open()) return false;
    buffer_.erase(0, at_);
    at_ = 0;
    std::size_t const kept = buffer_.size();
    buffer_.resize(kept + 65536);
    buffer_.resize(kept + detail::read_some(file_, buffer_.data() + kept, 65536, name_));
    return buffer_.size() > kept;
  }

  void check(std::string_view text) const {
    extent_t column = 1;
    for (std::size_t at = 0; at < text.size(); ++column) {
      detail::utf8_step const step = detail::decode_utf8_at(text, at);
      if (step.problem != nullptr) refuse(column, detail::describe(text, {at, step}) + ", not UTF-8");
      if (step.code_point == 0) refuse(column, "a zero byte in a text");
      if (step.code_point == '\r') refuse(column, "a carriage return that is not followed by a line feed");
      at += step.size;
    }
  }

  [[noreturn]] void refuse(extent_t column, std::string const& what) const {
    throw data_error(to_string(text_place{name_, number_, column}) + ": " + what);
  }

  std::string name_;
  detail::descriptor file_;
  std::string buffer_;
  std::size_t at_ = 0; // where the next line begins in the buffer
  extent_t number_ = 0;
  bool ended_ = true;
};

} // namespace sp
