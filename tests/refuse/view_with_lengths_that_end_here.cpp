// SPDX-License-Identifier: BSL-1.0
// expect: (deleted.*view<(T, A>::view|float, Letters, Batch>)|view<T, A...>::view.*deleted)
#include <shapeproof/core/view.hpp>

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};

auto program(std::span<float const> numbers, [[maybe_unused]] Letters const& letters, Batch batch) {
#ifdef MISTAKE
  return sp::view<float, Letters, Batch>(numbers, Letters{{3, 2}}, batch); // wrong
#else
  return sp::view<float, Letters, Batch>(numbers, letters, batch);
#endif
}
