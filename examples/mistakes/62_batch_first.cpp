// SPDX-License-Identifier: BSL-1.0
// mistake: A recurrent layer steps along the first axis, which is the batch: videos are read one after the other.
// elsewhere: A PyTorch LSTM without batch_first=True takes [batch, time] for [time, batch] without a word: the state of
// elsewhere: one video goes on into the next. With a start state of the batch's size it throws, if the extents differ.
// source: HHTseng/video-classification#42
// source: pytorch/pytorch#1538
// source: Ligouhai-bigone/Sentiment-Analysis-Chinese-pytorch#1
// expect: cannot_scan<Frame, tensor<float, Video, Frame, Feature>>::because_its_first_axis_is<Video>
// expect: ::permute_the_steps_to_the_front
#include <iostream>
#include <shapeproof/shapeproof.hpp>
#include <utility>

struct Video : sp::axis<> {};
struct Frame : sp::axis<> {};
struct Feature : sp::axis<8> {};
struct State : sp::axis<4> {};
struct Before : sp::axis<4> {}; // the state of the frame before

struct watcher {
  using seen_layer = sp::linear<Feature, State>;
  using kept_layer = sp::linear<Before, State>;
  BOOST_HANA_DEFINE_STRUCT(watcher, (seen_layer, seen), (kept_layer, kept));
};

int main() {
  sp::model<watcher> const model(1);
  auto const videos = sp::tensor<float, Video, Frame, Feature>(Video{2}, Frame{3});
  auto const start = sp::tensor<float, Video, State>(Video{2});
  auto const step = [&](auto const& frame, auto const& state) {
    auto const next = sp::tanh(model.seen(frame) + model.kept(sp::rename<State, Before>(state)));
    return std::pair(next, next);
  };
#ifdef MISTAKE
  auto const watched = sp::scan<Frame>(videos, start, step); // wrong
#else
  auto const watched = sp::scan<Frame>(sp::permute<Frame, Video, Feature>(videos), start, step);
#endif
  std::cout << watched.state << '\n';
}
