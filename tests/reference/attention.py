#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Dot and additive attention over memories of different lengths, and their gradients, as PyTorch computes them in double:
prints attention.inc.

    python3 -P attention.py > attention.inc"""
import torch

QUERIES, BATCH, POSITIONS, KEY, VALUE = 2, 3, 4, 3, 2
LENGTHS = torch.tensor([2, 0, 4])
real = (torch.arange(POSITIONS)[None, :] < LENGTHS[:, None])[None]  # 1, batch, positions


def numbers(start, *extents):
    count = torch.Size(extents).numel()
    return torch.sin(1.7 * torch.arange(start + 1, start + count + 1, dtype=torch.float64)).reshape(extents).requires_grad_()


def show(name, values):
    text = ", ".join(f"{value:.17g}" for value in values.detach().reshape(-1).tolist())
    print(f"static double const {name}[] = {{{text}}};")


def attention(name, energies, values, *operands):
    weights = torch.where(real, torch.softmax(torch.where(real, energies, -1e300), -1), 0.0)
    context = torch.einsum("qbt,tbv->qbv", weights, values)
    # One number of both results, so that both have a gradient.
    ((context * numbers(100, *context.shape)).sum() + (weights * numbers(200, *weights.shape)).sum()).backward()
    show(f"{name}_context", context)
    show(f"{name}_weights", weights)
    for letter, operand in zip("abcd", operands):
        show(f"{name}_gradient_{letter}", operand.grad)


print("// SPDX-License-Identifier: BSL-1.0\n// made by attention.py\n// clang-format off")
query, keys = numbers(0, QUERIES, BATCH, KEY), numbers(20, POSITIONS, BATCH, KEY)
attention("dot", torch.einsum("qbk,tbk->qbt", query, keys), keys, query, keys)

query, keys, values = numbers(0, QUERIES, BATCH, KEY), numbers(20, POSITIONS, BATCH, KEY), numbers(60, POSITIONS, BATCH, VALUE)
attention("scaled", 0.5 * torch.einsum("qbk,tbk->qbt", query, keys), values, query, keys, values)

query, keys, values = numbers(0, QUERIES, BATCH, KEY), numbers(20, POSITIONS, BATCH, KEY), numbers(60, POSITIONS, BATCH, VALUE)
v = numbers(90, KEY)
energies = torch.tanh(query[:, :, None, :] + keys.transpose(0, 1)[None]) @ v
attention("additive", energies, values, query, keys, v, values)
