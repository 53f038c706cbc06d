"""Web addresses, and the items they refer to."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.address import (
    find_linked_thread,
    is_on_site,
    parse_item,
    parse_person,
    web_url,
)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.test/b?c=d#e", "https://a.test/b?c=d#e"),
        ("HTTPS://EXAMPLE.COM", "https://EXAMPLE.COM"),
        ("hTTp://a.test:8080/", "http://a.test:8080/"),
        (" \x00\x1fhttps://a.test/ \n", "https://a.test/"),
        ("ht\ntps://a.\ttest/\r\nb", "https://a.test/b"),
        ("https://a.test/\x00\x1b\x7f", "https://a.test/%00%1B%7F"),
        ("https://a.test/\ud800", "https://a.test/%EF%BF%BD"),
        ("https://a.test/\u202e\u2028\x85", "https://a.test/%E2%80%AE%E2%80%A8%C2%85"),
        ("https://a.test/b c", "https://a.test/b%20c"),
        ("https://a.test/日本?q=é", "https://a.test/日本?q=é"),
        ("https://日本.test", "https://日本.test"),
        ("https://user@a.test/", "https://user@a.test/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_a_url_is_read_as_a_browser_reads_it(text: str, url: str) -> None:
    assert web_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.test",
        "//a.test",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://a.test",
        "https:a.test",
        "https://",
        "https:///a.test",
        "https://?a",
        "https://a\x00.test",
        "https://a b.test",
        "https://a\ud800.test",
        "https://a\u202e.test",
        "https://a%00.test",
        "https://evil.test\\@a.test/",
        "https://a.test:99999/",
        "https://a.test:x/",
        "https://[::1/",
        f"https://a.test/{'x' * 10_000}",
    ],
)
def test_other_addresses_than_web_urls(text: str) -> None:
    assert web_url(text) == ""


@given(st.text(st.characters(exclude_categories=())))
def test_a_url_is_printable_and_stays_itself(rest: str) -> None:
    for text in (rest, f"https://{rest}", f"HTTP://a.test/{rest}"):
        if url := web_url(text):
            assert url.isprintable()
            assert " " not in url
            assert urlsplit(url).hostname
            assert web_url(url) == url
            url.encode()


@pytest.mark.parametrize(
    "text",
    [
        "1003",
        " 1003\n",
        "0001003",
        "https://news.ycombinator.com/item?id=1003",
        "https://News.YCombinator.com/item?id=1003",
        "HTTP://NEWS.YCOMBINATOR.COM/item?id=1003",
        " news.ycombinator.com/item?id=1003 ",
        "News.ycombinator.com:443/item?id=1003",
        "https://news.ycombinator.com:443/item?id=1003",
        "http://news.ycombinator.com:80/item?id=1003",
        "https://news.ycombinator.com/item?p=2&id=1003",
        "https://news.ycombinator.com/item?id=77#1003",
        "https://news.ycombinator.com/item?id=1003#top",
        "https://news.ycombinator.com/reply?id=1003&goto=item%3Fid%3D77%2378",
        "https://news.ycombinator.com/context?id=1003",
        "https://hn.algolia.com/api/v1/items/1003",
        "http://ycombinator.com/item?id=1003",
        "www.ycombinator.com/item?id=1003",
    ],
)
def test_an_address_names_its_item(text: str) -> None:
    assert parse_item(text) == 1003


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "９",
        "9223372036854775808",
        "9" * 5000,
        "https://news.ycombinator.com/user?id=37prime",
        "https://news.ycombinator.com/user?id=37",
        "https://news.ycombinator.com/threads?id=0xbad",
        "https://news.ycombinator.com/threads?id=12",
        "https://news.ycombinator.com/item?id=1003abc",
        "https://news.ycombinator.com/item?id=abc1003",
        "https://news.ycombinator.com/item?uid=77",
        "https://news.ycombinator.com/item?id=",
        "https://news.ycombinator.com/item?id=77&id=1003",
        "https://news.ycombinator.com/item#1003",
        "https://news.ycombinator.com/item/1003",
        "https://news.ycombinator.com/?goto=item?id=1003",
        "https://news.ycombinator.com:8080/item?id=1003",
        "http://news.ycombinator.com:443/item?id=1003",
        "ftp://news.ycombinator.com/item?id=1003",
        "https://news.ycombinator.com.evil.test/item?id=1003",
        "https://news.ycombinator.com@evil.test/item?id=1003",
        "https://evil.test/news.ycombinator.com/item?id=1003",
        "https://news.ycombinator.com/item?id=9223372036854775808",
        "https://hn.algolia.com/api/v1/users/1003",
        "https://hn.algolia.com/?query=items/1003",
        "item?id=1003",
    ],
)
def test_any_other_address_names_none(text: str) -> None:
    assert parse_item(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "@some-one_1",
        " https://news.ycombinator.com/user?id=some-one_1 ",
        "http://www.ycombinator.com/threads?id=some-one_1&next=5",
        "news.ycombinator.com/submitted?id=some-one_1#2",
    ],
)
def test_an_address_names_its_person(text: str) -> None:
    assert parse_person(text) == "some-one_1"
    assert parse_item(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "some-one",
        "@a b",
        "@日本",
        "https://news.ycombinator.com/user",
        "https://news.ycombinator.com/user?id=",
        "https://news.ycombinator.com/user?id=a%2Fb",
        "https://news.ycombinator.com/user?id=a&id=b",
        "https://news.ycombinator.com/item?id=a",
        "https://hn.algolia.com/?query=author_a",
        "https://evil.test/user?id=a",
    ],
)
def test_any_other_address_names_nobody(text: str) -> None:
    assert parse_person(text) == ""


@pytest.mark.parametrize(
    ("url", "is_there"),
    [
        ("https://example.com/a", True),
        ("https://blog.Example.com:8080/", True),
        ("https://notexample.com/", False),
        ("https://example.com.test/", False),
        ("", False),
        ("https://[", False),
    ],
)
def test_a_site_has_its_subdomains(url: str, is_there: bool) -> None:
    assert is_on_site(url, "example.com") is is_there


def test_a_parameter_whose_name_ends_in_id_is_another() -> None:
    assert parse_item("https://news.ycombinator.com/item?uid=77&id=1003") == 1003


@given(st.text(), st.text())
def test_any_text_is_an_item_or_none(before: str, after: str) -> None:
    named = parse_item(f"{before}news.ycombinator.com/item?id=1003{after}")
    assert named is None or 0 < named < 10**15


@pytest.mark.parametrize(
    "text",
    [
        "引用元：[x](https://news.ycombinator.com/item?id=1003)",
        "引用元：https://news.ycombinator.com/item?id=1003",
        "https://a.test/item?id=5, then https://News.ycombinator.com/item?p=2&id=1003.",
        "（https://news.ycombinator.com/item?id=1003）です",
        "**https://news.ycombinator.com/item?id=1003#77**",
    ],
)
def test_the_thread_that_a_text_links_to(text: str) -> None:
    assert find_linked_thread(text) == 1003


@pytest.mark.parametrize(
    "text",
    [
        "",
        "item?id=1003",
        "https://a.test/item?id=1003",
        "https://news.ycombinator.com/user?id=1003",
        "https://news.ycombinator.com/item?id=1003abc",
    ],
)
def test_a_text_that_links_to_no_thread(text: str) -> None:
    assert find_linked_thread(text) is None
