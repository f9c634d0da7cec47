// SPDX-License-Identifier: BSL-1.0
// Exit statuses: 0 done, 1 something is wrong with data or files, 2 something is wrong with the command line.
#include "../common/attention_svg.hpp"
#include "../common/attention_terminal.hpp"
#include "report.hpp"
#include "saved_model.hpp"
#include "training.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <variant>

namespace {

using namespace dates;

void use_threads(int wanted) {
  if (wanted > 0) sp::set_threads(wanted);
}

// Trains and says how long that took.
void train_aloud(sp::model<date_reader>& model, vocabularies const& with, training_options const& options,
                 std::string const& folder = {}) {
  std::printf("training a model of %lld parameters on dates in %zu forms and four languages\n",
              static_cast<long long>(model.parameter_count()), forms.size());
  std::fflush(stdout); // before the progress, which goes elsewhere
  double const start = sp::steady_seconds();
  auto const result = train(model, with, options, folder);
  std::printf("%lld updates in %.1f seconds\n", static_cast<long long>(result.updates), sp::steady_seconds() - start);
}

sp::model<date_reader> new_model(vocabularies const& with, std::uint64_t seed) {
  return sp::model<date_reader>(seed, with.written.extent(), with.iso.extent());
}

// A date that no model is trained on, as words.
std::string example_for_the_picture() {
  date day{1998, 9, 4};
  while (part_of(day) != part::evaluation) day = next_day(day);
  return write(day, forms.front());
}

void run(demo_options const& options) {
  use_threads(options.training.threads);
  std::filesystem::create_directories(options.folder);
  std::string const path = options.folder + "/dates-attention.svg";
  static_cast<void>(sp::atomic_file(path)); // a picture that cannot be written is known before the training
  vocabularies const with = make_vocabularies();
  auto model = new_model(with, options.training.seed);
  train_aloud(model, with, options.training);
  std::printf("\n");
  print_evaluation(model, with);
  auto const picture = attention_of(model, with, example_for_the_picture());
  std::printf("\n%s\n", examples::draw_for_terminal(picture, examples::wants_colour(stdout)).c_str());
  examples::write_svg(path, picture);
  std::printf("the same as a picture: %s\n", path.c_str());
}

void run(train_options const& options) {
  use_threads(options.training.threads);
  vocabularies const with = make_vocabularies();
  auto model = new_model(with, options.training.seed);
  train_aloud(model, with, options.training, options.folder);
  print_evaluation(model, with);
}

void run(evaluate_options const& options) {
  use_threads(options.threads);
  saved_model const saved(options.folder);
  print_evaluation(saved.model, saved.with);
}

void run(predict_options const& options) {
  saved_model const saved(options.folder);
  std::vector<spelling<WrittenCharacter>> written;
  for (auto const& text : options.texts) written.push_back({text});
  auto const found = read(saved.model, saved.with, written);
  for (std::size_t i = 0; i < found.size(); ++i)
    std::printf("%s\t%s\n", written[i].characters.c_str(), decode(found[i].tokens, saved.with.iso).characters.c_str());
}

void run(help const& wanted) { std::fputs(wanted.text.c_str(), stdout); }

} // namespace

int main(int argc, char** argv) {
  try {
    std::visit([](auto const& options) { run(options); }, parse_command_line(argc, argv));
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) throw std::runtime_error("standard output cannot be written");
    return 0;
  } catch (bad_command_line const& error) {
    std::fprintf(stderr, "dates: %s\n", error.what());
    return 2;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "dates: %s\n", error.what());
    return 1;
  }
}
