#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Two bidirectional LSTM layers over packed sequences, and their gradients, as PyTorch computes them in double: prints
lstm.inc.

    python3 -P lstm.py > lstm.inc"""
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

LENGTHS, STEPS, INPUTS, HIDDEN, LAYERS = [3, 1, 4], 4, 2, 3, 2
BATCH = len(LENGTHS)


def numbers(start, *extents):
    count = torch.Size(extents).numel()
    return torch.sin(1.7 * torch.arange(start + 1, start + count + 1, dtype=torch.float64)).reshape(extents)


def show(name, values):
    text = ", ".join(f"{value:.17g}" for value in values.detach().reshape(-1).tolist())
    print(f"static double const {name}[] = {{{text}}};")


lstm = torch.nn.LSTM(INPUTS, HIDDEN, LAYERS, bidirectional=True).double()
weights, start = [], 1000  # in the order and the layout of the library: [inputs, gates], one bias
for layer in range(LAYERS):
    for direction in ("", "_reverse"):
        width = INPUTS if layer == 0 else 2 * HIDDEN
        for kind, rows in (("weight_ih", width), ("weight_hh", HIDDEN), ("bias_ih", 1)):
            parameter = getattr(lstm, f"{kind}_l{layer}{direction}")
            parameter.data = numbers(start, rows, 4 * HIDDEN).T.contiguous().reshape(parameter.shape)
            weights.append(parameter)
            start += rows * 4 * HIDDEN
        getattr(lstm, f"bias_hh_l{layer}{direction}").data.zero_()

x = numbers(0, STEPS, BATCH, INPUTS).requires_grad_()
outputs, (h, c) = lstm(pack_padded_sequence(x, LENGTHS, enforce_sorted=False))
outputs, _ = pad_packed_sequence(outputs)
loss = (outputs * numbers(100, *outputs.shape)).sum() + (h * numbers(200, *h.shape)).sum() + (c * numbers(300, *c.shape)).sum()
loss.backward()
print("// SPDX-License-Identifier: BSL-1.0\n// made by lstm.py\n// clang-format off")
show("lstm_outputs", outputs)
show("lstm_h", h)  # [layer and direction, batch, hidden]
show("lstm_c", c)
show("lstm_gradient_x", x.grad)
show("lstm_gradient_weights", torch.cat([w.grad.reshape(4 * HIDDEN, -1).T.reshape(-1) for w in weights]))
