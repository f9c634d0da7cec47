// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace g2p {

namespace {

std::string shown(auto number) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

// CLI11's own ranges let "nan" through and cut "7x" short.
template <class Number>
CLI::Validator within(Number low, Number high) {
  auto const check = [low, high](std::string& text) -> std::string {
    Number value{};
    char const* const end = text.data() + text.size();
    auto const [stop, problem] = std::from_chars(text.data(), end, value);
    if (stop != end || (problem != std::errc() && problem != std::errc::result_out_of_range))
      return "'" + text + "' is not a " + (std::integral<Number> ? "whole number" : "number");
    if (problem == std::errc() && low <= value && value <= high) return {};
    return text + " is not within " + shown(low) + " to " + shown(high);
  };
  return {check, ""};
}

CLI::Validator even() {
  return {[](std::string& text) -> std::string {
            bool const is_even = std::string_view("02468").find(text.back()) != std::string_view::npos;
            return is_even ? "" : text + " is odd, but half of the width is for each direction of the encoder";
          },
          ""};
}

CLI::Validator not_empty() {
  return {[](std::string& text) -> std::string { return text.empty() ? "it is empty" : ""; }, ""};
}

template <class Number>
CLI::Option* number(CLI::App& app, std::string const& name, Number& value, std::type_identity_t<Number> low,
                    std::type_identity_t<Number> high, std::string const& text) {
  auto* const option = app.add_option(name, value, text)->check(within<Number>(low, high))->capture_default_str();
  return option->type_name(shown(low) + ".." + shown(high));
}

CLI::Option* text(CLI::App& app, std::string const& name, auto& value, std::string const& what) {
  return app.add_option(name, value, what)->check(not_empty())->type_name("");
}

// Help that says range and default, and no more.
class formatter : public CLI::Formatter {
public:
  formatter() {
    column_width(38);
    label("Subcommands", "Commands");
  }
  std::string make_option_opts(CLI::Option const* option) const override {
    std::string const type = option->get_type_name(), standard = option->get_default_str();
    return (type.empty() ? "" : ' ' + type) + (standard.empty() ? "" : " [" + standard + ']');
  }
  std::string make_usage(CLI::App const* app, std::string name) const override {
    if (app->get_parent() == nullptr) return "Usage: g2p COMMAND ...\n";
    std::string usage = "Usage: " + name;
    for (CLI::Option const* option : app->get_options()) {
      if (!option->get_required()) continue;
      usage += ' ' + option->get_name() + (option->get_positional() ? "" : ' ' + option->get_type_name()) +
               (option->get_items_expected_max() > 1 ? "..." : "");
    }
    return usage + " [OPTIONS]\n";
  }
};

void threads(CLI::App& app, int& value) { number(app, "--threads", value, 0, 1024, "Threads; 0: one for each core"); }

void beam(CLI::App& app, int& value) { number(app, "--beam", value, 1, 100, "Candidates that beam search keeps"); }

void bf16(CLI::App& app, bool& value) {
  app.add_flag("--bf16", value,
               "Keep the weights in bf16: half the memory, and faster where the processor multiplies it");
}

void describe_train(CLI::App& app, train_options& options, std::string& attention) {
  text(app, "DATA", options.data, "Words with pronunciations: WORD<TAB>PHONES, cmudict.dict, or Festival's CMU lexicon")
      ->required();
  text(app, "--out", options.directory, "The folder for the model, its log and its checkpoints")
      ->required()
      ->type_name("DIR");
  auto* const resume =
      app.add_flag("--resume", options.resume, "Go on where the training in --out stopped, with its settings");
  auto const fixed = [&](CLI::Option* option) { option->excludes(resume); };
  fixed(number(app, "--layers", options.model.layers, 1, 3, "LSTM layers of the encoder and of the decoder"));
  fixed(number(app, "--width", options.model.width, 16, 2048, "Hidden units of a layer")->check(even()));
  fixed(app.add_option("--attention", attention, "How the decoder scores the letters")
            ->check(CLI::IsMember({"dot", "general", "additive"}).description(""))
            ->capture_default_str()
            ->type_name("dot|general|additive"));
  fixed(number(app, "--dropout", options.model.dropout, 0, 0.9, "Share of values that training sets to zero"));
  fixed(
      number(app, "--label-smoothing", options.label_smoothing, 0, 0.9, "Share of each target spread over all phones"));
  fixed(number(app, "--batch-tokens", options.batch_tokens, 256, 1000000, "Letters and phones in a batch"));
  fixed(number(app, "--learning-rate", options.learning_rate, 1e-8, 1, "Largest step size of Adam, after the warm-up"));
  fixed(number(app, "--warm-up", options.warm_up, 0, 1000000, "Steps until the learning rate is reached"));
  fixed(number(app, "--seed", options.seed, 0, UINT64_MAX, "Decides parameters, order of the words, and dropout")
            ->type_name("NUMBER"));
  fixed(number(app, "--epochs", options.epochs, 1, 100000, "Times that each training word is seen"));
  threads(app, options.threads);
  app.add_option("--minutes", options.minutes, "Stop after this time, also within an epoch")
      ->check(within<double>(0.01, 1e6))
      ->type_name("MINUTES");
}

void describe_evaluate(CLI::App& app, evaluate_options& options) {
  text(app, "DIR", options.directory, "The folder of a trained model")->required();
  text(app, "DATA", options.data, "Words with pronunciations, as for train")->required();
  app.add_flag("--development", options.development, "Only the words that training on this DATA holds out");
  beam(app, options.beam);
  number(app, "--batch-tokens", options.batch_tokens, 16, 1000000, "Letters in a batch; changes no result");
  bf16(app, options.bf16);
  threads(app, options.threads);
}

void describe_predict(CLI::App& app, predict_options& options) {
  text(app, "DIR", options.directory, "The folder of a trained model")->required();
  text(app, "WORD", options.words, "Words to pronounce")->required();
  beam(app, options.beam);
  number(app, "--nbest", options.nbest, 1, 100, "Pronunciations to show, best first; at most --beam");
  bf16(app, options.bf16);
}

void describe_attention(CLI::App& app, attention_options& options) {
  text(app, "DIR", options.directory, "The folder of a trained model")->required();
  text(app, "WORD", options.word, "The word to pronounce")->required();
  text(app, "--svg", options.svg, "The picture to write")->capture_default_str()->type_name("FILE");
}

} // namespace

