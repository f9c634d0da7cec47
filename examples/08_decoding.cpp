// SPDX-License-Identifier: BSL-1.0
// 08: decoding, greedy and with a beam.
#include <cmath>
#include <cstdio>
#include <shapeproof/shapeproof.hpp>
#include <string>
#include <tuple>
#include <vector>

struct Batch : sp::axis<> {};
struct Sentence : sp::axis<> {};
struct Words : sp::ragged<Sentence> {};
struct Word : sp::axis<> {}; // the vocabulary
using Next = sp::key<Word>;  // the same words in a second role: what follows

// What a decoder answers in each step. Add `weights` for alignments.
template <class Scores, class State>
struct answer {
  Scores scores;
  State state;
};
template <class Scores, class State>
answer(Scores, State) -> answer<Scores, State>; // for clang 16

int main() {
  // What was said, and how often.
  struct sentence {
    std::vector<char const*> words;
    int times;
  };
  std::vector<sentence> const said{{{"the", "nice", "dog"}, 5}, {{"the", "nice", "cat"}, 1}, {{"the", "dog"}, 4},
                                   {{"the", "cat"}, 2},         {{"a", "dog"}, 8},           {{"a", "cat"}, 1}};
  sp::vocabulary<Word>::builder builder({.begin = "<s>", .end = "</s>"});
  for (auto const& one : said)
    for (char const* word : one.words) builder.add(word);
  auto const words = builder.build();
  std::vector<std::vector<sp::index<Word>>> rows;
  std::vector<float> times;
  for (auto const& one : said) {
    rows.emplace_back();
    for (char const* word : one.words) rows.back().push_back(words.encode(word));
    times.push_back(static_cast<float>(one.times));
  }

  // The language of it: how likely each word is behind another. Teacher forcing puts the markers where they belong; each
  // answer, seen in its second role, is counted for the word that it answers.
  auto const ids = sp::padded<sp::tensor<sp::index<Word>, Sentence, Words>>(rows, words.extent());
  auto const taught = sp::teacher_forcing(ids, words.markers());
  auto const given = sp::one_hot(sp::rename<sp::prefix<Words>, Words>(taught.prefix));
  auto const followed = sp::rename<Word, Next>(sp::one_hot(sp::rename<sp::target<Words>, Words>(taught.target)));
  auto const counts = sp::dot<Sentence, Words>(given * sp::tensor<float, Sentence>::of(times), followed);
  sp::tensor<float, Word, Next> const follows = sp::log((counts + 1e-9f) / (sp::sum<Next>(counts) + 1e-9f));

  // A search calls a step with the tokens chosen last, the state behind them, and the memory of the input. Here the
  // state is empty, and the memory says what the speaker of each row is fond of. (A model calls its decoder's step.)
  auto const step = [&](auto const& last, auto const& state, auto const& fond_of) {
    return answer{sp::rename<Next, Word>(sp::embed(follows, last)) + fond_of, state};
  };
  auto fond_of = sp::tensor<float, Batch, Word>(Batch{2}, words.extent());
  fond_of(sp::check_index<Batch>(1, fond_of.extent<Batch>()), words.encode("cat")) = 3;
  auto const print = [&](auto const& found) {
    std::string text;
    for (auto token : found.tokens) text += std::string(words.token(token)) + " ";
    std::printf("  %s(%.2f)\n", text.c_str(), std::exp(found.score));
  };

  // Greedy: the best word in every step. It falls for "the", which begins well.
  std::puts("greedy:");
  for (auto const& found : sp::greedy_search<Word, Batch>(step, std::tuple<>{}, fond_of, {.markers = words.markers()}))
    print(found);

  // A beam follows several hypotheses at a time, and finds that "a dog" is likelier as a whole.
  sp::beam_options<Word> const options{.markers = words.markers(), .beam = 4, .n_best = 3};
  for (auto const& row : sp::beam_search<Word, Batch>(step, std::tuple<>{}, fond_of, options)) {
    std::puts("beam:");
    for (auto const& found : row) print(found);
  }

  // Whatever the step does, an output has an end.
  auto const cut = sp::greedy_search<Word, Batch>(step, std::tuple<>{}, fond_of,
                                                  {.markers = words.markers(), .maximum_length = {.tokens = 1}});
  std::printf("at most one word: %s\n", cut[0].complete ? "complete" : "cut off");
}

/* It prints:
greedy:
  the nice dog (0.24)
  the cat (0.46)
beam:
  a dog (0.38)
  the nice dog (0.24)
  the dog (0.19)
beam:
  the cat (0.46)
  a cat (0.31)
  a dog (0.12)
at most one word: cut off
*/
