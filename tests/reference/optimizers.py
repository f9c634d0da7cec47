# SPDX-License-Identifier: BSL-1.0
# Prints optimizers.inc: the parameters after each of five updates by PyTorch's optimizers, in double (torch 1.13).
import math

import torch

count = 7


def gradient(update):
    return [(i + 1) * math.cos(3.0 * i + update) for i in range(count)]


def print_run(name, make, rates):
    parameters = torch.tensor([1 - 0.25 * i for i in range(count)], dtype=torch.float64, requires_grad=True)
    optimizer = make([parameters])
    print(f"constexpr double {name}[][{count}] = {{")
    for update, rate in enumerate(rates, 1):
        optimizer.param_groups[0]["lr"] = rate
        parameters.grad = torch.tensor(gradient(update), dtype=torch.float64)
        optimizer.step()
        print("    {" + ", ".join(repr(x) for x in parameters.tolist()) + "},")
    print("};")


steady, varying = [0.1] * 5, [0.1, 0.2, 0.05, 0.1, 0.01]
print("// Printed by optimizers.py.")
print_run("sgd", lambda p: torch.optim.SGD(p, lr=1), varying)
print_run("sgd_momentum", lambda p: torch.optim.SGD(p, lr=1, momentum=0.9), varying)
print_run("sgd_everything", lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=0.05), varying)
print_run("adam", lambda p: torch.optim.Adam(p, lr=1), steady)
print_run("adam_options", lambda p: torch.optim.Adam(p, lr=1, betas=(0.8, 0.98), eps=0.01), varying)
print_run("adamw", lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.01), steady)
print_run("adamw_options", lambda p: torch.optim.AdamW(p, lr=1, betas=(0.8, 0.98), eps=0.01, weight_decay=0.3), varying)
