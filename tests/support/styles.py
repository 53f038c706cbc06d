"""Style sheets that are parsed once, however many programs a run of tests starts."""

from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parse = Stylesheet._parse_rules


def parse_styles_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share parsed rules, which nothing changes, between programs with the same variables."""
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}

    def parse_rules(sheet: Stylesheet, css: str, *place: Any, **kind: Any) -> list[RuleSet]:
        key = (css, place, *kind.items(), frozenset(sheet._variables.items()))
        if key not in parsed:
            parsed[key] = _parse(sheet, css, *place, **kind)
        return parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_rules)
