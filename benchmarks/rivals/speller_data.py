# SPDX-License-Identifier: BSL-1.0
"""The sizes and the data of the spelling-to-pronunciation model, as own/speller.hpp has them."""
import numpy

import numbers_of_names as numbers

LETTERS, PHONES = 27, 41
BEGIN, END, MARKERS = 0, 1, 2
SCALE = 0.1


def lengths_of(name, rows, most, ragged):
    lengths = numpy.full(rows, most, dtype=numpy.int64)
    return lengths - numbers.ids((rows,), name, 9) if ragged else lengths


def padded_ids(name, lengths, first, extent):
    """Time-major, 0 at padding. Those of rows of one length are a function of the position in that matrix."""
    most = int(lengths.max())
    ids = first + numbers.ids((most, len(lengths)), name, extent - first)
    return numpy.where(numpy.arange(most)[:, None] < lengths, ids, 0)


def training_batch(given):
    """(words, their lengths, prefix, target, real positions of the target) as our teacher forcing makes them."""
    batch, ragged = given["batch"], given["ragged"] != 0
    letters = lengths_of("letters.lengths", batch, given["letters"], ragged)
    phones = lengths_of("phones.lengths", batch, given["phones"], ragged)
    said = padded_ids("phones", phones, MARKERS, PHONES)
    posts = numpy.arange(len(said) + 1)[:, None]
    prefix = numpy.concatenate([numpy.full((1, batch), BEGIN), said])
    target = numpy.concatenate([said, numpy.zeros((1, batch), dtype=said.dtype)])
    target = numpy.where(posts == phones, END, target)
    return padded_ids("letters", letters, 0, LETTERS), letters, prefix, target, posts <= phones
