// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace dates {

struct training_options {
  std::uint64_t seed = 1;      // of the dates, the parameters, and the order in which the dates are seen
  std::int64_t dates = 256000; // to train on; each is seen once
  double minutes = 1.5;        // at most
  int threads = 0;             // 0: one for each core
};

struct demo_options {
  std::string folder = "."; // for the picture
  training_options training;
};

struct train_options {
  std::string folder;
  training_options training;
};

struct evaluate_options {
  std::string folder;
  int threads = 0;
};

struct predict_options {
  std::string folder;
  std::vector<std::string> texts;
};

struct help {
  std::string text;
};

using command = std::variant<demo_options, train_options, evaluate_options, predict_options, help>;

class bad_command_line : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// What the user asked for. Throws bad_command_line with a sentence for the user.
command parse_command_line(int argc, char const* const* argv);

} // namespace dates
