// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "file_extras.hpp"
#include "state_file.hpp"
#include "weights.hpp"

#include <string>
#include <utility>

namespace sp {

// Writes a model and the state of its training (anything with `describe(parts, parameters)`). A checkpoint is also a
// weight file. It appears whole or not at all, and the one before it stays until then. Throws file_error.
template <class Model, class State>
void save_checkpoint(std::string const& path, Model const& model, State& state, file_extras const& extras = {}) {
  safetensors_writer file;
  extras.add_to(file);
  add_weights(file, model);
  state_parts parts;
  state.describe(parts, model.flat().size());
  add_state(file, parts);
  file.write(path);
}

// Reads a checkpoint back, bit for bit. `state` gives the options and takes the numbers. Throws file_error, and
// data_error naming what does not fit; then model and state are as they were.
template <class Model, class State>
void load_checkpoint(safetensors_file const& file, Model& model, State& state) {
  state_parts parts;
  state.describe(parts, model.flat().size());
  check_state(file, parts);
  load_weights(file, model);
  restore_state(file, parts);
}
template <class Model, class State>
void load_checkpoint(std::string const& path, Model& model, State& state) {
  load_checkpoint(safetensors_file::open(path), model, state);
}

} // namespace sp
