// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "model.hpp"
#include "options.hpp"
#include "vocabularies.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dates {

// Trains a model on generated dates until enough of the development dates are read right, or its time is over. With a
// folder the training is kept there, and one that was interrupted goes on.
sp::fit_result train(sp::model<date_reader>& model, vocabularies const& with, training_options const& options,
                     std::string const& folder = {});

// A date and its ISO form, with a tab between -> the mean of -log p over the characters of the ISO form and its end. A
// weight file tells it for one date, so that who loads the file can ask again.
std::vector<double> run_probe(date_reader const& model, vocabularies const& with, std::string_view input);

} // namespace dates
