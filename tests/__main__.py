"""All checks, the quickest first: `python -m tests`, or only a short run of pytest: `--short`."""

import compileall
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
SHORT_PATHS = (
    *("tests/cli", "tests/config", "tests/core", "tests/hn", "tests/hugo/post", "tests/locale"),
    *("tests/store", "tests/ui/test_app.py"),
)
SHORT = (
    (
        *("pytest", "-n", "auto", "-q", "-m", "not bulk and not corpus"),
        *("--hypothesis-profile", "short", *SHORT_PATHS),
    ),
)


def main(arguments: list[str]) -> int:
    """Run every check; return 0 if all pass."""
    # Tests start the program often; where Python writes no bytecode, each start would compile it.
    compileall.compile_dir(str(ROOT / "matome_tui"), quiet=1)
    programs = Path(sys.executable).parent
    failed = []
    for name, *options in SHORT if arguments == ["--short"] else CHECKS:
        print("==", name, *options, flush=True)
        done = subprocess.run([programs / name, *options], cwd=ROOT, check=False)
        if done.returncode:
            failed.append(name)
    print("failed:", ", ".join(failed)) if failed else print("all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
