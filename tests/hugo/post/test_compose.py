"""Drafts into posts and back, to the byte, in every form of posts so far."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey, Remark, Section
from matome_tui.core.draft.post_options import FrontMatterFormat, PostOptions
from matome_tui.hugo.post.blocks import Post, PostError, Quote, parse, render
from matome_tui.hugo.post.compose import compose, read_draft, update
from matome_tui.hugo.post.encode import (
    clean_body,
    clean_title,
    decode_body,
    encode_body,
    typographic,
)
from matome_tui.hugo.post.location import post_path, slug
from matome_tui.hugo.post.metadata import read_metadata
from matome_tui.hugo.post.sections import split_post
from tests.support.places import DATA, SAMPLE

OURS = DATA / "44900002.md"
POSTS = [
    OURS,
    pytest.param(
        SAMPLE,
        marks=[
            pytest.mark.corpus,
            pytest.mark.skipif(not SAMPLE.exists(), reason="no sample post beside the checkout"),
        ],
    ),
]

_QUOTE = re.compile(
    r'^\{\{<matomeQuote body="(.*?)" userName="(.*?)" createdAt="(.*?)" color="(.*?)">\}\}$',
    re.MULTILINE,
)


def _text(path: Path) -> str:
    return path.read_bytes().decode()


def _draft_of(text: str) -> Draft:
    """Return the draft of a post, read without the code that is tested."""
    front = tomllib.loads(text.split("+++")[1])
    quotes = enumerate(_QUOTE.findall(text), start=1)
    clips = tuple(
        Clip(EntryKey(key), 0, author, _seconds(created), "", decode_body(body), color)
        for key, (body, author, created, color) in quotes
    )
    metadata = Metadata(
        front["title"],
        front["date"].removesuffix("T00:00:00"),
        tuple(front["tags"]),
        front["featureimage"],
        front["draft"],
    )
    thread = int(re.findall(r"item\?id=(\d+)", text)[0])
    return Draft(thread, "", metadata, clips, EntryKey(len(clips) + 1))


def _seconds(created: str) -> int:
    return int(datetime.strptime(created, "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC).timestamp())


def _change(old: str, new: str) -> tuple[str, str]:
    """Return the text that differs, before and after."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    end = next((at for at in range(shorter - start) if old[-1 - at] != new[-1 - at]), None)
    stop = shorter - start if end is None else end
    return old[start : len(old) - stop], new[start : len(new) - stop]


def _clip(key: int, text: str = "text", author: str = "user", color: str = "") -> Clip:
    return Clip(EntryKey(key), key, author, 1_700_000_000 + key, "", text, color)


def _draft(count: int = 0, **metadata: object) -> Draft:
    clips = tuple(_clip(key, f"text {key}") for key in range(1, count + 1))
    values = {"title": "題", "date": "2025-01-31", **metadata}
    return Draft(9, "A Title", Metadata(**values), clips, count + 1)  # type: ignore[arg-type]


# To the byte


@pytest.mark.parametrize("path", POSTS)
def test_a_post_comes_out_of_its_texts(path: Path) -> None:
    text = _text(path)
    draft = _draft_of(text)
    assert len(draft.clips) > 61
    assert render(compose(draft)) == text


@pytest.mark.parametrize("path", POSTS)
def test_a_post_comes_out_as_it_went_in(path: Path) -> None:
    text = _text(path)
    post = parse(text)
    assert render(post) == text
    assert read_draft(post) == _draft_of(text)
    assert render(update(post, read_draft(post))) == text


@pytest.mark.parametrize(
    ("count", "sections"),
    [(0, 0), (1, 0), (29, 0), (30, 0), (31, 1), (59, 1), (60, 1), (61, 2), (90, 2), (91, 3)],
)
def test_line_feeds_and_sections(count: int, sections: int) -> None:
    text = render(compose(_draft(count)))
    token = re.compile(r"\n+|\{\{<matomeQuote|\{\{</?[ ]?details|引用元|\[記事")
    found = [
        match if match[0] != "\n" else len(match)
        for match in token.findall(text[text.index("引用元") :])
    ]
    quote, section, end = "{{<matomeQuote", "{{< details", "{{</details"
    groups = [range(start, min(start + 30, count)) for start in range(0, count, 30)]
    expected: list[object] = ["引用元"]
    for number, group in enumerate(groups):
        expected += [5, section] if number else []
        for at, _ in enumerate(group):
            expected += [2 if number and at == 0 else 5, quote]
        expected += [2, end] if number else []
    assert found == [*expected, 4, "[記事", 1]
    assert text.count("{{</details>}}") == sections
    for number in range(1, sections + 1):
        assert f'{{{{< details summary="もっとコメントを表示（{number}）">}}}}\n\n{{{{<m' in text
    assert text.startswith("+++\ndate = '2025-01-31T00:00:00'\nmonths = '2025/01'\ndraft = false\n")
    assert "\n+++\n\n> 題\n\n引用元：[" in text


