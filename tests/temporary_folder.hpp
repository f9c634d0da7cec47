// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace sp::test {

// The names of what lies in a folder, sorted.
inline std::vector<std::string> names_in(std::string const& folder) {
  std::vector<std::string> names;
  for (auto const& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

// A new empty folder that is removed with everything in it.
class temporary_folder {
public:
  temporary_folder() : path_((std::filesystem::temp_directory_path() / "shapeproof.XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  temporary_folder(temporary_folder const&) = delete;
  temporary_folder& operator=(temporary_folder const&) = delete;
  ~temporary_folder() { std::filesystem::remove_all(path_); }
  std::string const& path() const { return path_; }
  std::vector<std::string> names() const { return names_in(path_); }
  friend std::string operator/(temporary_folder const& folder, std::string const& name) {
    return folder.path_ + "/" + name;
  }

private:
  std::string path_;
};

// What the Error that `f` throws says; other exceptions pass.
template <class Error, class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (Error const& error) {
    return error.what();
  }
  return "nothing was thrown";
}

} // namespace sp::test
