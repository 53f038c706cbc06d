"""SQLite files: created, migrated, shared, and set aside if damaged."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from matome_tui.store import database
from matome_tui.store.database import is_damage, open_file, reason, set_aside, transact

FIRST = "CREATE TABLE a (x INTEGER); CREATE INDEX a_x ON a (x)"
SECOND = "CREATE TABLE b (y INTEGER)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folders" / "data.sqlite"


def _tables(file: Path, *migrations: str) -> list[str]:
    with closing(open_file(file, migrations)) as db:
        found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [name for (name,) in found]


def test_a_new_file_is_made_with_its_folders(file: Path) -> None:
    assert _tables(file, FIRST, SECOND) == ["a", "b"]


def test_a_connection_caches_little_also_of_temporary_tables(file: Path) -> None:
    with closing(open_file(file, [FIRST])) as db:
        for tables in ("main", "temp"):
            (kilobytes,) = db.execute(f"PRAGMA {tables}.cache_size").fetchone()
            assert -500 < kilobytes < 0


def test_an_older_file_is_migrated_and_keeps_its_rows(file: Path) -> None:
    db = open_file(file, [FIRST])
    with closing(db):
        db.execute("INSERT INTO a VALUES (7)")
    assert _tables(file, FIRST, SECOND) == ["a", "b"]
    db = open_file(file, [FIRST, SECOND])
    with closing(db):
        assert db.execute("SELECT x FROM a").fetchall() == [(7,)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(file: Path) -> None:
    assert _tables(file, FIRST) == ["a"]
    with pytest.raises(sqlite3.Error):
        open_file(file, [FIRST, f"{SECOND}; nonsense"])
    assert _tables(file, FIRST) == ["a"]


def test_a_file_of_a_later_version_is_left_alone(file: Path) -> None:
    _tables(file, FIRST, SECOND)
    before = file.read_bytes()
    with pytest.raises(sqlite3.NotSupportedError, match="later version"):
        open_file(file, [FIRST])
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside_whole(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    names = []
    for _ in range(3):
        file.write_bytes(content)
        with pytest.raises(sqlite3.DatabaseError) as caught:
            open_file(file, [FIRST])
        assert is_damage(caught.value)
        aside = set_aside(file)
        assert not file.exists()
        assert aside.read_bytes() == content
        names.append(aside)
    assert len(set(names)) == 3


def test_the_journal_goes_with_the_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_text("main")
    (tmp_path / "x.sqlite-wal").write_text("journal")
    aside = set_aside(file)
    assert aside.with_name(aside.name + "-wal").read_text() == "journal"
    assert not list(tmp_path.glob("x.sqlite*"))


def test_a_check_finds_damage_behind_the_first_page(file: Path) -> None:
    db = open_file(file, [FIRST])
    with closing(db):
        db.executemany("INSERT INTO a VALUES (?)", [(n,) for n in range(5000)])
    content = bytearray(file.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    file.write_bytes(content)
    open_file(file, [FIRST]).close()
    with pytest.raises(sqlite3.DatabaseError) as caught:
        open_file(file, [FIRST], check=True)
    assert is_damage(caught.value)
    assert file.read_bytes() == content


def test_other_errors_are_no_damage() -> None:
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(sqlite3.Error) as caught:
        db.execute("SELECT * FROM missing")
    assert not is_damage(caught.value)


def test_a_place_that_can_hold_no_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "data.sqlite", tmp_path / "folder"):
        with pytest.raises((OSError, sqlite3.Error)) as caught:
            open_file(path, [FIRST])
        assert "\n" not in reason(caught.value)
    assert (tmp_path / "folder").is_dir()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "data.sqlite"
    _tables(file, FIRST)
    before = file.read_bytes()
    file.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises((OSError, sqlite3.Error)):
            open_file(file, [FIRST, SECOND])
    finally:
        tmp_path.chmod(0o700)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_locked_file_is_an_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0)
    _tables(file, FIRST)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            open_file(file, [FIRST, SECOND])
    assert _tables(file, FIRST, SECOND) == ["a", "b"]


def test_a_transaction_is_kept_whole_or_not_at_all(file: Path) -> None:
    db = open_file(file, [FIRST])

    def work() -> None:
        db.execute("INSERT INTO a VALUES (2)")
        raise KeyboardInterrupt

    with closing(db):
        transact(db, lambda: db.execute("INSERT INTO a VALUES (1)"))
        with pytest.raises(KeyboardInterrupt):
            transact(db, work)
        assert not db.in_transaction
        assert db.execute("SELECT x FROM a").fetchall() == [(1,)]


def test_rows_that_go_give_their_room_back(file: Path) -> None:
    db = open_file(file, [FIRST])
    with closing(db):
        db.executemany("INSERT INTO a VALUES (?)", [(n,) for n in range(20_000)])
    full = file.stat().st_size
    db = open_file(file, [FIRST])
    with closing(db):
        db.execute("DELETE FROM a")
    assert file.stat().st_size < full / 10


def test_a_switch_to_wal_mode_that_does_not_wait_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    asked: list[str] = []

    class Busy:
        def execute(self, query: str) -> None:
            asked.append(query)
            if len(asked) < 3:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise error

    database._use_wal(Busy(), 5)  # type: ignore[arg-type]
    assert asked == ["PRAGMA journal_mode = WAL"] * 3


_MAKE = """
import sys
from pathlib import Path
from matome_tui.store.database import open_file
print("ready", flush=True)
sys.stdin.readline()
db = open_file(Path(sys.argv[1]), sys.argv[2:])
db.execute("INSERT INTO a VALUES (1)")
db.close()
"""


def test_programs_that_start_at_once_make_one_file(file: Path) -> None:
    command = [sys.executable, "-c", _MAKE, str(file), FIRST, SECOND]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        process.communicate()
        assert process.returncode == 0
    db = open_file(file, [FIRST, SECOND])
    with closing(db):
        assert db.execute("SELECT count(*) FROM a").fetchone() == (4,)
