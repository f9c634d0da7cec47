#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Convolutions and max pooling with their gradients as PyTorch computes them in double: prints conv2d.inc.

    python3 -P conv2d.py > conv2d.inc"""
import torch

IMAGES, HEIGHT, WIDTH, CHANNELS, FILTERS = 2, 4, 5, 2, 3


def numbers(start, *extents):
    count = torch.Size(extents).numel()
    return torch.sin(1.7 * torch.arange(start + 1, start + count + 1, dtype=torch.float64)).reshape(extents).requires_grad_()


def show(name, values):
    text = ", ".join(f"{value:.17g}" for value in values.detach().reshape(-1).tolist())
    print(f"static double const {name}[] = {{{text}}};")


def convolve(name, kernel_height, kernel_width, stride, padding):
    """Images with the channels last; the kernel as [height, width, channels, filters]."""
    x = numbers(0, IMAGES, HEIGHT, WIDTH, CHANNELS)
    kernel = numbers(200, kernel_height, kernel_width, CHANNELS, FILTERS)
    bias = numbers(300, FILTERS)
    y = torch.nn.functional.conv2d(x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), bias, stride, padding)
    y = y.permute(0, 2, 3, 1)
    (y * numbers(400, *y.shape)).sum().backward()
    show(f"{name}_values", y)
    show(f"{name}_gradient_images", x.grad)
    show(f"{name}_gradient_kernel", kernel.grad)
    show(f"{name}_gradient_bias", bias.grad)


print("// SPDX-License-Identifier: BSL-1.0\n// made by conv2d.py\n// clang-format off")
convolve("inside", 2, 3, 1, 0)
convolve("centred", 3, 5, 1, (1, 2))
convolve("strided", 3, 2, 2, (1, 0))  # rows centred, columns inside
x = numbers(0, IMAGES, HEIGHT, WIDTH, CHANNELS)
y = torch.nn.functional.max_pool2d(x.permute(0, 3, 1, 2), (3, 2)).permute(0, 2, 3, 1)
(y * numbers(400, *y.shape)).sum().backward()
show("pooled_values", y)
show("pooled_gradient", x.grad)
