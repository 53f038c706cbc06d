"""A site without its posts, for trial builds: Hugo writes to a temporary folder only.

The site's own folder is Hugo's source. An additional configuration gives it other content, and
other folders for resources, caches and locks. It is passed twice: as a file, which gives each
setting its type, and in the environment, which a configuration folder does not override. See
https://gohugo.io/configuration/introduction/ and https://gohugo.io/configuration/module/#mounts.
"""

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from threading import Event
from typing import Any, Self

from matome_tui.hugo.executable import BUILD_TIMEOUT, QUERY_TIMEOUT, Hugo, HugoError, dotted
from matome_tui.hugo.site.config import config_file, content_mounts, is_content, places
from matome_tui.hugo.site.placement import place_of
from matome_tui.hugo.site.places import CONTENT, Place
from matome_tui.hugo.site.site import CONFIG_FORMAT
from matome_tui.i18n import _
from matome_tui.temporary import temporary_folder

ANY_POST = ("--buildDrafts", "--buildFuture", "--buildExpired")
"""Arguments for building any post."""

IN_MEMORY = (*ANY_POST, "--renderToMemory", "--noBuildLock")
"""Arguments for building any post without writing it."""

SEGMENTS = (0, 124, 0)
"""The first Hugo that can build a part of a site."""

_SEGMENT = "matome"