def test_the_size_of_groups_can_be_set() -> None:
    text = render(compose(_draft(5), PostOptions(group_size=2)))
    assert re.findall(r"matomeQuote|details(?=>)|details (?=s)", text) == [
        *["matomeQuote", "matomeQuote", "details ", "matomeQuote", "matomeQuote", "details"],
        *["details ", "matomeQuote", "details"],
    ]


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
hostile = st.lists(
    st.sampled_from(
        ['"', "'", "\\", "\n", "{{<", "{{%", ">}}", "+++", "> ", "[x](y)", "{{</details>}}"]
    )
    | st.text(max_size=3),
    max_size=6,
).map("".join)
clips = st.builds(
    Clip,
    st.just(1),
    st.just(0),
    st.from_regex(r"\A[A-Za-z0-9_-]{2,15}\Z"),
    st.integers(1_160_000_000, 4_000_000_000),
    st.just(""),
    plain | hostile,
    st.sampled_from(("", "#ff5733", "#45D325")),
)
heads = st.builds(
    Metadata,
    plain | hostile,
    st.dates().map(lambda day: day.isoformat()),
    st.lists(st.sampled_from(("AI", "苔", 'a"b', "it's", "C++", "a b")), max_size=3).map(tuple),
    plain | hostile,
    st.booleans(),
)
drafts = st.builds(
    Draft, st.integers(1, 10**9), st.just(""), heads, st.lists(clips, max_size=5).map(tuple)
)
layouts = st.builds(
    PostOptions,
    group_size=st.integers(1, 3),
    style=st.sampled_from(("typographic", "exact")),
)


@given(drafts, layouts)
def test_a_draft_comes_back(draft: Draft, options: PostOptions) -> None:
    post = compose(draft, options)
    text = render(post)
    assert parse(text) == post
    again = read_draft(post)
    shown = typographic if options.style == "typographic" else str
    assert [clip.text for clip in again.clips] == [
        shown(clean_body(clip.text)) for clip in draft.clips
    ]
    for field in ("author", "time", "color"):
        assert [getattr(clip, field) for clip in again.clips] == [
            getattr(clip, field) for clip in draft.clips
        ]
    assert again.thread == draft.thread
    title = clean_title(draft.metadata.title)
    assert again.metadata == replace(draft.metadata, title=title, image=again.metadata.image)
    front = tomllib.loads(text.split("\n+++\n")[0].removeprefix("+++"))
    assert front["title"] == title
    assert f"\n> {encode_body(title, options.style)}\n\n引用元：[" in text
    assert front["tags"] == list(draft.metadata.tags)
    assert render(update(post, draft, options)) == text
    assert render(update(post, again, options)) == text


# Values that cannot stand in a post


@pytest.mark.parametrize(
    "date",
    [
        *["yesterday", "2025-1-1", "20250101", "2025-02-30", "2025-W01-1", "２０２５-01-01"],
        *["../..-01-01", "2025-01-01\n", "2025-01-01T00:00:00", "2025-01-../../x"],
    ],
)
def test_a_date_out_of_form(date: str) -> None:
    for make in (compose, post_path):
        with pytest.raises(PostError, match="not of the form YYYY-MM-DD") as caught:
            make(_draft(date=date))
        assert "\n" not in str(caught.value)


def test_an_empty_date() -> None:
    for make in (compose, post_path):
        with pytest.raises(PostError, match=r"^The date is empty; write YYYY-MM-DD$"):
            make(_draft(date=""))


@pytest.mark.parametrize("author", ["", "a", "a" * 16, "a b", 'a"b', "苔苔", "ab\n", "{{<"])
def test_a_user_name_out_of_form(author: str) -> None:
    draft = replace(_draft(), entries=(_clip(1, author=author),))
    with pytest.raises(PostError, match="not a Hacker News user name") as caught:
        compose(draft)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("color", ["red", "#fff", '"#ffffff', "#ffffff\n", "#ff57331"])
def test_a_colour_out_of_form(color: str) -> None:
    with pytest.raises(PostError, match="not of the form #rrggbb"):
        compose(replace(_draft(), entries=(_clip(1, color=color),)))
    with pytest.raises(PostError, match="not of the form #rrggbb"):
        update(compose(_draft(1)), _draft(1).set_color((EntryKey(1),), color))


@pytest.mark.parametrize("time", [10**15, -(10**15), 10**30])
def test_a_time_out_of_range(time: int) -> None:
    with pytest.raises(PostError, match="not the time of a comment"):
        compose(replace(_draft(), entries=(replace(_clip(1), time=time),)))


