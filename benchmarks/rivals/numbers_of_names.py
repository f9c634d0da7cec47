# SPDX-License-Identifier: BSL-1.0
"""The numbers of support/numbers.hpp, the same bits: each is a function of a name and a position."""
import math

import numpy

MASK = (1 << 64) - 1


def hash_of(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 & MASK
    return value


def bits_of(name, count):
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(hash_of(name)) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> numpy.uint64(30)) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> numpy.uint64(27)) * numpy.uint64(0x94D049BB133111EB)
        return z ^ z >> numpy.uint64(31)


def filled(shape, name, scale):
    """Evenly in [-scale, scale), as float32 of that shape."""
    unit = (bits_of(name, math.prod(shape)) >> numpy.uint64(40)).astype(numpy.float32) * numpy.float32(2.0**-23)
    return ((unit - numpy.float32(1)) * numpy.float32(scale)).reshape(shape)


def ids(shape, name, bound):
    return (bits_of(name, math.prod(shape)) % numpy.uint64(bound)).astype(numpy.int64).reshape(shape)
