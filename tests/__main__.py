"""All checks, in the order in which they are quickest to fail: `python -m tests`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "-n", "auto"),
)


def main() -> int:
    """Run every check; return 0 if all pass."""
    programs = Path(sys.executable).parent
    failed = []
    for name, *arguments in CHECKS:
        print("==", name, *arguments, flush=True)
        done = subprocess.run([programs / name, *arguments], cwd=ROOT, check=False)
        if done.returncode:
            failed.append(name)
    print("failed:", ", ".join(failed)) if failed else print("all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
