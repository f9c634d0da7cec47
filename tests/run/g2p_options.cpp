// SPDX-License-Identifier: BSL-1.0
#include "../../examples/g2p/options.cpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <variant>
#include <vector>

namespace {

g2p::command parse(std::vector<char const*> arguments) {
  arguments.insert(arguments.begin(), "g2p");
  return g2p::parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

std::string refusal(std::vector<char const*> const& arguments) {
  try {
    parse(arguments);
  } catch (g2p::bad_command_line const& error) {
    return error.what();
  }
  return "accepted";
}

} // namespace

TEST_CASE("g2p train has defaults for all but data and folder") {
  auto const options = std::get<g2p::train_options>(parse({"train", "words.tsv", "--out", "model"}));
  CHECK(options.data == "words.tsv");
  CHECK(options.directory == "model");
  CHECK(options.model.width == g2p::model_options().width);
  CHECK(options.model.attention == g2p::attention_kind::general);
  CHECK(!options.minutes);
  CHECK(!options.resume);
}

TEST_CASE("g2p train takes every option") {
  auto const options = std::get<g2p::train_options>(parse({"train",
                                                           "--layers",
                                                           "3",
                                                           "--width",
                                                           "64",
                                                           "--attention",
                                                           "additive",
                                                           "--dropout",
                                                           "0",
                                                           "--out=model",
                                                           "--label-smoothing",
                                                           "0.05",
                                                           "--epochs",
                                                           "7",
                                                           "--batch-tokens",
                                                           "512",
                                                           "--learning-rate",
                                                           "1e-4",
                                                           "--warm-up",
                                                           "0",
                                                           "--seed",
                                                           "18446744073709551615",
                                                           "--threads",
                                                           "2",
                                                           "--minutes",
                                                           "2.5",
                                                           "words.tsv"}));
  CHECK(options.model.layers == 3);
  CHECK(options.model.width == 64);
  CHECK(options.model.attention == g2p::attention_kind::additive);
  CHECK(options.model.dropout == 0);
  CHECK(options.label_smoothing == 0.05);
  CHECK(options.epochs == 7);
  CHECK(options.batch_tokens == 512);
  CHECK(options.learning_rate == 1e-4);
  CHECK(options.warm_up == 0);
  CHECK(options.seed == std::numeric_limits<std::uint64_t>::max());
  CHECK(options.threads == 2);
  CHECK(options.minutes == 2.5);
  CHECK(options.data == "words.tsv");
}

TEST_CASE("the other commands") {
  auto const evaluate = std::get<g2p::evaluate_options>(
      parse({"evaluate", "model", "words.tsv", "--development", "--beam", "3", "--bf16"}));
  CHECK(evaluate.directory == "model");
  CHECK(evaluate.data == "words.tsv");
  CHECK(evaluate.development);
  CHECK(evaluate.beam == 3);
  CHECK(evaluate.bf16);
  auto const predict = std::get<g2p::predict_options>(parse({"predict", "model", "hello", "don't", "--nbest", "2"}));
  CHECK(predict.words == std::vector<std::string>{"hello", "don't"});
  CHECK(predict.nbest == 2);
  CHECK(!predict.bf16);
  auto const attention = std::get<g2p::attention_options>(parse({"attention", "model", "hello"}));
  CHECK(attention.word == "hello");
  CHECK(attention.svg == "attention.svg");
}

TEST_CASE("resuming keeps the settings of the training") {
  auto const options = std::get<g2p::train_options>(
      parse({"train", "words.tsv", "--out", "model", "--resume", "--minutes", "5", "--threads", "1"}));
  CHECK(options.resume);
  CHECK(options.minutes == 5);
  for (char const* option : {"--layers", "--epochs", "--width", "--seed", "--batch-tokens", "--warm-up"})
    CHECK(refusal({"train", "words.tsv", "--out", "model", option, option == std::string("--layers") ? "2" : "256",
                   "--resume"})
              .starts_with("--resume excludes " + std::string(option)));
}

TEST_CASE("help is no error") {
  CHECK(std::get<g2p::help>(parse({"--help"})).text.find("evaluate") != std::string::npos);
  auto const text = std::get<g2p::help>(parse({"train", "--help"})).text;
  CHECK(text.find("Usage: g2p train DATA --out DIR [OPTIONS]\n") != std::string::npos);
  CHECK(text.find("--layers 1..3 [2]") != std::string::npos);
  CHECK(text.find("--attention dot|general|additive [general]") != std::string::npos);
}

TEST_CASE("what is wrong with a command line is said") {
  struct {
    std::vector<char const*> arguments;
    char const* message;
  } const cases[] = {
      {{}, "a command is missing"},
      {{"pronounce"}, "there is no command 'pronounce'"},
      {{""}, "there is no command ''"},
      {{"--bogus"}, "A subcommand is required"},
      {{"train"}, "DATA is required"},
      {{"train", "d"}, "--out is required"},
      {{"train", "d", "--out"}, "--out: 1 required"},
      {{"train", "", "--out", "m"}, "DATA: it is empty"},
      {{"train", "d", "--out", ""}, "--out: it is empty"},
      {{"train", "d", "--out", "m", "e"}, "'e' was not expected"},
      {{"train", "d", "--epoch", "5", "--out", "m"}, "'--epoch' was not expected"},
      {{"train", "d", "--out", "m", "--layers", "4"}, "--layers: 4 is not within 1 to 3"},
      {{"train", "d", "--out", "m", "--layers", "-1"}, "--layers: -1 is not within 1 to 3"},
      {{"train", "d", "--out", "m", "--layers", "2x"}, "--layers: '2x' is not a whole number"},
      {{"train", "d", "--out", "m", "--layers", "2.0"}, "--layers: '2.0' is not a whole number"},
      {{"train", "d", "--out", "m", "--layers", ""}, "--layers: '' is not a whole number"},
      {{"train", "d", "--out", "m", "--layers", "99999999999"}, "--layers: 99999999999 is not within 1 to 3"},
      {{"train", "d", "--out", "m", "--layers", "1", "--layers", "2"}, "--layers: At Most 1 required"},
      {{"train", "d", "--out", "m", "--width", "33"}, "--width: 33 is odd"},
      {{"train", "d", "--out", "m", "--dropout", "nan"}, "--dropout: nan is not within 0 to 0.9"},
      {{"train", "d", "--out", "m", "--dropout", "1"}, "--dropout: 1 is not within 0 to 0.9"},
      {{"train", "d", "--out", "m", "--dropout", "0,1"}, "--dropout: '0,1' is not a number"},
      {{"train", "d", "--out", "m", "--learning-rate", "inf"}, "--learning-rate: inf is not within"},
      {{"train", "d", "--out", "m", "--learning-rate", "1e-999"}, "--learning-rate: 1e-999 is not within"},
      {{"train", "d", "--out", "m", "--minutes", "0"}, "--minutes: 0 is not within"},
      {{"train", "d", "--out", "m", "--seed", "-1"}, "--seed: '-1' is not a whole number"},
      {{"train", "d", "--out", "m", "--attention", "self"}, "--attention: self not in {dot,general,additive}"},
      {{"evaluate", "m"}, "DATA is required"},
      {{"evaluate", "m", "d", "--development=maybe"}, "Could not convert: --development = maybe"},
      {{"predict", "m"}, "WORD is required"},
      {{"predict", "m", "a", ""}, "WORD: it is empty"},
      {{"predict", "m", "a", "--nbest", "9"}, "--nbest is 9, but --beam keeps only 8"},
      {{"attention", "m", "a", "b"}, "'b' was not expected"},
      {{"attention", "m", "a", "--svg", ""}, "--svg: it is empty"},
  };
  for (auto const& [arguments, message] : cases) {
    std::string const said = refusal(arguments);
    CHECK_MESSAGE(said.starts_with(message), said, " instead of ", message);
  }
}
