"""Findings in front matter compared with what the real Hugo accepts."""

from pathlib import Path

import pytest

from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.lint import lint
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.post.front_matter.page import is_date
from tests.support.files import write
from tests.support.hugo_posts import real_hugo

ACCEPTED_DATES = [
    *("2025-01-02", "2025-01-02T10:00:00", "2025-01-02 10:00:00", "2025-01-02T10:00:00Z"),
    *("2025-01-02T10:00:00+09:00", "2025-01-02T10:00:00+0900", "2025-01-02 10:00:00 +0900"),
    *("2025-01-02 10:00:00 +09:00", "2025-01-02 10:00:00+09:00", "2025-01-02T10:00:00.123"),
    *("2025-01-02 10:00:00 +0900 JST", "2025-01-02T10:00:00,5Z", "2025-01-02T9:00:00"),
    *("02 Jan 2025", "05 mar 2025", "Thu, 02 Jan 2025 10:00:00 +0900", "02 Jan 25 10:00 JST"),
    *("Thu, 02 Jan 2025 10:00:00 JST", "Thursday, 02-Jan-25 10:00:00 JST"),
    *("Thu Jan  2 10:00:00 2025", "Thu Jan  2 10:00:00 JST 2025"),
    "Thu Jan 02 10:00:00 +0900 2025",
]
REFUSED_DATES = [
    *("2025-01-02T10:00", "2025-01-02 10:00", "20250102", "2025-01-02 10:00:00 JST"),
    *("10:00:00 JST", "2025/01/02", "Jan 2, 2025", "2 Jan 2025", "2025-1-2", "2025-W01"),
    *("2025-13-02", "2025-02-30", "2025-01-02T24:00:00", "2025-01-02T10:00:60", "2025-01"),
    *("2025-01-02t10:00:00z", "2025-01-02T10:00:00z", "2025-01-02T10", "2025-01-02 ", "tomorrow"),
    *("2025年1月2日", "20250102T100000", "2025-01-02T10:00:00 +0900", "02 Jan 2025 10:00:00"),
]

ACCEPTED = [
    *("+++\ntitle = 'a'\ndate = 2025-01-02\nx = '''\n +++\n'''\n+++\n",),
    *("---\ntitle:\ta\ndate: 2025-01-02\n---\n", "---\ntitle: a\ndate: 2025-01-02\ntags: a\n---\n"),
    *("---\ntitle: >-\n  a\n  b\ndate: 2025-01-02\nx: {y: [1, 2]}\n---\n",),
    *("---\nTitle: a\nDate: 2025-01-02\n---\n", "---\ntitle: a:b\ndate: 2025-01-02 # c\n---\n"),
    *("---\ntitle: &a 'b'\nx: *a\ndate: 2025-01-02\n---\n",),
    *(
        f"---\ntitle: a\ndate: 2025-01-02\npublished: {value}\n---\n"
        for value in ("", "''", "0", "2025-01-02")
    ),
    '{"title": "a", "date": "2025-01-02"}\n',
    '{"title": "a", "date": "2025-01-02"} text\n',
]
REFUSED = [
    *("---\ntitle: a: b\ndate: 2025-01-02\n---\n", "---\ntitle: a\n\ttags: x\n---\n"),
    *("---\ntitle: a\ndate: 2025-01-02\ntags: [a, b\n---\n", "---\ntitle: @a\n---\n"),
    *("---\ntitle: a\ndate: 2025-01-02\ntags:\n\t- x\n---\n", "---\ntitle: %a\n---\n"),
    *("---\ntitle: `a\n---\n", "---\ntitle: *a\n---\n", "---\ntitle: 'a\n---\n", "---\nabc\n---\n"),
    *('---\ntitle: "a" b\n---\n', '---\ntitle: "a\\qb"\n---\n', "---\n- a\n---\n"),
    *("---\ntitle: 'a\n--- b'\n---\n", "---\ntitle: a\n...\n", "+++\ntitle = 'a'\n"),
    *("+++\ntitle = 'a'\nx = '''\n+++\n'''\n+++\n", "+++\ntitle = 'a'\nx = '''\n+++ b\n'''\n+++\n"),
    *('{"title": "a",}\n', '{"title": "a"\n', "{'title': 'a'}\n", '{"title": "a\nb"}\n'),
    *(f"+++\ntitle = 'a'\ndate = {value}\n+++\n" for value in ("10:00:00", "true", "[1]", "1.5")),
    *(
        f"+++\ntitle = 'a'\ndate = 2025-01-02\n{key} = '2025-01-02 10:00'\n+++\n"
        for key in ("publishDate", "expiryDate", "lastmod", "unpublishdate", "pubdate", "modified")
    ),
    *(
        f"---\ntitle: a\ndate: 2025-01-02\npublished: {value}\n---\n"
        for value in ("false", "true", "[]", "0.0")
    ),
]
# Older versions of Hugo take the last of two keys.
TWICE = "---\ntitle: a\ndate: 2025-01-02\ntitle: b\n---\n"


