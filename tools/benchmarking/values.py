# SPDX-License-Identifier: BSL-1.0
"""Whether two workers computed the same. A time of something else is worth nothing, so a difference refuses the report."""
import array
import math
import operator

try:
    import numpy  # for values of a GPU, which are many
except ImportError:
    numpy = None


class Mismatch(Exception):
    """What two workers disagree about."""


def read(path, told):
    """The floats of a worker's file by name, from what it told: `NAME:COUNT ...`."""
    found = {}
    with open(path, "rb") as file:
        for word in told.split():
            name, count = word.rsplit(":", 1)
            numbers = array.array("f")
            numbers.frombytes(file.read(4 * int(count)))
            if len(numbers) != int(count):
                raise Mismatch(f"{name}: {count} numbers told, {len(numbers)} written")
            found[name] = numbers
    return found


def difference(own, other):
    """The greatest distance of two numbers, in terms of the greatest number."""
    if len(own) != len(other):
        raise Mismatch(f"{len(own)} numbers against {len(other)}")
    if numpy is not None and len(own) > 0:
        own, other = numpy.asarray(own, dtype=numpy.float32), numpy.asarray(other, dtype=numpy.float32)
        most = float(numpy.abs(own - other).max())  # NaN where one is
        scale = float(max(numpy.abs(own).max(), numpy.abs(other).max()))
        if not math.isfinite(most + scale):
            raise Mismatch("numbers that are not finite")
        return most / scale if scale > 0 else most
    scale = max(max(map(abs, own), default=0), max(map(abs, other), default=0))
    distances = list(map(abs, map(operator.sub, own, other)))
    most = max(distances, default=0)
    # NaN compares with nothing and would slip through max: a sum does not lose it.
    if not math.isfinite(math.fsum(distances)) or not math.isfinite(scale):
        raise Mismatch("numbers that are not finite")
    return most / scale if scale > 0 else most


def compare(own, other, tolerance):
    """The greatest difference over all that both computed. Throws Mismatch if one lies above the tolerance, or if what one
    computed has no counterpart."""
    if own.keys() != other.keys():
        raise Mismatch(f"own code gives {' '.join(own)}, the rival {' '.join(other)}")
    most = 0
    for name, numbers in own.items():
        try:
            found = difference(numbers, other[name])
        except Mismatch as fault:
            raise Mismatch(f"{name}: {fault}") from None
        if found > tolerance:
            raise Mismatch(f"{name} differs by {found:.2g} of its greatest number, allowed are {tolerance:g}")
        most = max(most, found)
    return most


def compare_checksums(own, other, tolerance):
    """The same of one number after each timing."""
    if not abs(own - other) <= tolerance * max(abs(own), abs(other)):
        raise Mismatch(f"after the same work own code has the checksum {own:g}, the rival {other:g}")
