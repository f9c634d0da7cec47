#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A linear layer, an LSTM and a GRU whose weights are bf16, computed by NumPy in double with what enters a product rounded to
bf16: prints bfloat16.inc. Extents are odd, for the halves of pairs.

    python3 -P bfloat16.py > bfloat16.inc"""
import numpy as np

LENGTHS, STEPS, INPUTS, HIDDEN = [3, 1], 3, 5, 3
BATCH = len(LENGTHS)


def numbers(start, *extents):
    count = int(np.prod(extents))
    return np.sin(1.7 * np.arange(start + 1, start + count + 1)).astype(np.float32).reshape(extents)


def rounded(x):
    """To the nearest bf16, of ties to the even one."""
    bits = np.asarray(x, np.float32).view(np.uint32)
    bits = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000
    return bits.astype(np.uint32).view(np.float32).astype(np.float64)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def show(name, values):
    text = ", ".join(f"{value:.9g}" for value in np.asarray(values).reshape(-1))
    print(f"static double const {name}[] = {{{text}}};")


def read(gates, step):
    """The outputs [steps, batch, hidden] of step(row's x part, h) with what else the state has; zero at padding."""
    w_ih, bias = rounded(numbers(1000, INPUTS, gates * HIDDEN)), rounded(numbers(3000, gates * HIDDEN))
    outputs = np.zeros((STEPS, BATCH, HIDDEN))
    for b, length in enumerate(LENGTHS):
        h, c = np.zeros(HIDDEN), np.zeros(HIDDEN)
        for t in range(length):
            h, c = step(rounded(x[t, b]) @ w_ih + bias, h, c)
            outputs[t, b] = h
    return outputs


def lstm(x_part, h, c):
    i, f, g, o = np.split(x_part + rounded(h) @ rounded(numbers(2000, HIDDEN, 4 * HIDDEN)), 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def gru(x_part, h, c):
    h_part = rounded(h) @ rounded(numbers(2000, HIDDEN, 3 * HIDDEN))
    (xr, xz, xn), (hr, hz, hn) = np.split(x_part, 3), np.split(h_part, 3)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    n = np.tanh(xn + r * (hn + rounded(numbers(4000, HIDDEN))))
    return (1 - z) * n + z * h, c


x = numbers(0, STEPS, BATCH, INPUTS)
print("// SPDX-License-Identifier: BSL-1.0\n// made by bfloat16.py\n// clang-format off")
show("linear_outputs", rounded(x) @ rounded(numbers(1000, INPUTS, HIDDEN)) + rounded(numbers(3000, HIDDEN)))
show("lstm_outputs", read(4, lstm))
show("gru_outputs", read(3, gru))
