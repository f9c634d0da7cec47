# SPDX-License-Identifier: BSL-1.0
"""A whole training step of the spelling-to-pronunciation model with PyTorch."""
import torch

import pytorch
import speller_data as data
from pytorch_speller import Speller

IGNORED = -100


class Training:
    def __init__(self, given, compiled):
        words, lengths, prefix, target, real = data.training_batch(given)
        ragged = given["ragged"] != 0
        self.model = Speller(given)
        # Our LSTM has one bias; the second of theirs stays as it is, so that a step is the same.
        self.parameters = [one for name, one in self.model.named_parameters() if "bias_hh" not in name]
        self.first_parameters = [one.detach().clone() for one in self.parameters]
        self.optimizer = torch.optim.Adam(self.parameters, lr=1e-4, fused=True, capturable=pytorch.device != "cpu")
        self.words, self.prefix = pytorch.placed(words), pytorch.placed(prefix)
        self.lengths = torch.from_numpy(lengths) if ragged else None  # on the host: packing rows wants them there
        self.mask = torch.arange(len(words)) >= pytorch.placed(lengths)[:, None, None] if ragged else None
        self.target = pytorch.placed(target).masked_fill(pytorch.placed(~real), IGNORED).flatten()
        self.loss_of = torch.compile(self.eager_loss) if compiled else self.eager_loss

    def eager_loss(self):
        scores = self.model(self.words, self.lengths, self.mask, self.prefix)
        return torch.nn.functional.cross_entropy(scores.flatten(0, 1), self.target, ignore_index=IGNORED)

    def run(self):
        self.model.zero_grad(set_to_none=True)
        self.loss = self.loss_of()
        self.loss.backward()
        self.norm = torch.nn.utils.clip_grad_norm_(self.parameters, 5)
        self.optimizer.step()

    def undo(self):
        with torch.no_grad():
            for one, first in zip(self.parameters, self.first_parameters):
                one.copy_(first)
            for state in self.optimizer.state.values():
                for one in state.values():
                    one.zero_()

    def checksum(self):
        return self.loss.item()

    def computed(self):
        return {"loss": self.loss.detach(), "norm": self.norm, **self.model.gradients()}


pytorch.main({"speller_training": pytorch.fastest(
    eager=lambda given: Training(given, False), compiled=lambda given: Training(given, True),
    **{"CUDA graph": lambda given: pytorch.Captured(Training(given, False)),
       "compiled, CUDA graph": lambda given: pytorch.Captured(Training(given, True))})})
