"""All benchmarks with a goal, as one table: `python -m tests.bench`.

It takes about five minutes, on a machine that has nothing else to do.
"""

from tests.bench import bench_archive, bench_check, bench_program, bench_translate
from tests.bench.table import show

if __name__ == "__main__":
    rows = (*bench_check.rows(), *bench_archive.rows(), *bench_translate.rows())
    print(show([*bench_program.measure(), *rows]))
