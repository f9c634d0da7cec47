// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/io/safetensors.hpp>

#include <doctest/doctest.h>

#include <cstring>

// The fixtures are written by tests/reference/safetensors_fixtures.py with the reference implementation.
namespace {

using sp::extent_t;
using sp::storage_type;
using sp::test::message_of;
using sp::test::temporary_folder;

std::string const fixtures = SHAPEPROOF_TESTS_DIR "/fixtures/safetensors/";

template <class T>
std::vector<T> values(sp::safetensors_file const& file, std::string_view name) {
  sp::safetensors_entry const* entry = file.find(name);
  REQUIRE(entry != nullptr);
  std::vector<T> out(entry->bytes.size() / sizeof(T));
  if (!out.empty()) std::memcpy(out.data(), entry->bytes.data(), entry->bytes.size());
  return out;
}

std::vector<extent_t> shape(sp::safetensors_file const& file, std::string_view name) {
  REQUIRE(file.find(name) != nullptr);
  return file.find(name)->shape;
}

// A file of this header and this many zero bytes of data.
std::string with_header(std::string_view header, std::size_t data) {
  std::uint64_t const length = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return (bytes += header) + std::string(data, '\0');
}

sp::detail::safetensors_contents parse(std::string const& bytes) {
  return sp::detail::safetensors_parser("w", std::as_bytes(std::span(bytes))).parse();
}

std::string refused(std::string const& bytes) {
  return message_of<sp::data_error>([&] { (void)parse(bytes); });
}

std::string small_file(std::string const& path) {
  float const weights[] = {1, 2, 3, 4, 5, 6};
  unsigned char const mask[] = {1, 0, 1};
  sp::safetensors_writer writer;
  writer.add("weights", storage_type::f32, {2, 3}, std::as_bytes(std::span(weights)));
  writer.add("mask", storage_type::boolean, {3}, std::as_bytes(std::span(mask)));
  writer.set_metadata("axes", "Letter, Embed");
  writer.write(path);
  return sp::read_file(path);
}

} // namespace

TEST_CASE("a file of the reference implementation is read") {
  auto const file = sp::safetensors_file::open(fixtures + "mixed.safetensors");
  CHECK(file.entries().size() == 7);
  CHECK(shape(file, "encoder.weight") == std::vector<extent_t>{2, 3});
  CHECK(file.find("encoder.weight")->type == storage_type::f32);
  CHECK(values<float>(file, "encoder.weight") == std::vector<float>{0, 0.25F, 0.5F, 0.75F, 1, 1.25F});
  CHECK(shape(file, "scale").empty());
  CHECK(values<double>(file, "scale") == std::vector<double>{0.1});
  CHECK(values<std::int32_t>(file, "ids") == std::vector<std::int32_t>{-1, 0, 2147483647});
  CHECK(file.find("mask")->type == storage_type::boolean);
  CHECK(values<unsigned char>(file, "mask") == std::vector<unsigned char>{1, 0, 0, 1});
  CHECK(shape(file, "nothing") == std::vector<extent_t>{0, 5});
  CHECK(file.find("nothing")->bytes.empty());
  CHECK(file.find("half")->type == storage_type::f16);
  CHECK(values<std::uint16_t>(file, "half") == std::vector<std::uint16_t>{0x3E00, 0xC000}); // 1.5 and -2
  CHECK(values<unsigned char>(file, "gr\u00f6\u00dfe \"q\"\\\n") == std::vector<unsigned char>{1, 2, 3});
  CHECK(file.find("absent") == nullptr);
  REQUIRE(file.find_metadata("note") != nullptr);
  CHECK(*file.find_metadata("note") == "line\nwith \"quotes\", \\ and \U0001F600");
  CHECK(file.metadata().size() == 2);
  CHECK(file.find_metadata("absent") == nullptr);
  CHECK(sp::safetensors_file::open(fixtures + "empty.safetensors").entries().empty());
}

