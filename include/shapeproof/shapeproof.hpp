// SPDX-License-Identifier: BSL-1.0
#pragma once

// Everything for a host translation unit. (What Eigen is needed for stands apart, in shapeproof/eigen.hpp.)
#include "core.hpp"
#include "data.hpp"
#include "io.hpp"
#include "nn.hpp"
#include "ops.hpp"
#include "seq2seq.hpp"
#include "tape/arena.hpp"
#include "tape/cast_model.hpp"
#include "tape/model.hpp"
#include "tape/model_walk.hpp"
#include "tape/operation.hpp"
#include "tape/parameter.hpp"
#include "tape/poison.hpp"
#include "tape/tape.hpp"
#include "tape/taped.hpp"
#include "train.hpp"