@pytest.mark.parametrize("tag", ["a/b", "", "!", "a\nb", "\ud800", "HAHAHUGOSHORTCODE"])
def test_a_tag_that_would_break_the_site(tag: str) -> None:
    with pytest.raises(PostError, match=r"^Tag ") as caught:
        compose(_draft(tags=("fine", tag)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("苔\u3000の本", "title = '苔\u3000の本'"),
        ('a "b"', "title = 'a \"b\"'"),
        ("it's", '''title = "it's"'''),
        ('it\'s \\ "x"', r'''title = "it's \\ \"x\""'''),
        ("a\\", "title = 'a\\'"),
        ("a\nb\r\nc", "title = 'a b c'"),
        ("{{< x >}}", "title = '{\u2060{＜ x ＞}}'"),
        ("a\0\x1bb\u202e", "title = 'ab'"),
        ("+++", "title = '+++'"),
        ("'''", '''title = "\'\'\'"'''),
        ("", "title = ''"),
    ],
)
def test_titles_in_front_matter(title: str, line: str) -> None:
    text = render(compose(_draft(title=title)))
    assert f"\n{line}\n" in text
    assert text.count("{{<") == 0
    assert render(update(parse(text), _draft(title=title))) == text
    assert len(text.split("\n> ")) == 2


@pytest.mark.parametrize("image", ["a'b.jpg", 'a"b.jpg', "a\\b", "苔.png", "a\nb"])
def test_an_image_path_comes_back(image: str) -> None:
    post = compose(_draft(image=image))
    assert read_metadata(post).image == image


def test_no_image_is_no_key() -> None:
    assert "featureimage" not in render(compose(_draft()))


# Where it stands


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        (
            "Surprisingly fast AI-generated kernels we didn't mean to",
            8,
            "surprisingly_fast_ai_generated_kernels_we_didn_t",
        ),
        ("C++26: é/../..\\ \0", 8, "c_26"),
        ("one two three", 2, "one_two"),
        ("苔の本", 8, ""),
        ("", 8, ""),
    ],
)
def test_slugs(title: str, words: int, expected: str) -> None:
    assert slug(title, words) == expected


def test_a_title_without_a_latin_word_gives_way_to_the_thread() -> None:
    draft = replace(_draft(), story_title="苔の本")
    assert post_path(draft) == "content/posts/2025_01/2025_01_31_9/index.md"


@given(st.text(), st.text() | st.dates().map(str))
def test_no_path_leaves_the_folder_of_posts(title: str, date: str) -> None:
    try:
        path = post_path(replace(_draft(date=date), story_title=title))
    except PostError:
        return
    assert re.fullmatch(
        r"content/posts/\d{4}_\d\d/\d{4}_\d\d_\d\d_[a-z0-9_]+/index\.md", path, re.ASCII
    )
    assert ".." not in PurePosixPath(path).parts


# Edited in place

_TAIL = '[記事一覧へ]({{% ref "/posts/" %}})\n'
_SOURCE = "引用元：[https://news.ycombinator.com/item?id=9](https://news.ycombinator.com/item?id=9)"


def _quotes(count: int, created: str = "2025-03-08T01:52:{:02}") -> list[str]:
    return [
        f'{{{{<matomeQuote body="本文{at} &quot;x&quot; &amp; *y*" userName="user{at}" '
        f'createdAt="{created.format(at % 60)}" color="#ff5733">}}}}'
        for at in range(count)
    ]


def _post(front: str, body: str) -> str:
    return f"+++\n{front}+++\n\n> 古い題\n\n{_SOURCE}\n\n{body}"


