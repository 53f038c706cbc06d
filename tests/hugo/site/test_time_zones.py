"""Time zones that dates of posts may be in."""

from pathlib import Path

import pytest

from matome_tui.hugo.site import time_zones
from matome_tui.hugo.site.time_zones import own_zone


def test_the_systems_zone_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert own_zone() == "Asia/Tokyo"
    monkeypatch.delenv("TZ")
    local = tmp_path / "localtime"
    monkeypatch.setattr(time_zones, "_LOCAL", local)
    assert own_zone() == ""
    local.symlink_to(tmp_path / "zoneinfo" / "Europe" / "Berlin")
    assert own_zone() == "Europe/Berlin"
