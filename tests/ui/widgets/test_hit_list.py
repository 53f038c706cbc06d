"""The list of hits."""

import time

from matome_tui.core.archive import ArchivedText, ArchiveQuery
from matome_tui.store.archive import Hit, Source
from matome_tui.ui.drawing.glyphs import ASCII
from matome_tui.ui.widgets.hit_list import HitList
from tests.support.list_app import ListApp, painted


async def test_facts_stand_in_columns() -> None:
    then = int(time.time())
    source = Source("thread", 1, "", 0, 1, "A title")
    hits = [
        Hit(ArchivedText("comment", "moss", author="moss_garden", time=then - 90), source),
        Hit(ArchivedText("post", "moss", time=then - 7200), source),
    ]
    rows = HitList(ASCII)
    async with ListApp(rows).run_test(size=(45, 10)):
        rows.show(hits, ArchiveQuery.parse("moss"), "")
        assert painted(rows)[:3:2] == [
            " > A title          comment  moss_garden  1m",
            "   A title          post                  2h",
        ]
