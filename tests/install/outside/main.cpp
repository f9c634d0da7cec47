// SPDX-License-Identifier: BSL-1.0
#include <shapeproof/core/error.hpp>
#include <shapeproof/core/extent.hpp>

sp::extent_t extent_in_another_file(); // other.cpp includes the same headers: a definition that is not inline would not link

int main() {
  try {
    throw sp::extent_error("an extent of " + std::to_string(extent_in_another_file()));
  } catch (sp::error const&) {
    return 0;
  }
}
