// SPDX-License-Identifier: BSL-1.0
#pragma once
// All that a kernel's host function and its threads need.
#include "block.cuh"
#include "check.hpp"
#include "context.hpp"
#include "detail/launch.hpp"
#include "device.hpp"
#include "scratch.hpp"
#include "storage.hpp"
