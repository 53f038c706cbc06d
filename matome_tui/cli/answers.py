"""Questions and lines of the commands, on standard output and standard error."""

import sys

from matome_tui.core.text import one_line, sanitize


def agrees(question: str, *, answers_yes: bool = False) -> bool:
    """Ask a question of one line on standard error; return whether the answer is yes.

    Args:
        question: The question.
        answers_yes: Whether to take yes for the answer without asking.
    """
    if answers_yes:
        return True
    return answer(question, "y/n") in ("y", "yes")


def answer(question: str, choices: str) -> str:
    """Ask a question of one line on standard error; return the answer in lower case."""
    sys.stderr.write(f"{one_line(question)} [{choices}] ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line.endswith("\n"):  # the end of the input, which leaves the cursor on the line
        sys.stderr.write("\n")
    return line.strip().lower()


def write_lines(*lines: str) -> None:
    """Write lines, which must be safe for the terminal, to standard output at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def write_errors(*lines: str) -> None:
    """Write lines to standard error, without their control characters."""
    sys.stderr.write("".join(f"{sanitize(line).replace(chr(10), ' ')}\n" for line in lines))
