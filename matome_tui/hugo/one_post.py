"""A site with one post for all its content: as quick to build as that one post.

The post lies in a temporary folder, which a configuration of ours mounts in place of the content.
Nothing is written to the site. See https://gohugo.io/configuration/module/#mounts.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self

from matome_tui.atomic import write_atomically
from matome_tui.files import is_special
from matome_tui.hugo.run import Hugo, HugoError, dotted
from matome_tui.hugo.site import CONFIG_FORMAT, config_file
from matome_tui.hugo.values import table, tables, text
from matome_tui.temporary import temporary_folder

IN_MEMORY = (
    *("--buildDrafts", "--buildFuture", "--buildExpired"),
    *("--renderToMemory", "--noBuildLock"),
)
"""Arguments that make hugo build any post, and write none of it."""

_CONTENT = "content"

# References to other posts lead nowhere here, and the site's own records are not to be made of one
# post.
_SETTINGS = {"refLinksErrorLevel": "WARNING", "build": {"buildStats": {"enable": False}}}


class OnePost:
    """A post and the site around it; leaving the context takes the temporary folder away.

    Attributes:
        site: The site's root.
        folder: The temporary folder.
        file: The post's file in it.
        place: Where it is in the content, with slashes.
        config: Arguments that make hugo see this post alone.
    """

    def __init__(self, hugo: Hugo, site: Path, path: Path) -> None:
        """Prepare the folder; the post is still to be written.

        Args:
            hugo: The hugo that will be run.
            site: The site's root.
            path: Where the post is in the site, or will be.

        Raises:
            HugoError: Hugo is too old for this, or cannot read the site's configuration.
            OSError: There is no room for temporary files.
        """
        if hugo.version < CONFIG_FORMAT:
            needed, present = dotted(CONFIG_FORMAT[:2]), dotted(hugo.version)
            raise HugoError(f"Hugo {needed} or later is needed; this is {present}")
        site = site.absolute()
        config = hugo.config(site)
        usual = {"source": text(config.get("contentdir"), _CONTENT), "target": _CONTENT}
        mounts = tables(table(config, "module").get("mounts", usual))
        mount, self.place = _place(site, path, mounts)
        self.site = site
        with ExitStack() as stack:
            self.folder = stack.enter_context(temporary_folder("post"))
            self.config = self._prepare(path, mount, mounts)
            self._stack = stack.pop_all()

    def _prepare(
        self, path: Path, mount: Mapping[str, Any], mounts: list[Mapping[str, Any]]
    ) -> tuple[str, str]:
        """Write the configuration that mounts the folder; return hugo's arguments for it."""
        content = self.folder / _CONTENT
        self.file = content / self.place
        self.file.parent.mkdir(parents=True)
        ours = [
            {**mount, "source": str(content)},
            *_around(path, mount, self.place),
            *(other for other in mounts if not _is_content(other)),
        ]
        overlay = self.folder / "overlay.json"
        settings = _SETTINGS | {"module": {"mounts": ours}}
        overlay.write_text(json.dumps(settings), encoding="utf-8")
        own = config_file(self.site)
        return ("--config", ",".join(str(file) for file in (own, overlay) if file))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def output(self) -> Path:
        """Where a build may write."""
        return self.folder / "public"

    def write(self, text: str) -> None:
        """Let the post say this. OSError where the disk does not take it."""
        write_atomically(self.file, text)


def _place(
    site: Path, path: Path, mounts: list[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], PurePosixPath]:
    """Return the mount that a post belongs to, and its place in the content there."""
    content = [mount for mount in mounts if _is_content(mount)]
    if not content:
        raise HugoError("The configuration of the site leaves no place for content")
    for mount in content:
        source = (site / text(mount.get("source"))).resolve()
        if path.resolve().is_relative_to(source):
            below = path.resolve().relative_to(source).as_posix()
            target = PurePosixPath(text(mount.get("target"))).relative_to(_CONTENT)
            return {**mount, "target": _CONTENT}, target / below
    return {**content[0], "target": _CONTENT}, PurePosixPath("posts", path.parent.name, path.name)


def _around(
    path: Path, mount: Mapping[str, Any], place: PurePosixPath
) -> Iterator[Mapping[str, Any]]:
    """Yield mounts of what a post takes from its neighbours: files beside it, sections above."""
    pattern = "[!.]*" if place.stem == "index" else "_index.*"
    for folder, target in zip(path.parents, place.parents, strict=False):
        for file in folder.glob(pattern):
            if file != path and not is_special(file):
                yield {**mount, "source": str(file), "target": f"{_CONTENT}/{target / file.name}"}
        pattern = "_index.*"


def _is_content(mount: Mapping[str, Any]) -> bool:
    return PurePosixPath(text(mount.get("target"))).parts[:1] == (_CONTENT,)
