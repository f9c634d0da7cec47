// SPDX-License-Identifier: BSL-1.0
// mistake: The accuracy compares answers from a list of candidates with labels that are numbered as in the data.
// elsewhere: PyTorch and TensorFlow compare the numbers: the accuracy is that of another order of the classes and tells
// elsewhere: nothing of the model. Nothing is thrown.
// source: microsoft/winml-cli#387
// source: googlecodelabs/tensorflow-for-poets-2#6
// source: deeplearning4j/DataVec#105
// expect: cannot_compare<tensor<index<Candidate>, Text>, tensor<index<Topic>, Text>>
// expect: ::because_element_types_differ<index<Candidate>, index<Topic>>::use_cast<int>
#include <cstdio>
#include <shapeproof/shapeproof.hpp>

struct Text : sp::axis<> {};
struct Candidate : sp::axis<3> {}; // politics, sports, technology
struct Topic : sp::axis<3> {};     // sports, technology, politics

int main() {
  auto const scores = sp::tensor<float, Text, Candidate>::of({{1, 5, 2}, {7, 0, 1}});
  auto const labels = sp::check_index<Topic>(sp::tensor<int, Text>::of({0, 2}));
#ifdef MISTAKE
  sp::tensor<bool, Text> const right = sp::argmax<Candidate>(scores) == labels; // wrong
#else
  auto const topic_of = sp::check_index<Topic>(sp::tensor<int, Candidate>::of({2, 0, 1}));
  sp::tensor<bool, Text> const right = sp::gather<Candidate>(topic_of, sp::argmax<Candidate>(scores)) == labels;
#endif
  std::printf("accuracy %.2f\n", sp::mean(sp::cast<float>(right)).value());
}
