# SPDX-License-Identifier: BSL-1.0
"""What the workers with PyTorch share."""
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


def main(works):
    def prepare(threads):
        torch.set_num_threads(threads)
        torch.set_num_interop_threads(1)

    worker.main(works, f"PyTorch {torch.__version__} with oneDNN {'on' if torch.backends.mkldnn.is_available() else 'off'}",
                prepare)
