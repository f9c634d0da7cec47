// SPDX-License-Identifier: BSL-1.0
#include "../temporary_folder.hpp"

#include <shapeproof/io/atomic_file.hpp>
#include <shapeproof/io/file.hpp>

#include <doctest/doctest.h>

#include <csignal>
#include <cstring>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>

namespace {

using sp::test::message_of;
using sp::test::temporary_folder;

void write(std::string const& path, std::string_view text) {
  sp::write_file_atomically(path, [&](sp::atomic_file& file) { file.write(text); });
}

std::string mapped(std::string const& path) {
  sp::mapped_file const file(path);
  return {reinterpret_cast<char const*>(file.bytes().data()), file.bytes().size()};
}

} // namespace

TEST_CASE("a file is read and mapped as it was written, an empty one too") {
  temporary_folder const folder;
  std::string large(300'000, '?');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 7 % 251);
  for (std::string const& content : {std::string(), std::string("a\0b\n", 4), large}) {
    write(folder / "file", content);
    CHECK(sp::read_file(folder / "file") == content);
    CHECK(mapped(folder / "file") == content);
  }
}

TEST_CASE("many small writes and large ones between them arrive in order") {
  temporary_folder const folder;
  std::string expected;
  sp::write_file_atomically(folder / "file", [&](sp::atomic_file& file) {
    for (int i = 0; i < 20'000; ++i) {
      std::string const piece = i % 5'000 == 0 ? std::string(70'000, 'x') : std::to_string(i) + ' ';
      file.write(piece);
      expected += piece;
    }
  });
  CHECK(sp::read_file(folder / "file") == expected);
}

TEST_CASE("a pipe can be read") {
  temporary_folder const folder;
  std::string const path = folder / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::string const text(200'000, 'p');
  std::thread writer([&] {
    sp::detail::descriptor const to = sp::detail::open_file(path, O_WRONLY);
    for (std::size_t done = 0; done < text.size();) {
      auto const some = ::write(to.get(), text.data() + done, text.size() - done);
      if (some <= 0) break;
      done += static_cast<std::size_t>(some);
    }
  });
  CHECK(sp::read_file(path) == text);
  writer.join();
  CHECK(message_of<sp::file_error>([&] { sp::mapped_file{path}; }) ==
        "cannot map \"" + path + "\": it is not a regular file");
}

TEST_CASE("a file that cannot be opened is named with the system's reason") {
  temporary_folder const folder;
  std::string const missing = folder / "missing";
  CHECK(message_of<sp::file_error>([&] { (void)sp::read_file(missing); }) ==
        "cannot open \"" + missing + "\": No such file or directory");
  CHECK(message_of<sp::file_error>([&] { sp::mapped_file{missing}; }) ==
        "cannot open \"" + missing + "\": No such file or directory");
  CHECK(message_of<sp::file_error>([&] { sp::mapped_file{folder.path()}; }) ==
        "cannot map \"" + folder.path() + "\": Is a directory");
  CHECK(message_of<sp::file_error>([&] { (void)sp::read_file(folder.path()); }) ==
        "cannot read \"" + folder.path() + "\": Is a directory");
  CHECK(message_of<sp::file_error>([&] { write(missing + "/file", "x"); }).find("No such file") != std::string::npos);
  CHECK(message_of<sp::file_error>([&] { write("", "x"); }) == "cannot write a file: its path is empty");
  CHECK(message_of<sp::file_error>([&] { (void)sp::read_file(std::string("a\0b", 3)); }) ==
        "cannot open \"a\\x00b\": a path cannot contain a zero byte");
}

TEST_CASE("a writer that throws leaves the old file and no temporary") {
  temporary_folder const folder;
  write(folder / "file", "old");
  struct interruption {};
  CHECK_THROWS_AS(sp::write_file_atomically(folder / "file",
                                            [](sp::atomic_file& file) {
                                              file.write(std::string(100'000, 'x'));
                                              throw interruption{};
                                            }),
                  interruption);
  CHECK(sp::read_file(folder / "file") == "old");
  CHECK(folder.names() == std::vector<std::string>{"file"});
}

TEST_CASE("a disk that is full leaves the old file and no temporary") {
  temporary_folder const folder;
  write(folder / "file", "old");
  struct ::rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  // A limit on the size of files fails write(2) after a short write, as a full disk does.
  auto const handler = std::signal(SIGXFSZ, SIG_IGN);
  struct ::rlimit small = before;
  small.rlim_cur = 100'000;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  std::string const large = message_of<sp::file_error>([&] { write(folder / "file", std::string(150'000, 'x')); });
  std::string const pieces = message_of<sp::file_error>([&] {
    sp::write_file_atomically(folder / "file", [](sp::atomic_file& file) {
      for (int i = 0; i < 100'001; ++i) file.write("x");
    });
  });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(large == "cannot write \"" + (folder / "file") + "\": File too large");
  CHECK(pieces == large);
  CHECK(sp::read_file(folder / "file") == "old");
  CHECK(folder.names() == std::vector<std::string>{"file"});
}