_FRONT = "date = '2025-03-08T00:00:00'\nmonths = '2025/03'\ndraft = false\n"
_TITLE = 'title = \'古い題\'\ntags = ["古い", "札"]\n'
_FOLDED = (
    "\n\n".join(_quotes(20))
    + '\n\n{{< details summary="もっと（1）" >}}\n'
    + "\n\n".join(_quotes(45)[20:40])
    + '\n\n{{< /details >}}\n{{< details summary="もっと（2）" >}}\n'
    + "\n\n".join(_quotes(45)[40:])
    + '\n{{< /details >}}\n\n[記事一覧へ]({{% ref "/posts/" %}})'
)
_LIST = "\n".join(_quotes(5, "2025/03/08 01:52:{:02}")) + "\n\n{{< list limit=2 >}}\n"
_OTHER = (
    '# by hand\nweight = 3   # first\n\ntitle = "古い題" # named\n'
    'tags = [\n  "古い", # a\n  "札",\n]\n'
    "date = 2025-03-08T09:00:00+09:00\nsummary = '''\na\n'''\n\n[params]\nx = [1,2]   \n"
)
_YAML = (
    "# by hand\ndate: 2025-03-08\nweight: 3\ntitle: 古い題 # named\n"
    'tags: [古い, "札"]\nparams:\n  title: mine\n'
)
OLD_POSTS = {
    "groups of 20": _post(_FRONT + _TITLE, _FOLDED),
    "a list": _post(_FRONT + _TITLE, _LIST),
    "no sections, no end": _post(_FRONT + _TITLE, "\n\n".join(_quotes(40))),
    "other front matter": _post(_OTHER, _LIST),
    "an apostrophe": _post(_FRONT + _TITLE.replace("'古い題'", '"It\'s 古い題"'), _FOLDED),
    "a raw title": _post(_FRONT + _TITLE.replace("古い題", "a <b> &amp; :x:"), _FOLDED),
    "Windows": _post(_FRONT + _TITLE, _FOLDED).replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + _post(_FRONT + _TITLE, _LIST),
    "no date": _post(_TITLE, _LIST),
    "YAML": _post(_YAML, _LIST).replace("+++", "---"),
}
old_posts = pytest.mark.parametrize("text", OLD_POSTS.values(), ids=OLD_POSTS)


@old_posts
def test_an_old_post_is_saved_as_it_was(text: str) -> None:
    draft = read_draft(parse(text))
    assert len(draft.clips) == len(re.findall("matomeQuote", text))
    assert all(clip.time and clip.author for clip in draft.clips)
    assert render(update(parse(text), draft)) == text


@old_posts
def test_one_text_changes_one_body(text: str) -> None:
    draft = read_draft(parse(text))
    assert draft.clips[2].text == '本文2 "x" & *y*'
    new = render(update(parse(text), draft.set_text(EntryKey(3), "新\n'しい")))
    body = "本文2 &quot;x&quot; &amp; *y*"
    assert new == text.replace(body, "新<br>’しい")
    assert new != text


@old_posts
def test_one_colour_changes_one_parameter(text: str) -> None:
    draft = read_draft(parse(text))
    last = draft.clips[-1].key
    new = render(update(parse(text), draft.set_color((last,), "")))
    assert _change(text, new) == ("#ff5733", "")
    assert parse(new).quotes[-1].color == ""


@old_posts
def test_the_title_changes_its_two_places(text: str) -> None:
    draft = read_draft(parse(text))
    new = render(update(parse(text), draft.with_metadata(replace(draft.metadata, title="it’s 新"))))
    old = re.search(r"title(?: = |: )(?P<quote>['\"]?)(?P<title>.*?)(?P=quote)(?: #|\r?\n)", text)
    assert old is not None
    start, end = old.span("title")
    expected = (text[:start] + "it’s 新" + text[end:]).replace("> 古い題", "> it’s 新")
    assert new == expected


@old_posts
def test_the_tags_change_their_key(text: str) -> None:
    draft = read_draft(parse(text))
    assert draft.metadata.tags == ("古い", "札")
    new = render(
        update(parse(text), draft.with_metadata(replace(draft.metadata, tags=("x", 'y"'))))
    )
    tags = re.search(r"tags[ =:]+\[[^]]*\]", text)
    assert tags is not None
    plain = "x" if "tags: " in text else '"x"'
    expected = tags[0].replace('"古い"', plain).replace("古い", plain).replace('"札"', '"y\\""')
    assert new == text.replace(tags[0], expected)


def test_a_date_changes_its_keys_and_an_image_may_come_and_go() -> None:
    text = OLD_POSTS["a list"]
    metadata = read_metadata(parse(text))
    draft = read_draft(parse(text))
    new = render(update(parse(text), draft.with_metadata(replace(metadata, date="2026-04-01"))))
    assert new == text.replace("2025-03-08T00:00:00'\n", "2026-04-01T00:00:00'\n").replace(
        "2025/03'\n", "2026/04'\n"
    )
    with_image = render(update(parse(text), draft.with_metadata(replace(metadata, image="a.jpg"))))
    assert _change(text, with_image) == ("", "featureimage = 'a.jpg'\n")
    assert render(update(parse(with_image), draft)) == text
    held = render(update(parse(text), draft.with_metadata(replace(metadata, is_draft=True))))
    assert held == text.replace("draft = false", "draft = true")


def test_a_key_that_an_old_post_lacks_is_added_only_when_it_is_set() -> None:
    text = OLD_POSTS["other front matter"]
    draft = read_draft(parse(text))
    new = render(
        update(parse(text), draft.with_metadata(replace(draft.metadata, date="2025-03-09")))
    )
    assert new == text.replace("2025-03-08T09:00:00+09:00", "2025-03-09T09:00:00+09:00")