TEST_CASE("a written file is read back, its data aligned, and the same whatever the order of adding") {
  temporary_folder const folder;
  float const weight[] = {1, 2, 3, 4, 5, 6};
  double const pi = 3.141592653589793;
  std::int64_t const size = -5;
  unsigned char const bytes[] = {7, 8, 9};
  auto const write = [&](std::string const& path, bool backwards) {
    sp::safetensors_writer writer;
    auto const add = [&](int i) {
      if (i == 0) writer.add("weight", storage_type::f32, {2, 3}, std::as_bytes(std::span(weight)));
      if (i == 1) writer.add("bytes", storage_type::u8, {3}, std::as_bytes(std::span(bytes)));
      if (i == 2) writer.add("pi", storage_type::f64, {}, std::as_bytes(std::span(&pi, 1)));
      if (i == 3) writer.add("empty", storage_type::f32, {0, 4}, {});
      if (i == 4) writer.add("gr\u00f6\u00dfe", storage_type::i64, {1}, std::as_bytes(std::span(&size, 1)));
      if (i == 5) writer.set_metadata("b", "");
      if (i == 6) writer.set_metadata("a", "replaced");
    };
    for (int i = 0; i < 7; ++i) add(backwards ? 6 - i : i);
    writer.set_metadata("a", "tab\tquote\" back\\ \U0001F600 \x01");
    writer.write(path);
  };
  write(folder / "one", false);
  write(folder / "two", true);
  CHECK(sp::read_file(folder / "one") == sp::read_file(folder / "two"));
  if (char const* const keep = std::getenv("KEEP_SAFETENSORS")) write(keep, false);

  auto const file = sp::safetensors_file::open(folder / "one");
  CHECK(values<float>(file, "weight") == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(values<double>(file, "pi") == std::vector<double>{pi});
  CHECK(values<std::int64_t>(file, "gr\u00f6\u00dfe") == std::vector<std::int64_t>{-5});
  CHECK(values<unsigned char>(file, "bytes") == std::vector<unsigned char>{7, 8, 9});
  CHECK(shape(file, "empty") == std::vector<extent_t>{0, 4});
  CHECK(*file.find_metadata("a") == "tab\tquote\" back\\ \U0001F600 \x01");
  CHECK(file.find_metadata("b")->empty());
  CHECK(reinterpret_cast<std::uintptr_t>(file.entries()[0].bytes.data()) % 64 == 0);
  for (auto const& entry : file.entries()) {
    CHECK(reinterpret_cast<std::uintptr_t>(entry.bytes.data()) % sp::bytes_of(entry.type) == 0);
  }
}

TEST_CASE("what the format cannot hold is not added") {
  sp::safetensors_writer writer;
  float const numbers[] = {1, 2};
  auto const bytes = std::as_bytes(std::span(numbers));
  auto const add = [&](std::string name, std::vector<extent_t> extents) {
    return message_of<sp::usage_error>(
        [&] { writer.add(std::move(name), storage_type::f32, std::move(extents), bytes); });
  };
  CHECK(add("w", {2}) == "nothing was thrown");
  CHECK(add("w", {2}) == "safetensors: tensor \"w\" is added twice");
  CHECK(add("", {2}) == "safetensors: tensor \"\" has a name that the format does not allow");
  CHECK(add("__metadata__", {2}).find("does not allow") != std::string::npos);
  CHECK(add("\xFF", {2}).find("not UTF-8") != std::string::npos);
  CHECK(add("v", {3}) == "safetensors: tensor \"v\" is given 8 bytes, which its shape does not need");
  CHECK(add("v", {-1, -2}) == "safetensors: tensor \"v\" has a negative extent");
  CHECK(message_of<sp::usage_error>([&] { writer.set_metadata("k", "\xC3"); }) ==
        "safetensors: the metadata of \"k\" is not UTF-8");
}

TEST_CASE("each violation of the format is refused by path and tensor") {
  auto const tensor = [](std::string const& rest) { return with_header("{\"t\":{" + rest + "}}", 8); };
  CHECK(refused("abc") == "\"w\": it has 3 bytes, too few for the header's length");
  CHECK(refused(std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}", 10)) ==
        "\"w\": the header is said to have 18446744073709551615 bytes, but only 2 can be; "
        "it is not a safetensors file or it is cut off");
  CHECK(refused(with_header("", 0)) == "\"w\": header byte 0: the header does not begin with {");
  CHECK(refused(with_header(" {}", 0)) == "\"w\": header byte 0: the header does not begin with {");
  CHECK(refused(with_header(std::string_view("{}\0", 3), 0)) ==
        "\"w\": header byte 2: something follows the end of the JSON text");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,8])")) == "nothing was thrown");
  CHECK(refused(tensor(R"("dtype":"F4","shape":[2],"data_offsets":[0,8])")) ==
        "\"w\": tensor \"t\" has the dtype \"F4\", which is not known here");
  CHECK(refused(tensor(R"("shape":[2],"data_offsets":[0,8])")) == "\"w\": tensor \"t\" has no dtype");
  CHECK(refused(tensor(R"("dtype":"F32","data_offsets":[0,8])")) == "\"w\": tensor \"t\" has no shape");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[2])")) == "\"w\": tensor \"t\" has no data_offsets");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0])")) ==
        "\"w\": tensor \"t\" has 1 data_offsets instead of 2");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,8,9])")) ==
        "\"w\": tensor \"t\" has more than 2 data_offsets");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[0,8],"x":"y")")) ==
        "\"w\": tensor \"t\" has the member \"x\", which the format does not know");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[2],"data_offsets":[8,0])")) ==
        "\"w\": tensor \"t\" has bytes 8 to 0, which end before they begin");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[4],"data_offsets":[0,16])")) ==
        "\"w\": tensor \"t\" has bytes 0 to 16, but the file has only 8 bytes of data; it is cut off or damaged");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[3],"data_offsets":[0,8])")) ==
        "\"w\": tensor \"t\" has bytes 0 to 8, that is 8, but its shape and F32 need 12");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8])")) ==
        "\"w\": tensor \"t\" has a shape whose number of bytes overflows");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8])")) ==
        "\"w\": tensor \"t\" has an extent of 9223372036854775808, which is too large");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[0,4])")) ==
        "\"w\": after the last tensor come 4 bytes that belong to none");
  CHECK(refused(tensor(R"("dtype":"F32","shape":[1],"data_offsets":[4,8])")) ==
        "\"w\": tensor \"t\" stands after a hole of 4 bytes");
  CHECK(refused(with_header(R"({"t":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},)"
                            R"("u":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})",
                            8)) == "\"w\": tensor \"u\" shares bytes with tensor \"t\"");
  CHECK(refused(with_header(R"({"t":{"dtype":"U8","shape":[0],"data_offsets":[3,3]},)"
                            R"("u":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}})",
                            8)) == "\"w\": tensor \"t\" shares bytes with tensor \"u\"");
  CHECK(refused(with_header(R"({"t":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}})", 0) + "\x01\x02") ==
        "\"w\": tensor \"t\" holds 2 at position 1, no BOOL");
  CHECK(refused(with_header(R"({"__metadata__":{"a":1}})", 0)) == "\"w\": header byte 21: expected a string");
  CHECK(refused(with_header(R"({"__metadata__":{},"__metadata__":{}})", 0)).find("comes twice") != std::string::npos);
  CHECK(refused(with_header("{\"\xC3\":{}}", 0)) ==
        "\"w\": header byte 2: 0xC3 is a sequence that is cut off, not UTF-8");
}

