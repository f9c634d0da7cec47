# SPDX-License-Identifier: BSL-1.0
"""One LSTM layer with ONNX Runtime. ONNX has its gates in the order input, output, forget, candidate, and two biases."""
import numpy
import onnx
import onnxruntime

import numbers_of_names as numbers
import worker

FLOAT = onnx.TensorProto.FLOAT


def in_gates(name, rows, hidden, scale):
    """A weight of ours, [rows, 4 hidden] in the order input, forget, candidate, output, as [1, 4 hidden, rows] of ONNX."""
    i, f, g, o = numpy.split(numbers.filled((rows, 4 * hidden), name, scale), 4, axis=1)
    return numpy.concatenate((i, o, f, g), axis=1).T[numpy.newaxis]


class Forward:
    def __init__(self, given):
        steps, batch, hidden, scale = given["steps"], given["batch"], given["hidden"], given["scale"] / 1000
        bias = in_gates("bias", 1, hidden, scale)[:, :, 0]
        weights = {"W": in_gates("w_ih", hidden, hidden, scale), "R": in_gates("w_hh", hidden, hidden, scale),
                   "B": numpy.concatenate((bias, numpy.zeros_like(bias)), axis=1)}
        graph = onnx.helper.make_graph(
            [onnx.helper.make_node("LSTM", ["x", "W", "R", "B"], ["y"], hidden_size=hidden)], "lstm",
            [onnx.helper.make_tensor_value_info("x", FLOAT, [steps, batch, hidden])],
            [onnx.helper.make_tensor_value_info("y", FLOAT, [steps, 1, batch, hidden])],
            [onnx.numpy_helper.from_array(numpy.ascontiguousarray(array), name) for name, array in weights.items()])
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 14)], ir_version=8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = given["threads"], 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.add_session_config_entry("session.force_spinning_stop", "1")  # or its threads take a core from the others
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), options,
                                                    providers=["CPUExecutionProvider"])
        self.x = numbers.filled((steps, batch, hidden), "x", 1)

    def run(self):
        self.y, = self.session.run(["y"], {"x": self.x})

    def computed(self):
        return {"outputs": self.y}


worker.main({"lstm_forward": Forward}, lambda: f"ONNX Runtime {onnxruntime.__version__}")
