#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""tools/check-floors, tried on small trees: it lets downward includes pass and names every offence."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parent.parent / "tools" / "check-floors"


def offences(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in files.items():
            file = pathlib.Path(folder) / "shapeproof" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(lines) + "\n")
        result = subprocess.run([sys.executable, str(CHECK), folder], capture_output=True, text=True)
        lines = result.stdout.splitlines() if result.returncode else []
        return [line.split("/shapeproof/", 1)[1] for line in lines]


class Floors(unittest.TestCase):
    def test_downward_and_beside_pass(self):
        files = {"core/a.hpp": ["#include <vector>"], "core/b.hpp": ['#include "a.hpp"'],
                 "core.hpp": ['#include "core/b.hpp"'], "ops/c.hpp": ["#include <shapeproof/core/b.hpp>"],
                 "tape/d.hpp": ["#include <boost/hana/at.hpp>"],
                 "shapeproof.hpp": ["#include <shapeproof/ops/c.hpp>", '#include "core.hpp"', '#include "tape/d.hpp"'],
                 "eigen.hpp": ["#include <Eigen/Core>"]}
        self.assertEqual(offences(files), [])

    def test_upward_is_an_offence_however_it_is_written(self):
        files = {"core/a.hpp": ["", "#include <shapeproof/ops/b.hpp>", '#include "../ops/b.hpp"'], "ops/b.hpp": []}
        self.assertEqual(offences(files), ["core/a.hpp:2: core must not include shapeproof/ops/b.hpp",
                                           "core/a.hpp:3: core must not include shapeproof/ops/b.hpp"])
        self.assertEqual(len(offences({"core.hpp": ["#include <shapeproof/io/a.hpp>"], "io/a.hpp": []})), 1)

    def test_libraries_out_of_place_and_heavy_headers(self):
        files = {"nn/a.hpp": ["#include <boost/hana/at.hpp>"], "io/b.hpp": ["#include <iostream>"],
                 "ops/c.hpp": ["#  include <Eigen/Core>"]}
        self.assertEqual(len(offences(files)), 3)

    def test_the_gpu_stays_in_its_folder(self):
        files = {"cuda/a.cuh": ["#include <cuda_runtime.h>", '#include "../kernels/b.hpp"'], "kernels/b.hpp": [],
                 "cuda/detail/c.hpp": ["#include <cooperative_groups.h>"], "cuda.hpp": ['#include "cuda/a.cuh"']}
        self.assertEqual(offences(files), [])
        self.assertEqual(len(offences({"kernels/a.hpp": ["#include <cuda_runtime.h>"], "cuda/b.cuh": ["#include <regex>"]})), 2)
        self.assertEqual(len(offences({"ops/a.hpp": ["#include <shapeproof/cuda/b.cuh>"], "cuda/b.cuh": []})), 1)
        self.assertEqual(offences({"cuda/a.cuh": [], "cuda.hpp": []}),
                         ["cuda.hpp:1: shapeproof/cuda/a.cuh is left out"])

    def test_unknown_floor_and_missing_header(self):
        self.assertEqual(len(offences({"zoo/a.hpp": []})), 1)
        self.assertEqual(offences({"core/a.hpp": ['#include "b.hpp"']}),
                         ["core/a.hpp:1: there is no header shapeproof/core/b.hpp"])

    def test_umbrellas_leave_nothing_out_but_kernels_and_details(self):
        files = {"io/a.hpp": [], "io/b.hpp": ['#include "detail/c.hpp"'], "io/detail/c.hpp": [], "io/detail/d.hpp": [],
                 "cpu/e.hpp": [], "io.hpp": ['#include "io/b.hpp"'], "shapeproof.hpp": ['#include "io.hpp"']}
        self.assertEqual(offences(files), ["io.hpp:1: shapeproof/io/a.hpp is left out",
                                           "shapeproof.hpp:1: shapeproof/io/a.hpp is left out"])


if __name__ == "__main__":
    unittest.main()
