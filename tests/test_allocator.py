"""Tests of `matome_tui.allocator`."""

import subprocess
import sys

import pytest

_SCRIPT = """
import os, sys
from matome_tui.allocator import return_large_blocks

def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

if not return_large_blocks():
    sys.exit(3)
largest = b"a" * (8 << 20)
del largest
gap, above = b"b" * (4 << 20), [b"c" * 1000 for _ in range(1000)]
before = resident()
del gap
print(before - resident())
"""


def test_a_large_block_goes_back_to_the_system_after_a_larger_one_did() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False
    )
    if run.returncode == 3:
        pytest.skip("the allocator is not glibc's")
    assert int(run.stdout) >= 3 << 20, run.stderr
