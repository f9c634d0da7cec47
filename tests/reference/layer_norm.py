#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Layer normalisation and its gradients as PyTorch computes them in double: prints layer_norm.inc.

    python3 -P layer_norm.py > layer_norm.inc"""
import torch

ROWS, FEATURES = 4, 5


def numbers(start, *extents):
    count = torch.Size(extents).numel()
    return torch.sin(1.7 * torch.arange(start + 1, start + count + 1, dtype=torch.float64)).reshape(extents).requires_grad_()


def show(name, values):
    text = ", ".join(f"{value:.17g}" for value in values.detach().reshape(-1).tolist())
    print(f"static double const {name}[] = {{{text}}};")


x, gain, bias = numbers(0, ROWS, FEATURES), numbers(50, FEATURES), numbers(60, FEATURES)
y = torch.nn.functional.layer_norm(x, (FEATURES,), gain, bias, eps=1e-3)
(y * numbers(100, ROWS, FEATURES)).sum().backward()
print("// SPDX-License-Identifier: BSL-1.0\n// made by layer_norm.py\n// clang-format off")
show("layer_norm_values", y)
show("layer_norm_gradient_x", x.grad)
show("layer_norm_gradient_gain", gain.grad)
show("layer_norm_gradient_bias", bias.grad)