@pytest.mark.parametrize(
    ("old", "new", "without"),
    [
        ("image: a.png", "image: b.png", None),
        ("Thumbnail: 'a.png'", "Thumbnail: 'b.png'", None),
        (
            "cover:\n  alt: x\n  image: a.png",
            "cover:\n  alt: x\n  image: b.png",
            'cover:\n  alt: x\n  image: ""',
        ),
        ("images: [a.png, c.png]", "images: [b.png, c.png]", None),
        (
            "thumbnail: '*a*'\nimages:\n  - a.png",
            "thumbnail: '*a*'\nimages:\n  - b.png",
            "thumbnail: '*a*'",
        ),
        ("featureimage: a.png\nthumbnail: t.png", "featureimage: b.png\nthumbnail: t.png", None),
        (
            "cover:\n  image: a.png\nimages: [c.png]",
            "cover:\n  image: b.png\nimages: [c.png]",
            'cover:\n  image: ""',
        ),
    ],
)
def test_an_image_keeps_the_key_of_the_theme(old: str, new: str, without: str | None) -> None:
    text = f"---\ndate: 2025-01-31\n{old}\nx: 1\n---\n\n{_SOURCE}\n\n{_LIST}"
    draft = read_draft(parse(text))
    assert draft.metadata.image == "a.png"
    for image, expected in (("b.png", f"{new}\n"), ("", f"{without}\n" if without else "")):
        changed = draft.with_metadata(replace(draft.metadata, image=image))
        written = render(update(parse(text), changed))
        assert written == text.replace(f"{old}\n", expected)
        assert render(update(parse(written), changed)) == written


@pytest.mark.parametrize(
    ("key", "form", "expected"),
    [
        ("featuredImage", "yaml", ['featuredImage: "a.png"']),
        ("images", "toml", ['images = ["a.png"]']),
        ("cover.image", "yaml", ["cover:", '  image: "a.png"']),
        ("cover.image", "toml", ["cover = {image = 'a.png'}"]),
        ("cover.image", "json", ['  "cover": {"image": "a.png"}']),
    ],
)
def test_the_image_of_a_new_post_has_the_key_among_those_of_the_options(
    key: str, form: FrontMatterFormat, expected: list[str]
) -> None:
    options = PostOptions(front_matter=("title", key), front_matter_format=form)
    draft = _draft(1)
    draft = draft.with_metadata(replace(draft.metadata, image="a.png"))
    text = render(compose(draft, options))
    assert text.splitlines()[2 : 2 + len(expected)] == expected
    assert read_draft(parse(text), options).metadata.image == "a.png"
    bare = draft.with_metadata(replace(draft.metadata, image=""))
    assert "a.png" not in render(update(parse(text), bare, options))
    assert key.partition(".")[0] not in render(compose(bare, options))


@pytest.mark.parametrize("archetype", ["", "+++\ntitle = ''\n+++\n"])
@pytest.mark.parametrize("image", ["", "a.png"])
def test_an_image_in_a_table_replaces_a_further_key_of_its_name(archetype: str, image: str) -> None:
    options = PostOptions(
        front_matter=("title", "cover.image"),
        extra={"Cover": "x", "author": "me"},
        archetype=archetype,
    )
    draft = _draft(1)
    draft = draft.with_metadata(replace(draft.metadata, image=image))
    values = parse(render(compose(draft, options))).front_matter or {}
    expected = {"cover": {"image": image}} if image else {}
    assert {key: values[key] for key in values if key != "title"} == {"author": "me"} | expected


def test_the_image_of_a_new_post_has_the_key_of_the_archetype() -> None:
    archetype = "+++\ntitle = ''\n[cover]\nimage = '' # a name\nhidden = true\n+++\n"
    draft = _draft(1)
    draft = draft.with_metadata(replace(draft.metadata, image="a.png"))
    head = render(compose(draft, PostOptions(archetype=archetype))).partition("\n+++")[0]
    assert "\n[cover]\nimage = 'a.png' # a name\nhidden = true" in head
    assert "featureimage" not in head


