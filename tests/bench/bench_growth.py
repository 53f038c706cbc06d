"""Growth of reading times with hostile text: `python -m tests.bench.bench_growth [SIZE]`.

Compares, for each reader and unit, the processor time of a text and of one four times as long. A
linear reader takes 4 times as long; ratios over 8 are shown, and the slowest unit of each reader.
"""

import sys
import time
from collections.abc import Callable

from tests.support.hostile_text import READERS, UNITS, repeated

SIZE = 20_000
SHOWN = 8.0
_LEAST = 0.02  # seconds; ratios of shorter times are noise


def seconds(read: Callable[[str], object], text: str) -> float:
    """Return the processor time of reading a text."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


def main(size: int) -> None:
    """Print the figures."""
    for name, read in READERS.items():
        worst = (0.0, "")
        for unit in UNITS:
            short = seconds(read, repeated(unit, size))
            long = seconds(read, repeated(unit, 4 * size))
            worst = max(worst, (long, unit))
            if long > _LEAST and long / max(short, _LEAST / SHOWN) > SHOWN:
                print(f"{name}: {unit!r} {short:.3f} s, {long:.3f} s: {long / short:.1f}")
        print(f"{name}: at most {worst[0]:.2f} s for {4 * size:,} characters ({worst[1]!r})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
