"""Hostile text takes a time in proportion to its length; `tests.bench.bench_growth` measures it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.hostile_text import READERS

SIZE = int(os.environ.get("MATOME_HOSTILE_SIZE", "20000"))

# A quadratic reading of one unit takes longer than this for all of them together.
SECONDS = int(os.environ.get("MATOME_HOSTILE_SECONDS", "20"))

pytestmark = pytest.mark.bulk

CHILD = """
import resource, sys
from tests.support.hostile_text import READERS, UNITS, repeated
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]), int(sys.argv[3])))
for unit in UNITS:
    print(repr(unit), flush=True)
    READERS[sys.argv[1]](repeated(unit, int(sys.argv[2])))
"""


@pytest.mark.parametrize("reader", READERS)
def test_ends_in_time(reader: str) -> None:
    command = [sys.executable, "-c", CHILD, reader, str(SIZE), str(SECONDS)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout.splitlines()[-1], done.stderr[-2000:])