@pytest.mark.parametrize(
    ("fence", "entry"),
    [
        *(("+++", f"date = {value}") for value in ("2025-03-08T09:00:00+09:00", "2025-03-08")),
        *(
            ("+++", f"date = {value}")
            for value in ("2025-03-08 09:00:00.5Z", "2025-03-08T09:00:00")
        ),
        *(("+++", f"date = '2025-03-08{rest}'  # c") for rest in ("", "T18:30:00+09:00")),
        *(("---", f"date: 2025-03-08{rest}  # c") for rest in ("", "T18:30:00+09:00", " 18:30:00")),
        ("---", 'date: "2025-03-08T18:30:00+09:00"'),
    ],
)
def test_another_day_keeps_the_type_time_and_zone_of_a_date(fence: str, entry: str) -> None:
    text = f"{fence}\n{entry}\nx = 1\n{fence}\n\n{_SOURCE}\n\n{_LIST}"
    text = text.replace("x = 1", "x: 1") if fence == "---" else text
    draft = read_draft(parse(text))
    assert draft.metadata.date == "2025-03-08"
    changed = draft.with_metadata(replace(draft.metadata, date="2025-12-31"))
    assert render(update(parse(text), changed)) == text.replace("2025-03-08", "2025-12-31", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2025-01-08T09:00:00+01:00", "2025-07-31T09:00:00+02:00"),
        ("'2025-01-08 09:00:00 +0100'", "'2025-07-31 09:00:00 +0200'"),
        ("'2025-01-08T09:00:00-05:00'", "'2025-07-31T09:00:00-05:00'"),
    ],
)
def test_another_day_has_the_offset_of_the_zone_that_a_date_is_in(old: str, new: str) -> None:
    text = f"+++\ndate = {old}\n+++\n\n{_SOURCE}\n\n{_LIST}"
    options = PostOptions(time_zone="Europe/Berlin")
    draft = read_draft(parse(text), options)
    changed = draft.with_metadata(replace(draft.metadata, date="2025-07-31"))
    assert render(update(parse(text), changed, options)) == text.replace(old, new)


def test_a_post_without_front_matter_has_no_head_to_change() -> None:
    text = f"\n{_SOURCE}\n\n{_LIST}"
    draft = read_draft(parse(text))
    new = render(
        update(parse(text), draft.set_text(EntryKey(1), "新").set_color((EntryKey(2),), "#45d325"))
    )
    assert parse(new).quotes[0].text == "新"
    with pytest.raises(PostError, match="no front matter, so title cannot be set"):
        update(parse(text), draft.with_metadata(replace(draft.metadata, title="新")))


def test_a_post_with_a_source_line_without_a_link_opens_and_stays() -> None:
    text = f"+++\n+++\n\n引用元：https://news.ycombinator.com/item?id=9\n\n{_LIST}"
    draft = read_draft(parse(text))
    assert draft.thread == 9
    assert render(update(parse(text), draft)) == text


def test_a_post_that_names_no_thread_is_refused() -> None:
    with pytest.raises(PostError, match="no line that names"):
        read_draft(parse("+++\n+++\n\nhello"))


def test_front_matter_of_other_kinds_is_read_with_patience() -> None:
    post = parse("+++\ntitle = 5\ntags = 'one'\ndraft = 'no'\ndate = 2025-03-08\n+++\n")
    assert read_metadata(post) == Metadata("5", "2025-03-08", ("one",), "", False)


# Clips that come, go and move

_REMARKED = (
    "+++\n# mine\nweight = 2\ntitle = 'T'\n+++\n\n> T\n\n" + _SOURCE + "\n\n前書き\n\n{0}\n\n"
    '**一言**\n\n> 引用\n\n{1}\n\n{{{{< figure src="a.png" >}}}}\n\n{2}\n\n'
    '{{{{< details summary="自分" >}}}}\n私の補足\n{{{{</details>}}}}\n\n'
    '{{{{< details summary="x" >}}}}\n{3}\n途中\n{4}\n{{{{</details>}}}}\n\n後書き\n\n'
    "{{{{< list limit=2 >}}}}\n"
)
REMARKED = _REMARKED.format(*_quotes(5))


def _order(post: Post) -> str:
    """Return the marks of quotes, remarks and sections in order."""
    ours = r"user\d?(?=\")|（\d）|(?<=\")x(?=\")"
    theirs = r"# mine|前書き|\*\*一言\*\*|> 引用|figure|自分|補足|途中|後書き|list"
    return " ".join(re.findall(f"{ours}|{theirs}", render(post)))


def _key(draft: Draft, author: str) -> int:
    return next(clip.key for clip in draft.clips if clip.author == author)