TEST_CASE("every truncation is refused, and no corrupted byte gives tensors outside the file") {
  temporary_folder const folder;
  std::string const whole = small_file(folder / "small");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string const cut = whole.substr(0, size);
    CHECK_THROWS_AS((void)parse(std::string(cut.data(), cut.size())), sp::data_error);
  }
  CHECK_THROWS_AS((void)parse(whole + '\0'), sp::data_error);
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (unsigned const flip : {0x01u, 0x02u, 0x04u, 0x08u, 0x10u, 0x20u, 0x40u, 0x80u, 0xFFu, 0x03u, 0x0Fu}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ flip);
      try {
        sp::detail::safetensors_contents const contents = parse(damaged);
        ++accepted;
        // What still is a valid file is one by its own account: the tensors fill its data exactly.
        std::size_t total = 0;
        for (auto const& entry : contents.entries) {
          auto const needed = sp::detail::bytes_of_shape(entry.type, entry.shape);
          REQUIRE(needed == entry.bytes.size());
          total += entry.bytes.size();
        }
        REQUIRE(total == 27);
      } catch (sp::data_error const&) {
      }
    }
  }
  // The 24 bytes of numbers take any value, so do letters in names; most of the rest does not.
  CHECK(accepted > 24 * 11);
}

TEST_CASE("a damaged file on the disk is named by its path") {
  temporary_folder const folder;
  std::string const path = folder / "small.safetensors";
  std::string bytes = small_file(path);
  bytes.resize(bytes.size() - 1);
  sp::write_file_atomically(path, [&](sp::atomic_file& file) { file.write(bytes); });
  std::string const message = message_of<sp::data_error>([&] { (void)sp::safetensors_file::open(path); });
  CHECK(message == "\"" + path +
                       "\": tensor \"mask\" has bytes 24 to 27, but the file has only 26 bytes of data; "
                       "it is cut off or damaged");
  CHECK_THROWS_AS((void)sp::safetensors_file::open(folder / "absent"), sp::file_error);
  sp::write_file_atomically(path, [](sp::atomic_file&) {});
  CHECK(message_of<sp::data_error>([&] { (void)sp::safetensors_file::open(path); }) ==
        "\"" + path + "\": it has 0 bytes, too few for the header's length");
}
