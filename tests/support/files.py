"""Files written by a test."""

from pathlib import Path


def write(root: Path, files: dict[str, str]) -> Path:
    """Write files below a folder, by their paths, exactly as given; return the folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root
