# SPDX-License-Identifier: BSL-1.0
"""What the workers with PyTorch share. With the setting gpu=1 they work on a GPU; TF32=1 in the environment then allows matrix
products of fewer digits, which PyTorch by itself allows only in cuDNN."""
import os
import sys
import time

import torch

import numbers_of_names as numbers
import worker

device = "cpu"


def placed(array):
    """A tensor where the work is done."""
    return torch.from_numpy(array).to(device)


def tensor(shape, name, scale):
    return placed(numbers.filled(shape, name, scale))


def ids(shape, name, bound):
    return placed(numbers.ids(shape, name, bound))


def scale(given):
    """Of the parameters, told in thousandths."""
    return given["scale"] / 1000


def fill_lstm(lstm, layer, name, scale, suffix=""):
    """Gives one layer of a torch.nn.LSTM the numbers of our layer NAME: theirs is transposed, and has its bias twice."""
    inputs, hidden = getattr(lstm, f"weight_ih_l{layer}{suffix}").shape[1], lstm.hidden_size
    with torch.no_grad():
        getattr(lstm, f"weight_ih_l{layer}{suffix}").copy_(tensor((inputs, 4 * hidden), name + "w_ih", scale).t())
        getattr(lstm, f"weight_hh_l{layer}{suffix}").copy_(tensor((hidden, 4 * hidden), name + "w_hh", scale).t())
        getattr(lstm, f"bias_ih_l{layer}{suffix}").copy_(tensor((4 * hidden,), name + "bias", scale))
        getattr(lstm, f"bias_hh_l{layer}{suffix}").zero_()


def lstm_gradients(lstm, layer, name, suffix=""):
    """Its gradients under our names, in our layout."""
    return {
        f"d_{name}w_ih": getattr(lstm, f"weight_ih_l{layer}{suffix}").grad.t(),
        f"d_{name}w_hh": getattr(lstm, f"weight_hh_l{layer}{suffix}").grad.t(),
        f"d_{name}bias": getattr(lstm, f"bias_ih_l{layer}{suffix}").grad,
    }


class Captured:
    """A work whose run() the GPU repeats by itself: recorded once as a CUDA graph, after some runs that make what is made once.
    undo() of the work, if it has one, brings back what these runs changed."""

    def __init__(self, job):
        if device == "cpu":
            raise RuntimeError("only on a GPU")
        self.job = job
        beside = torch.cuda.Stream()
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            for _ in range(3):
                job.run()
        torch.cuda.current_stream().wait_stream(beside)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            job.run()
        if hasattr(job, "undo"):
            job.undo()
        self.computed = job.computed
        if hasattr(job, "checksum"):
            self.checksum = job.checksum

    def run(self):
        self.graph.replay()


chosen = ""  # which way of several was the fastest
PATIENCE = 2  # seconds for each way, beyond two runs


def wait():
    if device != "cpu":
        torch.cuda.synchronize()


def fastest(**ways):
    """Of several ways to do a workload, as a user who cares would try them: each is made and timed, and the
    fastest is made again. A way that fails here takes no part."""
    def make(given):
        global chosen
        times = {}
        for name, way in ways.items():
            try:
                job = way(given)
                taken = []
                begin = time.perf_counter()
                while len(taken) < 8 and (len(taken) < 2 or time.perf_counter() - begin < PATIENCE):
                    wait()
                    start = time.perf_counter()
                    job.run()
                    wait()
                    taken.append(time.perf_counter() - start)
                times[name] = min(taken)
            except Exception as fault:  # whatever a compiler may throw
                print(f"{name}: {fault}", file=sys.stderr)
        chosen = ", " + min(times, key=times.get)
        return ways[min(times, key=times.get)](given)
    return make


def eager_or_captured(work):
    """On a GPU a work is also tried as a CUDA graph."""
    def make(given):
        ways = {"eager": work}
        if device != "cpu":
            ways["CUDA graph"] = lambda given: Captured(work(given))
            return fastest(**ways)(given)
        return work(given)
    return make


def prepare(given):
    global device
    torch.set_num_threads(given["threads"])
    torch.set_num_interop_threads(1)
    if given.get("gpu", 0) == 0:
        return None
    if not torch.cuda.is_available():
        sys.exit("PyTorch sees no GPU")
    device = "cuda"
    torch.set_default_device(device)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = os.environ.get("TF32") == "1"
    return wait


def who():
    if device == "cpu":
        return f"PyTorch {torch.__version__} with oneDNN {'on' if torch.backends.mkldnn.is_available() else 'off'}{chosen}"
    return (f"PyTorch {torch.__version__} on {torch.cuda.get_device_name()}, cuDNN {torch.backends.cudnn.version()}, TF32 "
            f"{'on' if torch.backends.cudnn.allow_tf32 else 'off'}{chosen}")


def main(works):
    worker.main(works, who, prepare)
