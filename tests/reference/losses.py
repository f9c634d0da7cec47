#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Losses and their gradients as PyTorch computes them in double: prints losses.inc.

    python3 -P losses.py > losses.inc"""
import torch
import torch.nn.functional as F

STEPS, BATCH, CLASSES = 3, 3, 5
LENGTHS = [2, 0, 3]

scores = 3 * torch.sin(1.7 * torch.arange(1, STEPS * BATCH * CLASSES + 1, dtype=torch.float64))
scores = scores.reshape(STEPS, BATCH, CLASSES).requires_grad_()
labels = (7 * torch.arange(STEPS * BATCH) % CLASSES).reshape(STEPS, BATCH)
real = torch.arange(STEPS)[:, None] < torch.tensor(LENGTHS)[None, :]


def show(name, values):
    numbers = ", ".join(f"{value:.17g}" for value in values.detach().reshape(-1).tolist())
    print(f"static double const {name}[] = {{{numbers}}};")


print("// SPDX-License-Identifier: BSL-1.0\n// made by losses.py\n// clang-format off")
for name, smoothing in (("plain", 0.0), ("smoothed", 0.1)):
    scores.grad = None
    loss = F.cross_entropy(scores[real], labels[real], label_smoothing=smoothing)
    loss.backward()
    show(f"cross_entropy_{name}", loss)
    show(f"cross_entropy_{name}_gradient", scores.grad)
each = torch.zeros(STEPS, BATCH, dtype=torch.float64)
each[real] = F.cross_entropy(scores[real], labels[real], reduction="none", label_smoothing=0.1)
show("cross_entropy_each", each)

flags = labels[:, :, None] < torch.arange(CLASSES)[None, None, :]
scores.grad = None
loss = F.binary_cross_entropy_with_logits(scores[real], flags[real].double())
loss.backward()
show("binary_cross_entropy", loss)
show("binary_cross_entropy_gradient", scores.grad)
