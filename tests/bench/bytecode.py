"""The program as it is installed: with its bytecode."""

import compileall
from pathlib import Path

import matome_tui


def compile_program() -> None:
    """Compile the program; where Python writes no bytecode, each start would do it again."""
    compileall.compile_dir(str(Path(matome_tui.__file__).parent), quiet=1)
