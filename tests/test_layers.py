"""Imports: Textual only in the interface, slow modules only when needed, no circles."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "module",
    [
        "matome_tui.core.draft.draft",
        "matome_tui.core.thread.assembly",
        "matome_tui.hn.service",
        "matome_tui.hugo.post.compose",
        "matome_tui.hugo.post.file",
        "matome_tui.hugo.site.site",
        "matome_tui.store.drafts",
        "matome_tui.store.threads",
        "matome_tui.translate.service",
        "matome_tui.config.file",
        "matome_tui.__main__",
    ],
)
def test_importing_it_brings_no_textual(module: str) -> None:
    code = f"import sys, {module}; print('textual' in sys.modules, 'httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "False"


def test_starting_the_program_does_not_wait_for_what_it_needs_later() -> None:
    later = {"httpx", "html", "tomlkit", "textual.widgets._text_area"}
    later |= {"matome_tui.hugo.post.encode", "matome_tui.hugo.site.site"}
    later |= {"matome_tui.translate", "matome_tui.store.renderings"}
    later |= {"matome_tui.ui.thread.screen", "matome_tui.ui.widgets.dialogs", "sqlite3"}
    later |= {"matome_tui.core.draft.draft", "matome_tui.core.story_query"}
    later |= {"matome_tui.core.comment.markup", "matome_tui.ui.widgets.line_input"}
    modules = "matome_tui.__main__, matome_tui.hugo.site.root, matome_tui.ui.app"
    code = f"import sys, {modules}; print({later} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def _modules(package: Path) -> dict[str, Path]:
    """Return the files of a package's modules by name."""
    names = {}
    for file in package.rglob("*.py"):
        parts = file.relative_to(package.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return names


def _imports(file: Path, modules: dict[str, Path]) -> set[str]:
    """Return the modules that a file imports anywhere, also for type checkers alone."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                module = f"{node.module}.{name.name}"
                found.add(module if module in modules else node.module)
        elif isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
    return found & modules.keys()


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules of a circle of imports; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_imports_in_the_interface_go_in_a_circle() -> None:
    root = Path(__file__).parents[1] / "matome_tui" / "ui"
    modules = {f"matome_tui.{name}": file for name, file in _modules(root).items()}
    graph = {name: _imports(file, modules) for name, file in modules.items()}
    assert graph["matome_tui.ui.app"] > {"matome_tui.ui.services", "matome_tui.ui.thread.screen"}
    assert "matome_tui.ui.draft_editor" in graph["matome_tui.ui.current_site"]  # for type checkers
    assert _circle(graph) == []
    assert _circle({**graph, "matome_tui.ui.event": {"matome_tui.ui.app"}})


def test_httpx_is_imported_without_its_command_line() -> None:
    pytest.importorskip("click")
    code = (
        "import sys, matome_tui.web.client\n"
        "assert 'httpx' in sys.modules\n"
        "assert 'httpx._main' not in sys.modules\n"
        "import click, httpx\n"
        "httpx.get"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
