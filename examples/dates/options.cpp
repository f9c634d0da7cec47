// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <system_error>
#include <type_traits>

namespace dates {

namespace {

std::string shown(auto number) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

// CLI11's own ranges let "nan" through and cut "7x" short.
template <class Number>
CLI::Option* number(CLI::App& app, std::string const& name, Number& value, std::type_identity_t<Number> low,
                    std::type_identity_t<Number> high, std::string const& what) {
  std::string const range = shown(low) + " to " + shown(high);
  auto const check = [low, high, range](std::string& text) -> std::string {
    Number given{};
    char const* const end = text.data() + text.size();
    auto const [stop, problem] = std::from_chars(text.data(), end, given);
    if (stop != end || problem == std::errc::invalid_argument)
      return "'" + text + "' is not a " + (std::integral<Number> ? "whole number" : "number");
    if (problem == std::errc() && low <= given && given <= high) return {};
    return text + " is not within " + range;
  };
  return app.add_option(name, value, what)
      ->check(CLI::Validator(check, ""))
      ->capture_default_str()
      ->type_name("NUMBER");
}

CLI::Option* text(CLI::App& app, std::string const& name, auto& value, std::string const& what) {
  auto const check = [](std::string& given) -> std::string { return given.empty() ? "it is empty" : ""; };
  return app.add_option(name, value, what)->check(CLI::Validator(check, ""));
}

void threads(CLI::App& app, int& value) { number(app, "--threads", value, 0, 1024, "Threads; 0: one for each core"); }

void training(CLI::App& app, training_options& options) {
  number(app, "--seed", options.seed, 0, UINT64_MAX, "Decides the dates and the parameters at the start");
  number(app, "--dates", options.dates, 1, 10'000'000, "Dates to train on at most, each seen once");
  number(app, "--minutes", options.minutes, 0.001, 1e6, "Time to train at most");
  threads(app, options.threads);
}

void model_folder(CLI::App& app, std::string& folder) {
  text(app, "DIR", folder, "The folder of a trained model")->required()->type_name("");
}

} // namespace

command parse_command_line(int argc, char const* const* argv) {
  CLI::App app("Reads dates as people write them, in four languages: trains a small model that gives the ISO date.",
               "dates");
  app.require_subcommand(1);
  demo_options demo;
  train_options train;
  evaluate_options evaluate;
  predict_options predict;

  CLI::App* const demo_app = app.add_subcommand("demo", "Train, and show what was learnt");
  text(*demo_app, "--out", demo.folder, "The folder for a picture of the attention")
      ->capture_default_str()
      ->type_name("FOLDER");
  training(*demo_app, demo.training);

  CLI::App* const train_app =
      app.add_subcommand("train", "Train a model and keep it; goes on where it was interrupted");
  text(*train_app, "--out", train.folder, "The folder for the model, its log and its checkpoints")
      ->required()
      ->type_name("DIR");
  training(*train_app, train.training);

  CLI::App* const evaluate_app = app.add_subcommand("evaluate", "Count the errors of a model on dates it has not seen");
  model_folder(*evaluate_app, evaluate.folder);
  threads(*evaluate_app, evaluate.threads);

  CLI::App* const predict_app = app.add_subcommand("predict", "Give the ISO form of dates");
  model_folder(*predict_app, predict.folder);
  predict_app->add_option("TEXT", predict.texts, "Dates, such as 'the 3rd of May 1998'")->required()->type_name("");

  auto const commands = {demo_app, train_app, evaluate_app, predict_app};
  std::string const first = argc > 1 ? argv[1] : "";
  auto const is_first = [&](CLI::App const* one) { return one->get_name() == first; };
  if (first != "--help" && first != "-h" && std::none_of(commands.begin(), commands.end(), is_first))
    throw bad_command_line((argc > 1 ? "there is no command '" + first + "'" : "a command is missing") +
                           "\nSee dates --help");
  for (CLI::App* const one : commands) one->allow_extras(); // to name the first one ourselves
  try {
    app.parse(argc, argv);
  } catch (CLI::CallForHelp const&) {
    return help{app.help()};
  } catch (CLI::ParseError const& error) {
    std::string const chosen = app.get_subcommands().empty() ? "" : ' ' + app.get_subcommands().front()->get_name();
    throw bad_command_line(std::string(error.what()) + "\nSee dates" + chosen + " --help");
  }
  CLI::App const& chosen = *app.get_subcommands().front();
  if (chosen.remaining_size() > 0)
    throw bad_command_line("'" + chosen.remaining().front() + "' was not expected\nSee dates " + chosen.get_name() +
                           " --help");
  if (*demo_app) return demo;
  if (*train_app) return train;
  if (*evaluate_app) return evaluate;
  return predict;
}

} // namespace dates
