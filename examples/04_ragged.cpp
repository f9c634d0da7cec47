// SPDX-License-Identifier: BSL-1.0
// 04: sequences of different lengths.
#include <iostream>
#include <shapeproof/data.hpp>
#include <shapeproof/ops.hpp>
#include <string>
#include <vector>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {}; // positions in a word: each element of the batch has its own number of them
struct Letter : sp::axis<> {};         // the alphabet

int main() {
  // The value of a ragged axis is its lengths, here those of the rows. Every tensor over Letters knows them, so nobody
  // passes a mask by hand, and nobody passes the wrong one.
  auto x = sp::tensor<float, Batch, Letters>::of({{1, 2, 3}, {4}});
  std::cout << x.extent<Letters>().total() << " real positions: " << x << '\n';
  sp::tensor<float, Batch> const means = sp::mean<Letters>(x);
  std::cout << "mean of each: " << means << '\n';
  std::cout << "mean of all: " << sp::mean(x).value() << '\n'; // of 1 2 3 4, not of the two means
  std::cout << "softmax: " << sp::softmax<Letters>(x) << '\n';
#ifdef MISTAKE_1
  auto wrong = sp::mean<Batch>(x);
  // cannot_mean<tensor<float, Batch, Letters>, Batch>::because_these_would_lose_their_batch<Letters>::reduce_them_too
#endif

  // Text becomes ids by a vocabulary, and ids of several words one tensor.
  sp::vocabulary<Letter>::builder builder({.begin = "<s>", .end = "</s>"});
  std::vector<std::string> const words{"tea", "at"};
  for (auto const& word : words)
    for (char const& letter : word) builder.add({&letter, 1});
  auto const alphabet = builder.build();
  std::vector<std::vector<sp::index<Letter>>> rows;
  for (auto const& word : words) {
    rows.emplace_back();
    for (char const& letter : word) rows.back().push_back(alphabet.encode({&letter, 1}));
  }
  auto ids = sp::padded<sp::tensor<sp::index<Letter>, Batch, Letters>>(rows, alphabet.extent());

  // Between and around n letters stand n + 1 fence posts. Over prefix<Letters> stands what a decoder has been given at
  // each post, over target<Letters> what it must answer. That the two are shifted against each other the types know.
  auto const taught = sp::teacher_forcing(ids, alphabet.markers());
  auto const show = [&](auto const& tokens, auto posts) {
    for (auto b : tokens.template extent<Batch>())
      for (auto p : posts) std::cout << alphabet.token(tokens(b, p)) << (p.value() + 1 < posts.size() ? " " : "\n");
  };
  std::cout << "given:\n";
  show(taught.prefix, taught.prefix.extent<sp::prefix<Letters>>());
  std::cout << "answer:\n";
  show(taught.target, taught.target.extent<sp::target<Letters>>());

  // A loss over scores at the posts: the mean over real posts. These scores like each letter equally, so each answer
  // costs log 5. To judge them by what the decoder was given would be learning to repeat the input.
  auto scores = sp::tensor<float, Batch, sp::prefix<Letters>, Letter>(taught.prefix.extent<sp::prefix<Letters>>(),
                                                                      alphabet.extent());
  std::cout << "loss: " << sp::cross_entropy<Letter>(scores, taught.target).value() << '\n';
#ifdef MISTAKE_2
  auto loss = sp::cross_entropy<Letter>(scores, taught.prefix);
  // cannot_cross_entropy<Letter, tensor<float, Batch, prefix<Letters>, Letter>,
  //   tensor<index<Letter>, Batch, prefix<Letters>>>::because_the_labels_are_over<prefix<Letters>>::
  //   give_those_over<target<Letters>>
#endif
}

/* It prints:
4 real positions: tensor<float, Batch, Letters>: Batch 2, Letters 3 (lengths 3 1); min 1, mean 2.5, max 4
[[1, 2, 3],
 [4, ., .]]
mean of each: tensor<float, Batch>: Batch 2; min 2, mean 3, max 4
[2, 4]
mean of all: 2.5
softmax: tensor<distribution<float, Letters>, Batch, Letters>: Batch 2, Letters 3 (lengths 3 1); min 0.090031, mean 0.5, max 1
[[0.090031, 0.24473, 0.66524],
 [1, ., .]]
given:
<s> t e a
<s> a t </s>
answer:
t e a </s>
a t </s> </s>
loss: 1.60944
*/
