#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Figures of tests/run/random.cpp and tests/run/batching.cpp, from the published algorithms in exact arithmetic: a fused
multiply-add is a fraction that is rounded once."""
import math
from fractions import Fraction

MASK = 2**64 - 1


def fma(a, b, c):
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def rotl(x, k):
    return (x << k | x >> (64 - k)) & MASK


class Sequence:
    def __init__(self, seed):
        self.s = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            z = seed
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
            z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
            self.s.append(z ^ z >> 31)

    def next(self):
        s = self.s
        result = (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        return result

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def below(self, bound):
        bits = (bound - 1).bit_length()
        while True:
            number = self.next() >> (64 - bits) if bits else 0
            if number < bound:
                return number

    def normal(self):
        while True:
            u, v = fma(2.0, self.uniform(), -1.0), fma(2.0, self.uniform(), -1.0)
            s = fma(u, u, v * v)
            if 2.0**-100 <= s < 1:
                return u * math.sqrt(-2 * log(s) / s)

    def shuffle(self, items):
        for left in range(len(items), 1, -1):
            other = self.below(left)
            items[left - 1], items[other] = items[other], items[left - 1]


def log(x):
    m, exponent = math.frexp(x)
    if m < math.sqrt(0.5):
        m, exponent = 2 * m, exponent - 1
    s = (m - 1) / (m + 1)
    series = 1 / 23
    for n in range(21, 0, -2):
        series = fma(series, s * s, 1 / n)
    return fma(float(exponent), 0.693147180559945309, 2 * (s * series))


def philox(key, counter):
    k, c = [key & 0xFFFFFFFF, key >> 32], list(counter)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [p1 >> 32 ^ c[1] ^ k[0], p1 & 0xFFFFFFFF, p0 >> 32 ^ c[3] ^ k[1], p0 & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


print("next:", [hex(x) for x in (lambda r: [r.next() for _ in range(4)])(Sequence(42))])
print("uniform:", [x.hex() for x in (lambda r: [r.uniform() for _ in range(3)])(Sequence(1))])
print("below 10:", (lambda r: [r.below(10) for _ in range(12)])(Sequence(7)))
print("normal:", [x.hex() for x in (lambda r: [r.normal() for _ in range(6)])(Sequence(3))])
numbers = list(range(10))
Sequence(5).shuffle(numbers)
print("shuffle:", numbers)
print("philox:", [hex(x) for x in philox(0x0123456789ABCDEF, [1, 2, 3, 4])])


def batches(seed, epoch, groups, size):
    """Groups of equal length in rising order, shuffled each, cut into batches of `size`, these shuffled."""
    bits = philox(seed, [epoch & 0xFFFFFFFF, epoch >> 32, 0, 0])
    random = Sequence(bits[0] << 32 | bits[1])
    for group in groups:
        random.shuffle(group)
    examples = sum(groups, [])
    cut = [examples[i : i + size] for i in range(0, len(examples), size)]
    random.shuffle(cut)
    return cut


for epoch in range(2):
    print("batches of epoch", epoch, batches(2024, epoch, [[1, 4], [2, 5], [0, 3, 6, 7]], 2))
numbers = [Sequence(9).uniform() + i / 997 for i in range(1, 900)]
worst = max(abs(log(x) - math.log(x)) / abs(math.log(x)) for x in numbers)
print("worst relative difference from the C library's log:", worst)
