// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include "../common/attention_picture.hpp"
#include "../common/attention_svg.hpp"
#include "../common/attention_terminal.hpp"
#include "evaluation.hpp"
#include "model_file.hpp"
#include "pronunciation_data.hpp"
#include "speller.hpp"
#include "training.hpp"
#include "training_file.hpp"

#include <shapeproof/cpu/parallel.hpp>
#include <shapeproof/train/weights.hpp>

#include <cstdio>
#include <string>
#include <unistd.h>

namespace g2p {

namespace {

void use_threads(int threads) {
  if (threads > 0) sp::set_threads(threads);
}

struct loaded_model {
  described_model description;
  std::unique_ptr<speller> model;
};

loaded_model load_model(std::string const& directory) {
  auto const file = sp::safetensors_file::open(directory + "/weights.safetensors");
  loaded_model loaded{read_description(file), nullptr};
  loaded.model = make_speller(loaded.description.options, loaded.description.language, 0);
  sp::load_weights(file, loaded.model->model());
  return loaded;
}

std::string joined(std::vector<std::string> const& phones) {
  std::string text;
  for (std::string const& phone : phones) text += (text.empty() ? "" : " ") + phone;
  return text;
}

// A user's words as the model spells them; throws data_error for letters it has never seen.
std::vector<std::string> checked_words(language const& language, std::vector<std::string> const& words) {
  std::vector<std::string> checked;
  for (std::string const& word : words) {
    checked.push_back(spelled(word));
    language.encode(checked.back());
  }
  return checked;
}

} // namespace

void train(train_options const& given) {
  use_threads(given.threads);
  bool const goes_on = ::access((given.directory + "/checkpoint.safetensors").c_str(), F_OK) == 0;
  if (goes_on && !given.resume)
    throw sp::usage_error(given.directory + " holds a training already: go on with --resume, or train elsewhere");
  if (!goes_on && given.resume) throw sp::usage_error(given.directory + " holds no training to go on with");
  split const data = split_by_hash(read_dictionary(given.data));
  train_options options = given;
  language words = language::of(data.training);
  if (given.resume) {
    auto const file = sp::safetensors_file::open(given.directory + "/checkpoint.safetensors");
    auto description = read_description(file);
    options.model = description.options;
    words = description.language;
    read_training(file, options);
  }
  auto const model = make_speller(options.model, words, options.seed);
  train(*model, words, options, data);
}

void evaluate(evaluate_options const& options) {
  use_threads(options.threads);
  auto const loaded = load_model(options.directory);
  auto entries = read_dictionary(options.data);
  if (options.development) entries = split_by_hash(std::move(entries)).development;
  if (entries.empty()) throw sp::data_error(options.data + " has no words to evaluate");
  auto const report = [&](char const* name, search const& how) {
    error_rates const rates = errors_of(*loaded.model, entries, how);
    std::printf("%-8s  words %zu  WER %.2f %%  PER %.2f %%\n", name, rates.words, rates.word_errors(),
                rates.phone_errors());
    std::fflush(stdout);
  };
  report("greedy", {.bf16 = options.bf16, .batch_tokens = options.batch_tokens});
  if (options.beam > 1) {
    std::string const name = "beam " + std::to_string(options.beam);
    report(name.c_str(), {.beam = options.beam, .bf16 = options.bf16, .batch_tokens = options.batch_tokens});
  }
}

void predict(predict_options const& options) {
  auto const loaded = load_model(options.directory);
  auto const words = checked_words(loaded.description.language, options.words);
  auto const answers = loaded.model->spell(words, {.beam = options.beam, .nbest = options.nbest, .bf16 = options.bf16});
  for (std::size_t i = 0; i < words.size(); ++i)
    for (answer const& one : answers[i])
      std::printf("%s\t%s\t%.3f\n", words[i].c_str(), joined(one.phones).c_str(), one.score);
}

void attention(attention_options const& options) {
  auto const loaded = load_model(options.directory);
  auto const words = checked_words(loaded.description.language, {options.word});
  auto const best = loaded.model->spell(words, {.beam = 8, .alignments = true})[0][0];
  if (best.phones.empty()) throw sp::data_error("the model finds no sound in '" + words[0] + "'");
  examples::attention_picture picture{words[0], {}, best.phones, best.alignments};
  for (auto const& letter : sp::split_code_points(words[0])) picture.inputs.emplace_back(letter);
  std::fputs(examples::draw_for_terminal(picture, examples::wants_colour(stdout)).c_str(), stdout);
  examples::write_svg(options.svg, picture);
  std::printf("written to %s\n", options.svg.c_str());
}

} // namespace g2p
