// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "cuda_runtime_api.h"
#include "emulated_cuda/device_functions.hpp"
