"""Findings in the text of one post, and text without findings."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import NO_KEY, Clip, EntryKey, Remark
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.files import fix
from matome_tui.hugo.check.finding import KINDS
from matome_tui.hugo.check.goldmark import Dialect
from matome_tui.hugo.check.harmless import without_harmless_quotes
from matome_tui.hugo.check.lint import lint
from matome_tui.hugo.check.parsed import line_and_column
from matome_tui.hugo.check.selection import Selection
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
    SHOWN_DIFFERENTLY,
    SOURCE,
    post,
    quote,
)

CONTEXT = PostContext()
SITE = PostContext(
    Dialect(emoji=True), frozenset({"matomequote"}), has_image=lambda name: name == "there.jpg"
)
LONG = "https://example.com/moss-and-lichen-on-old-walls-of-stone"
bodies = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).map("".join)
raw_bodies = bodies.map(lambda text: re.sub(r'["\n]|\\+(?=\Z|["`])', "", text))


def kinds(text: str, context: PostContext = SITE) -> list[str]:
    return [finding.kind for finding in lint(text, context)]


def in_lines(text: str) -> list[tuple[int, str, str]]:
    found = lint(text, SITE)
    return [
        (line_and_column(text, finding.offset)[0], finding.kind, finding.message)
        for finding in found
    ]


@pytest.mark.parametrize(("kind", "body"), SHOWN_DIFFERENTLY)
def test_text_that_readers_see_differently_is_found(kind: str, body: str) -> None:
    finding = lint(post(quote(body)), SITE)[0]
    assert finding.kind == kind
    assert "\n" not in finding.message


@pytest.mark.parametrize("body", HARMLESS)
def test_text_that_readers_see_as_written_is_not(body: str) -> None:
    assert kinds(post(quote(body), OPEN, quote(body, 1), CLOSE)) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("a *苔* b", "Readers see emphasis instead of “*苔*”"),
        ("苔 <T> b", "Readers see nothing instead of “<T>”"),
        ("苔 <b> b", "Readers see an HTML element instead of “<b>”"),
        ("苔...", "Readers see “…” instead of “...”"),
        ("&hearts;", "Readers see “♥” instead of “&hearts;”"),
        ("苔 {{< youtube x >}}", "Hugo executes “{{< youtube x >}}”"),
        ("&#123;&#123;% x %}}", "Hugo executes “{{% x %}}”"),
        ("HAHAHUGOSHORTCODE1", "Hugo uses “HAHAHUGOSHORTCODE1” internally and replaces it"),
        ("- " + "苔" * 99, "Readers see a list item instead of “-”"),
    ],
)
def test_messages(body: str, message: str) -> None:
    assert message in [finding.message for finding in lint(post(quote(body)), SITE)]


def test_the_place_is_that_of_the_text() -> None:
    text = post(quote("苔", 1), quote("苔の *本*", 2))
    (finding,) = lint(text, SITE)
    assert text[finding.offset :].startswith("*本*")
    assert line_and_column(text, finding.offset) == (14, text.split("\n")[13].index("*") + 1)


def test_the_dialect_of_the_site_counts() -> None:
    text = post(quote("苔 :moss: :smile: 10:30:45"), quote("苔...", 1))
    assert kinds(text, PostContext(Dialect(typographer=False))) == []
    assert kinds(text, PostContext(Dialect(typographer=False, emoji=True))) == ["emoji"]


class TestLinks:
    @pytest.mark.parametrize(
        "body",
        [
            f"見て {LONG}... だよ",
            f"{LONG}…",
            f"<{LONG}>.&#46;&#46;",
            f"（{LONG}...）",
        ],
    )
    def test_a_cut_one_is_found(self, body: str) -> None:
        assert "cut-link" in kinds(post(quote(body)))

    @pytest.mark.parametrize(
        "body",
        [
            f"{LONG}/v1...v2",
            "https://example.com…かな",
            f"{LONG}　それな…",
            f"{LONG[:56]}...",
            f"https://a.example/x<br>https://b.example/{'y' * 50} ...",
            f"https://a.example/{'x' * 50}<br>...",
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
            ("+++\ntitle = 'a'\n", 1, "The front matter does not end: +++ is missing"),
            ("---\ntitle: a\n", 1, "The front matter does not end: --- is missing"),
            ("+++\ntitle = 'a'\n+++\n", 1, "The post has no date"),
            ("---\ndate: 2025-01-02\n---\n", 1, "The post has no title"),
            (
                "+++\ntitle = 'a'\ndate = '2025-13-02'\n+++\n",
                3,
                "Hugo does not read “2025-13-02” as a date",
            ),
            ("", 1, "The post has no front matter"),
            (
                "+++\ntitle = 'a'\ndate = 2025-01-02\ntags = ['__hdeferred/']\n+++\n",
                4,
                "Hugo uses",
            ),
        ],
    )
    def test_what_is_wrong(self, head: str, line: int, said: str) -> None:
        ((at, kind, message),) = in_lines(head + "\n" + SOURCE)
        assert (at, kind) == (line, "token" if "Hugo uses" in said else "front-matter")
        assert said in message

    @pytest.mark.parametrize(
        "head",
        [
            "+++\ntitle = 'a'\ndate = 2025-01-02\n+++\n",
            "+++\r\ntitle = 'a'\r\ndate = '2025-01-02T03:04:05+09:00'\r\n+++\r\n",
            "---\ntitle: 'a'\ndate: 02 Jan 2025\n---\n",
            '{"title": "a", "date": "2025-01-02"}\n',
        ],
    )
    def test_what_is_not(self, head: str) -> None:
        assert kinds(head + "\n" + SOURCE) == []

    def test_another_page_needs_nothing(self) -> None:
        assert kinds("# About\n\nText with *emphasis*.\n") == []

    def test_an_image_that_is_not_there(self) -> None:
        text = post().replace("there.jpg", "gone.jpg")
        assert in_lines(text) == [(4, "missing-image", "The image “gone.jpg” does not exist")]
        assert kinds(text, CONTEXT) == []


class TestSections:
    def test_one_that_is_not_closed_is_closed_behind_its_last_quote(self) -> None:
        parts = [OPEN, quote("a", 1), OPEN, quote("b", 2), CLOSE]
        text = post(*parts)
        assert kinds(text) == ["section"]
        assert fix(text, SITE) == post(OPEN, quote("a", 1), CLOSE, *parts[2:])

    def test_the_last_one_too(self) -> None:
        text = post(quote("a", 1), OPEN, quote("b", 2))
        assert fix(text, SITE) == post(quote("a", 1), OPEN, quote("b", 2), CLOSE)

    def test_an_end_without_a_beginning_goes(self) -> None:
        text = post(quote("a", 1), CLOSE)
        assert kinds(text) == ["section"]
        assert fix(text, SITE) == post(quote("a", 1), "\n\n")

    def test_sections_may_be_nested(self) -> None:
        assert kinds(post(OPEN, OPEN, quote("a"), CLOSE, CLOSE)) == []

    def test_where_a_shortcode_is_broken_nothing_is_guessed(self) -> None:
        text = post('\n\n{{< details summary="a"b">}}', quote("a"), CLOSE)
        assert kinds(text) == ["shortcode", "section"]
        assert fix(text, SITE) == text


class TestShortcodes:
    @pytest.mark.parametrize(("shortcode", "said"), CANNOT_READ)
    def test_hugo_cannot_read_it(self, shortcode: str, said: str) -> None:
        ((line, kind, message),) = in_lines(HEAD + SOURCE + shortcode)
        assert (line, kind) == (10, "shortcode")
        assert message.endswith(said)

    @pytest.mark.parametrize("shortcode", CAN_READ)
    def test_hugo_can(self, shortcode: str) -> None:
        assert kinds(post(shortcode)) == []

    def test_one_that_the_site_does_not_have_is_reported_once(self) -> None:
        text = post("{{< list limit=2 >}}\n{{< list limit=3 >}}\n{{< Details >}}{{< /Details >}}")
        assert in_lines(text) == [(10, "unknown-shortcode", "The site has no shortcode “list”")]
        assert kinds(text, CONTEXT) == []

    def test_an_end_of_what_was_not_opened(self) -> None:
        assert kinds(post("{{< /highlight >}}")) == ["shortcode"]

    @pytest.mark.parametrize("body", ['彼は"はい"と', "一行\n二行", "末尾\\", "a \\` b", '"'])
    def test_a_quote_that_breaks_the_build_is_mended(self, body: str) -> None:
        text = post(quote("前", 1), quote(body, 2), quote("後", 3))
        assert kinds(text)[0] == "shortcode"
        mended = fix(text, SITE)
        assert kinds(mended) == []
        assert [q.text for q in parse(mended).quotes] == ["前", typographic(clean_body(body)), "後"]


class TestQuotes:
    def test_the_same_one_twice(self) -> None:
        text = post(
            quote("a", 1), quote("b", 2), quote("a", 1), quote("a", 1, "rin"), quote("a", 2)
        )
        assert in_lines(text) == [
            (16, "duplicate-quote", "This comment by “moss_eater” is already quoted")
        ]

    def test_what_a_quote_needs(self) -> None:
        at = 'createdAt="2025/01/02 03:04:05"'
        texts = {
            f'{{{{<matomeQuote body="a" {at}>}}}}': "The quote has no userName",
            '{{<matomeQuote body="a" userName="rin">}}': "The quote has no createdAt",
            f'{{{{<matomeQuote userName="rin" {at}>}}}}': "The quote has no body",
            quote("a", author="5"): "“5” is not a user name of Hacker News",
            quote(""): "The quote has no body",
            quote("a", author=""): "The quote has no userName",
            quote("a").replace("2025/", "25/"): "“25/01/02 03:00:00” is not the time of a comment",
            quote("a").replace(
                "01/02", "02/30"
            ): "“2025/02/30 03:00:00” is not the time of a comment",
            quote("a").replace('color=""', 'color="#12"'): "“#12” is not a colour",
        }
        for text, message in texts.items():
            assert [finding.message for finding in lint(post(text), SITE)] == [message]

    def test_an_unknown_time_is_no_finding(self) -> None:
        assert kinds(post(quote("a").replace("2025/01/02 03:00:00", ""))) == []

    def test_one_that_closes_itself_is_opened_only(self) -> None:
        text = post(quote("a", 1), quote("b", 2).replace(">}}", " />}}"))
        assert kinds(text) == ["shortcode"]
        assert fix(text, SITE) == post(quote("a", 1), quote("b", 2))

    def test_older_times_will_do(self) -> None:
        assert kinds(post(quote("a").replace("2025/01/02 ", "2025-01-02T"))) == []

    def test_the_title_line_and_summaries_are_texts_too(self) -> None:
        text = post(OPEN.replace("もっと", "*も*っと"), quote("a"), CLOSE).replace("> 苔", "> *苔*")
        assert [finding[:2] for finding in in_lines(text)] == [(7, "emphasis"), (12, "emphasis")]
        assert kinds(fix(text, SITE)) == []

    def test_remarks_are_markdown_but_hold_no_marks_of_hugos(self) -> None:
        assert kinds(post("\n\n# 見出し *強調*\n")) == []
        assert kinds(post("\n\nHAHAHUGOSHORTCODE\n")) == ["token"]

    def test_quotes_in_markdown(self) -> None:
        signature = "> — [rin](https://news.ycombinator.com/item?id=2), 2025/01/02 03:04:05"
        assert kinds(post(f"\n\n> 苔\\\n> 二行目\n>\n{signature}")) == []
        found = in_lines(post(f"\n\n> 苔\\\n> *二行目*\n>\n{signature}"))
        assert [finding[:2] for finding in found] == [(13, "emphasis")]


class TestFixing:
    @pytest.mark.parametrize(("kind", "body"), SHOWN_DIFFERENTLY)
    def test_markdown_that_nobody_can_have_meant_becomes_text(self, kind: str, body: str) -> None:
        text = post(quote(body, 1), quote("苔", 2))
        meant = re.search(r"</?[abp]\b|<div|\(https:|!\[|<!", body) and kind != "unsafe-link"
        if not meant:
            named = SITE._replace(selection=Selection(frozenset([kind])))
            (mended, other) = parse(fix(text, named)).quotes
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
    def test_markdown_that_may_be_meant_stays(self, body: str) -> None:
        text = post(quote(body))
        assert kinds(text) != []
        assert fix(text, SITE) == text

    def test_only_the_text_changes(self) -> None:
        text = post(quote("前", 1), "\n\n覚え書き *強調*", quote("*本*", 2)).replace("\n", "\r\n")
        assert fix(text, SITE) == text.replace("*本*", "&#42;本&#42;")

    def test_the_style_is_the_users(self) -> None:
        text = post(quote("*a 'b*"))
        exact = PostContext(Dialect(typographer=False), style="exact")
        assert "&#42;a &#39;b&#42;" in fix(text, exact)
        assert "&#42;a ’b&#42;" in fix(text, exact._replace(style="typographic"))

    @pytest.mark.parametrize(
        ("body", "by_default", "by_name"),
        [
            ("これは**GPUネイティブ**だ", "{}", "これは&#42;&#42;GPUネイティブ&#42;&#42;だ"),
            ("**a b** *c*", "**a b** &#42;c&#42;", "&#42;&#42;a b&#42;&#42; &#42;c&#42;"),
            ("2**3**4", "2&#42;&#42;3&#42;&#42;4", "2&#42;&#42;3&#42;&#42;4"),
            ("*a*... it's", "&#42;a&#42;... it's", "&#42;a&#42;... it's"),
            ("~~a~~ **b**", "&#126;&#126;a&#126;&#126; **b**", "{}"),
        ],
    )
    def test_emphasis_of_whole_words_is_fixed_by_name_only(
        self, body: str, by_default: str, by_name: str
    ) -> None:
        text = post(quote(body, 1), quote("苔...", 2))
        named = SITE._replace(selection=Selection(frozenset(["emphasis"])))
        assert kinds(text, named) != []
        assert fix(text, SITE) == text.replace(body, by_default.replace("{}", body))
        if "~" not in body:
            assert fix(text, named) == text.replace(body, by_name)

    def test_typography_is_fixed_by_name_only(self) -> None:
        text = post(quote("*苔*...", 1), quote("苔...", 2))
        named = SITE._replace(selection=Selection(frozenset(["typography"])))
        assert fix(text, SITE) == text.replace("*苔*", "&#42;苔&#42;")
        assert fix(text, named) == text.replace("...", ".&#46;&#46;")

    def test_ignored_findings_are_not_fixed(self) -> None:
        text = post(quote("*苔* :smile: ~~a~~", 1))
        ignoring = SITE._replace(selection=Selection(ignored=("emoji",)))
        assert fix(text, ignoring) == text.replace(
            "*苔* :smile: ~~a~~", "&#42;苔&#42; :smile: &#126;&#126;a&#126;&#126;"
        )

    def test_addresses_become_links(self) -> None:
        text = post(
            quote("には、https://example.com/x", 1),
            quote("https://example.com/[1] と <https://example.com/y[12]>。", 2),
            quote("<a href=”https://example.com/?a&b”>c</a> <b>d</b>", 3),
        )
        assert fix(text, SITE) == post(
            quote("には、<https://example.com/x>", 1),
            quote("<https://example.com/>[1] と <https://example.com/y>[12]。", 2),
            quote("<a href='https://example.com/?a&amp;b'>c</a> <b>d</b>", 3),
        )

    def test_links_keep_their_ends(self) -> None:
        text = post(quote("<https://example.com/x>...*a* <https://example.com/y>_b_", 1))
        assert fix(text, SITE) == post(
            quote("<https://example.com/x>...&#42;a&#42; <https://example.com/y>&#95;b&#95;", 1)
        )

    def test_no_address_is_a_link_twice(self) -> None:
        body = "[a](https://example.com/b) `苔https://example.com/c` <i title='https://d.example'>"
        assert "not-a-link" not in kinds(post(quote(body)))

    @given(st.lists(raw_bodies, max_size=4))
    def test_fixing_ends_and_leaves_only_findings_without_a_fix(self, texts: list[str]) -> None:
        text = post(*(quote(body, at) for at, body in enumerate(texts)), OPEN)
        mended = fix(text, SITE)
        assert [finding for finding in lint(mended, SITE) if finding.edit] == []
        assert fix(mended, SITE) == mended


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    texts = draw(st.lists(bodies | st.builds(Remark, st.just(0), bodies), max_size=6))
    entries = [
        text
        if isinstance(text, Remark)
        else Clip(
            NO_KEY,
            at + 9,
            "moss_eater",
            60 * at + 60,
            "",
            text if clean_body(text) else "苔",
            "",
        )
        for at, text in enumerate(texts)
    ]
    head = Metadata("苔 " + draw(bodies), "2025-01-02", ("AI",), "there.jpg")
    numbered = tuple(
        Clip(EntryKey(key), e.comment, e.author, e.time, "", e.text, "")
        if isinstance(e, Clip)
        else Remark(EntryKey(key), e.text)
        for key, e in enumerate(entries, start=1)
    )
    return Draft(1, "Moss", head, numbered, EntryKey(len(numbered) + 1))


@given(
    drafts(), st.sampled_from(["typographic", "exact"]), st.sampled_from(["matome", "blockquote"])
)
def test_there_is_nothing_wrong_with_what_we_write(draft: Draft, style: str, form: str) -> None:
    options = PostOptions(group_size=2, style=style, format=form)  # type: ignore[arg-type]
    found = lint(render(compose(draft, options)), SITE)
    # Only the comment itself may hold a link that was cut before.
    assert [finding for finding in found if finding.kind != "cut-link"] == []


def test_a_harmless_quote_is_not_left_out_if_another_repeats_it() -> None:
    once = quote("苔 color=緑", 1)
    text = post(once, once.replace('color=""', 'color="green"'))
    assert kinds(without_harmless_quotes(text)) == ["duplicate-quote"]


def test_a_line_break_is_one_mark() -> None:
    assert kinds(post(quote("苔<br>> a"))) == []
    assert kinds(post(quote("苔<br>a@example.com *b*"))) == ["mail-link", "emphasis"]


CUT = "https://example.com/moss/" + "garden-" * 6


@given(st.lists(raw_bodies, max_size=6), st.data())
@example(["苔", "苔 `a b` <br>二行", "*a*", "苔 https://example.com/moss-..."], None)
@example([f"{CUT}…", f"<{CUT}>…苔", f"`{CUT}…`"], None)
@example(["https://b.example/HAHAHUGOSHORTCODE"], None)
@example(["`HAHAHUGOSHORTCODE`", "`__hdeferred/`", "a`https://a.example/&#46;&#46;`"], None)
def test_leaving_harmless_quotes_out_changes_no_finding(
    texts: list[str], data: st.DataObject
) -> None:
    pieces = [quote(body, at) for at, body in enumerate(texts)]
    if data:
        pieces = data.draw(st.permutations([*pieces, *pieces[:1], OPEN, CLOSE, "\n\nremark\n"]))
    text = post(*pieces)
    assert in_lines(without_harmless_quotes(text)) == in_lines(text)


@given(
    st.text()
    | st.lists(st.sampled_from([*PIECES, *post(quote("a"), OPEN, CLOSE).split("\n")])).map(
        "\n".join
    )
)
def test_any_text_can_be_checked(text: str) -> None:
    found = lint(text, SITE)
    assert {finding.kind for finding in found} <= KINDS.keys()
    assert [finding.offset for finding in found] == sorted(finding.offset for finding in found)
    assert all(0 <= finding.offset <= len(text) for finding in found)
    assert in_lines(without_harmless_quotes(text)) == in_lines(text)