@pytest.mark.parametrize(
    ("edit", "order"),
    [
        (
            lambda draft: draft.remove((_key(draft, "user1"),)),
            (
                "# mine 前書き user0 **一言** > 引用 figure user2 自分 補足"
                " x user3 途中 user4 後書き list"
            ),
        ),
        (
            lambda draft: draft.move((_key(draft, "user2"),), -4),
            (
                "# mine 前書き user2 user0 **一言** > 引用 user1 figure 自分 補足"
                " x user3 途中 user4 後書き list"
            ),
        ),
        (
            lambda draft: replace(draft, entries=(*draft.entries, _clip(99, author="user9"))),
            (
                "# mine 前書き user0 **一言** > 引用 user1 figure user2 自分 補足"
                " x user3 途中 user4 user9 後書き list"
            ),
        ),
        (
            lambda draft: draft.drop_sections(),
            (
                "# mine 前書き user0 **一言** > 引用 user1 figure （1） user2 自分 補足"
                " user3 途中 （2） user4 後書き list"
            ),
        ),
        (
            lambda draft: draft.remove(clip.key for clip in draft.clips),
            "# mine 前書き **一言** > 引用 figure 自分 補足 x 途中 後書き list",
        ),
        (
            lambda draft: draft.remove((1,)),
            (
                "# mine user0 **一言** > 引用 user1 figure user2 自分 補足"
                " x user3 途中 user4 後書き list"
            ),
        ),
    ],
)
def test_foreign_text_stays(edit: Callable[[Draft], Draft], order: str) -> None:
    post = parse(REMARKED)
    draft = edit(read_draft(post))
    new = update(post, draft, PostOptions(group_size=2))
    assert _order(new) == order
    assert render(new).startswith(REMARKED[: REMARKED.index("\n\n前書き")])
    again = read_draft(new, PostOptions(group_size=2))
    assert [clip.author for clip in again.clips] == [clip.author for clip in draft.clips]
    assert render(update(new, again, PostOptions(group_size=2))) == render(new)


def test_remarks_of_a_post_are_entries_and_change_alone() -> None:
    draft = read_draft(parse(REMARKED))
    remarks = [entry for entry in draft.entries if isinstance(entry, Remark)]
    assert [remark.text for remark in remarks] == [
        "前書き",
        "**一言**\n\n> 引用",
        '{{< figure src="a.png" >}}',
        '{{< details summary="自分" >}}\n私の補足\n{{</details>}}',
        "途中",
    ]
    assert [entry.summary for entry in draft.entries if isinstance(entry, Section)] == ["x"]
    new = render(update(parse(REMARKED), draft.set_text(remarks[4].key, "途中で")))
    assert new == REMARKED.replace("途中", "途中で")
    section = next(entry for entry in draft.entries if isinstance(entry, Section))
    new = render(update(parse(REMARKED), draft.set_summary(section.key, '"続き"')))
    assert new == REMARKED.replace('summary="x"', 'summary="”続き”"')


def test_a_remark_stands_between_quotes_and_runs_no_shortcode() -> None:
    draft = _draft(2).add_remark("## 見出し\n\n\n\n一行 {{< x >}}\n", 1).add_remark("終わり", 3)
    text = render(compose(draft))
    assert '">}}\n\n\n\n\n## 見出し\n\n一行 {\u2060{< x >}}\n\n\n\n\n{{<matomeQuote' in text
    assert text.endswith(f"終わり\n\n\n\n{_TAIL}")
    again = read_draft(parse(text))
    assert [e.text for e in again.entries if isinstance(e, Remark)] == [
        "## 見出し\n\n一行 {{< x >}}",
        "終わり",
    ]
    assert render(update(parse(text), draft)) == render(update(parse(text), again)) == text


def test_manual_sections() -> None:
    draft = _draft(4).begin_section(1).begin_section(4)
    text = render(compose(draft, PostOptions(group_size=2)))
    assert _order(parse(text)) == "user （1） user user （2） user"
    assert text.count("{{</details>}}") == 2
    again = read_draft(parse(text), PostOptions(group_size=2))
    assert again.has_manual_sections
    assert render(compose(again, PostOptions(group_size=2))) == text
    opened = draft.begin_section(len(draft.entries) - 1, is_open=True)
    text = render(compose(opened))
    assert text.endswith(
        f"{{{{</details>}}}}\n\n\n\n\n{parse(text).quotes[3].source}\n\n\n\n{_TAIL}"
    )


def test_regrouping_keeps_the_bytes_of_quotes_and_the_new_order() -> None:
    text = OLD_POSTS["groups of 20"]
    draft = read_draft(parse(text))
    keys = [clip.key for clip in draft.clips]
    edited = draft.remove(keys[:2]).move((keys[39],), -30).drop_sections()
    new = update(parse(text), edited)
    written = {quote.user_name: quote.source for quote in parse(text).quotes}
    expected = [written[clip.author] for clip in edited.clips]
    assert [quote.source for quote in new.quotes] == expected
    assert render(new).count("{{< details") == render(new).count("{{< /details >}}") == 1
    assert render(new).endswith("{{< /details >}}\n\n" + _TAIL.rstrip())


def test_old_groups_stay_where_clips_come_and_go() -> None:
    text = OLD_POSTS["groups of 20"]
    draft = read_draft(parse(text))
    new = update(parse(text), draft.remove((EntryKey(1),)))
    assert re.findall('summary="(.*?)"', render(new)) == ["もっと（1）", "もっと（2）"]
    section = render(new).index("{{< details")
    assert render(new)[:section].count("matomeQuote") == 19


