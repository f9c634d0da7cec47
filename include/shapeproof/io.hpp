// SPDX-License-Identifier: BSL-1.0
#pragma once

// Files: written whole or not at all, safetensors.
#include "io/atomic_file.hpp"
#include "io/file.hpp"
#include "io/safetensors.hpp"
#include "io/safetensors_file.hpp"
#include "io/safetensors_writer.hpp"
#include "io/storage_type.hpp"
