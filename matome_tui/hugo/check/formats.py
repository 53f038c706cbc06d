"""Findings as people, programs and GitHub read them."""

import json
from collections.abc import Callable, Sequence

from matome_tui.core.text import sanitize
from matome_tui.hugo.check.files import Report


def one_line(text: str) -> str:
    """Return text as one line that steers no terminal."""
    return sanitize(text).replace("\n", " ")


def _text(reports: Sequence[Report]) -> str:
    return "".join(
        f"{one_line(str(report.path))}:{report.line}: {report.kind}: {one_line(report.message)}\n"
        for report in reports
    )


def _json(reports: Sequence[Report]) -> str:
    values = [
        {
            "path": one_line(str(report.path)),
            "line": report.line,
            "column": report.column,
            "kind": report.kind,
            "message": one_line(report.message),
            "fixable": report.is_fixable,
        }
        for report in reports
    ]
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _github(reports: Sequence[Report]) -> str:
    """Return findings as commands of GitHub's runner.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(
        f"::error file={_property(str(report.path))},line={report.line},col={report.column}"
        f",title={_property(report.kind)}::{_data(report.message)}\n"
        for report in reports
    )


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Report]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
"""What writes findings, by the names of the forms."""
