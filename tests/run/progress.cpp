// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/train/progress.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <fcntl.h>
#include <limits>
#include <string>

namespace {

double test_time = 0;
double test_clock() { return test_time; }

// Columns that a text takes: one for each character.
int columns_of(std::string const& text) {
  int columns = 0;
  for (char const byte : text) columns += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  return columns;
}

sp::progress_values const sample{.done = 0.384,
                                 .epoch = 4,
                                 .epochs = 10,
                                 .update = 3340,
                                 .loss = 0.41237,
                                 .tokens_per_second = 45678,
                                 .learning_rate = 0.001,
                                 .seconds_left = 80};

// A pseudo terminal of a given width; what was written to it is read from the other side.
struct terminal {
  int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  std::FILE* out = nullptr;
  explicit terminal(unsigned short columns) {
    REQUIRE(master >= 0);
    REQUIRE(::grantpt(master) == 0);
    REQUIRE(::unlockpt(master) == 0);
    out = std::fopen(::ptsname(master), "w");
    REQUIRE(out);
    ::winsize size{};
    size.ws_row = 24, size.ws_col = columns;
    ::ioctl(master, TIOCSWINSZ, &size);
  }
  ~terminal() {
    std::fclose(out);
    ::close(master);
  }
  std::string read() const {
    std::string text;
    char part[4096];
    for (;;) {
      auto const count = ::read(master, part, sizeof part);
      if (count <= 0) return text;
      text.append(part, static_cast<std::size_t>(count));
    }
  }
};

struct variable {
  char const* name;
  std::string before;
  bool was_set;
  variable(char const* n, char const* value) : name(n), was_set(std::getenv(n)) {
    if (was_set) before = std::getenv(n);
    if (value)
      ::setenv(n, value, 1);
    else
      ::unsetenv(n);
  }
  ~variable() {
    if (was_set)
      ::setenv(name, before.c_str(), 1);
    else
      ::unsetenv(name);
  }
};

std::string all_of(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int byte = std::fgetc(file); byte != EOF; byte = std::fgetc(file)) text += static_cast<char>(byte);
  return text;
}

} // namespace

TEST_CASE("durations read as a clock") {
  CHECK(sp::duration_text(0) == "0:00");
  CHECK(sp::duration_text(7.99) == "0:07");
  CHECK(sp::duration_text(205) == "3:25");
  CHECK(sp::duration_text(3599.9) == "59:59");
  CHECK(sp::duration_text(3723) == "1:02:03");
  CHECK(sp::duration_text(2 * 86400 + 3 * 3600 + 4 * 60 + 5) == "2 d 03:04");
  CHECK(sp::duration_text(-1) == "-:--");
  CHECK(sp::duration_text(std::numeric_limits<double>::quiet_NaN()) == "-:--");
  CHECK(sp::duration_text(std::numeric_limits<double>::infinity()) == "-:--");
  CHECK(sp::duration_text(1e300) == "-:--");
}

TEST_CASE("numbers and amounts are short, and rounding never gives a fourth digit") {
  CHECK(sp::number_text(1.23456) == "1.235");
  CHECK(sp::number_text(0.001) == "0.001");
  CHECK(sp::number_text(0.00002) == "2e-05");
  CHECK(sp::number_text(std::numeric_limits<double>::quiet_NaN()) == "nan");
  CHECK(sp::amount_text(0) == "0");
  CHECK(sp::amount_text(12) == "12");
  CHECK(sp::amount_text(999) == "999");
  CHECK(sp::amount_text(999.7) == "1.00k");
  CHECK(sp::amount_text(1234) == "1.23k");
  CHECK(sp::amount_text(9996) == "10.0k");
  CHECK(sp::amount_text(12345) == "12.3k");
  CHECK(sp::amount_text(99960) == "100k");
  CHECK(sp::amount_text(456e9) == "456G");
  CHECK(sp::amount_text(1e18) == "1000000T");
}

TEST_CASE("the bar fills from nothing to everything and bears values outside") {
  CHECK(sp::bar_text(0, 4, false) == "....");
  CHECK(sp::bar_text(0.5, 4, false) == "##..");
  CHECK(sp::bar_text(1, 4, false) == "####");
  CHECK(sp::bar_text(7, 3, true) == "███");
  CHECK(sp::bar_text(-7, 3, true) == "░░░");
}

