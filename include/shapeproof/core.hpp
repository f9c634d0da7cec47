// SPDX-License-Identifier: BSL-1.0
#pragma once

// Axes, elements, tensors, views and their checks: the types alone, for headers that only mention them.
#include "core/axis.hpp"
#include "core/bfloat16.hpp"
#include "core/check.hpp"
#include "core/distribution.hpp"
#include "core/element.hpp"
#include "core/error.hpp"
#include "core/half.hpp"
#include "core/print.hpp"
#include "core/random.hpp"
#include "core/random_tensor.hpp"
#include "core/role.hpp"
#include "core/tensor.hpp"
#include "core/view.hpp"
#include "core/window.hpp"
