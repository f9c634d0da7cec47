# SPDX-License-Identifier: BSL-1.0
"""What is measured: groups of cases, each a workload of own workers and of rivals'. Bars are the ratios that own code must
reach, own time over the rival's."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Case:
    title: str
    workload: str
    settings: dict
    operations: float = 0  # of one time, to be told in operations per second
    of_peak: bool = True  # and in parts of the peak, which is that of float
    bytes: float = 0  # read and written in one time, to be told in bytes per second
    tolerance: float = 1e-4  # of values, in terms of the greatest one
    checksum_tolerance: float = 1e-3
    loose_tolerance: float = 0  # the same of rivals that compute with fewer digits than we do
    loose_checksum_tolerance: float = 0
    bars: dict = dataclasses.field(default_factory=dict)
    warm_up: int = 2
    own: str = ""  # the worker, unless the group's
    rivals: dict = None  # likewise


@dataclasses.dataclass(frozen=True)
class Group:
    name: str
    title: str
    own: str  # the worker of our own
    rivals: dict  # their workers by name
    cases: tuple
    counted: bool = False  # instructions, not seconds


def product_cases(workload, bars):
    sizes = ((64, 512, 2048), (32, 512, 2048), (64, 256, 1024), (16, 256, 1024), (1, 512, 2048), (2048, 512, 2048),
             (512, 2048, 2048))
    return tuple(Case(f"{m} x {k} x {n}", workload, {"m": m, "k": k, "n": n}, 2.0 * m * k * n, bars=bars)
                 for m, k, n in sizes)


LSTM_SIZES = ((64, 50, 512), (32, 50, 512), (64, 25, 256), (20, 300, 800))
STREAMED_LSTM = (1, 100, 512)


def lstm_case(workload, batch, steps, hidden, passes, *, scale=100, gpu=False, **more):
    """An LSTM layer as wide as its input: 16 B T H^2 operations forward, twice as many more backward."""
    settings = {"batch": batch, "steps": steps, "hidden": hidden, "scale": scale} | ({"gpu": 1} if gpu else {})
    return Case(f"B{batch} T{steps} H{hidden}", workload, settings, passes * 16.0 * batch * steps * hidden * hidden, **more)


def lstm_cases(workload, sizes, passes, bars, **more):
    return tuple(lstm_case(workload, *size, passes, bars=bars, **more) for size in sizes)


def bfloat16_lstm_cases():
    """Before each step the state is rounded to 8 bits, up or down where sums differ in their last ones. Ours reads and gives
    float, as a user has it, rivals bf16."""
    for size in (*LSTM_SIZES, STREAMED_LSTM):
        yield lstm_case("lstm_bfloat16", *size, 1, of_peak=False, tolerance=1e-2,
                        bars={"oneDNN": 1.0} if size == (64, 50, 512) else {})


def row_cases():
    """What is done row by row. Eigen has no gradients."""
    for name, has_eigen in (("softmax", True), ("log_softmax", True), ("cross_entropy", False), ("layer_norm", True),
                            ("chain", True), ("embedding", False)):
        for width, rows in ((40, 26214), (1024, 1024), (32768, 32)):
            for backward in (0, 1):
                what = f"{rows} ids of {width}, width 256" if name == "embedding" else f"{rows} x {width}"
                rivals = {"PyTorch": "pytorch_rows"} | ({"Eigen": "eigen_rows"} if has_eigen and not backward else {})
                yield Case(f"{name}, {what}, {'with gradient' if backward else 'forward'}", name,
                           {"rows": rows, "width": width, "backward": backward}, tolerance=1e-3, rivals=rivals,
                           bars={rival: 1.0 for rival in rivals})
    yield Case("adam, 1048576 parameters", "adam", {"rows": 1024, "width": 1024}, tolerance=1e-3,
               rivals={"PyTorch": "pytorch_rows"}, bars={"PyTorch": 1.0})


def speller_operations(batch, letters, phones, width):
    """Of a training step in words of one length: products forward, and twice as many more backward."""
    encoder, keys, bridges = 2 * (16 + 24), 4, 8  # times the width squared: two directions of two layers; for each word
    decoder, combining, readout = 2 * 16, 6, 2 * 41 / width  # one post more than phones
    return 3.0 * batch * width ** 2 * (letters * (encoder + keys) + (phones + 1) * (decoder + combining + readout) + bridges)


GROUPS = (
    Group("product", "Matrix product of two tensors (M x K x N)", "product",
          {"oneDNN": "onednn_product", "Eigen": "eigen_product"},
          product_cases("product", {"oneDNN": 1.0, "Eigen": 0.65})),
    Group("packed_product", "Matrix product with a right side packed before (M x K x N)", "product",
          {"oneDNN": "onednn_product"}, product_cases("packed_product", {"oneDNN": 1.0})),
    Group("lstm_forward", "One LSTM layer, forward", "lstm",
          {"oneDNN": "onednn_lstm", "PyTorch": "pytorch_lstm", "Eigen": "eigen_lstm",
           "ONNX Runtime": "onnxruntime_lstm"},
          lstm_cases("lstm_forward", LSTM_SIZES, 1, {"oneDNN": 1.0, "PyTorch": 1.0})),
    Group("lstm_bfloat16", "One LSTM layer with weights in bf16, forward", "lstm_bfloat16",
          {"oneDNN": "onednn_lstm", "PyTorch": "pytorch_lstm"}, tuple(bfloat16_lstm_cases())),
    Group("lstm_training", "One LSTM layer, forward and backward", "lstm", {"PyTorch": "pytorch_lstm"},
          lstm_cases("lstm_training", LSTM_SIZES, 3, {"PyTorch": 0.9}, tolerance=1e-3)),
    Group("stacked_training", "Three bidirectional LSTM layers, forward and backward", "stacked_lstm",
          {"PyTorch": "pytorch_stacked_lstm"},
          (Case("B256 T8 H512", "stacked_training", {"batch": 256, "steps": 8, "hidden": 512},
                # Two directions, three layers, of which two read 2 H and not H.
                3 * 256 * 8 * 512 * 512 * 2 * (16.0 + 2 * 24), tolerance=1e-3, bars={"PyTorch": 0.6}),)),
    Group("speller_training", "Training step of spelling to pronunciation: encoder, attention, decoder, loss, clipping, Adam",
          "speller_training", {"PyTorch": "pytorch_speller_training", "TensorFlow": "tensorflow_speller_training"},
          tuple(Case(title, "speller_training", {"layers": 2, "batch": 128, "width": 256, "ragged": ragged, **lengths},
                     0 if ragged else speller_operations(128, **lengths, width=256), tolerance=2e-3,
                     bars={"PyTorch": 0.5, "TensorFlow": 0.5})
                for title, ragged, lengths in (("B128 H256, words of 8 letters, 7 phones", 0, {"letters": 8, "phones": 7}),
                                               ("B128 H256, 4 to 12 letters, 3 to 11 phones", 1,
                                                {"letters": 12, "phones": 11})))),
    Group("lstm_single", "One LSTM layer reading one sequence, as while streaming", "lstm",
          {"oneDNN": "onednn_lstm", "PyTorch": "pytorch_lstm", "Eigen": "eigen_lstm",
           "ONNX Runtime": "onnxruntime_lstm"},
          lstm_cases("lstm_forward", ((1, 100, 64), (1, 100, 128), (1, 100, 256), STREAMED_LSTM), 1,
                     {"oneDNN": 1.0, "PyTorch": 1.0, "Eigen": 1.0})),
    Group("decode_step", "One step of a decoder with attention, for one word", "speller_decoding",
          {"PyTorch": "pytorch_speller_decoding"},
          (Case("B1 H512, 20 letters, 41 phones", "decode_step", {"layers": 2, "width": 512, "letters": 20},
                bars={"PyTorch": 0.25}),)),
    Group("decoding", "2,000 words from letters to phones, 64 at a time", "speller_decoding",
          {"PyTorch": "pytorch_speller_decoding"},
          tuple(Case(title, "decoding", {"layers": 2, "words": 2000, "batch": 64, "width": 256, "beam": beam,
                                         "scale": 200, "end_bias": 1500}, bars={"PyTorch": 0.3}, warm_up=1)
                for title, beam in (("greedy", 1), ("beam 5", 5)))),
    Group("rows", "What is done row by row (about a million numbers)", "rows",
          {"PyTorch": "pytorch_rows", "Eigen": "eigen_rows"}, tuple(row_cases())),
    Group("instructions", "Typed operations and the same loops with Eigen, in instructions (AVX2)", "typed_operations",
          {"Eigen": "eigen_operations"},
          tuple(Case(f"{title}, 64 x 1024", workload, {"rows": 64, "width": 1024}, bars={"Eigen": 1.02})
                for workload, title in (("add", "a + b"), ("add_to_rows", "a + v in each row"), ("multiply_add", "a b + a"),
                                        ("sum_of_rows", "sums of rows"))), counted=True),
)
