"""Hatch build hook that compiles the message catalogues, for wheels and editable installs."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile each `.po` file below a folder to a `.mo` file beside it; return the new files."""
    compiled = []
    for source in sorted(folder.rglob("*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, source.parents[1].name)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        compiled.append(target)
    return compiled


class CatalogueHook(BuildHookInterface[Any]):
    """Adds the compiled catalogues to a build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files are collected; see `BuildHookInterface.initialize`."""
        root = Path(self.root)
        compiled = compile_catalogues(root / "matome_tui" / "locale")
        build_data["artifacts"] += [f"/{path.relative_to(root).as_posix()}" for path in compiled]
