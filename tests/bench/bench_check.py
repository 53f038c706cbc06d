"""Times of checks of a site: `python -m tests.bench.bench_check [POSTS]`.

The site is generated, with posts as the program writes them. The floor is reading the files alone,
each as text. It and the check take turns, each in a process of its own; each figure is the median
of several. Memory is the most that its processes had.
"""

import multiprocessing
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from matome_tui.cli.lint_posts import lint_posts
from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.files import read_text
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import Linter, find_posts
from matome_tui.hugo.check.selection import EVERYTHING
from matome_tui.hugo.post.blocks import render
from matome_tui.hugo.post.compose import compose
from matome_tui.hugo.post.location import post_path
from matome_tui.hugo.site.site import create_site, read_site
from tests.bench.bytecode import compile_program
from tests.bench.table import Row, show

POSTS = 2_000
QUOTES = 79
ROUNDS = 5

_WORDS = """
苔は日陰でよく育つんだよね。|でもさ、|電池の減りが気になるかな（特に冬）。|わかる！|<br><br>|”静かな”暮らし、
|JavaScriptとC++を比べると|10年前は|https://example.com/moss-book を見て。|R&Dの同僚も
|snake_caseは嫌い。|`make moss` だけで済む。|それな…|「小さな森」って|＞本当にそう？<br>
|それは違うと思うよ。|君の言うとおり、みんな同じことを考えていたんだね。
"""
_TRAITS = (
    (0.01, "詳しくは<https://example.com/moss/" + "garden-" * 6 + "kernel.>...を見て。"),
    (0.01, "詳しくはhttps://example.com/moss/" + "garden-" * 6 + "kernel…を見て。"),
    (0.03, "でもさ...どうかな。"),
    (0.035, "例えば、https://example.com/xを見て。"),
    (0.005, "これは**大事**な話。"),
)
"""Parts of bodies that posts of a real site have, and how many of its quotes have each."""

_OLD_SHARE = 0.25
_TEXTS = [word.strip().replace("<br>", "\n") for word in _WORDS.split("|")]


def generate(site: Path, posts: int, *, has_traits: bool = False) -> None:
    """Make a site with that many posts: plain ones, or such as real sites have."""
    create_site(site)
    (site / "assets" / "thumbnails").mkdir(parents=True)
    (site / "assets" / "thumbnails" / "moss.jpg").write_bytes(b"")
    rng = random.Random(0)
    for number in range(posts):
        clips = tuple(
            Clip(EntryKey(key), key, f"user_{key}", 1_700_000_000 + key, "", _text(rng), "")
            for key in range(1, QUOTES + 1)
        )
        day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        metadata = Metadata("苔の図鑑を作った話", day, ("苔", "AI"), "thumbnails/moss.jpg")
        draft = Draft(number + 1, f"Moss {number}", metadata, clips, EntryKey(QUOTES + 1))
        path = site / post_path(draft)
        path.parent.mkdir(parents=True)
        text = render(compose(draft))
        path.write_bytes((_with_traits(text, rng) if has_traits else text).encode())


def _with_traits(text: str, rng: random.Random) -> str:
    """Return a post with bodies that encoding does not write, some in the form of older posts."""

    def body(found: re.Match[str]) -> str:
        parts = [part for share, part in _TRAITS if rng.random() < share]
        return found[0] + "".join(parts)

    text = re.sub('body="', body, text)
    if rng.random() < _OLD_SHARE:
        text = re.sub(r'(createdAt="[0-9]+)/([0-9]+)/([0-9]+) ', r"\1-\2-\3T", text)
        text = text.replace("{{</details>}}", "{{< /details >}}").replace("\n" * 5, "\n" * 2)
    return text


def _text(rng: random.Random) -> str:
    return "".join(rng.choices(_TEXTS, k=rng.randint(3, 16))).strip() or "苔"


def read_all(site: Path) -> None:
    """Read the files alone."""
    for path in find_posts(site / "content"):
        read_text(path)


def check_all(site: Path) -> None:
    """Check the files, as `matome check` does."""
    site_context, linter = SiteContext(read_site(site, None), "typographic"), Linter()
    posts = [(path, site_context) for path in find_posts(site / "content")]
    for report in lint_posts(posts):
        linter.add(report, EVERYTHING)


def measure(work: Callable[[Path], None], site: Path) -> tuple[float, float]:
    """Return the seconds that some work takes in a process of its own, and its megabytes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_timed, work, site).result()


def _timed(work: Callable[[Path], None], site: Path) -> tuple[float, float]:
    started = time.perf_counter()
    work(site)
    seconds = time.perf_counter() - started
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return seconds, sum(usage.ru_maxrss for usage in used) / 1024


def rows(posts: int = POSTS) -> list[Row]:
    """Return the figures of plain posts and of such as real sites have."""
    compile_program()
    found = []
    for name, has_traits in (("plain", False), ("real", True)):
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder, "site")
            generate(site, posts, has_traits=has_traits)
            read_all(site)
            rounds = [(measure(check_all, site), measure(read_all, site)) for _ in range(ROUNDS)]
        (check, memory), (floor, floor_memory) = (
            (statistics.median(time for time, _ in runs), max(size for _, size in runs))
            for runs in zip(*rounds, strict=True)
        )
        title = f"check, {posts:,} {name} posts"
        found.append(Row(f"{title} (reading them)", check * 1000, floor * 1000, 5))
        found.append(Row(f"{title}, MB", memory, floor_memory, 30, is_difference=True))
    return found


if __name__ == "__main__":
    print(show(rows(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS)))