@pytest.fixture
def hugo(tmp_path: Path) -> Hugo:
    files = {
        "hugo.toml": 'disableKinds = ["home", "section", "taxonomy", "term", "sitemap", "RSS"]',
        "layouts/_default/single.html": "{{ .Date }}",
    }
    write(tmp_path, files)
    return real_hugo()


def builds(hugo: Hugo, site: Path, text: str) -> bool:
    write(site, {"content/a.md": text})
    try:
        hugo.build(site, site / "public", "--noBuildLock", "--buildFuture", "--buildExpired")
    except HugoError:
        return False
    return True


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in lint(text, PostContext())]


def test_dates_that_hugo_reads(hugo: Hugo, tmp_path: Path) -> None:
    def reads(date: str) -> bool:
        return builds(hugo, tmp_path, f"+++\ndate = '{date}'\n+++\n")

    assert [date for date in ACCEPTED_DATES if not reads(date)] == []
    assert [date for date in ACCEPTED_DATES if not is_date(date)] == []
    assert [date for date in REFUSED_DATES if reads(date)] == []
    assert [date for date in REFUSED_DATES if is_date(date)] == []


def test_front_matter_that_hugo_reads(hugo: Hugo, tmp_path: Path) -> None:
    assert [text for text in ACCEPTED if not builds(hugo, tmp_path, text)] == []
    assert [text for text in REFUSED if builds(hugo, tmp_path, text)] == []


@pytest.mark.parametrize("text", ACCEPTED)
def test_values_that_hugo_reads_have_no_finding(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize("text", [*REFUSED, TWICE])
def test_values_that_hugo_refuses_are_findings(text: str) -> None:
    assert kinds(text) == ["front-matter"]


def test_the_line_of_the_problem() -> None:
    text = "---\ntitle: a\ndate: 2025-01-02\ntags: [a\n---\n"
    (found,) = lint(text, PostContext())
    assert text.count("\n", 0, found.offset) in (3, 4)
    assert found.message.startswith("The front matter is not valid YAML: ")


def test_published_is_a_date() -> None:
    (found,) = lint("---\ntitle: a\ndate: 2025-01-02\npublished: false\n---\n", PostContext())
    assert found.message == "Hugo does not read “false” as a date"
    assert found.offset == len("---\ntitle: a\ndate: 2025-01-02\n")


def test_a_number_is_no_date() -> None:
    (found,) = lint("+++\ntitle = 'a'\ndate = 20250102\n+++\n", PostContext())
    assert found.message == "Hugo does not read “20250102” as a date"


def test_text_behind_the_closing_fence_is_reported() -> None:
    (found,) = lint("+++\ntitle = 'a'\n+++ x\n", PostContext())
    assert found.message == "Text follows +++ on the last line of the front matter"


WITHOUT_CASE = [
    "+++\nTitle = 'a'\nDate = 2025-01-02\nfeatureImage = 'thumbnails/a.jpg'\n+++\n",
    '---\n"Title": a\nDATE: 2025-01-02\nfeatureImage: thumbnails/a.jpg\n---\n',
    '{"Title": "a", "DATE": "2025-01-02", "featureImage": "thumbnails/a.jpg"}\n',
]


@pytest.mark.parametrize("text", WITHOUT_CASE)
def test_keys_have_no_case(text: str) -> None:
    assert kinds(text) == []
    images = PostContext(has_image=lambda name: name != "thumbnails/a.jpg")
    assert [found.kind for found in lint(text, images)] == ["missing-image"]


def test_an_image_has_the_key_of_the_theme() -> None:
    images = PostContext(has_image=lambda name: name != "a.png")
    head = "---\ntitle: a\ndate: 2025-01-02\n"
    for key in ("image: ", "cover:\n  image: ", "images:\n  - ", "featured_image: "):
        (found,) = lint(f"{head}{key}a.png\n---\n", images)
        assert found.message == "The image “a.png” does not exist"
        assert found.offset >= len(head)
    assert lint(f"{head}thumbnail: '*thumb*'\nimage: true\n---\n", images) == []


def test_front_matter_in_json_is_checked() -> None:
    text = '{\n  "title": "a",\n  "date": "tomorrow"\n}\n'
    (found,) = lint(text, PostContext())
    assert found.message == "Hugo does not read “tomorrow” as a date"
    assert text.count("\n", 0, found.offset) == 2


def test_long_yaml_is_checked_to_its_end() -> None:
    keys = "".join(f"key{number}: '{number:040}'\n" for number in range(500))
    assert kinds(f"---\ntitle: a\ndate: 2025-01-02\n{keys}x: a: b\n---\n") == ["front-matter"]