class IsolatedSite:
    """A site with other content; leaving the context removes the temporary folder.

    Attributes:
        hugo: The hugo to run.
        site: The site's root, absolute.
        places: The places of the site's pages.
        folder: The temporary folder.
        output: The folder that builds write to.
        arguments: The arguments for hugo.
        environment: The environment variables for hugo.
        config: The site's configuration, with keys in lower case.
    """

    def __init__(self, hugo: Hugo, site: Path) -> None:
        """Create the folder, without content.

        Raises:
            HugoError: Hugo is too old, or cannot read the site's configuration.
            OSError: There is no room for temporary files.
        """
        if hugo.version < CONFIG_FORMAT:
            needed, present = dotted(CONFIG_FORMAT[:2]), dotted(hugo.version)
            message = _("Hugo {needed} or later is needed; this is {version}")
            raise HugoError(message.format(needed=needed, version=present))
        self.hugo, self.site = hugo, site.absolute()
        self.config = hugo.config(self.site)
        self.places = places(self.site, self.config)
        self._own = content_mounts(self.site, self.config)
        with ExitStack() as stack:
            self.folder = stack.enter_context(temporary_folder("post"))
            self.output = self.folder / "public"
            self._mounts = self._prepare_mounts()
            self._copy_generated_assets()
            settings = self._settings()
            self.arguments = self._config_arguments({"overlay.json": settings})
            self.environment = dict(_variables(settings))
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, path: Path) -> Path:
        """Return the file for a post in the temporary content, with copies of its neighbours.

        A file outside of the site's content folders becomes a post of it.

        Args:
            path: The post's path in the site; it need not exist.
        """
        place = place_of(self.places, path) or self._stand_in(path)
        file = self._mirrored(place)
        file.parent.mkdir(parents=True, exist_ok=True)
        for source, target in self._neighbours(path, place, file.parent):
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        return file

    def page(self, file: Path) -> Mapping[str, str] | None:
        """Return the entry of `hugo list` for a file of `add`; None if Hugo makes no page of it.

        Raises:
            HugoError: Hugo cannot read a page.
        """
        said = self._run("list", "all", *self.arguments, timeout=QUERY_TIMEOUT)
        wanted = file.resolve()
        for page in csv.DictReader(said.splitlines()):
            if (self.site / page["path"]).resolve() == wanted:
                return page
        return None

    def build(self, *arguments: str, timeout: float = BUILD_TIMEOUT) -> str:
        """Build into `output`, and return the output of Hugo.

        Raises:
            BuildError: The build failed.
            HugoError: The build took longer than `timeout` seconds, or Hugo does not run.
        """
        destination = ("--destination", str(self.output))
        return self._run(*destination, *self.arguments, *arguments, timeout=timeout)

    def build_among_all(self, file: Path, *arguments: str, timeout: float = BUILD_TIMEOUT) -> str:
        """Build one file of `add` together with the site's whole content, else like `build`.

        Requires a Hugo with `SEGMENTS`.
        """
        with_content = json.dumps([*self._mounts, *self._own])
        path = "/" + self._path(file).as_posix().lower().replace(" ", "-")
        part = {_SEGMENT: {"includes": [{"path": f"{{{path},{path}/**}}"}]}}
        config = self._config_arguments({"overlay.json": None, "part.json": {"segments": part}})
        return self._run(
            *("--destination", str(self.output), "--renderSegments", _SEGMENT),
            *config,
            *arguments,
            timeout=timeout,
            environment=self.environment | {"HUGO_MODULE_MOUNTS": with_content},
        )

    def build_whole(self, cancelled: Event | None = None) -> str:
        """Build the site's own content as it is published, and return the output of Hugo.

        Raises:
            BuildError: The build failed.
            HugoError: The build took too long, was cancelled, or Hugo does not run.
        """
        settings = {**self._settings(), "module": {"mounts": [*self._others, *self._own]}}
        # As the site sets them: nothing is missing in this build.
        del settings["reflinkserrorlevel"]
        return self._run(
            *("--destination", str(self.output), "--noBuildLock"),
            *self._config_arguments({"overlay.json": settings}),
            timeout=BUILD_TIMEOUT,
            environment=dict(_variables(settings)),
            cancelled=cancelled,
        )

    def new_content(self, section: str, *, is_bundle: bool = False) -> str:
        """Return the text that Hugo makes from the archetype of a section, offline.

        It is in the default language.

        Args:
            section: The section.
            is_bundle: Whether the archetype is a folder.

        Raises:
            HugoError: Hugo cannot execute the archetype.
            OSError: The text cannot be read.
            ValueError: The text is not UTF-8.
        """
        environment = self.environment | {"HUGO_SECURITY_HTTP_URLS": "none"}
        file = self._mirrored(self._stand_in(Path(section, "matome", "index.md"), section))
        made = file.parent if is_bundle else file
        command = ("new", "content", "--kind", section, str(made), *self.arguments)
        self._run(*command, timeout=QUERY_TIMEOUT, environment=environment)
        return file.read_text(encoding="utf-8")

    def _run(
        self,
        *arguments: str,
        timeout: float,
        environment: Mapping[str, str] | None = None,
        cancelled: Event | None = None,
    ) -> str:
        return self.hugo.run(
            self.site,
            *arguments,
            timeout=timeout,
            environment=environment or self.environment,
            cancelled=cancelled,
        )

    def _prepare_mounts(self) -> list[Mapping[str, Any]]:
        """Create a folder for each content folder of the site; return all mounts."""
        mounts: list[Mapping[str, Any]] = []
        for number, mount in enumerate(self._own):
            folder = self._mirror(number)
            folder.mkdir(parents=True)
            mounts.append({**mount, "source": str(folder)})
        return [*mounts, *self._others]

    @property
    def _others(self) -> list[Mapping[str, Any]]:
        """The mounts that are not content."""
        mounts = self.config.get("module", {}).get("mounts", [])
        return [mount for mount in mounts if not is_content(mount)]

    def _settings(self) -> dict[str, Any]:
        return {
            "module": {"mounts": self._mounts},
            "resourcedir": str(self.folder / "resources"),
            "cachedir": str(self.folder / "cache"),
            "caches": self._caches(),
            # References to other posts are broken here, and the site's build statistics must not
            # come from a single post.
            "reflinkserrorlevel": "WARNING",
            "build": {"buildstats": {"enable": False}, "nojsconfiginassets": True},
        }

    def _caches(self) -> dict[str, Any]:
        """Return folders for the caches that are not below `cachedir` or `resourcedir`."""
        caches = {}
        for name, cache in self.config.get("caches", {}).items():
            folder = str(cache.get("dir", ""))
            if name.startswith("module"):  # modules that are already fetched
                own = str(self.config.get("cachedir", "")).rstrip("/\\")
                caches[name] = {"dir": folder.replace(":cacheDir", own)}
            elif not folder.startswith(":"):
                caches[name] = {"dir": str(self.folder / "caches" / name)}
        return caches

    def _copy_generated_assets(self) -> None:
        """Copy the site's generated style sheets, which not every Hugo can generate."""
        below = Path("_gen", "assets")
        source = self.site / self.config.get("resourcedir", "resources") / below
        if source.is_dir():
            shutil.copytree(source, self.folder / "resources" / below)

    def _config_arguments(self, files: Mapping[str, Any]) -> tuple[str, str]:
        """Write configuration files, unless their values are None; return the argument for all.

        Hugo splits the names at commas, so a site's file with a comma in its path is linked.
        """
        names = []
        if own := config_file(self.site):
            if "," in str(own):
                link = self.folder / own.name
                if not link.exists():
                    link.symlink_to(own)
                own = link
            names.append(str(own))
        for name, values in files.items():
            path = self.folder / name
            if values is not None:
                path.write_text(json.dumps(values), encoding="utf-8")
            names.append(str(path))
        return "--config", ",".join(names)

    def _mirror(self, mount: int) -> Path:
        return self.folder / CONTENT / str(mount)

    def _mirrored(self, place: Place) -> Path:
        below = place.path.relative_to(self.places.mounts[place.mount].target)
        return self._mirror(place.mount) / below

    def _path(self, file: Path) -> PurePosixPath:
        """Return the path of the page that Hugo makes of a file of `add`."""
        below = file.relative_to(self.folder / CONTENT)
        target = self.places.mounts[int(below.parts[0])].target
        path = target / PurePosixPath(*below.parts[1:])
        name = path.stem.partition(".")[0]
        return path.parent if name == "index" else path.with_name(name)

    def _stand_in(self, path: Path, section: str = "posts") -> Place:
        """Return a free place in a section, for a file outside of the content."""
        number, name = 0, path.parent.name
        while True:
            below = PurePosixPath(name + (f"-{number}" if number else ""), path.name)
            found = self.places.find(f"{CONTENT}/{section}/{below}")
            place = found or Place(path, self.places.mounts[0].target / below, "", 0)
            if not self._mirrored(place).exists():
                return place
            number += 1

    def _neighbours(self, path: Path, place: Place, folder: Path) -> Iterator[tuple[Path, Path]]:
        """Yield the files of a post's bundle and the `_index` files above, with their targets."""
        if place.path.name.partition(".")[0] == "index":
            for file in path.parent.rglob("[!.]*"):
                if file.is_file() and file != path:
                    yield file, folder / file.relative_to(path.parent)
        for above in place.path.parents:
            for number, mount in enumerate(self.places.mounts):
                if above.is_relative_to(mount.target):
                    below = above.relative_to(mount.target)
                    for file in (mount.source / below).glob("_index.*"):
                        if file.is_file():
                            yield file, self._mirror(number) / below / file.name


def _variables(settings: Mapping[str, Any], above: str = "HUGO") -> Iterator[tuple[str, str]]:
    """Yield the environment variables for the settings of a configuration."""
    for name, value in settings.items():
        variable = f"{above}_{name.upper()}"
        if isinstance(value, Mapping):
            yield from _variables(value, variable)
        else:
            yield variable, value if isinstance(value, str) else json.dumps(value)
