"""Links that were cut short, completed from the links of a comment."""

import pytest

from matome_tui.core.draft.cut_links import complete, completions_of, with_whole_links
from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey

URL = "https://example.org/moss/that/grows/on/links/nobody/reads/any/more?tab=1&x=2"
CUT = URL[:57]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{CUT}...", URL),
        (f"苔は{CUT}…です", f"苔は{URL}です"),
        (f"({CUT}...) and {CUT}…", f"({URL}) and {URL}"),
        (CUT, CUT),
        (f"{CUT}...x", f"{CUT}...x"),
        (f"{URL[:30]}...", f"{URL[:30]}..."),
        (f"{CUT.replace('moss', 'fern')}...", f"{CUT.replace('moss', 'fern')}..."),
        (f"{CUT}ab...", f"{CUT}ab..."),
    ],
)
def test_what_begins_as_a_link_is_completed(text: str, expected: str) -> None:
    assert complete(text, [URL, "https://example.org/", URL]) == expected


def test_of_several_links_that_begin_so_none_is_taken() -> None:
    assert complete(f"{CUT}...", [URL, f"{URL}&y"]) == f"{CUT}..."
    assert complete(f"{CUT}...", [CUT]) == f"{CUT}..."


@pytest.mark.parametrize("dots", ["..", "...", "…"])
def test_a_link_that_its_author_pasted_cut_is_left(dots: str) -> None:
    assert complete(f"{CUT}...", [f"{CUT}{dots}"]) == f"{CUT}..."


def clip(key: int, text: str, source: str) -> Clip:
    return Clip(EntryKey(key), 1, "moss", 0, source, text)


def test_clips_of_a_draft() -> None:
    link = f'<a href="{URL.replace("&", "&amp;")}">{CUT}...</a>'
    clips = (clip(1, f"見る：{CUT}...", link), clip(2, f"{CUT}…", link), clip(3, f"{CUT}…", ""))
    draft = Draft(1, "", Metadata(), entries=clips)
    assert [(found.key, completion.url) for found, completion in completions_of(draft)] == [
        (1, URL),
        (2, URL),
    ]
    done = with_whole_links(draft, [EntryKey(2)])
    assert [each.text for each in done.clips] == [f"見る：{CUT}...", URL, f"{CUT}…"]
