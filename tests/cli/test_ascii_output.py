"""Commands whose output is ASCII: text is replaced, and JSON is escaped."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from matome_tui import paths
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.transfer import load
from tests.cli.test_check import ODD

TITLE = "苔 and 🦀"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command whose standard streams are ASCII, as strictly as Python has it."""
    return subprocess.run(
        [sys.executable, "-m", "matome_tui", *arguments],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        encoding="ascii",
        check=False,
        timeout=60,
    )


def test_drafts_are_listed_and_exported() -> None:
    draft = Draft.begin(Story(77, TITLE, "poster", 1_700_000_000))
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        session = store.begin(draft)
        session.edit("Remark", draft.add_remark("一言", 0))
        number = session.id
    listed = run("drafts")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout.rstrip().endswith("? and ?")
    exported = run("drafts", "export", str(number))
    assert load(exported.stdout).story_title == TITLE


def test_markdown_keeps_its_characters() -> None:
    draft = Draft.begin(Story(77, TITLE, "poster", 1_700_000_000))
    with closing(DraftStore(paths.data_directory() / "drafts.sqlite")) as store:
        store.begin(draft).edit("Remark", draft.add_remark("一言", 0))
    exported = subprocess.run(
        [sys.executable, "-m", "matome_tui", "export", "77"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert exported.stdout.decode().startswith(f"# {TITLE}\n")


def test_findings_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "苔.md"
    file.write_text(ODD, encoding="utf-8")
    found = run("check", file)
    assert (found.returncode, found.stderr) == (1, "")
    assert "?.md:" in found.stdout
    assert "emphasis: Readers see emphasis instead of ?*?*?" in found.stdout
    read = json.loads(run("check", "--format", "json", file).stdout)
    assert {Path(finding["path"]).name for finding in read} == {"苔.md"}
