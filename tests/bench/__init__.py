"""Benchmarks of the program as it is installed: with its bytecode, which is compiled here first."""

import compileall
from pathlib import Path

import matome_tui

compileall.compile_dir(str(Path(matome_tui.__file__).parent), quiet=1)
