"""The text of pages, plain or extracted from HTML in another process."""

from threading import Event

import pytest

from matome_tui.article import loading
from matome_tui.article.addresses import ArticleError
from matome_tui.article.extract import Article, extract
from matome_tui.article.fetch import Page
from matome_tui.article.loading import load_article
from tests.support.local_server import LOOPBACK
from tests.support.web_pages import Answer, WebPages

URL = "https://a.test/x"
HTML = """
<html><head><title>A title</title><script>var script = "evil";</script></head>
<body><nav><a href="/">Menu</a></nav><article><h1>A heading of the page</h1>
<p>The first paragraph is long enough to count as the text of the page, as it has many words in it,
and &lt;b&gt; markup that is shown, a \x9b31m control, and 日本語の文字。</p>
<p>The second paragraph is about as long as the first one, so that nobody takes it for a menu.</p>
<ul><li>one thing</li><li>another thing</li></ul>
</article></body></html>
"""


def plain(body: bytes, charset: str = "") -> Article:
    return extract(Page(URL, "text/plain", charset, body), Event())


def test_plain_text_is_split_at_blank_lines_and_sanitized() -> None:
    article = plain(b"one\x1b[31m\r\ntwo\r\n \r\n\r\nthree\n")
    assert article == Article(URL, "", ("one[31m\ntwo", "three"))
    assert plain("日本".encode("shift_jis"), "shift_jis").paragraphs == ("日本",)
    for charset in ("no-such", "idna", "undefined"):
        assert plain("日本\r\n\r\n語".encode(), charset).paragraphs == ("日本", "語")
    assert plain(b"\xff").paragraphs == ("�",)


def test_very_long_texts_are_cut() -> None:
    article = plain(b"x" * 100_000 + b"\n\nx" * 10_000)
    assert len(article.paragraphs) == 5_000
    assert max(map(len, article.paragraphs)) == 20_000


def test_a_page_without_text_is_reported() -> None:
    with pytest.raises(ArticleError, match="No text was found on the page"):
        plain(b" \n\n \x1b")


def test_html_gives_its_text_only() -> None:
    pytest.importorskip("trafilatura")
    article = extract(Page(URL, "text/html", "utf-8", HTML.encode()), Event())
    text = "\n".join(article.paragraphs)
    assert article.title
    assert len(article.paragraphs) >= 4
    assert "<b> markup that is shown, a 31m control, and 日本語の文字。" in text
    assert "- one thing\n- another thing" in article.paragraphs
    assert "evil" not in text
    assert "Menu" not in text


def test_html_that_takes_too_long_is_given_up() -> None:
    page = Page(URL, "text/html", "", HTML.encode())
    with pytest.raises(ArticleError, match="takes too long"):
        extract(page, Event(), seconds=0)
    cancelled = Event()
    cancelled.set()
    with pytest.raises(ArticleError, match="Cancelled"):
        extract(page, cancelled)


async def test_without_the_extractor_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "has_extractor", lambda: False)
    with WebPages({"/": Answer(HTML.encode())}) as server:
        with pytest.raises(ArticleError, match=r"pip install 'matome-tui\[article\]'"):
            await load_article(server.url, allowed={LOOPBACK})
        assert server.asked == []
