// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every layer: a plain struct with its parameters on top and a call below.
#include "nn/embedding.hpp"
#include "nn/linear.hpp"