TEST_CASE("a wide terminal shows everything, a narrow one the more important parts, and no line is too long") {
  CHECK(sp::live_progress_line(sample, 120, false) == "###########..................  38%  epoch 4/10  update 3340  "
                                                      "loss 0.4124  45.7k tokens/s  rate 0.001  1:20 left");
  CHECK(sp::live_progress_line(sample, 80, false) ==
        "###......  38%  epoch 4/10  update 3340  loss 0.4124  45.7k tokens/s  1:20 left");
  CHECK(sp::live_progress_line(sample, 40, false) == "####......  38%  loss 0.4124  1:20 left");
  CHECK(sp::live_progress_line(sample, 20, false) == " 38%  loss 0.4124");
  CHECK(sp::live_progress_line(sample, 13, false) == "loss 0.4124");
  CHECK(sp::live_progress_line(sample, 7, false) == "loss 0");
  CHECK(sp::live_progress_line(sample, 1, false).empty());
  CHECK(sp::live_progress_line(sample, 0, false).empty());
  for (int columns = 1; columns < 300; ++columns)
    CHECK(columns_of(sp::live_progress_line(sample, columns, true)) < columns);
}

TEST_CASE("a file gets whole lines: every ten seconds and at the end of an epoch") {
  std::FILE* const file = std::tmpfile();
  REQUIRE(file);
  test_time = 100;
  {
    sp::progress progress(file, test_clock);
    for (int update = 1; update <= 50; ++update) {
      test_time += 0.5;
      progress.report({.done = update / 100.0,
                       .epoch = 1 + update / 30,
                       .epochs = 3,
                       .update = update,
                       .tokens = 600,
                       .loss = 2,
                       .learning_rate = 0.01});
      if (update == 29) progress.end_epoch();
    }
    progress.message("development loss 1.5");
  }
  CHECK(all_of(file) == "epoch 1/3, update 20, loss 2, 1.20k tokens/s, learning rate 0.01, 0:40 left\n"
                        "epoch 1/3, update 29, loss 2, 1.20k tokens/s, learning rate 0.01, 0:35 left\n"
                        "epoch 2/3, update 49, loss 2, 1.20k tokens/s, learning rate 0.01, 0:25 left\n"
                        "development loss 1.5\n");
  std::fclose(file);
}

TEST_CASE("a resumed training counts the time left from where it went on") {
  std::FILE* const file = std::tmpfile();
  REQUIRE(file);
  test_time = 0;
  sp::progress progress(file, test_clock);
  for (int second = 1; second <= 11; ++second) {
    test_time = second;
    progress.report({.done = 0.8 + second / 100.0, .epoch = 1, .epochs = 1, .update = 800 + second, .tokens = 1});
  }
  CHECK(all_of(file) == "epoch 1/1, update 810, loss 0, 1 tokens/s, learning rate 0, 0:10 left\n");
  std::fclose(file);
}

TEST_CASE("a terminal has one live line that is drawn at most ten times a second") {
  variable const no_color("NO_COLOR", nullptr), term("TERM", "xterm"), locale("LC_ALL", "C");
  terminal const screen(40);
  test_time = 0;
  {
    sp::progress progress(screen.out, test_clock);
    for (int update = 1; update <= 100; ++update) {
      test_time += 1.0 / 64;
      progress.report({.done = update / 100.0, .epoch = 1, .epochs = 1, .update = update, .tokens = 1, .loss = 2});
    }
    auto const text = screen.read();
    auto const drawn = std::count(text.begin(), text.end(), '\r');
    CHECK(drawn == 14); // every seventh of 100 updates in 1.56 s
    CHECK(text.find('\n') == text.npos);
    CHECK(text.starts_with("\r  7%  epoch 1/1  loss 2  0:01 left\x1b[K"));
    progress.message("development loss 1.5");
    CHECK(screen.read().starts_with("\r\x1b[Kdevelopment loss 1.5\r\n\r100%"));
  }
  CHECK(screen.read() == "\r100%  epoch 1/1  loss 2  0:00 left\x1b[K\r\n");
}

TEST_CASE("NO_COLOR and a dumb terminal get plain lines") {
  for (bool const dumb : {false, true}) {
    variable const no_color("NO_COLOR", dumb ? nullptr : "1"), term("TERM", dumb ? "dumb" : "xterm");
    terminal const screen(80);
    test_time = 0;
    sp::progress progress(screen.out, test_clock);
    progress.report({.epoch = 1, .epochs = 2, .update = 1, .loss = 3});
    progress.end_epoch();
    CHECK(screen.read() == "epoch 1/2, update 1, loss 3, 0 tokens/s, learning rate 0, -:-- left\r\n");
  }
}

TEST_CASE("the locale decides about block characters") {
  variable const all("LC_ALL", nullptr), ctype("LC_CTYPE", nullptr), lang("LANG", "en_US.UTF-8");
  CHECK(sp::detail::locale_is_utf8());
  variable const posix("LC_ALL", "C");
  CHECK_FALSE(sp::detail::locale_is_utf8());
}
