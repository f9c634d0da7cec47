// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "../core/message.hpp"
#include "../io/detail/descriptor.hpp"

#include <string>
#include <string_view>

#include <dirent.h>
#include <sys/file.h>

namespace sp {

// The folder of one training, which belongs to one process as long as this lives.
class training_folder {
public:
  // Makes the folder if it is not there, and removes what a killed process was about to write. Throws file_error, and
  // usage_error if another process trains there.
  explicit training_folder(std::string path) : path_(std::move(path)) {
    if (::mkdir(path_.c_str(), 0777) != 0 && errno != EEXIST) detail::throw_file_error("make the folder", path_);
    lock_ = detail::open_file(path_, O_RDONLY | O_DIRECTORY);
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
      detail::refuse_with<usage_error>({"another process is training in ", detail::in_quotes(path_, 4096)});
    remove_leftovers();
  }

  std::string checkpoint() const { return detail::message({path_, "/", checkpoint_name}); }
  std::string weights() const { return detail::message({path_, "/", weights_name}); }
  bool has_checkpoint() const { return ::access(checkpoint().c_str(), F_OK) == 0; }

private:
  static constexpr char const* checkpoint_name = "checkpoint.safetensors";
  static constexpr char const* weights_name = "weights.safetensors";

  // Files that atomic_file has not renamed.
  void remove_leftovers() const {
    ::DIR* const folder = ::opendir(path_.c_str());
    if (!folder) detail::throw_file_error("read the folder", path_);
    while (auto const* const entry = ::readdir(folder)) {
      std::string_view const name = entry->d_name;
      for (std::string_view const whole : {checkpoint_name, weights_name})
        if (name.starts_with(whole) && name.substr(whole.size()).starts_with(".tmp."))
          ::unlink(detail::message({path_, "/", name}).c_str());
    }
    ::closedir(folder);
  }

  std::string path_;
  detail::descriptor lock_;
};

} // namespace sp
