// SPDX-License-Identifier: BSL-1.0
// 08: decoding, greedy and with a beam.
#include <cmath>
#include <cstdio>
#include <shapeproof/shapeproof.hpp>
#include <string>
#include <tuple>

struct Batch : sp::axis<> {};
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
  sp::vocabulary<Word>::builder builder({.begin = "<s>", .end = "</s>"});
  for (char const* word : {"the", "a", "nice", "cat", "dog"}) builder.add(word);
  auto const words = builder.build();

  // A language of a few sentences: how likely each word follows another.
  auto follows = sp::tensor<float, Word, Next>(words.extent()) - 20;
  auto const then = [&](sp::index<Word> word) { return sp::check_index<Next>(word.value(), follows.extent<Next>()); };
  auto const set = [&](sp::index<Word> from, sp::index<Next> to, float chance) {
    follows(from, to) = std::log(chance);
  };
  auto const the = words.encode("the"), a = words.encode("a"), nice = words.encode("nice");
  auto const cat = words.encode("cat"), dog = words.encode("dog");
  auto const starts = [&](sp::index<Word> word, float chance) { set(words.begin_marker(), then(word), chance); };
  auto const ends = [&](sp::index<Word> word) { set(word, then(words.end_marker()), 1); };
  starts(the, .5f), starts(a, .4f), starts(nice, .1f);
  set(the, then(nice), .4f), set(the, then(dog), .36f), set(the, then(cat), .24f);
  set(a, then(dog), .9f), set(a, then(cat), .1f);
  set(nice, then(dog), .7f), set(nice, then(cat), .3f);
  ends(dog), ends(cat);

  // A search calls a step with the tokens chosen last, the state behind them, and the memory of the input. Here the
  // state is empty, and the memory says what the speaker of each row is fond of. (A model calls its decoder's step.)
  auto const step = [&](auto const& last, auto const& state, auto const& fond_of) {
    return answer{sp::rename<Next, Word>(sp::embed(follows, last)) + fond_of, state};
  };
  auto fond_of = sp::tensor<float, Batch, Word>(Batch{2}, words.extent());
  fond_of(sp::check_index<Batch>(1, fond_of.extent<Batch>()), cat) = 3;
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
  the nice dog (0.14)
  the cat (0.43)
beam:
  a dog (0.36)
  the dog (0.18)
  the nice dog (0.14)
beam:
  the cat (0.43)
  a cat (0.28)
  a dog (0.12)
at most one word: cut off
*/
