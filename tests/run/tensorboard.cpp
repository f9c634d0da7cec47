// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/train/tensorboard.hpp>

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <string>

using namespace std::string_view_literals;
namespace tensorboard = sp::tensorboard;

namespace {

// Written by TensorBoard's own writer: tests/reference/tensorboard_events.py.
std::string_view const reference[] = {
#include "../reference/tensorboard_events.inc"
};

std::string bytes_of(int first, int step) {
  std::string bytes;
  for (int i = 0; i < 32; ++i) bytes += static_cast<char>(first + i * step);
  return bytes;
}

std::string content(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST_CASE("CRC-32C gives the values of RFC 3720, appendix B.4") {
  CHECK(sp::crc32c(std::string(32, '\0')) == 0x8A9136AAu);
  CHECK(sp::crc32c(std::string(32, '\xFF')) == 0x62A8AB43u);
  CHECK(sp::crc32c(bytes_of(0, 1)) == 0x46DD794Eu);
  CHECK(sp::crc32c(bytes_of(31, -1)) == 0x113FDB5Cu);
  CHECK(sp::crc32c("123456789") == 0xE3069283u);
  CHECK(sp::crc32c("") == 0u);
}

TEST_CASE("records have the bytes that TensorBoard's own writer gives") {
  CHECK(tensorboard::record(tensorboard::version_event(1700000000.25)) == reference[0]);
  sp::tensorboard_scalar const loss[] = {{"loss", 3.25f}};
  CHECK(tensorboard::record(tensorboard::scalars_event(1700000001.5, 1, loss)) == reference[1]);
  std::string const long_tag(200, 't');
  sp::tensorboard_scalar const three[] = {
      {"training/loss", 0.1f}, {"Fehler je Wörter", -1e-30f}, {long_tag, std::numeric_limits<float>::quiet_NaN()}};
  CHECK(tensorboard::record(tensorboard::scalars_event(1700000002.75, 123456, three)) == reference[2]);
  CHECK(tensorboard::record(tensorboard::start_event(1700000003.0, std::int64_t{1} << 40)) == reference[3]);
}

TEST_CASE("each start of a run has a file of its own, with whole records after each call") {
  sp::test::temporary_folder const here;
  auto const folder = here / "events";
  sp::tensorboard_file first(folder), resumed(folder, 7);
  CHECK(first.path() < resumed.path());
  CHECK(first.path().starts_with(folder + "/events.out.tfevents."));
  auto const version_size = reference[0].size();
  CHECK(content(first.path()).size() == version_size);
  CHECK(content(resumed.path()).size() == version_size + tensorboard::record(tensorboard::start_event(1, 8)).size());
  sp::tensorboard_scalar const loss[] = {{"loss", 3.25f}};
  first.append(1, loss);
  auto const written = content(first.path());
  REQUIRE(written.size() == version_size + reference[1].size());
  CHECK(written.substr(version_size, 12) == reference[1].substr(0, 12)); // the length and its checksum
  CHECK_THROWS_AS(sp::tensorboard_file("no/such/folder"), sp::file_error);
}
