# SPDX-License-Identifier: BSL-1.0
"""Which rivals there are, how they are installed, and which are installed here."""
import shutil
import subprocess
import sys

from .building import BUILD, PROGRAMS, REPOSITORY

SOURCES = REPOSITORY / "benchmarks" / "rivals"
ENVIRONMENT = BUILD / "rivals"
PYTHON = ENVIRONMENT / "bin" / "python"

# Packages of Debian and of PyPI. The latter are gigabytes: PyTorch brings what it would need for a GPU.
DEBIAN = ("libbenchmark-dev", "libdnnl-dev", "libeigen3-dev", "valgrind", "python3-venv")
PYPI = ("torch", "tensorflow-cpu", "onnxruntime", "onnx", "numpy")
NEEDED_BYTES = 12e9

MODULES = {"PyTorch": "torch", "PyTorch with TF32": "torch", "TensorFlow": "tensorflow", "ONNX Runtime": "onnxruntime"}
LIBRARIES = {"oneDNN": "onednn", "Eigen": "eigen"}


def install(say=print):
    """Debian's packages need root; PyPI's go into an environment in the build folder."""
    ENVIRONMENT.parent.mkdir(exist_ok=True)
    if shutil.disk_usage(ENVIRONMENT.parent).free < NEEDED_BYTES:
        sys.exit(f"bench: the rivals need {NEEDED_BYTES / 1e9:.0f} GB of disk in {ENVIRONMENT}")
    say("installing " + " ".join(DEBIAN))
    if subprocess.run(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *DEBIAN]).returncode:
        say("bench: install these by hand, the rest goes on")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    for package in PYPI:  # one by one: the absence of one does not keep out the others
        say(f"installing {package}")
        if subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]).returncode:
            say(f"bench: {package} cannot be installed here, left out")


def python():
    """Of the environment that install() makes, or else the one that runs this, which may have the modules, too."""
    return PYTHON if PYTHON.exists() else sys.executable


def missing(rival):
    """Why a rival cannot take part, or None."""
    if rival in MODULES:
        return None if subprocess.run([python(), "-c", f"import {MODULES[rival]}"], capture_output=True).returncode == 0 \
            else "not installed"
    return None if any(PROGRAMS.glob(f"{LIBRARIES[rival]}_*")) else "not installed"


def command(rival, program):
    """How the worker `program` of a rival is started: pytorch_lstm.py by Python, onednn_lstm by itself."""
    if rival in MODULES:
        environment = ["env", "TF32=1"] if rival.endswith("with TF32") else []
        return [*environment, python(), SOURCES / f"{program}.py"]
    return [PROGRAMS / program]
