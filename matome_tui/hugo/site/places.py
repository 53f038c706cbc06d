"""Places of pages: from files in a site's content folders to Hugo's content tree, and back."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder that Hugo reads content from: https://gohugo.io/configuration/module/#mounts.

    Attributes:
        source: The folder, absolute.
        target: Its path in the content tree; `.` for the top.
        languages: Its languages; empty for the default one.
    """

    source: Path
    target: PurePosixPath
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a page.

    Attributes:
        file: Its file.
        path: Its path in the content tree, such as `posts/a/index.md`.
        language: Its language.
        mount: The index of its mount.
    """

    file: Path
    path: PurePosixPath
    language: str
    mount: int

    @property
    def section(self) -> str:
        """The first folder of its path; empty at the top."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""


_Candidate = tuple[tuple[int, bool], Place]
"""The number of parts of a folder's path, whether its mount names the default language, a place."""


@dataclass(frozen=True, slots=True)
class Places:
    """The possible places of a site's pages.

    Attributes:
        root: The site's folder, absolute.
        mounts: The mounts of its content; the first has precedence.
        language: The default language.
        languages: All languages.
    """

    root: Path
    mounts: tuple[Mount, ...]
    language: str = "en"
    languages: frozenset[str] = frozenset()

    def find(self, path: str) -> Place | None:
        """Return the place of a path in the site; None if Hugo does not read it.

        The path is that of a file in a content folder, or one that begins with `content/` in the
        content tree of the default language. If it can be both, the longer of the two folders
        decides: with `blog` mounted as `content/posts`, `content/posts/a.md` is `blog/a.md`, even
        if there is a folder `content`. Of two equally long ones, a mount that names the default
        language has precedence.
        """
        return _best([*self._as_file(self.root / path), *self._in_content(PurePosixPath(path))])

    def of(self, file: Path) -> Place | None:
        """Return the place of an absolute file path; None if Hugo does not read it."""
        return _best(self._as_file(file))

    def folders(self, section: str) -> Iterator[Path]:
        """Yield the folders with a section's pages in the default language, without `outer`."""
        wanted = PurePosixPath(section)
        for mount in self.mounts:
            if not self._is_default(mount) or mount.source in self.outer:
                continue
            if wanted.is_relative_to(mount.target):
                yield mount.source / wanted.relative_to(mount.target)
            elif mount.target.is_relative_to(wanted):
                yield mount.source

    @property
    def roots(self) -> list[Path]:
        """The folders with all content, none of them inside another, without `outer`."""
        outer = self.outer
        sources = dict.fromkeys(m.source for m in self.mounts if m.source not in outer)
        return [one for one in sources if not any(above in sources for above in one.parents)]

    @property
    def outer(self) -> list[Path]:
        """The content folders that contain the site, such as `/`: too much to read all of them."""
        above = self.root.parents
        return [m.source for m in self.mounts if Path(os.path.normpath(m.source)) in above]

    def resolved(self, resolve: Callable[[Path], Path]) -> "Places":
        """Return the places with the real paths of the mounts' folders."""
        mounts = (replace(mount, source=resolve(mount.source)) for mount in self.mounts)
        return replace(self, root=resolve(self.root), mounts=tuple(mounts))

    def _as_file(self, file: Path) -> Iterator[_Candidate]:
        """Yield the possible places of a file."""
        for number, mount in enumerate(self.mounts):
            if file != mount.source and file.is_relative_to(mount.source):
                path = mount.target / file.relative_to(mount.source).as_posix()
                inside = mount.source.is_relative_to(self.root)
                length = len(mount.source.relative_to(self.root).parts) if inside else 0
                yield (length, self._is_named(mount)), self._place(number, file, path)

    def _in_content(self, path: PurePosixPath) -> Iterator[_Candidate]:
        for number, mount in enumerate(self.mounts):
            target = CONTENT / mount.target
            if self._is_default(mount) and path != target and path.is_relative_to(target):
                file = mount.source / path.relative_to(target)
                place = self._place(number, file, path.relative_to(CONTENT))
                yield (len(target.parts), self._is_named(mount)), place

    def _place(self, number: int, file: Path, path: PurePosixPath) -> Place:
        suffix = path.stem.rpartition(".")[2]
        mount = self.mounts[number]
        language = self.language if self._is_default(mount) else mount.languages[0]
        return Place(file, path, suffix if suffix in self.languages else language, number)

    def _is_default(self, mount: Mount) -> bool:
        return not mount.languages or self._is_named(mount)

    def _is_named(self, mount: Mount) -> bool:
        return self.language in mount.languages


def _best(candidates: Iterable[_Candidate]) -> Place | None:
    return max(candidates, key=lambda one: one[0], default=(None, None))[1]
