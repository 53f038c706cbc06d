"""Whether Hugo publishes a post yet, compared with Hugo's own list of future posts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import tomlkit

from matome_tui.hugo.site.publication import image_problem, publication_problem
from matome_tui.hugo.site.site import read_site, try_read_site
from tests.support.files import write
from tests.support.hugo_posts import real_hugo


@pytest.mark.parametrize(
    ("zone", "builds_future", "now", "waits"),
    [
        ("", False, "2025-01-31T00:30:00+09:00", True),
        ("", True, "2025-01-31T00:30:00+09:00", False),
        ("Asia/Tokyo", False, "2025-01-31T00:30:00+09:00", False),
        ("Asia/Tokyo", False, "2025-01-30T14:59:00+00:00", True),
        ("", False, "2025-01-31T00:00:00+00:00", False),
        ("No/Where", False, "2025-01-30T00:00:00+00:00", False),
    ],
)
def test_a_post_of_tomorrow_is_not_published(
    tmp_path: Path, zone: str, builds_future: bool, now: str, waits: bool
) -> None:
    site = replace(try_read_site(tmp_path, None)[0], time_zone=zone, builds_future=builds_future)
    for day in ("2025-01-31", "2025-01-31T00:00:00", date(2025, 1, 31), datetime(2025, 1, 31)):
        warning = publication_problem(site, {"Date": day}, datetime.fromisoformat(now))
        assert ("publishes this post on 2025-01-31 at 00:00" in warning) is waits
        draft = {"date": day, "draft": True}
        assert publication_problem(site, draft, datetime.fromisoformat(now)) == ""


def test_an_image_may_be_in_the_site_beside_the_post_or_on_the_web(tmp_path: Path) -> None:
    write(tmp_path, {"assets/a.png": "", "static/b.png": "", "content/posts/x/c.png": ""})
    site, post = try_read_site(tmp_path, None)[0], tmp_path / "content/posts/x/index.md"
    for name in ("a.png", "/b.png", "c.png", "https://example.org/d.png", ""):
        assert image_problem(site, post, {"featureimage": name}) == ""
    for name in ("d.png", "x/c.png", f"{'a/' * 300}d.png"):
        assert "does not exist: add" in image_problem(site, post, {"cover": {"image": name}})


@pytest.mark.parametrize("zone", ["", "Asia/Tokyo", "America/New_York"])
def test_hugo_lists_the_same_posts_as_future(tmp_path: Path, zone: str) -> None:
    hugo, now = real_hugo(), datetime.now(UTC)
    moments = [now + timedelta(hours=hours) for hours in (-20, -12, -3, 3, 12, 20)]
    zones = [timezone(timedelta(hours=hours)) for hours in (-9, 0, 9)]
    dates: list[object] = [f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in moments]
    dates += [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments]
    dates += [moment.replace(tzinfo=None) for moment in moments]
    dates += [moment.astimezone(zone) for moment in moments for zone in zones]
    dates += [moment.astimezone(zones[2]).isoformat() for moment in moments]
    dates += [now.date() + timedelta(days=days) for days in (-2, 2)]
    posts: list[dict[str, object]] = [{"date": day} for day in dates]
    past, future = moments[0].isoformat(), moments[-1].isoformat()
    posts += [{"date": past, "publishDate": future}, {"date": future, "publishDate": past}]
    posts += [{"date": past, "pubdate": future}, {"Date": future, "published": past}]
    files = {f"content/{at}.md": f"+++\n{tomlkit.dumps(v)}+++\n" for at, v in enumerate(posts)}
    write(tmp_path, {**files, "hugo.toml": f"timeZone = '{zone}'\n" if zone else ""})
    site = read_site(tmp_path, hugo)
    listed = hugo.run(tmp_path, "list", "future", timeout=60)
    for at, values in enumerate(posts):
        is_future = f"content/{at}.md," in listed
        assert bool(publication_problem(site, values)) is is_future, values
