// SPDX-License-Identifier: BSL-1.0
// Exit statuses: 0 done, 1 something is wrong with data or files, 2 something is wrong with the command line.
#include "commands.hpp"

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <variant>

namespace {

struct run {
  void operator()(g2p::train_options const& options) const { g2p::train(options); }
  void operator()(g2p::evaluate_options const& options) const { g2p::evaluate(options); }
  void operator()(g2p::predict_options const& options) const { g2p::predict(options); }
  void operator()(g2p::attention_options const& options) const { g2p::attention(options); }
  void operator()(g2p::help const& help) const { std::fputs(help.text.c_str(), stdout); }
};

} // namespace

int main(int argc, char** argv) {
  try {
    std::visit(run(), g2p::parse_command_line(argc, argv));
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) throw std::runtime_error("standard output cannot be written");
    return 0;
  } catch (g2p::bad_command_line const& error) {
    std::fprintf(stderr, "g2p: %s\n", error.what());
    return 2;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "g2p: %s\n", error.what());
    return 1;
  }
}
