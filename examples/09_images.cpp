// SPDX-License-Identifier: BSL-1.0
// 09: images: pixels, channels, windows.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <shapeproof/shapeproof.hpp>
#include <span>
#include <vector>

struct Batch : sp::axis<> {};
struct Height : sp::axis<16> {};
struct Width : sp::axis<16> {};
struct Grey : sp::axis<1> {};  // the channels of a picture
struct Edge : sp::axis<8> {};  // what the first filters find
struct Part : sp::axis<16> {}; // what the second find among edges

constexpr std::array shape_names{"squares", "circles", "crosses", "triangles"};
struct Shape : sp::axis<shape_names.size()> {};

// What pooling by two leaves: pieces of two positions. Then again, and all of that in a row.
using Rows = sp::tiles<Height, 2>;
using Columns = sp::tiles<Width, 2>;
using Places = sp::merged<sp::tiles<Rows, 2>, sp::tiles<Columns, 2>>;
using Features = sp::merged<Places, Part>;

// Each axis of a kernel says which axis of the images it goes along. A `centred` window sees zeros beyond the ends: Height
// stays Height. A `window` would stay inside, and its places would be an axis of their own, windows<Height, 3>, 14 long.
struct classifier {
  BOOST_HANA_DEFINE_STRUCT(classifier,
                           (sp::convolution<sp::centred<Height, 3>, sp::centred<Width, 3>, Grey, Edge>, edges),
                           (sp::convolution<sp::centred<Rows, 3>, sp::centred<Columns, 3>, Edge, Part>, parts),
                           (sp::linear<Features, Shape>, shape));
  auto operator()(sp::operand auto const& pixels) const {
    auto const small = sp::max_pool2d<Height, Width, 2, 2>(sp::relu(edges(sp::rescale(pixels))));
    auto const smaller = sp::max_pool2d<Rows, Columns, 2, 2>(sp::relu(parts(small)));
    auto const places = sp::merge<sp::tiles<Rows, 2>, sp::tiles<Columns, 2>>(smaller); // what others call flatten
    return shape(sp::merge<Places, Part>(places));
  }
};

struct picture_batch {
  sp::tensor<std::uint8_t, Batch, Height, Width, Grey> pixels;
  sp::tensor<sp::index<Shape>, Batch> shape;
};

bool is_inside(int shape, double x, double y, double r) {
  x = std::abs(x);
  if (shape == 0) return x <= r && std::abs(y) <= r;
  if (shape == 1) return x * x + y * y <= r * r;
  if (shape == 2) return std::min(x, std::abs(y)) <= r / 4 && std::max(x, std::abs(y)) <= r;
  return std::abs(y) <= r && x <= (y + r) / 2;
}
// A picture of a shape somewhere, light on dark, under noise.
sp::tensor<std::uint8_t, Height, Width, Grey> drawn(int shape, sp::random_sequence& random) {
  sp::tensor<std::uint8_t, Height, Width, Grey> picture(Height{}, Width{}, Grey{});
  double const r = random.uniform(4, 7), x = random.uniform(r, 15 - r), y = random.uniform(r, 15 - r);
  double const ground = random.uniform(20, 120), contrast = random.uniform(60, 120);
  for (auto i : Height{})
    for (auto j : Width{}) {
      double const light = is_inside(shape, j.value() - x, i.value() - y, r) ? ground + contrast : ground;
      picture(i, j, sp::at<Grey, 0>()) = static_cast<std::uint8_t>(std::clamp(light + 15 * random.normal(), 0., 255.));
    }
  return picture;
}
// The data: a picture for every number.
picture_batch make_batch(std::span<sp::extent_t const> numbers) {
  std::vector<sp::tensor<std::uint8_t, Height, Width, Grey>> pictures;
  std::vector<int> shapes;
  for (auto number : numbers) {
    sp::random_sequence random(static_cast<std::uint64_t>(number));
    shapes.push_back(static_cast<int>(random.below(shape_names.size())));
    pictures.push_back(drawn(shapes.back(), random));
  }
  return {sp::stack<Batch>(pictures), sp::check_index<Shape>(sp::tensor<int, Batch>::of(shapes))};
}

// The share of pictures that are named right.
double accuracy(classifier const& model, picture_batch const& pictures) {
  auto const right = sp::argmax<Shape>(model(pictures.pixels)) == pictures.shape;
  return sp::mean(sp::cast<double>(right)).value();
}

int main() {
  std::vector<sp::extent_t> numbers(4000);
  std::iota(numbers.begin(), numbers.end(), 0);
  std::span<sp::extent_t const> const all = numbers;
  auto const training = all.first(3000);
  auto const watched = make_batch(all.subspan(3000, 500)), unseen = make_batch(all.last(500));

  sp::model<classifier> model(1);
#ifdef MISTAKE_1
  model.edges(unseen.pixels);
  // because_the_pixels_are<unsigned char>::use_rescale
#endif
  // 0 to 255 become 0 to 1, and the element says so: tensor<unit_interval<float>, Batch, Height, Width, Grey>.
  auto const bright = sp::rescale(unseen.pixels);
  auto const found = model.edges(bright); // tensor<float, Batch, Height, Width, Edge>
#ifdef MISTAKE_2
  model.edges(sp::tensor<float, Batch, Height, Width>(Batch{1}));
  // cannot_conv2d<tensor<float, Batch, Height, Width>,
  // tensor<float, centred<Height, 3>, centred<Width, 3>, Grey, Edge>>
  // ::because_the_images_lack_channels<Grey>::expand_or_repeat_them
#endif
#ifdef MISTAKE_3
  model.parts(found);
  // ::because_the_images_lack<tiles<Height, 2>, tiles<Width, 2>>::feed_what_the_kernel_is_for
#endif
  std::printf("%d numbers of each picture, of %d pixels\n", static_cast<int>(found.size() / 500),
              static_cast<int>(bright.size() / 500));

  std::vector<sp::example_length> const lengths(training.size(), {1, 1});
  sp::training_data const data{
      .lengths = lengths,
      .make_batch = make_batch,
      .loss = [](auto const& m, sp::tape& t,
                 picture_batch const& batch) { return sp::cross_entropy<Shape>(m(t(batch.pixels)), batch.shape); },
      .evaluate = [&](auto const& m) { return std::vector{accuracy(m, watched)}; },
      .metrics = {"accuracy"}};
  auto const result = sp::fit(model, data,
                              sp::fit_options{.optimizer = sp::adam<>{.learning_rate = 0.01},
                                              .epochs = 20,
                                              .batch = sp::batch_limit::examples(50),
                                              .stopping = {.aim = sp::goal::maximise, .enough = 0.99},
                                              .progress = nullptr});
  std::printf("fit: %.0f %% after %d updates\n", 100 * result.best_metric, static_cast<int>(result.best_update));
  double const reached = accuracy(model, unseen);
  std::printf("%.1f %% of unseen pictures, %s\n", 100 * reached, reached >= 0.97 ? "which is enough" : "too few");
  auto const shapes = sp::argmax<Shape>(model(unseen.pixels));
  auto const first = shapes(sp::check_index<Batch>(0, shapes.extent<Batch>()));
  std::printf("The first one is among the %s.\n", shape_names[static_cast<std::size_t>(first.value())]);
}

/* It prints:
2048 numbers of each picture, of 256 pixels
fit: ... % after ... updates
... % of unseen pictures, which is enough
The first one is among the ....
*/
