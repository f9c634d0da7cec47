# SPDX-License-Identifier: BSL-1.0
"""One LSTM layer with PyTorch, which hands it to oneDNN, or to cuDNN; `lstm_bfloat16` is in bf16 from inputs to outputs."""
import torch

import pytorch


class Forward:
    def __init__(self, given, element=torch.float32):
        steps, batch, hidden = given["steps"], given["batch"], given["hidden"]
        self.lstm = torch.nn.LSTM(hidden, hidden).eval()
        pytorch.fill_lstm(self.lstm, 0, "", pytorch.scale(given))
        self.lstm.to(element)
        self.x = pytorch.tensor((steps, batch, hidden), "x", 1).to(element)

    def run(self):
        with torch.inference_mode():
            self.y, _ = self.lstm(self.x)

    def computed(self):
        return {"outputs": self.y.float()}


class Training:
    def __init__(self, given):
        steps, batch, hidden = given["steps"], given["batch"], given["hidden"]
        self.lstm = torch.nn.LSTM(hidden, hidden)
        pytorch.fill_lstm(self.lstm, 0, "", pytorch.scale(given))
        self.x = pytorch.tensor((steps, batch, hidden), "x", 1).requires_grad_()
        self.weights = pytorch.tensor((steps, batch, hidden), "weights", 1)

    def run(self):
        self.lstm.zero_grad(set_to_none=True)
        self.x.grad = None
        y, _ = self.lstm(self.x)
        self.loss = (y * self.weights).sum()
        self.loss.backward()

    def checksum(self):
        return self.loss.item()

    def computed(self):
        return {"loss": self.loss.detach(), "d_x": self.x.grad, **pytorch.lstm_gradients(self.lstm, 0, "")}


def bfloat16(given):
    return Forward(given, torch.bfloat16)


pytorch.main({"lstm_forward": pytorch.eager_or_captured(Forward), "lstm_bfloat16": pytorch.eager_or_captured(bfloat16),
              "lstm_training": pytorch.eager_or_captured(Training)})