@old_posts
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_a_move_changes_what_is_between_and_moving_back_restores_the_text(
    text: str, data: st.DataObject
) -> None:
    draft = read_draft(parse(text))
    # The file alone does not tell how a section was spaced whose like is not left in it.
    clips = [at for at, entry in enumerate(draft.entries) if isinstance(entry, Clip)]
    start = data.draw(st.sampled_from(clips))
    end = data.draw(st.integers(0, len(draft.entries) - 1))
    key = draft.entries[start].key
    moved = render(update(parse(text), draft.move_to((key,), end)))
    first, last = sorted((start, end))
    blocks = split_post(parse(text)).entries
    before = text[: text.index(blocks[first].source)]
    after = text[text.index(blocks[last].source) + len(blocks[last].source) :]
    if isinstance(blocks[start], Quote) and all(
        isinstance(block, Quote) for block in blocks[first : last + 1]
    ):
        assert moved.startswith(before)
        assert moved.endswith(after)
    again = read_draft(parse(moved))
    if [type(entry) for entry in again.entries] == [
        type(entry) for entry in draft.move_to((key,), end).entries
    ]:
        back = again.move_to((again.entries[end].key,), start)
        assert render(update(parse(moved), back)) == text


@old_posts
def test_removing_a_clip_takes_one_stretch_of_the_text(text: str) -> None:
    draft = read_draft(parse(text))
    for clip in (draft.clips[0], draft.clips[2], draft.clips[-1]):
        less = render(update(parse(text), draft.remove((clip.key,))))
        gone, come = _change(text, less)
        assert f'userName="{clip.author}"' in gone
        assert gone.count("matomeQuote") == 1
        assert come == ""


def test_new_lines_of_a_post_from_windows_end_as_the_others_do() -> None:
    text = OLD_POSTS["Windows"]
    draft = read_draft(parse(text))
    metadata = replace(draft.metadata, image="new.jpg", tags=("一", "二"))
    draft = draft.with_metadata(metadata).add_remark("一行\n\n二行", 2).remove((EntryKey(5),))
    new = render(update(parse(text), draft))
    assert "一行\r\n\r\n二行\r\n" in new
    assert new.count("\n") == new.count("\r\n")
    assert read_draft(parse(new)).metadata == metadata
    assert render(update(parse(new), draft)) == new


def test_quotes_of_one_author_and_second_are_matched_by_their_order() -> None:
    variants = tuple(replace(_clip(key, f"text {key}"), time=5) for key in (1, 2))
    draft = replace(_draft(), entries=variants)
    post = compose(draft)
    new = update(post, draft.set_text(EntryKey(2), "new"))
    assert _change(render(post), render(new)) == ("text 2", "new")
    assert [quote.text for quote in update(post, draft.move((EntryKey(2),), -1)).quotes] == [
        "text 2",
        "text 1",
    ]
    assert [quote.text for quote in update(post, draft.remove((EntryKey(1),))).quotes] == ["text 2"]


def test_a_new_post_grown_clip_by_clip_is_the_composed_one() -> None:
    draft = _draft(0)
    post = compose(draft)
    for count in range(1, 63):
        draft = _draft(count)
        post = update(post, draft)
    assert render(post) == render(compose(draft))


@given(drafts, drafts, layouts)
def test_an_update_says_what_the_draft_says(old: Draft, new: Draft, options: PostOptions) -> None:
    new = replace(new, thread=old.thread)
    post = update(compose(old, options), new, options)
    assert read_draft(post).clips == read_draft(compose(new, options)).clips
    assert read_metadata(post) == read_metadata(compose(new, options))


@pytest.mark.parametrize(
    "quote",
    [
        '{{<matomeQuote body="苔" userName="5" createdAt="2025/01/02 03:04:05" color="#ff5733">}}',
        '{{<matomeQuote body="" userName="rin" createdAt="2025-01-02T03:04:05" color="">}}',
        '{{< matomeQuote userName="a b" body="*b*" createdAt="yesterday" color="red" >}}',
        '{{<matomeQuote body="b" userName="" createdAt="">}}',
    ],
)
def test_a_quote_that_cannot_be_is_clipped_again(quote: str) -> None:
    url = "https://news.ycombinator.com/item?id=1"
    text = f"+++\ntitle = 'x'\n+++\n\n> x\n\n引用元：[{url}]({url})\n\n\n\n\n{quote}\n"
    draft = read_draft(parse(text))
    again = draft.clip_again(draft.clips[0].key)
    written = update(parse(text), again)
    assert written.quotes[0].source == quote
    assert written.quotes[1].source == quote.replace("red", "").replace("#ff5733", "")
    edited = update(written, again.set_text(again.clips[1].key, "new"))
    assert [found.text for found in edited.quotes] == [written.quotes[0].text, "new"]
