// SPDX-License-Identifier: BSL-1.0
#include "training.hpp"

#include "encoded_dates.hpp"
#include "reading.hpp"

#include <cstddef>
#include <span>
#include <utility>

namespace dates {

namespace {

// Training ends when so many of the development dates are read right: then more than 99 % of all dates are.
constexpr double wanted_exact_match = 0.998;
constexpr std::size_t development_dates = 2000;

constexpr char const* probe = "the 3rd of May 1998\t1998-05-03";

} // namespace

std::vector<double> run_probe(date_reader const& model, vocabularies const& with, std::string_view input) {
  auto const tab = input.find('\t');
  if (tab == input.npos) throw sp::data_error("there is no tab in it");
  encoded_dates const one({{{std::string(input.substr(0, tab))}, {std::string(input.substr(tab + 1))}}}, with);
  std::vector<sp::extent_t> const first{0};
  auto const batch = one.batch(first);
  return {sp::cross_entropy<IsoCharacter>(model(batch.written, batch.prefix), batch.target).value()};
}

sp::fit_result train(sp::model<date_reader>& model, vocabularies const& with, training_options const& options,
                     std::string const& folder) {
  encoded_dates const data(generate(options.seed, part::training, static_cast<std::size_t>(options.dates)), with);
  auto const development = generate(options.seed, part::development, development_dates);
  sp::training_data const training{
      .lengths = data.lengths(),
      .make_batch = [&](std::span<sp::extent_t const> examples) { return data.batch(examples); },
      .loss =
          [](date_reader const& trained, sp::tape& tape, training_batch const& batch) {
            return sp::cross_entropy<IsoCharacter>(trained(tape(batch.written), tape(batch.prefix)), batch.target);
          },
      .evaluate =
          [&](date_reader const& trained) { return std::vector{exact_match(read(trained, with, development))}; },
      .metrics = {"exact match"},
      .probe = [&](date_reader const& trained, std::string_view input) { return run_probe(trained, with, input); },
      .probe_input = probe};
  sp::fit_options const how{
      .optimizer = sp::adam{.learning_rate = 0.006},
      .schedule = sp::schedule::warm_up{.updates = 200,
                                        .then = sp::schedule::exponential_decay{.factor = 0.5, .updates = 2000}},
      .epochs = 1,
      .batch = sp::batch_limit::examples(64),
      .seed = options.seed,
      .average_decay = 0.995,
      .evaluate_every = 200,
      .stopping = {.aim = sp::goal::maximise, .enough = wanted_exact_match},
      .time_limit = 60 * options.minutes,
      .folder = folder,
      .metadata = to_metadata(with)};
  return sp::fit(model, training, how);
}

} // namespace dates
