// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace sp::kernels {

// Where a gradient goes: nowhere if p is null; with `add` something is there already.
template <class T>
struct gradient_place {
  T* p = nullptr;
  bool add = false;
};

} // namespace sp::kernels
