"""Where pages stand: from the content folders of a site to Hugo's tree of content, and back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder that Hugo reads content from: https://gohugo.io/configuration/module/#mounts.

    Attributes:
        source: The folder, absolute.
        target: Where in the content its files stand; `.` for the top.
        languages: The languages that it is for; empty for the default one.
    """

    source: Path
    target: PurePosixPath
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands.

    Attributes:
        file: Its file.
        path: Its place in the content, as `posts/a/index.md`.
        language: Its language.
        mount: The number of its mount.
    """

    file: Path
    path: PurePosixPath
    language: str
    mount: int

    @property
    def section(self) -> str:
        """The first folder of its place; empty at the top."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""


_Candidate = tuple[tuple[int, bool], Place]
"""The length of a folder's name, whether its mount names the default language, and the place."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a site's pages can stand.

    Attributes:
        root: The site's folder, absolute.
        mounts: What Hugo reads content from; of two files in one place it takes the first.
        language: The default language.
        languages: All languages.
    """

    root: Path
    mounts: tuple[Mount, ...]
    language: str = "en"
    languages: frozenset[str] = frozenset()

    def find(self, path: str) -> Place | None:
        """Return the place that a path in the site means; None where Hugo reads nothing there.

        The path is a file in one of the content folders, or else begins with `content/` and is a
        place in the content of the default language. Where it can be either, the longer of the two
        folders decides: with `blog` mounted as `content/posts`, `content/posts/a.md` means
        `blog/a.md`, whether there is a folder `content` or not. Of two as long, one that is for the
        default language by name comes first.
        """
        return _best([*self._as_file(self.root / path), *self._in_content(PurePosixPath(path))])

    def of(self, file: Path) -> Place | None:
        """Return the place of a file, which must be absolute; None where Hugo does not read it."""
        return _best(self._as_file(file))

    def folders(self, section: str) -> Iterator[Path]:
        """Yield the folders whose pages are in a section of the default language."""
        wanted = PurePosixPath(section)
        for mount in self.mounts:
            if not self._is_default(mount):
                continue
            if wanted.is_relative_to(mount.target):
                yield mount.source / wanted.relative_to(mount.target)
            elif mount.target.is_relative_to(wanted):
                yield mount.source

    @property
    def roots(self) -> list[Path]:
        """The folders that hold all content, none of them inside another."""
        sources = dict.fromkeys(mount.source for mount in self.mounts)
        return [one for one in sources if not any(above in sources for above in one.parents)]

    def resolved(self, resolve: Callable[[Path], Path]) -> "Places":
        """Return the same mounts, by what their folders' paths lead to."""
        mounts = (replace(mount, source=resolve(mount.source)) for mount in self.mounts)
        return replace(self, root=resolve(self.root), mounts=tuple(mounts))

    def _as_file(self, file: Path) -> Iterator[_Candidate]:
        """Yield what a file can be."""
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
