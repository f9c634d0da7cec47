// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "safetensors_file.hpp"
#include "safetensors_writer.hpp"
