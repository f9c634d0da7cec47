# SPDX-License-Identifier: BSL-1.0
"""What is done row by row with PyTorch, each by its own operation or compiled, whichever is faster here."""
import functools

import torch
from torch.nn import functional

import pytorch


class Rows:
    """An operation f(x) over [rows, width], with the gradient of sum(weights * result) if backward; its own sum for a loss."""

    def __init__(self, given, make, compiled):
        shape = given["rows"], given["width"]
        self.backward = given["backward"] != 0
        self.x = pytorch.tensor(shape, "x", 4).requires_grad_(self.backward)
        self.weights = pytorch.tensor(shape, "weights", 1)
        f = make(given)

        def result_of(x, weights):
            y = f(x)
            return (y * weights).sum() if self.backward and y.dim() > 0 else y
        self.result_of = torch.compile(result_of) if compiled else result_of

    def run(self):
        if self.backward:
            self.x.grad = None
            self.y = self.result_of(self.x, self.weights)
            self.y.backward()
        else:
            with torch.inference_mode():
                self.y = self.result_of(self.x, self.weights)

    def checksum(self):
        return self.y.item() if self.backward else self.y.abs().mean(dtype=torch.float64).item()

    def computed(self):
        return {"loss": self.y.detach(), "d_x": self.x.grad} if self.backward else {"y": self.y}


def layer_norm(given):
    width = given["width"]
    gain, offset = pytorch.tensor((width,), "gain", 1), pytorch.tensor((width,), "offset", 1)
    return lambda x: functional.layer_norm(x, (width,), gain, offset)


def cross_entropy(given):
    labels = pytorch.ids((given["rows"],), "labels", given["width"])
    return lambda x: functional.cross_entropy(x, labels)


def chain(given):
    other = pytorch.tensor((given["rows"], given["width"]), "other", 1)
    return lambda x: x * torch.tanh(other) + other


class Embedding:
    def __init__(self, given):
        self.backward = given["backward"] != 0
        self.table = pytorch.tensor((given["width"], 256), "table", 1).requires_grad_(self.backward)
        self.ids = pytorch.ids((given["rows"],), "labels", given["width"])
        self.weights = pytorch.tensor((given["rows"], 256), "weights", 1)

    def run(self):
        if self.backward:
            self.table.grad = None
            self.y = (functional.embedding(self.ids, self.table) * self.weights).sum()
            self.y.backward()
        else:
            with torch.inference_mode():
                self.y = functional.embedding(self.ids, self.table)

    checksum = Rows.checksum

    def computed(self):
        return {"loss": self.y.detach(), "d_table": self.table.grad} if self.backward else {"y": self.y}


class Adam:
    def __init__(self, given):
        count = given["rows"] * given["width"]
        self.parameters = pytorch.tensor((count,), "parameters", 1).requires_grad_()
        self.parameters.grad = pytorch.tensor((count,), "gradient", 1)
        self.optimizer = torch.optim.Adam([self.parameters], lr=1e-3, fused=True)

    def run(self):
        self.optimizer.step()

    def computed(self):
        return {"parameters": self.parameters.detach()}


MAKERS = {"softmax": lambda _: functools.partial(torch.softmax, dim=1),
          "log_softmax": lambda _: functools.partial(torch.log_softmax, dim=1),
          "layer_norm": layer_norm, "cross_entropy": cross_entropy, "chain": chain}


def ways(make):
    return pytorch.fastest(eager=lambda given: Rows(given, make, False), compiled=lambda given: Rows(given, make, True))


pytorch.main({name: ways(make) for name, make in MAKERS.items()} | {"embedding": Embedding, "adam": Adam})
