// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "training.hpp"

#include <string>

namespace dates {

// A model that `train` kept in a folder, with its vocabularies. Throws file_error, and data_error if the file is not what
// `train` writes, or if the model does not answer its probe as it did then.
struct saved_model {
  sp::safetensors_file file;
  vocabularies with;
  sp::model<date_reader> model;

  explicit saved_model(std::string const& folder)
      : file(sp::safetensors_file::open(folder + "/weights.safetensors")), with(vocabularies_in(file)),
        model(1, with.written.extent(), with.iso.extent()) {
    sp::load_weights(file, model);
    sp::check_probe(file, [&](std::string_view input) {
      try {
        return run_probe(model, with, input);
      } catch (sp::data_error const& error) {
        throw sp::data_error(file.path() + ", its probe: " + error.what());
      }
    });
  }
};

} // namespace dates
