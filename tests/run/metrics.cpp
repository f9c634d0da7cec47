// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/train/metrics.hpp>

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

namespace {

std::string content(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(std::string const& path, std::string const& text) { std::ofstream(path, std::ios::binary) << text; }

std::vector<std::string> const columns = {"loss", "note"};

} // namespace

TEST_CASE("a metrics file has its header once and each row at once") {
  sp::test::temporary_folder const here;
  auto metrics = sp::metrics_file::start(here / "metrics.csv", columns);
  CHECK(content(here / "metrics.csv") == "update,loss,note\n");
  metrics.append(1, std::vector<sp::csv_cell>{0.1, "warm"});
  CHECK(content(here / "metrics.csv") == "update,loss,note\n1,0.1,warm\n");
  metrics.append(20, std::vector<sp::csv_cell>{1e-9f, {}});
  CHECK(content(here / "metrics.csv") == "update,loss,note\n1,0.1,warm\n20,9.999999717180685e-10,\n");
}

TEST_CASE("fields are quoted as RFC 4180 says") {
  CHECK(sp::csv_quoted("plain text") == "plain text");
  CHECK(sp::csv_quoted("a,b") == "\"a,b\"");
  CHECK(sp::csv_quoted("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(sp::csv_quoted("two\nlines") == "\"two\nlines\"");
  CHECK(sp::csv_quoted("") == "");
  CHECK(sp::csv_cell("x,y").text() == "\"x,y\"");
  CHECK(sp::csv_cell(0.1 + 0.2).text() == "0.30000000000000004");
  CHECK(sp::csv_cell(-7).text() == "-7");
}

TEST_CASE("a resumed run goes on after its last update and drops what it computes again") {
  sp::test::temporary_folder const here;
  std::string const kept = "update,loss,note\n10,3,\"a\n99,b\"\n20,2,x\n";
  for (std::string const dropped : {"", "30,1,y\n", "30,1,y\n40,1,z\n", "30,1", "2", "30,1,\"torn\n"}) {
    put(here / "metrics.csv", kept + dropped);
    sp::metrics_file::resume(here / "metrics.csv", columns, 20).append(30, std::vector<sp::csv_cell>{5, "new"});
    CHECK(content(here / "metrics.csv") == kept + "30,5,new\n");
  }
}

TEST_CASE("a file that was killed while its header was written begins anew") {
  sp::test::temporary_folder const here;
  for (std::string const start : {"", "u", "update,loss,note"}) {
    put(here / "metrics.csv", start);
    sp::metrics_file::resume(here / "metrics.csv", columns, 20);
    CHECK(content(here / "metrics.csv") == "update,loss,note\n");
  }
}

TEST_CASE("a file with other columns is refused and left as it is") {
  sp::test::temporary_folder const here;
  std::string const other = "update,loss,score\n1,2,3\n";
  put(here / "metrics.csv", other);
  auto const path = here / "metrics.csv";
  CHECK_THROWS_WITH_AS(
      sp::metrics_file::start(path, columns),
      (path + ":1: the columns are 'update,loss,score', but this run writes 'update,loss,note'").c_str(),
      sp::data_error);
  CHECK(content(path) == other);
  put(path, "update,loss,note\n1,2,3\nnonsense,4\n");
  CHECK_THROWS_WITH_AS(sp::metrics_file::resume(path, columns, 9),
                       (path + ": the row at byte 23 does not begin with an update number").c_str(), sp::data_error);
  CHECK(content(path) == "update,loss,note\n1,2,3\nnonsense,4\n");
}

TEST_CASE("a new run does not write into the file of another") {
  sp::test::temporary_folder const here;
  auto const path = here / "metrics.csv";
  std::string const before = "update,loss,note\n1,2,3\n";
  put(path, before);
  CHECK_THROWS_WITH_AS(sp::metrics_file::start(path, columns),
                       (path + " already has rows, of another run; a new run needs a new file").c_str(),
                       sp::data_error);
  CHECK(content(path) == before);
  sp::metrics_file::resume(path, columns, 0);
  CHECK(content(path) == "update,loss,note\n");
}

TEST_CASE("a row of another width and a file that cannot be opened are refused") {
  sp::test::temporary_folder const here;
  auto const path = here / "metrics.csv";
  auto metrics = sp::metrics_file::start(path, columns);
  CHECK_THROWS_WITH_AS(metrics.append(1, std::vector<sp::csv_cell>{1}),
                       (path + " has 2 columns after the update, but the row has 1 cells").c_str(), sp::usage_error);
  CHECK(content(path) == "update,loss,note\n");
  CHECK_THROWS_WITH_AS(sp::metrics_file::start("no/such/folder/m.csv", columns),
                       "cannot open \"no/such/folder/m.csv\": No such file or directory", sp::file_error);
  CHECK_THROWS_AS(sp::metrics_file::start(here.path(), columns), sp::file_error);
}
