"""All benchmarks with a goal, as one table: `python -m tests.bench`.

It takes about five minutes, on a machine that has nothing else to do.
"""

from tests.bench import bench_archive, bench_check, bench_program
from tests.bench.table import show

if __name__ == "__main__":
    print(show([*bench_program.measure(), *bench_check.rows(), *bench_archive.rows()]))
