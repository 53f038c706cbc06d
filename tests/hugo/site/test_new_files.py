"""A folder of new files is all there or not there at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.hugo.site.new_files import write_all

NAMES = [Path(name) for name in ("a", "d/b", "d/c", "d/e/f", "g")]
TOO_LONG = Path("n" * 300)


def test_files_come_with_their_folders(tmp_path: Path) -> None:
    files = {name: str(name).encode() for name in NAMES}
    write_all(tmp_path / "x" / "y", files)
    found = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path / "x" / "y"): path.read_bytes() for path in found} == files


@given(at=st.integers(0, len(NAMES)), there=st.sampled_from(["", "x", "x/y", "x/y/d"]))
def test_if_one_fails_there_is_what_there_was(
    tmp_path_factory: pytest.TempPathFactory, at: int, there: str
) -> None:
    root = tmp_path_factory.mktemp("root")
    (root / there).mkdir(parents=True, exist_ok=True)
    before = sorted(root.rglob("*"))
    names = [*NAMES[:at], TOO_LONG, *NAMES[at:]]
    with pytest.raises(OSError, match="too long"):
        write_all(root / "x" / "y", dict.fromkeys(names, b"new"))
    assert sorted(root.rglob("*")) == before


def test_a_file_that_is_there_stays_and_stops_it(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "c").write_text("mine")
    with pytest.raises(FileExistsError):
        write_all(tmp_path, dict.fromkeys(NAMES, b"new"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "d" / "c"]
    assert (tmp_path / "d" / "c").read_text() == "mine"