command parse_command_line(int argc, char const* const* argv) {
  CLI::App app("Spelling to pronunciation: trains a model on a dictionary, and pronounces words that are not in it.",
               "g2p");
  app.require_subcommand(1);
  train_options train;
  evaluate_options evaluate;
  predict_options predict;
  attention_options attention;
  std::string kind = "general";
  CLI::App* const train_app = app.add_subcommand("train", "Train a model on a dictionary");
  CLI::App* const evaluate_app = app.add_subcommand("evaluate", "Count the errors of a model on a dictionary");
  CLI::App* const predict_app = app.add_subcommand("predict", "Pronounce words");
  CLI::App* const attention_app = app.add_subcommand("attention", "Show which letters each phone comes from");
  describe_train(*train_app, train, kind);
  describe_evaluate(*evaluate_app, evaluate);
  describe_predict(*predict_app, predict);
  describe_attention(*attention_app, attention);
  if (argc < 2) throw bad_command_line("a command is missing\nSee g2p --help");
  std::string const first = argv[1];
  bool known = first.starts_with('-');
  app.formatter(std::make_shared<formatter>());
  for (CLI::App* const each : {train_app, evaluate_app, predict_app, attention_app}) {
    each->formatter(app.get_formatter());
    each->allow_extras(); // to name the first one ourselves
    known = known || each->get_name() == first;
  }
  if (!known) throw bad_command_line("there is no command '" + first + "'\nSee g2p --help");

  try {
    app.parse(argc, argv);
  } catch (CLI::CallForHelp const&) {
    return help{app.help()};
  } catch (CLI::ParseError const& error) {
    std::string const chosen = app.get_subcommands().empty() ? "" : ' ' + app.get_subcommands().front()->get_name();
    throw bad_command_line(std::string(error.what()) + "\nSee g2p" + chosen + " --help");
  }
  CLI::App const& chosen = *app.get_subcommands().front();
  if (chosen.remaining_size() > 0)
    throw bad_command_line("'" + chosen.remaining().front() + "' was not expected\nSee g2p " + chosen.get_name() +
                           " --help");
  if (predict.nbest > predict.beam)
    throw bad_command_line("--nbest is " + std::to_string(predict.nbest) + ", but --beam keeps only " +
                           std::to_string(predict.beam));
  train.model.attention = kind == "dot"        ? attention_kind::dot
                          : kind == "additive" ? attention_kind::additive
                                               : attention_kind::general;
  if (*train_app) return train;
  if (*evaluate_app) return evaluate;
  if (*predict_app) return predict;
  return attention;
}

} // namespace g2p
