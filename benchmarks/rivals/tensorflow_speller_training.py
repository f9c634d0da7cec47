# SPDX-License-Identifier: BSL-1.0
"""A whole training step of the spelling-to-pronunciation model with TensorFlow: one tf.function, LSTM layers by BlockLSTM,
the fused kernel for processors, and Adam by the fused kernel, too. (BlockLSTMV2 computes the same outputs, but in 2.21
another gradient than that of its outputs.)"""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy
import tensorflow as tf

import numbers_of_names as numbers
import speller_data as data
import worker

B1, B2, EPSILON, RATE = 0.9, 0.999, 1e-8, 1e-4


def is_of_lstm(name):
    return name.startswith(("encoder.", "decoder.layers."))


def gates_exchanged(array):
    """From our order of the gates, input, forget, candidate, output, to theirs, where the middle ones are exchanged."""
    i, f, g, o = numpy.split(array, 4, axis=-1)
    return numpy.concatenate((i, g, f, o), axis=-1)


class Training:
    def __init__(self, given):
        self.width = given["width"]
        words, lengths, prefix, target, real = data.training_batch(given)
        self.words, self.prefix = tf.constant(words, tf.int32), tf.constant(prefix, tf.int32)
        self.target, self.real = tf.constant(target, tf.int32), tf.constant(real, tf.float32)
        self.real_count = float(real.sum())
        self.lengths = tf.constant(lengths, tf.int32)
        self.ragged = given["ragged"] != 0
        padding = numpy.arange(len(words))[None, :] >= lengths[:, None]
        self.energy_of_padding = tf.constant(numpy.where(padding, -numpy.inf, 0)[:, None, :], tf.float32)
        self.variables = {}
        self.step = tf.function(self.one_step)
        self.step()  # traces: no variable is made later
        for name, variable in self.variables.items():
            variable.assign(self.start_of(name, variable.shape))
        self.reset_optimizer()

    def start_of(self, name, shape):
        numbers_of_it = numbers.filled(shape, name, data.SCALE)
        return gates_exchanged(numbers_of_it) if is_of_lstm(name) else numbers_of_it

    def variable(self, name, *shape):
        if name not in self.variables:
            with tf.init_scope():
                self.variables[name] = tf.Variable(self.start_of(name, shape))
        return self.variables[name]

    def reset_optimizer(self):
        for one in [*self.m, *self.v]:
            one.assign(tf.zeros_like(one))
        self.b1_power.assign(B1)
        self.b2_power.assign(B2)

    def lstm(self, name, x, h0=None):
        """x [T, B, In] -> outputs of all steps [T, B, W]; h0 is the start of both h and c."""
        inputs, w = x.shape[2], self.width
        weights = tf.concat((self.variable(name + "w_ih", inputs, 4 * w), self.variable(name + "w_hh", w, 4 * w)), 0)
        zero = tf.zeros((w,))
        start = tf.zeros((x.shape[1], w)) if h0 is None else h0
        return tf.raw_ops.BlockLSTM(seq_len_max=tf.constant(x.shape[0], tf.int64), x=x, cs_prev=start, h_prev=start,
                                    w=weights, wci=zero, wcf=zero, wco=zero, b=self.variable(name + "bias", 4 * w),
                                    forget_bias=0.0, cell_clip=0.0, use_peephole=False).h

    def reversed(self, x):
        return tf.reverse_sequence(x, self.lengths, seq_axis=0, batch_axis=1) if self.ragged else tf.reverse(x, [0])

    def last(self, h):
        return tf.gather(tf.transpose(h, (1, 0, 2)), self.lengths - 1, batch_dims=1) if self.ragged else h[-1]

    def linear(self, name, x, outputs):
        return tf.linalg.matmul(x, self.variable(name + "weight", x.shape[-1], outputs)) + \
            self.variable(name + "bias", outputs)

    def loss_of(self):
        w = self.width
        x = tf.gather(self.variable("letters.table", data.LETTERS, w), self.words)
        for layer in ("encoder.bottom.", "encoder.above.0."):
            ahead = self.lstm(layer + "forward.", x)
            behind = self.lstm(layer + "backward.", self.reversed(x))
            x = tf.concat((ahead, self.reversed(behind)), 2)
        whole = tf.concat((self.last(ahead), self.last(behind)), 1)
        memory = tf.transpose(x, (1, 0, 2))
        keys = tf.linalg.matmul(memory, self.variable("decoder.attention.weight", 2 * w, w))
        h = tf.gather(self.variable("decoder.tokens.table", data.PHONES, w), self.prefix)
        for i, layer in enumerate(("decoder.layers.bottom.", "decoder.layers.above.0.")):
            h = self.lstm(layer, h, tf.tanh(self.linear(f"start.{i}.", whole, w)))
        energy = tf.linalg.matmul(tf.transpose(h, (1, 0, 2)), keys, transpose_b=True)
        if self.ragged:
            energy += self.energy_of_padding
        context = tf.transpose(tf.linalg.matmul(tf.nn.softmax(energy), memory), (1, 0, 2))
        combined = tf.tanh(self.linear("decoder.combining.", tf.concat((h, context), 2), w))
        scores = self.linear("decoder.readout.", combined, data.PHONES)
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=self.target, logits=scores)
        return tf.reduce_sum(losses * self.real) / self.real_count

    def one_step(self):
        with tf.GradientTape() as tape:
            loss = self.loss_of()
        variables = list(self.variables.values())
        gradients, norm = tf.clip_by_global_norm(
            [tf.convert_to_tensor(one) for one in tape.gradient(loss, variables)], 5.0)
        with tf.init_scope():
            if not hasattr(self, "m"):
                self.m = [tf.Variable(tf.zeros_like(one)) for one in variables]
                self.v = [tf.Variable(tf.zeros_like(one)) for one in variables]
                self.b1_power, self.b2_power = tf.Variable(B1), tf.Variable(B2)
        epsilon = EPSILON * tf.sqrt(1 - self.b2_power)  # what the kernel adds, it adds before the correction of the bias
        for one, m, v, gradient in zip(variables, self.m, self.v, gradients):
            tf.raw_ops.ResourceApplyAdam(var=one.handle, m=m.handle, v=v.handle, beta1_power=self.b1_power,
                                         beta2_power=self.b2_power, lr=RATE, beta1=B1, beta2=B2, epsilon=epsilon,
                                         grad=gradient)
        self.b1_power.assign(self.b1_power * B1)
        self.b2_power.assign(self.b2_power * B2)
        return loss, norm, gradients

    def run(self):
        self.loss, self.norm, self.gradients = self.step()

    def checksum(self):
        return float(self.loss)

    def computed(self):
        ours = {name: gates_exchanged(one.numpy()) if is_of_lstm(name) else one.numpy()
                for name, one in zip(self.variables, self.gradients)}
        return {"loss": self.loss, "norm": self.norm, **{f"d_{name}": one for name, one in ours.items()}}


def prepare(given):
    tf.config.threading.set_intra_op_parallelism_threads(given["threads"])
    tf.config.threading.set_inter_op_parallelism_threads(given["threads"])


worker.main({"speller_training": Training}, lambda: f"TensorFlow {tf.__version__}", prepare)
