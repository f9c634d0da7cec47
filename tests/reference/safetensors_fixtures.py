#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes tests/fixtures/safetensors/*.safetensors with the reference implementation, and checks that it reads a file of
ours. Made with safetensors 0.8.0 and numpy 2.4.6 (pip install safetensors numpy).

    safetensors_fixtures.py              writes the fixtures
    safetensors_fixtures.py check FILE   reads the file of the test run.safetensors (KEEP_SAFETENSORS=FILE keeps it)
"""
import pathlib
import sys

import numpy
import safetensors
import safetensors.numpy

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures" / "safetensors"


def write():
    FOLDER.mkdir(parents=True, exist_ok=True)
    safetensors.numpy.save_file(
        {
            "encoder.weight": numpy.arange(6, dtype=numpy.float32).reshape(2, 3) / 4,
            "scale": numpy.array(0.1, dtype=numpy.float64),
            "ids": numpy.array([-1, 0, 2**31 - 1], dtype=numpy.int32),
            "mask": numpy.array([[True, False], [False, True]]),
            "nothing": numpy.zeros((0, 5), dtype=numpy.float32),
            "half": numpy.array([1.5, -2], dtype=numpy.float16),
            "größe \"q\"\\\n": numpy.array([1, 2, 3], dtype=numpy.uint8),
        },
        FOLDER / "mixed.safetensors",
        {"axes": "Letter, Embed", "note": "line\nwith \"quotes\", \\ and \U0001F600"},
    )
    safetensors.numpy.save_file({}, FOLDER / "empty.safetensors")


def check(path):
    with safetensors.safe_open(path, framework="numpy") as file:
        assert file.metadata() == {"a": "tab\tquote\" back\\ \U0001F600 \x01", "b": ""}, file.metadata()
        assert sorted(file.keys()) == ["bytes", "empty", "größe", "pi", "weight"], file.keys()
        assert (file.get_tensor("weight") == numpy.array([[1, 2, 3], [4, 5, 6]], dtype=numpy.float32)).all()
        assert file.get_tensor("weight").dtype == numpy.float32
        assert file.get_tensor("pi").shape == () and file.get_tensor("pi") == 3.141592653589793
        assert file.get_tensor("empty").shape == (0, 4)
        assert (file.get_tensor("bytes") == numpy.array([7, 8, 9], dtype=numpy.uint8)).all()
        assert (file.get_tensor("größe") == numpy.array([-5], dtype=numpy.int64)).all()
    print("the reference implementation reads", path)


if sys.argv[1:2] == ["check"]:
    check(sys.argv[2])
else:
    write()
