#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Two bidirectional GRU layers over packed sequences, and their gradients, as PyTorch computes them in double: prints
gru.inc. PyTorch adds both its biases to the reset and update gates; of its second one, only the candidate's part counts.

    python3 -P gru.py > gru.inc"""
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

LENGTHS, STEPS, INPUTS, HIDDEN, LAYERS = [2, 4, 1], 4, 2, 3, 2


def numbers(start, *extents):
    indices = torch.arange(start + 1, start + 1 + torch.Size(extents).numel(), dtype=torch.float64)
    return torch.sin(1.7 * indices).reshape(extents)


gru = torch.nn.GRU(INPUTS, HIDDEN, LAYERS, bidirectional=True).double()
start = 1000
gradients = []  # functions, in the order of the library's parameters and in its layout: [inputs, gates]
for name in [f"l{layer}{direction}" for layer in range(LAYERS) for direction in ("", "_reverse")]:
    w_ih, w_hh, bias, second = (getattr(gru, f"{kind}_{name}") for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    for weight in (w_ih, w_hh):
        weight.data = numbers(start, weight.shape[1], 3 * HIDDEN).T.contiguous()
        start += weight.numel()
        gradients.append(lambda weight=weight: weight.grad.T)
    bias.data = numbers(start, 3 * HIDDEN)
    second.data = torch.cat([torch.zeros(2 * HIDDEN, dtype=torch.float64), numbers(start + 3 * HIDDEN, HIDDEN)])
    start += 4 * HIDDEN
    gradients += [lambda bias=bias: bias.grad, lambda second=second: second.grad[2 * HIDDEN:]]

x = numbers(0, STEPS, len(LENGTHS), INPUTS).requires_grad_()
packed, h = gru(pack_padded_sequence(x, LENGTHS, enforce_sorted=False))
outputs, _ = pad_packed_sequence(packed)
((outputs * numbers(100, *outputs.shape)).sum() + (h * numbers(200, *h.shape)).sum()).backward()
print("// SPDX-License-Identifier: BSL-1.0\n// made by gru.py\n// clang-format off")
for what, values in {
        "outputs": outputs,
        "h": h,  # [layer and direction, batch, hidden]
        "gradient_x": x.grad,
        "gradient_weights": torch.cat([gradient().reshape(-1) for gradient in gradients]),
}.items():
    print(f"static double const gru_{what}[] = {{{', '.join(f'{value:.17g}' for value in values.reshape(-1).tolist())}}};")
