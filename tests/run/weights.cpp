// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/tape/model.hpp>
#include <shapeproof/train/probe.hpp>
#include <shapeproof/train/weights.hpp>

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace {

struct Word : sp::axis<> {};
struct Width : sp::axis<3> {};
struct Height : sp::axis<3> {};

struct Layer {
  BOOST_HANA_DEFINE_STRUCT(Layer, (sp::parameter<float, Width, sp::prev<Width>>, turn),
                           (sp::parameter<float, Width>, shift));
};
struct Small {
  BOOST_HANA_DEFINE_STRUCT(Small, (sp::parameter<float, Word, Width>, table), (Layer, layer));
};
struct Wide {
  BOOST_HANA_DEFINE_STRUCT(Wide, (sp::parameter<float, Word, Height>, table), (Layer, layer));
};
struct Fine {
  BOOST_HANA_DEFINE_STRUCT(Fine, (sp::parameter<double, Word, Width>, table));
};
struct Flat {
  BOOST_HANA_DEFINE_STRUCT(Flat, (sp::parameter<float, Word>, table), (sp::parameter<float, Width>, more));
};

using sp::test::message_of;

template <class Model>
std::vector<typename Model::scalar> numbers(Model const& model) {
  return {model.flat().begin(), model.flat().end()};
}

template <class Model>
std::string refusal(std::string const& path, Model& model) {
  auto const before = numbers(model);
  auto const message = message_of<sp::data_error>([&] { sp::load_weights(path, model); });
  CHECK(numbers(model) == before);
  return message;
}

} // namespace

TEST_CASE("saved weights come back bit for bit, with their texts") {
  sp::test::temporary_folder const here;
  auto const path = here / "weights.safetensors";
  sp::model<Small> const saved(1, Word{5});
  sp::model<Small> loaded(2, Word{5});
  CHECK(numbers(saved) != numbers(loaded));
  sp::save_weights(path, saved, {.metadata = {{"words", "a\nb\nc\nd\ne"}}});
  sp::load_weights(path, loaded);
  CHECK(numbers(saved) == numbers(loaded));
  auto const file = sp::safetensors_file::open(path);
  CHECK(*file.find_metadata("words") == "a\nb\nc\nd\ne");
  CHECK(*file.find_metadata("axes.layer.turn") == "Width; prev<Width>");
  CHECK(file.find("table")->shape == std::vector<sp::extent_t>{5, 3});
  CHECK(here.names() == std::vector<std::string>{"weights.safetensors"});
}

TEST_CASE("weights that do not fit are refused by name, and the model is as it was") {
  sp::test::temporary_folder const here;
  auto const path = here / "w";
  auto const start = "\"" + path + "\" does not fit the model: ";
  sp::save_weights(path, sp::model<Small>(1, Word{5}));

  sp::model<Small> longer(2, Word{6});
  CHECK(refusal(path, longer) == start + "parameter \"table\" has the extent of Word 5 in the file and 6 in the model");
  sp::model<Wide> wide(2, Word{5});
  CHECK(refusal(path, wide) ==
        start + "parameter \"table\" has as axis 2 \"Width\" in the file and \"Height\" in the model");
  sp::model<Fine> fine(2, Word{5});
  CHECK(refusal(path, fine) == start + "parameter \"table\" has the element F32 in the file and F64 in the model; "
                                       "parameter \"layer.shift\" is in the file but not in the model; "
                                       "parameter \"layer.turn\" is in the file but not in the model");
  sp::model<Flat> flat(2, Word{5});
  CHECK(refusal(path, flat) == start + "parameter \"table\" has a number of axes of 2 in the file and 1 in the model; "
                                       "parameter \"more\" is missing in the file; "
                                       "parameter \"layer.shift\" is in the file but not in the model; and 1 more");
}

TEST_CASE("weights of another program need no names of axes, and what has a slash in its name is no parameter") {
  sp::test::temporary_folder const here;
  auto const path = here / "w";
  std::vector<float> table(15), turn(9), shift(3);
  table[4] = 0.5f, turn[8] = -2, shift[0] = 7;
  sp::safetensors_writer file;
  file.add("table", sp::storage_type::f32, {5, 3}, std::as_bytes(std::span(table)));
  file.add("layer.turn", sp::storage_type::f32, {3, 3}, std::as_bytes(std::span(turn)));
  file.add("layer.shift", sp::storage_type::f32, {3}, std::as_bytes(std::span(shift)));
  file.add("training/epoch", sp::storage_type::f32, {3}, std::as_bytes(std::span(shift)));
  file.write(path);
  sp::model<Small> model(1, Word{5});
  sp::load_weights(path, model);
  CHECK(std::ranges::equal(model.table.unnamed(), table));
  CHECK(std::ranges::equal(model.layer.turn.unnamed(), turn));
  CHECK(std::ranges::equal(model.layer.shift.unnamed(), shift));
}

TEST_CASE("weights that are not finite are refused") {
  sp::test::temporary_folder const here;
  auto const path = here / "w";
  sp::model<Small> broken(1, Word{5}), model(2, Word{5});
  broken.layer.turn.unnamed()[7] = std::numeric_limits<float>::quiet_NaN();
  sp::save_weights(path, broken);
  CHECK(refusal(path, model) == "\"" + path + "\": parameter \"layer.turn\" is not finite at position 7");
}

TEST_CASE("a file that is cut off anywhere is refused, and the model is as it was") {
  sp::test::temporary_folder const here;
  auto const path = here / "w", cut = here / "cut";
  sp::save_weights(path, sp::model<Small>(1, Word{5}));
  auto const whole = sp::read_file(path);
  sp::model<Small> model(2, Word{5});
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    std::ofstream(cut, std::ios::binary) << whole.substr(0, size);
    CHECK(refusal(cut, model).starts_with("\"" + cut + "\""));
  }
  CHECK_THROWS_AS(sp::load_weights(here / "nothing", model), sp::file_error);
}

TEST_CASE("a probe is run again when its file is loaded") {
  sp::test::temporary_folder const here;
  auto const path = here / "w";
  sp::model<Small> const model(1, Word{5});
  sp::save_weights(path, model, {.probe = {"caf\xC3\xA9", {0.25, -1e-3, 100}}});
  auto const file = sp::safetensors_file::open(path);
  std::string seen;
  auto const gives = [&](std::vector<double> output) {
    return [&seen, output](std::string_view input) {
      seen = input;
      return output;
    };
  };
  sp::check_probe(file, gives({0.25, -1e-3, 100}));
  CHECK(seen == "caf\xC3\xA9");
  sp::check_probe(file, gives({0.25 + 1e-5, -1.01e-3, 100.005}));
  auto const who = "\"" + path + "\": the probe \"caf\xC3\xA9\" gives ";
  CHECK(message_of<sp::data_error>([&] { sp::check_probe(file, gives({0.25, -1e-3, 101})); }) ==
        who + "101 at position 2, but gave 100 when it was saved");
  CHECK(message_of<sp::data_error>([&] { sp::check_probe(file, gives({0.25})); }) ==
        who + "1 numbers, but gave 3 when it was saved");
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(sp::check_probe(file, gives({0.25, nan, 100})), sp::data_error);

  sp::model<Small> loaded(2, Word{5});
  sp::load_weights(file, loaded); // the probe is no parameter
  CHECK(numbers(loaded) == numbers(model));
  sp::save_weights(path, model);
  CHECK(message_of<sp::data_error>([&] { sp::read_probe(sp::safetensors_file::open(path)); }) ==
        "\"" + path + "\" has no probe");
}
