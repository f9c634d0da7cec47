// SPDX-License-Identifier: BSL-1.0
// expect: (deleted.*view<(T, A>::view|float, Batch>)|view<T, A...>::view.*deleted)
#include <shapeproof/core/view.hpp>

struct Batch : sp::axis<> {};

#ifdef MISTAKE
sp::view<float, Batch> const look(sp::tensor<float, Batch>(Batch{2})); // wrong
#else
sp::tensor<float, Batch> const owner(Batch{2});
sp::view<float, Batch> const look(owner);
#endif
