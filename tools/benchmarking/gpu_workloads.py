# SPDX-License-Identifier: BSL-1.0
"""What is measured on a GPU, by tools/gpu: float numbers, and exact float products of our own. PyTorch takes part twice: with
products as exact as ours, and with TF32, which no bar is set against. No case is longer than some seconds."""
from .workloads import Case, Group, lstm_case

PYTORCH = ("PyTorch", "PyTorch with TF32")


def rivals(program):
    return {name: program for name in PYTORCH}


def bar(ratio):
    return {"PyTorch": ratio}


LOOSE = {"tolerance": 2e-3, "loose_tolerance": 3e-2, "loose_checksum_tolerance": 3e-2}  # sums of many products


def lstm_cases(workload, passes):
    """With parameters as nn.LSTM begins with: one over the square root of the width."""
    for batch, steps, hidden, scale in ((16, 1024, 768, 36), (64, 50, 512, 44), (128, 25, 512, 44)):
        yield lstm_case(workload, batch, steps, hidden, passes, scale=scale, gpu=True,
                        bars=bar(1.2 if steps > 1000 else 1.0), **LOOSE)


def speller(**settings):
    return {"layers": 3, "width": 512, "gpu": 1, **settings}


def training_cases():
    for title, ragged, letters, phones in (("words of 8 letters, 7 phones", 0, 8, 7),
                                           ("4 to 12 letters, 3 to 11 phones", 1, 12, 11)):
        yield Case(f"B256 H512, {title}", "speller_training",
                   speller(batch=256, ragged=ragged, letters=letters, phones=phones), bars=bar(0.7),
                   **LOOSE)


def decoding_cases():
    for words, batch in ((2048, 256), (32, 1)):
        for title, beam in (("greedy", 1), ("beam 5", 5)):
            yield Case(f"{title}, {words} words, {batch} at a time", "decoding",
                       speller(words=words, batch=batch, beam=beam, scale=150, end_bias=1500), bars=bar(0.2), warm_up=1)


ROWS, WIDTH = 1024, 32768
NUMBERS = 4.0 * ROWS * WIDTH  # bytes of one such matrix


def row_cases():
    """Bytes are those that have to be read and written; of a gradient, whose case multiplies and sums up beside it, none are
    told."""
    for workload, moved in (("softmax", 2 * NUMBERS), ("log_softmax", 2 * NUMBERS), ("cross_entropy", NUMBERS),
                            ("layer_norm", 2 * NUMBERS)):
        for backward in (0, 1):
            yield Case(f"{workload}, {ROWS} x {WIDTH}, {'with gradient' if backward else 'forward'}", workload,
                       {"rows": ROWS, "width": WIDTH, "backward": backward, "gpu": 1}, tolerance=1e-3, bars=bar(1.0),
                       bytes=0 if backward else moved)
    yield Case("embedding, 131072 ids of 32768, width 256, with gradient", "embedding",
               {"rows": 131072, "width": 32768, "backward": 1, "gpu": 1}, tolerance=1e-3, bars=bar(1.0))
    # Reads parameter, gradient and two moments, writes all but the gradient.
    yield Case(f"adam, {ROWS * WIDTH} parameters", "adam", {"rows": ROWS, "width": WIDTH, "gpu": 1}, tolerance=1e-3,
               bars=bar(1.0), bytes=7 * NUMBERS)


GPU_GROUPS = (
    Group("gpu_lstm_forward", "One LSTM layer on the GPU, forward (float)", "lstm", rivals("pytorch_lstm"),
          tuple(lstm_cases("lstm_forward", 1))),
    Group("gpu_lstm_training", "One LSTM layer on the GPU, forward and backward (float)", "lstm", rivals("pytorch_lstm"),
          tuple(lstm_cases("lstm_training", 3))),
    Group("gpu_speller_training", "Training step of spelling to pronunciation on the GPU: three layers, attention, loss, "
          "clipping, Adam (float)", "speller_training", rivals("pytorch_speller_training"), tuple(training_cases())),
    Group("gpu_decoding", "Words from letters to phones on the GPU (float)", "speller_decoding",
          {"PyTorch": "pytorch_speller_decoding"}, tuple(decoding_cases())),
    Group("gpu_rows", "What is done row by row on the GPU (float)", "rows", {"PyTorch": "pytorch_rows"},
          tuple(row_cases())),
)

COPY_BYTES = 1 << 28
# What memory gives at most: `copy` reads and writes so many bytes.
COPY = ("copy", "copy", {"bytes": COPY_BYTES}, 2.0 * COPY_BYTES)
