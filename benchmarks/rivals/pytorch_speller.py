# SPDX-License-Identifier: BSL-1.0
"""The model of examples/g2p in PyTorch: two or three layers, general attention, no dropout. Time-major, as its LSTM likes
it."""
import torch
from torch import nn

import pytorch
import speller_data as data

DIRECTIONS = (("forward.", ""), ("backward.", "_reverse"))


def layers_of(part, count):
    """Number and our name of each layer of a stack."""
    return [(0, part + "bottom.")] + [(i, f"{part}above.{i - 1}.") for i in range(1, count)]


class Speller(nn.Module):
    def __init__(self, given, scale=data.SCALE):
        super().__init__()
        width, self.count = given["width"], given["layers"]
        self.letters = nn.Embedding(data.LETTERS, width)
        self.encoder = nn.LSTM(width, width, num_layers=self.count, bidirectional=True)
        self.start = nn.ModuleList(nn.Linear(2 * width, width) for _ in range(self.count))
        self.tokens = nn.Embedding(data.PHONES, width)
        self.layers = nn.LSTM(width, width, num_layers=self.count)
        self.attention = nn.Linear(2 * width, width, bias=False)
        self.combining = nn.Linear(3 * width, width)
        self.readout = nn.Linear(width, data.PHONES)
        self.fill(scale)

    def tables_and_matrices(self):
        """Our name, the parameter, and whether it is our matrix transposed."""
        yield "letters.table", self.letters.weight, False
        yield "decoder.tokens.table", self.tokens.weight, False
        layers = {f"start.{i}.": one for i, one in enumerate(self.start)}
        layers |= {"decoder.attention.": self.attention, "decoder.combining.": self.combining,
                   "decoder.readout.": self.readout}
        for name, layer in layers.items():
            yield name + "weight", layer.weight, True
            if layer.bias is not None:
                yield name + "bias", layer.bias, False

    def fill(self, scale):
        with torch.no_grad():
            for name, parameter, transposed in self.tables_and_matrices():
                shape = tuple(parameter.shape)
                ours = pytorch.tensor(shape[::-1] if transposed else shape, name, scale)
                parameter.copy_(ours.t() if transposed else ours)
            for layer, name in layers_of("encoder.", self.count):
                for direction, suffix in DIRECTIONS:
                    pytorch.fill_lstm(self.encoder, layer, name + direction, scale, suffix)
            for layer, name in layers_of("decoder.layers.", self.count):
                pytorch.fill_lstm(self.layers, layer, name, scale)

    def gradients(self):
        """By our names, in our layout."""
        found = {f"d_{name}": parameter.grad.t() if transposed else parameter.grad
                 for name, parameter, transposed in self.tables_and_matrices()}
        for layer, name in layers_of("encoder.", self.count):
            for direction, suffix in DIRECTIONS:
                found |= pytorch.lstm_gradients(self.encoder, layer, name + direction, suffix)
        for layer, name in layers_of("decoder.layers.", self.count):
            found |= pytorch.lstm_gradients(self.layers, layer, name)
        return found

    def encode(self, words, lengths=None):
        """words [T, B] -> what the decoder looks at, and its states (h, c), each [layers, B, W]. Without lengths all rows are
        equally long, and the LSTM is spared the packing of rows, which keeps it from oneDNN."""
        x = self.letters(words)
        if lengths is None:
            memory, (h, _) = self.encoder(x)
        else:
            packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
            memory, (h, _) = self.encoder(packed)
            memory, _ = nn.utils.rnn.pad_packed_sequence(memory)
        whole = torch.cat((h[-2], h[-1]), dim=1)
        states = torch.stack([torch.tanh(layer(whole)) for layer in self.start])
        return memory.transpose(0, 1), self.attention(memory).permute(1, 2, 0), (states, states)

    def look(self, h, memory, keys, mask=None):
        """h [P, B, W] -> scores of the next phone [P, B, Phone]."""
        energy = torch.bmm(h.transpose(0, 1), keys)
        if mask is not None:
            energy = energy.masked_fill(mask, float("-inf"))
        context = torch.bmm(torch.softmax(energy, dim=2), memory).transpose(0, 1)
        return self.readout(torch.tanh(self.combining(torch.cat((h, context), dim=2))))

    def forward(self, words, lengths, mask, prefix):
        memory, keys, states = self.encode(words, lengths)
        h, _ = self.layers(self.tokens(prefix), states)
        return self.look(h, memory, keys, mask)
