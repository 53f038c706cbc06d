"""Random changes of random front matter: only the value changes, in every language."""

import os
import re
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.hugo.post.front_matter import page
from matome_tui.hugo.post.front_matter.document import replace
from matome_tui.hugo.post.front_matter.json import JSON
from matome_tui.hugo.post.front_matter.language import Language
from matome_tui.hugo.post.front_matter.toml import TOML
from matome_tui.hugo.post.front_matter.yaml import YAML
from tests.support.front_matter import SAMPLES, TAGS, TEXTS, Sample

LANGUAGES: dict[str, Language] = {"TOML": TOML, "YAML": YAML, "JSON": JSON}
SOME = settings(max_examples=int(os.environ.get("MATOME_FRONT_MATTERS", "15")))
_COMMENT = re.compile(r"# c\d+")


def values_of(language: Language, text: str) -> dict[str, Any]:
    return {key.lower(): value for key, value in language.read(text).items()}


def changed(sample: Sample, key: str, value: Any) -> str:
    """Change a key, check that all else stays, and return the new text of its entry."""
    language, at = LANGUAGES[sample.language], sample.places[key]
    before, after = "".join(sample.parts[:at]), "".join(sample.parts[at + 1 :])
    new = replace(language, sample.text, {key: value})
    assert new.startswith(before)
    assert new.endswith(after)
    old_values, new_values = (values_of(language, text) for text in (sample.text, new))
    assert list(new_values) == list(old_values)
    assert {**old_values, key: None} == {**new_values, key: None}
    return new[len(before) : len(new) - len(after)]


@SOME
@given(SAMPLES, TEXTS, st.sampled_from(["title", "slug"]))
def test_a_text_changes_alone(sample: Sample, value: str, key: str) -> None:
    entry = changed(sample, key, value)
    new = "".join(
        entry if at == sample.places[key] else part for at, part in enumerate(sample.parts)
    )
    assert values_of(LANGUAGES[sample.language], new)[key] == value
    assert _COMMENT.findall(entry) == _COMMENT.findall(sample.parts[sample.places[key]])


@SOME
@given(SAMPLES, st.booleans())
def test_a_flag_changes_alone(sample: Sample, value: bool) -> None:
    entry = changed(sample, "draft", value)
    old = sample.parts[sample.places["draft"]]
    assert entry.lower() == re.sub("true|false", str(value), old, flags=re.IGNORECASE).lower()


@SOME
@given(SAMPLES, st.data())
def test_a_list_changes_item_by_item(sample: Sample, data: st.DataObject) -> None:
    language = LANGUAGES[sample.language]
    old = list(sample.tags)
    assert page.tags(values_of(language, sample.text)) == old
    kept = [tag for tag in old if data.draw(st.booleans(), label="keep")]
    more = data.draw(TAGS.map(lambda tags: [tag for tag in tags if tag not in old]))
    at = data.draw(st.integers(0, len(kept)))
    value = (*kept[:at], *more, *kept[at:])
    entry = changed(sample, "tags", value)
    part = sample.parts[sample.places["tags"]]
    if set(old) <= set(value):
        assert _COMMENT.findall(entry) == _COMMENT.findall(part)
    whole_lines = re.findall(r"^[ \t]*# c\d+", part, re.MULTILINE)
    assert [line for line in whole_lines if line not in entry] == []
    if len(old) > 1 and len(value) > 1:
        assert ("\n" in part.strip()) == ("\n" in entry.strip())


@SOME
@given(SAMPLES)
def test_a_tag_that_comes_and_goes_leaves_no_trace(sample: Sample) -> None:
    language = LANGUAGES[sample.language]
    text = replace(language, sample.text, {"tags": (*sample.tags, "new")})
    if len(sample.tags) > 1 and not (sample.language == "YAML" and "tags: " in text):
        assert replace(language, text, {"tags": sample.tags}) == sample.text


@SOME
@given(SAMPLES, st.dates())
def test_a_day_changes_alone(sample: Sample, day: date) -> None:
    old = values_of(LANGUAGES[sample.language], sample.text)["date"]
    written = old.isoformat()[:10] if isinstance(old, date) else old[:10]
    if isinstance(old, date):
        value: Any = old.replace(year=day.year, month=day.month, day=day.day)
    else:
        value = day.isoformat() + old[10:]
    part = sample.parts[sample.places["date"]]
    assert changed(sample, "date", value) == part.replace(written, day.isoformat(), 1)
