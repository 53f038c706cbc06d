"""Takes the README's pictures of the demo, in each language: `python -m tests.pictures`."""

import asyncio
import html
import re
import tempfile
from itertools import product
from pathlib import Path

from matome_tui.core.comment.wrap import cell_width
from tests.support.languages import spoken
from tests.support.program import Program, type_text

HERE = Path(__file__).parent
THREAD = 44900001
TRANSLATION = "作者です。だいたいその通り。古いブックマークを整理していて気づいたんだ。"

PICTURES: dict[str, tuple[int | None, tuple[str, ...]]] = {
    "stories": (None, ("b", "j")),
    "thread": (THREAD, ("space", "2", "j", "1", "j", "4", "k", "k", "k")),
    "editor": (THREAD, ("j", "2", "enter", TRANSLATION)),
    "post": (THREAD, ("space", "2", "j", "1", "P")),
}

ENDINGS = {"en": "", "ja": "-ja"}
"""What the names of the pictures in a language end in."""

_TEXT = re.compile(r'<text ([^>]*)textLength="([\d.]+)"([^>]*)>(.*?)</text>', re.DOTALL)


def in_cells(svg: str) -> str:
    """Return a screenshot whose texts are as long as their cells, not as their characters."""

    def corrected(match: re.Match[str]) -> str:
        text = html.unescape(match[4])
        length = float(match[2]) / max(len(text), 1) * cell_width(text)
        return f'<text {match[1]}textLength="{length:.1f}"{match[3]}>{match[4]}</text>'

    return _TEXT.sub(corrected, svg)


async def take(item_id: int | None, keys: tuple[str, ...], folder: Path) -> str:
    """Start the demo, press keys and return a picture of the screen as SVG."""
    with Program(folder, None, is_demo=True) as program:
        async with program.run(item_id, size=(110, 32)) as pilot:
            for key in keys:
                await (type_text(pilot, key) if key == TRANSLATION else pilot.press(key))
            await pilot.pause(0.3)
            return in_cells(pilot.app.export_screenshot(title="matome"))


def main() -> None:
    """Take all pictures."""
    for (name, (item_id, keys)), (language, ending) in product(PICTURES.items(), ENDINGS.items()):
        with tempfile.TemporaryDirectory() as folder, spoken(language):
            svg = asyncio.run(take(item_id, keys, Path(folder)))
        (HERE / f"{name}{ending}.svg").write_text(svg, encoding="utf-8")
        print(name, language)


if __name__ == "__main__":
    main()