TEST_CASE("a folder or a file that is write-protected is refused and stays as it was") {
  temporary_folder const folder;
  std::string const inner = folder / "inner";
  REQUIRE(::mkdir(inner.c_str(), 0755) == 0);
  write(inner + "/file", "old");
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  // The superuser may write everywhere, so step down for a moment.
  bool const superuser = ::geteuid() == 0;
  std::string into_folder, over_file;
  REQUIRE(::chmod((inner + "/file").c_str(), 0444) == 0);
  if (superuser) REQUIRE(::seteuid(65534) == 0);
  if (!superuser) REQUIRE(::chmod(inner.c_str(), 0555) == 0);
  into_folder = message_of<sp::file_error>([&] { write(inner + "/new", "new"); });
  over_file = message_of<sp::file_error>([&] { write(inner + "/file", "new"); });
  if (superuser) REQUIRE(::seteuid(0) == 0);
  REQUIRE(::chmod(inner.c_str(), 0755) == 0);
  CHECK(into_folder.find("inner/new.tmp.") != std::string::npos);
  CHECK(into_folder.find("Permission denied") != std::string::npos);
  CHECK(over_file == "cannot replace \"" + inner + "/file\": Permission denied");
  CHECK(sp::read_file(inner + "/file") == "old");
  CHECK(sp::test::names_in(inner) == std::vector<std::string>{"file"});
}

TEST_CASE("what is no regular file is not replaced") {
  temporary_folder const folder;
  std::string const pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(message_of<sp::file_error>([&] { write(pipe, "x"); }) ==
        "cannot write \"" + pipe + "\": it exists and is not a regular file");
  CHECK(message_of<sp::file_error>([&] { write("/dev/null", "x"); }) ==
        "cannot write \"/dev/null\": it exists and is not a regular file");
  CHECK(folder.names() == std::vector<std::string>{"pipe"});
}

TEST_CASE("a link stays and its target is replaced, with the target's permissions") {
  temporary_folder const folder;
  write(folder / "target", "old");
  REQUIRE(::chmod((folder / "target").c_str(), 0640) == 0);
  REQUIRE(::symlink("target", (folder / "link").c_str()) == 0);
  write(folder / "link", "new");
  CHECK(sp::read_file(folder / "target") == "new");
  struct ::stat status{};
  REQUIRE(::lstat((folder / "link").c_str(), &status) == 0);
  CHECK(S_ISLNK(status.st_mode));
  REQUIRE(::stat((folder / "target").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
  REQUIRE(::symlink("nowhere", (folder / "dangling").c_str()) == 0);
  CHECK(message_of<sp::file_error>([&] { write(folder / "dangling", "x"); }) ==
        "cannot follow the link \"" + (folder / "dangling") + "\": No such file or directory");
}

TEST_CASE("two writers of one path at the same time leave one whole file") {
  temporary_folder const folder;
  auto const repeat = [&](char letter) {
    for (int i = 0; i < 50; ++i) write(folder / "file", std::string(100'000, letter));
  };
  std::thread other(repeat, 'a');
  repeat('b');
  other.join();
  std::string const content = sp::read_file(folder / "file");
  REQUIRE(content.size() == 100'000);
  CHECK(content == std::string(100'000, content[0]));
  CHECK(folder.names() == std::vector<std::string>{"file"});
}

TEST_CASE("a process that is killed while writing leaves a whole file") {
  temporary_folder const folder;
  write(folder / "file", std::string(200'000, 'a'));
  for (int round = 0; round < 20; ++round) {
    ::pid_t const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      for (char letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
        write(folder / "file", std::string(200'000, letter));
      }
    }
    ::usleep(static_cast<useconds_t>(500 + 300 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::string const content = sp::read_file(folder / "file");
    REQUIRE(content.size() == 200'000);
    REQUIRE(content == std::string(200'000, content[0]));
  }
}

TEST_CASE("a mapped file can be moved") {
  temporary_folder const folder;
  write(folder / "one", "one");
  write(folder / "two", "two!");
  sp::mapped_file first(folder / "one");
  sp::mapped_file second = std::move(first);
  first = sp::mapped_file(folder / "two");
  CHECK(second.bytes().size() == 3);
  CHECK(first.bytes().size() == 4);
  CHECK(std::memcmp(first.bytes().data(), "two!", 4) == 0);
}
