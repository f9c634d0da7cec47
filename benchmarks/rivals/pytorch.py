# SPDX-License-Identifier: BSL-1.0
"""What the workers with PyTorch share."""
import sys
import time

import torch

import numbers_of_names as numbers
import worker


def tensor(shape, name, scale):
    return torch.from_numpy(numbers.filled(shape, name, scale))


def ids(shape, name, bound):
    return torch.from_numpy(numbers.ids(shape, name, bound))


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


chosen = ""  # which way of several was the fastest
PATIENCE = 2  # seconds for each way, beyond two runs


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
                    start = time.perf_counter()
                    job.run()
                    taken.append(time.perf_counter() - start)
                times[name] = min(taken)
            except Exception as fault:  # whatever a compiler may throw
                print(f"{name}: {fault}", file=sys.stderr)
        chosen = ", " + min(times, key=times.get)
        return ways[min(times, key=times.get)](given)
    return make


def main(works):
    def prepare(threads):
        torch.set_num_threads(threads)
        torch.set_num_interop_threads(1)

    worker.main(works, lambda: f"PyTorch {torch.__version__} with oneDNN "
                               f"{'on' if torch.backends.mkldnn.is_available() else 'off'}{chosen}", prepare)
