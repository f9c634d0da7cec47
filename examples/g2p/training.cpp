// SPDX-License-Identifier: BSL-1.0
#include "training.hpp"

#include "evaluation.hpp"
#include "training_file.hpp"

#include <shapeproof/train/fit.hpp>

namespace g2p {

namespace {

word_batch make_batch(language const& language, std::vector<pair> const& pairs,
                      std::span<sp::extent_t const> examples) {
  std::vector<std::span<sp::index<Letter> const>> words;
  std::vector<std::span<sp::index<Phone> const>> phones;
  for (auto const example : examples) {
    pair const& one = pairs[static_cast<std::size_t>(example)];
    words.push_back(one.letters);
    phones.push_back(one.phones);
  }
  auto forced =
      sp::teacher_forcing(sp::padded<pronunciations>(phones, language.phones.extent()), language.phones.markers());
  return {sp::padded<spellings>(words, language.letters.extent()), std::move(forced.prefix), std::move(forced.target)};
}

} // namespace

void train(speller& trained, language const& words, train_options const& options, split const& data) {
  auto const pairs = pairs_of(words, data.training);
  auto const lengths = lengths_of(pairs);
  auto const limit = sp::batch_limit::tokens(options.batch_tokens);
  auto const updates = options.epochs * sp::batch_plan(lengths, limit, options.seed).batches_per_epoch();
  if (updates <= options.warm_up)
    throw sp::usage_error("g2p: the warm-up of " + std::to_string(options.warm_up) +
                          " updates is longer than the training of " + std::to_string(updates));
  std::fprintf(stderr, "g2p: %zu pairs to train on, %zu words held out, %td parameters, %td updates\n", pairs.size(),
               data.development.size(), trained.model().parameter_count(), updates);

  sp::label_smoothing const smoothing{options.label_smoothing};
  auto metadata = describe(options.model, words);
  auto const how = describe_training(options);
  metadata.insert(metadata.end(), how.begin(), how.end());
  auto const whole = sp::training_data{
      .lengths = std::span<sp::example_length const>(lengths),
      .make_batch = [&](std::span<sp::extent_t const> examples) { return make_batch(words, pairs, examples); },
      .loss = [&](any_model const&, tape& recording,
                  word_batch const& batch) { return trained.loss(recording, batch, smoothing); },
      .evaluate =
          [&](any_model const&) {
            error_rates const rates = errors_of(trained, data.development, {});
            return std::vector<double>{rates.word_errors(), rates.phone_errors()};
          },
      .metrics = {"WER", "PER"}};
  sp::fit_options const with{
      .optimizer = sp::adam<>{.learning_rate = options.learning_rate},
      .schedule =
          sp::schedule::warm_up{.updates = options.warm_up,
                                .then = sp::schedule::cosine{.updates = updates - options.warm_up, .minimum = 0.01}},
      .epochs = options.epochs,
      .batch = limit,
      .seed = options.seed,
      .clip_norm = 5,
      .average_decay = 0.999,
      .time_limit = options.minutes ? *options.minutes * 60 : std::numeric_limits<double>::infinity(),
      .folder = options.directory,
      .metadata = metadata};
  auto const result = sp::fit(trained.model(), whole, with);
  std::fprintf(stderr, "g2p: best WER %.2f %% on %zu words held out, after update %lld of %lld\n", result.best_metric,
               data.development.size(), static_cast<long long>(result.best_update),
               static_cast<long long>(result.updates));
}

} // namespace g2p
