"""What a check finds in the text of one post, and what it does not."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Remark
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.check.files import fixed
from matome_tui.hugo.check.finding import KINDS, Surroundings
from matome_tui.hugo.check.goldmark import Dialect
from matome_tui.hugo.check.plain import without_plain_quotes
from matome_tui.hugo.check.rules import check, place
from matome_tui.hugo.post.blocks import parse, render
from matome_tui.hugo.post.compose import compose
from matome_tui.hugo.post.encode import clean_body, decode_body, typographic
from tests.support.odd_posts import (
    CAN_READ,
    CANNOT_READ,
    CLOSE,
    HARMLESS,
    HEAD,
    OPEN,
    PIECES,
    SHOWN_OTHERWISE,
    SOURCE,
    post,
    quote,
)

AROUND = Surroundings()
SITE = Surroundings(
    Dialect(emoji=True), frozenset({"matomequote"}), has_image=lambda name: name == "there.jpg"
)
bodies = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).map("".join)
raw_bodies = bodies.map(lambda text: re.sub(r'["\n]|\\+(?=\Z|["`])', "", text))


def kinds(text: str, around: Surroundings = SITE) -> list[str]:
    return [finding.kind for finding in check(text, around)]


def in_lines(text: str) -> list[tuple[int, str, str]]:
    found = check(text, SITE)
    return [(place(text, finding.at)[0], finding.kind, finding.message) for finding in found]


@pytest.mark.parametrize(("kind", "body"), SHOWN_OTHERWISE)
def test_text_that_renders_otherwise_is_found(kind: str, body: str) -> None:
    finding = check(post(quote(body)), SITE)[0]
    assert finding.kind == kind
    assert "\n" not in finding.message


@pytest.mark.parametrize("body", HARMLESS)
def test_text_that_renders_as_written_is_not(body: str) -> None:
    assert kinds(post(quote(body), OPEN, quote(body, 1), CLOSE)) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("a *苔* b", "the reader sees emphasis in place of “*苔*”"),
        ("苔 <T> b", "the reader sees nothing in place of “<T>”"),
        ("苔 <b> b", "the reader sees an element of HTML in place of “<b>”"),
        ("苔...", "the reader sees “…” in place of “...”"),
        ("&hearts;", "the reader sees “♥” in place of “&hearts;”"),
        ("苔 {{< youtube x >}}", "Hugo executes “{{< youtube x >}}”"),
        ("&#123;&#123;% x %}}", "Hugo executes “{{% x %}}”"),
        ("HAHAHUGOSHORTCODE1", "Hugo takes “HAHAHUGOSHORTCODE1” for a mark of its own"),
        ("- " + "苔" * 99, "the reader sees an item of a list in place of “-”"),
    ],
)
def test_what_is_said(body: str, message: str) -> None:
    assert message in [finding.message for finding in check(post(quote(body)), SITE)]


def test_the_place_is_that_of_the_text() -> None:
    text = post(quote("苔", 1), quote("苔の *本*", 2))
    (finding,) = check(text, SITE)
    assert text[finding.at :].startswith("*本*")
    assert place(text, finding.at) == (14, text.split("\n")[13].index("*") + 1)


def test_what_a_site_has_on_counts() -> None:
    text = post(quote("苔 :moss: :smile: 10:30:45"), quote("苔...", 1))
    assert kinds(text, Surroundings(Dialect(typographer=False))) == []
    assert kinds(text, Surroundings(Dialect(typographer=False, emoji=True))) == ["emoji"]


class TestLinks:
    @pytest.mark.parametrize(
        "body",
        [
            "見て https://example.com/moss-and-lichen-on-old-wal... だよ",
            "https://example.com/moss…",
            "<https://example.com/moss>.&#46;&#46;",
            "（https://example.com/?q=moss...）",
        ],
    )
    def test_a_cut_one_is_found(self, body: str) -> None:
        assert "cut-link" in kinds(post(quote(body)))

    @pytest.mark.parametrize(
        "body",
        [
            "https://example.com/compare/v1...v2",
            "https://example.com…かな",
            "https://example.com/moss　それな…",
        ],
    )
    def test_others_are_not(self, body: str) -> None:
        assert "cut-link" not in kinds(post(quote(body)))


class TestFrontMatter:
    @pytest.mark.parametrize(
        ("head", "line", "said"),
        [
            ("+++\ntitle = 'a\ndate = 2025-01-02\n+++\n", 1, "not valid TOML"),
            ("+++\ntitle = 'a'\ndate = 2025-01-02\ntitle = 'b'\n+++\n", 4, "not valid TOML"),
            ("+++\ntitle = 'a'\n", 1, "no +++ ends the front matter"),
            ("---\ntitle: a\n", 1, "no --- ends the front matter"),
            ("+++\ntitle = 'a'\n+++\n", 1, "the post has no date"),
            ("---\ndate: 2025-01-02\n---\n", 1, "the post has no title"),
            ("+++\ntitle = 'a'\ndate = '2025-13-02'\n+++\n", 3, "“2025-13-02” is no date"),
            ("", 1, "the post has no front matter"),
            (
                "+++\ntitle = 'a'\ndate = 2025-01-02\ntags = ['__hdeferred/']\n+++\n",
                4,
                "Hugo takes",
            ),
        ],
    )
    def test_what_is_wrong(self, head: str, line: int, said: str) -> None:
        ((at, kind, message),) = in_lines(head + "\n" + SOURCE)
        assert (at, kind) == (line, "token" if "Hugo" in said else "front-matter")
        assert said in message

    @pytest.mark.parametrize(
        "head",
        [
            "+++\ntitle = 'a'\ndate = 2025-01-02\n+++\n",
            "+++\r\ntitle = 'a'\r\ndate = '2025-01-02T03:04:05+09:00'\r\n+++\r\n",
            "---\ntitle: 'a'\ndate: Jan 2, 2025\n---\n",
            '{"title": "a", "date": "2025-01-02"}\n',
        ],
    )
    def test_what_is_not(self, head: str) -> None:
        assert kinds(head + "\n" + SOURCE) == []

    def test_another_page_needs_nothing(self) -> None:
        assert kinds("# About\n\nText with *emphasis*.\n") == []

    def test_an_image_that_is_not_there(self) -> None:
        text = post().replace("there.jpg", "gone.jpg")
        assert in_lines(text) == [(4, "missing-image", "there is no image “gone.jpg”")]
        assert kinds(text, AROUND) == []


class TestFolds:
    def test_one_that_is_not_closed_is_closed_behind_its_last_quote(self) -> None:
        parts = [OPEN, quote("a", 1), OPEN, quote("b", 2), CLOSE]
        text = post(*parts)
        assert kinds(text) == ["fold"]
        assert fixed(text, SITE) == post(OPEN, quote("a", 1), CLOSE, *parts[2:])

    def test_the_last_one_too(self) -> None:
        text = post(quote("a", 1), OPEN, quote("b", 2))
        assert fixed(text, SITE) == post(quote("a", 1), OPEN, quote("b", 2), CLOSE)

    def test_an_end_without_a_beginning_goes(self) -> None:
        text = post(quote("a", 1), CLOSE)
        assert kinds(text) == ["fold"]
        assert fixed(text, SITE) == post(quote("a", 1), "\n\n")

    def test_folds_of_folds_are_well(self) -> None:
        assert kinds(post(OPEN, OPEN, quote("a"), CLOSE, CLOSE)) == []

    def test_where_a_shortcode_is_broken_nothing_is_guessed(self) -> None:
        text = post('\n\n{{< details summary="a"b">}}', quote("a"), CLOSE)
        assert kinds(text) == ["shortcode", "fold"]
        assert fixed(text, SITE) == text


class TestShortcodes:
    @pytest.mark.parametrize(("shortcode", "said"), CANNOT_READ)
    def test_hugo_cannot_read_it(self, shortcode: str, said: str) -> None:
        ((line, kind, message),) = in_lines(HEAD + SOURCE + shortcode)
        assert (line, kind) == (10, "shortcode")
        assert message.endswith(said)

    @pytest.mark.parametrize("shortcode", CAN_READ)
    def test_hugo_can(self, shortcode: str) -> None:
        assert kinds(post(shortcode)) == []

    def test_one_that_the_site_does_not_have_is_told_once(self) -> None:
        text = post("{{< list limit=2 >}}\n{{< list limit=3 >}}\n{{< Details >}}{{< /Details >}}")
        assert in_lines(text) == [(10, "unknown-shortcode", "the site has no shortcode “list”")]
        assert kinds(text, AROUND) == []

    def test_an_end_of_what_was_not_opened(self) -> None:
        assert kinds(post("{{< /highlight >}}")) == ["shortcode"]

    @pytest.mark.parametrize("body", ['彼は"はい"と', "一行\n二行", "末尾\\", "a \\` b", '"'])
    def test_a_quote_that_breaks_the_build_is_mended(self, body: str) -> None:
        text = post(quote("前", 1), quote(body, 2), quote("後", 3))
        assert kinds(text)[0] == "shortcode"
        mended = fixed(text, SITE)
        assert kinds(mended) == []
        assert [q.text for q in parse(mended).quotes] == ["前", typographic(clean_body(body)), "後"]


class TestQuotes:
    def test_the_same_one_twice(self) -> None:
        text = post(
            quote("a", 1), quote("b", 2), quote("a", 1), quote("a", 1, "rin"), quote("a", 2)
        )
        assert in_lines(text) == [
            (16, "duplicate-quote", "the comment of “moss_eater” is quoted before")
        ]

    def test_what_a_quote_needs(self) -> None:
        at = 'createdAt="2025/01/02 03:04:05"'
        texts = {
            f'{{{{<matomeQuote body="a" {at}>}}}}': "the quote has no userName",
            '{{<matomeQuote body="a" userName="rin">}}': "the quote has no createdAt",
            f'{{{{<matomeQuote userName="rin" {at}>}}}}': "the quote has no body",
            quote("a").replace("2025/", "25/"): "“25/01/02 03:00:00” is no time of a comment",
            quote("a").replace("01/02", "02/30"): "“2025/02/30 03:00:00” is no time of a comment",
            quote("a").replace('color=""', 'color="#12"'): "“#12” is no colour",
        }
        for text, message in texts.items():
            assert [finding.message for finding in check(post(text), SITE)] == [message]

    def test_older_times_will_do(self) -> None:
        assert kinds(post(quote("a").replace("2025/01/02 ", "2025-01-02T"))) == []

    def test_the_title_line_and_summaries_are_texts_too(self) -> None:
        text = post(OPEN.replace("もっと", "*も*っと"), quote("a"), CLOSE).replace("> 苔", "> *苔*")
        assert [finding[:2] for finding in in_lines(text)] == [(7, "emphasis"), (12, "emphasis")]
        assert kinds(fixed(text, SITE)) == []

    def test_remarks_are_markdown_but_hold_no_marks_of_hugos(self) -> None:
        assert kinds(post("\n\n# 見出し *強調*\n")) == []
        assert kinds(post("\n\nHAHAHUGOSHORTCODE\n")) == ["token"]

    def test_quotes_in_markdown(self) -> None:
        signature = "> — [rin](https://news.ycombinator.com/item?id=2), 2025/01/02 03:04:05"
        assert kinds(post(f"\n\n> 苔\\\n> 二行目\n>\n{signature}")) == []
        found = in_lines(post(f"\n\n> 苔\\\n> *二行目*\n>\n{signature}"))
        assert [finding[:2] for finding in found] == [(13, "emphasis")]


class TestFixing:
    @pytest.mark.parametrize(("kind", "body"), SHOWN_OTHERWISE)
    def test_what_nobody_can_have_meant_becomes_text(self, kind: str, body: str) -> None:
        text = post(quote(body, 1), quote("苔", 2))
        meant = kind in ("link", "html") and re.search(r"</?[abp]\b|<div|https:|!\[|<!", body)
        if not meant or kind == "unsafe-link":
            (mended, other) = parse(fixed(text, SITE)).quotes
            assert mended.text == typographic(clean_body(decode_body(body.replace('\\"', '"'))))
            assert other == parse(text).quotes[1]

    @pytest.mark.parametrize(
        "body",
        [
            "a <b>c</b>",
            "[b](https://c.example)",
            "![b](c)",
            "<ruby>苔<rt>こけ</rt></ruby>",
            "&hearts;",
        ],
    )
    def test_what_may_be_meant_stays(self, body: str) -> None:
        text = post(quote(body))
        assert kinds(text) != []
        assert fixed(text, SITE) == text

    def test_only_the_text_changes(self) -> None:
        text = post(quote("前", 1), "\n\n覚え書き *強調*", quote("*本*", 2)).replace("\n", "\r\n")
        assert fixed(text, SITE) == text.replace("*本*", "&#42;本&#42;")

    def test_the_style_is_the_users(self) -> None:
        text = post(quote("*it's*"))
        exact = Surroundings(style="exact")
        assert "&#42;it&#39;s&#42;" in fixed(text, exact)
        assert "&#42;it’s&#42;" in fixed(text, AROUND)

    @given(st.lists(raw_bodies, max_size=4))
    def test_it_ends_and_leaves_only_what_it_does_not_touch(self, texts: list[str]) -> None:
        text = post(*(quote(body, at) for at, body in enumerate(texts)), OPEN)
        mended = fixed(text, SITE)
        assert [finding for finding in check(mended, SITE) if finding.edit] == []
        assert fixed(mended, SITE) == mended


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    texts = draw(st.lists(bodies | st.builds(Remark, st.just(0), bodies), max_size=6))
    entries = [
        text
        if isinstance(text, Remark)
        else Clip(0, at + 9, "moss_eater", 60 * at + 60, "", text, "")
        for at, text in enumerate(texts)
    ]
    head = Metadata("苔 " + draw(bodies), "2025-01-02", ("AI",), "there.jpg")
    numbered = tuple(
        Clip(key, e.comment, e.author, e.time, "", e.text, "")
        if isinstance(e, Clip)
        else Remark(key, e.text)
        for key, e in enumerate(entries, start=1)
    )
    return Draft(1, "Moss", head, numbered, len(numbered) + 1)


@given(
    drafts(), st.sampled_from(["typographic", "exact"]), st.sampled_from(["matome", "blockquote"])
)
def test_there_is_nothing_wrong_with_what_we_write(draft: Draft, style: str, form: str) -> None:
    options = PostOptions(group_size=2, style=style, format=form)  # type: ignore[arg-type]
    found = check(render(compose(draft, options)), SITE)
    # Only the comment itself may hold a link that was cut before.
    assert [finding for finding in found if finding.kind != "cut-link"] == []


@given(st.lists(raw_bodies, max_size=6), st.data())
@example(["苔", "苔 `a b` <br>二行", "*a*", "苔 https://example.com/moss-..."], None)
@example(["`HAHAHUGOSHORTCODE`", "`__hdeferred/`", "a`https://a.example/&#46;&#46;`"], None)
def test_plain_quotes_are_passed_over_for_speed_alone(
    texts: list[str], data: st.DataObject
) -> None:
    pieces = [quote(body, at) for at, body in enumerate(texts)]
    if data:
        pieces = data.draw(st.permutations([*pieces, *pieces[:1], OPEN, CLOSE, "\n\nremark\n"]))
    text = post(*pieces)
    assert in_lines(without_plain_quotes(text)) == in_lines(text)


@given(
    st.text()
    | st.lists(st.sampled_from([*PIECES, *post(quote("a"), OPEN, CLOSE).split("\n")])).map(
        "\n".join
    )
)
def test_any_text_can_be_checked(text: str) -> None:
    found = check(text, SITE)
    assert {finding.kind for finding in found} <= KINDS.keys()
    assert [finding.at for finding in found] == sorted(finding.at for finding in found)
    assert all(0 <= finding.at <= len(text) for finding in found)
    assert in_lines(without_plain_quotes(text)) == in_lines(text)
