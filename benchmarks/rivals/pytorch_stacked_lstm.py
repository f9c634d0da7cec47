# SPDX-License-Identifier: BSL-1.0
"""Three bidirectional LSTM layers above each other with PyTorch, forward and backward."""
import torch

import pytorch

LAYERS = ((0, "bottom."), (1, "above.0."), (2, "above.1."))
DIRECTIONS = (("forward.", ""), ("backward.", "_reverse"))


class Training:
    def __init__(self, given):
        steps, batch, hidden = given["steps"], given["batch"], given["hidden"]
        self.lstm = torch.nn.LSTM(hidden, hidden, num_layers=3, bidirectional=True)
        for layer, name in LAYERS:
            for direction, suffix in DIRECTIONS:
                pytorch.fill_lstm(self.lstm, layer, name + direction, 0.1, suffix)
        self.x = pytorch.tensor((steps, batch, hidden), "x", 1).requires_grad_()
        self.weights = pytorch.tensor((steps, batch, 2 * hidden), "weights", 1)

    def run(self):
        self.lstm.zero_grad(set_to_none=True)
        self.x.grad = None
        y, _ = self.lstm(self.x)
        self.loss = (y * self.weights).sum()
        self.loss.backward()

    def checksum(self):
        return self.loss.item()

    def computed(self):
        found = {"loss": self.loss.detach(), "d_x": self.x.grad}
        for layer, name in LAYERS:
            for direction, suffix in DIRECTIONS:
                found |= pytorch.lstm_gradients(self.lstm, layer, name + direction, suffix)
        return found


pytorch.main({"stacked_training": pytorch.eager_or_captured(Training)})
