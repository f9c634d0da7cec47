// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <stdexcept>
#include <string>

namespace sp {

// The base of everything shapeproof throws. `what()` is one sentence for a person: what was refused, where, and the values.
class error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// Two extents that must agree do not, or an extent is impossible. Names the operation, the axis and both extents.
class extent_error : public error {
public:
  using error::error;
};

// Data that enters the program is not what it must be: a raw id, a text file, a weight file. Names file, line, position, value.
class data_error : public error {
public:
  using error::error;
};

// A file cannot be opened, read, written or renamed. Names the path and the system's reason.
class file_error : public error {
public:
  using error::error;
};

// A number that is not finite appeared in training. Names the first operation or parameter that has one.
class number_error : public error {
public:
  using error::error;
};

// The library was called in a way that types cannot refuse: a moved-from tensor, a taped value after `clear`, an option out of range.
class usage_error : public error {
public:
  using error::error;
};

} // namespace sp
