# SPDX-License-Identifier: BSL-1.0
"""The spelling-to-pronunciation model at work with PyTorch: one decoder step, and the search for pronunciations. What a
step is made of, and whether it is compiled, is chosen by what is faster here."""
import torch
from torch import nn

import pytorch
import speller_data as data
from pytorch_speller import Speller

FILL, LONGEST = -1, 32


class Step(nn.Module):
    """ids [rows], state (h, c) each [2, rows, W], memory [rows, T, 2 W], keys [rows, W, T] -> scores [rows, Phone], state.
    With cells it is LSTMCell by LSTMCell, otherwise nn.LSTM over one position."""

    def __init__(self, model, cells):
        super().__init__()
        self.model = model
        self.cells = None
        if cells:
            self.cells = nn.ModuleList(nn.LSTMCell(model.layers.input_size, model.layers.hidden_size)
                                       for _ in range(model.count))
            for i, cell in enumerate(self.cells):
                for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                    setattr(cell, part, getattr(model.layers, f"{part}_l{i}"))

    def forward(self, ids, h, c, memory, keys):
        x = self.model.tokens(ids)
        if self.cells is None:
            outputs, (h, c) = self.model.layers(x[None], (h, c))
            x = outputs[0]
        else:
            states = []
            for i, cell in enumerate(self.cells):
                states.append(cell(x, (h[i], c[i])))
                x = states[-1][0]
            h, c = torch.stack([one[0] for one in states]), torch.stack([one[1] for one in states])
        return self.model.look(x[None], memory, keys)[0], h, c


def made_fast(step, how, dynamic):
    """A step as it is ("eager"), compiled, or compiled to CUDA graphs, whose results the next step would overwrite."""
    if how == "eager":
        return step
    if how == "compiled":
        return torch.compile(step, dynamic=dynamic)
    if pytorch.device == "cpu":
        raise RuntimeError("only on a GPU")
    graphs = torch.compile(step, dynamic=dynamic, mode="reduce-overhead")
    return lambda *arguments: tuple(one.clone() for one in graphs(*arguments))


class DecodeStep:
    def __init__(self, given, cells, how):
        model = Speller(given).eval()
        self.step = made_fast(Step(model, cells), how, None)
        with torch.inference_mode():
            memory, keys, (h, c) = model.encode(pytorch.placed(
                data.numbers.ids((given["letters"], 1), "letters", data.LETTERS)))
            self.arguments = torch.tensor([7]), h, c, memory, keys
        self.run()

    def run(self):
        with torch.inference_mode():
            self.scores, self.h, self.c = self.step(*self.arguments)

    def computed(self):
        return {"scores": self.scores}


class Decoding:
    def __init__(self, given, cells, how):
        self.model = Speller(given, pytorch.scale(given)).eval()
        with torch.no_grad():
            self.model.readout.bias[data.END] = given["end_bias"] / 1000
        self.step = made_fast(Step(self.model, cells), how, True)
        self.beam = given["beam"]
        self.batches = []
        for number, first in enumerate(range(0, given["words"], given["batch"])):
            rows = min(given["batch"], given["words"] - first)
            self.batches.append(pytorch.placed(
                data.numbers.ids((4 + number % 9, rows), f"letters{number}", data.LETTERS)))

    def run(self):
        found = []
        with torch.inference_mode():
            for words in self.batches:
                memory, keys, (h, c) = self.model.encode(words)
                search = self.greedy if self.beam == 1 else self.beam_search
                found.append(search(words.shape[1], 10 + len(words), h, c, memory, keys))
        self.phones = torch.cat([phones for phones, _ in found])
        self.scores = torch.cat([scores for _, scores in found])

    def greedy(self, rows, limit, h, c, memory, keys):
        phones, scores = torch.full((rows, LONGEST), FILL), torch.zeros(rows, dtype=torch.float64)
        running, ids = torch.arange(rows), torch.full((rows,), data.BEGIN)
        for t in range(limit):
            logits, h, c = self.step(ids, h, c, memory, keys)
            logs = torch.log_softmax(logits, 1)
            logs[:, data.BEGIN] = -torch.inf
            best, ids = logs.max(1)
            scores[running] += best
            going = ids != data.END
            if not going.all():  # what has ended leaves the batch
                running, ids, memory, keys = running[going], ids[going], memory[going], keys[going]
                h, c = h[:, going], c[:, going]
                if len(running) == 0:
                    break
            phones[running, t] = ids
        return phones, scores

    def beam_search(self, rows, limit, h, c, memory, keys):
        k, vocabulary, infinity = self.beam, data.PHONES, torch.inf
        found, found_scores = torch.full((rows, LONGEST), FILL), torch.full((rows,), -infinity, dtype=torch.float64)
        running, width = torch.arange(rows), 1
        ids, scores = torch.full((rows,), data.BEGIN), torch.zeros((rows, 1), dtype=torch.float64)
        texts = torch.full((rows, 1, LONGEST), FILL)
        for t in range(limit):
            logits, h, c = self.step(ids, h, c, memory, keys)
            logs = torch.log_softmax(logits, 1)
            logs[:, data.BEGIN] = -infinity
            count = len(running)
            total = (scores[:, :, None] + logs.view(count, width, vocabulary)).view(count, width * vocabulary)
            best, places = total.topk(2 * k, 1)
            parents, tokens = places // vocabulary, places % vocabulary
            ends = tokens == data.END
            ended = torch.where(ends[:, :k], best[:, :k], -infinity)
            ended_best, ended_rank = ended.max(1)
            better = ended_best > found_scores[running]
            if better.any():
                which = running[better]
                found_scores[which] = ended_best[better]
                at = parents[better].gather(1, ended_rank[better, None])[:, 0]
                found[which] = texts[better, at]
            scores, ranks = torch.where(ends, -infinity, best).topk(k, 1)
            parents, tokens = parents.gather(1, ranks), tokens.gather(1, ranks)
            texts = texts.gather(1, parents[:, :, None].expand(-1, -1, LONGEST)).clone()
            texts[:, :, t] = tokens
            if t + 1 == limit:
                better = scores[:, 0] > found_scores[running]
                found_scores[running[better]] = scores[better, 0]
                found[running[better]] = texts[better, 0]
                break
            rows_of_states = (torch.arange(count)[:, None] * width + parents)
            going = found_scores[running] < scores[:, 0]
            if not going.all():
                running, scores, tokens, texts = running[going], scores[going], tokens[going], texts[going]
                rows_of_states = rows_of_states[going]
                if len(running) == 0:
                    break
            order = rows_of_states.flatten()
            if width < k or not going.all():
                memory, keys = memory[order], keys[order]
            h, c, ids, width = h[:, order], c[:, order], tokens.flatten(), k
        return found, found_scores

    def checksum(self):
        return self.scores.mean().item()

    def computed(self):
        return {"phones": self.phones, "scores": self.scores}


def ways(work):
    return pytorch.fastest(**{name: lambda given, cells=cells, how=how: work(given, cells, how)
                              for name, cells, how in (("nn.LSTM", False, "eager"), ("LSTMCell", True, "eager"),
                                                       ("LSTMCell compiled", True, "compiled"),
                                                       ("LSTMCell compiled to CUDA graphs", True, "graphs"))})


pytorch.main({"decode_step": ways(DecodeStep), "decoding": ways(Decoding)})
