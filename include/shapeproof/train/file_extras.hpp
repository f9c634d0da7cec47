// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "probe.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sp {

// What a checkpoint or a weight file carries beside numbers: texts such as vocabularies, which find_metadata finds
// again, and a probe if it has an output.
struct file_extras {
  std::vector<std::pair<std::string, std::string>> metadata = {};
  sp::probe probe = {};

  void add_to(safetensors_writer& file) const {
    for (auto const& [key, value] : metadata) file.set_metadata(key, value);
    if (!probe.output.empty()) add_probe(file, probe);
  }
};

} // namespace sp
