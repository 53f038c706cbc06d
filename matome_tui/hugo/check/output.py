"""Output formats of `matome check`: lines of text, JSON, and commands for GitHub's runner."""

import json
from collections.abc import Callable, Sequence

from matome_tui.core.text import sanitize
from matome_tui.hugo.check.files import FileFinding


def one_line(text: str) -> str:
    """Return text as one line without control characters."""
    return sanitize(text).replace("\n", " ")


def _text(findings: Sequence[FileFinding]) -> str:
    return "".join(
        f"{one_line(str(finding.path))}:{finding.line}: {finding.kind}: "
        f"{one_line(finding.message)}\n"
        for finding in findings
    )


def _json(findings: Sequence[FileFinding]) -> str:
    values = [
        {
            "path": one_line(str(finding.path)),
            "line": finding.line,
            "column": finding.column,
            "kind": finding.kind,
            "message": one_line(finding.message),
            "fixable": finding.is_fixable,
        }
        for finding in findings
    ]
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _github(findings: Sequence[FileFinding]) -> str:
    """Return findings as commands of GitHub's runner.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(
        f"::error file={_property(str(finding.path))},line={finding.line},col={finding.column}"
        f",title={_property(finding.kind)}::{_data(finding.message)}\n"
        for finding in findings
    )


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[FileFinding]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
"""The writers of findings, by the names of their formats."""
