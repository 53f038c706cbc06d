"""A Hugo site as it is on disk: finding it, what it can show, and making a new one."""

import errno
import json
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matome_tui.files import read_text
from matome_tui.hugo.encode import clean_title
from matome_tui.hugo.layout import Layout
from matome_tui.hugo.new_files import write_all
from matome_tui.hugo.run import Hugo, dotted
from matome_tui.hugo.values import flag, table, tables, text, texts

DETAILS_BUILT_IN = (0, 140, 0)
"""The first Hugo with a `details` shortcode of its own."""

CONFIG_FORMAT = (0, 112, 0)
"""The first Hugo whose `config` command writes JSON."""

SHORTCODES = Path("layouts", "shortcodes")
"""Where a site has shortcodes of its own."""

_HERE = Path(__file__).parent
_QUOTE = "matomeQuote.html"
_CONFIG = Path("hugo.toml")
_CONFIG_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
_READERS: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".json": json.loads}
_CONFIG_STEMS = ("hugo", "config")
_HUGO_FOLDERS = ("content", "layouts", "themes", "archetypes")
_BASE_URL = re.compile(r"\bbaseurl\b[\"']?\s*[:=]", re.IGNORECASE)

# The kinds of content file that make a page: https://gohugo.io/content-management/formats/
_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm", ".adoc", ".org", ".pandoc", ".rst")
_IMAGE_SUFFIXES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


@dataclass(frozen=True, slots=True)
class Site:
    """What posts need to know of a site; None is what could not be told.

    Attributes:
        root: The site's folder.
        content_dir: Where its content lies (of the default language).
        assets_dir: Where images for `featureimage` lie.
        unsafe: Whether goldmark lets raw HTML through.
        enable_emoji: Whether `:smile:` becomes an emoji.
        has_quote_shortcode: Whether there is a `matomeQuote` shortcode.
        has_details: Whether there is a `details` shortcode, built in or the site's own.
        has_posts_section: Whether `ref "/posts/"` finds a page.
        hugo_version: The version of the hugo that was asked.
        needed_version: The version that the site or its theme needs and that hugo is not, as
            `0.141.0`; empty where it will do.
        typographer: Whether goldmark exchanges punctuation, as it does unless told otherwise.
        shortcodes: The names of its shortcodes and its themes', in lower case.
    """

    root: Path
    content_dir: Path
    assets_dir: Path
    unsafe: bool | None
    enable_emoji: bool | None
    has_quote_shortcode: bool | None
    has_details: bool | None
    has_posts_section: bool
    hugo_version: tuple[int, int, int] | None
    needed_version: str = ""
    typographer: bool = True
    shortcodes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a site that harms posts, and what to do about it, each one sentence."""

    what: str
    remedy: str


def is_site(folder: Path) -> bool:
    """Tell whether `folder` is the root of a Hugo site.

    A `hugo.*` file or a `config/_default` folder says so. The name `config.*` is anyone's: it
    counts when it sets `baseURL` and lies beside one of the folders that Hugo works with.
    """
    if (folder / "config" / "_default").is_dir() or _config_files(folder, "hugo"):
        return True
    return any((folder / name).is_dir() for name in _HUGO_FOLDERS) and any(
        _sets_base_url(path) for path in _config_files(folder, "config")
    )


def _sets_base_url(config: Path) -> bool:
    try:
        text = read_text(config, encoding="latin-1")
    except OSError:
        return False
    return bool(_BASE_URL.search(text))


def find_site(start: Path) -> Path | None:
    """Return the nearest site among `start` and the folders above it, or None."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if is_site(folder)), None)


def config_file(root: Path) -> Path | None:
    """Return the file at the root of a site that Hugo takes its configuration from, if any."""
    paths = _config_files(root, "hugo") or _config_files(root, "config")
    return paths[0] if paths else None


def read_site(root: Path, hugo: Hugo | None) -> Site:
    """Return what can be told about the site at `root`.

    With a `hugo` of 0.112 or later its own view of the configuration is used. Without, the
    configuration of the default environment is read, TOML and JSON only: what a YAML file says
    stays unknown. So do the shortcodes of themes that come as modules and are not vendored.

    Raises:
        HugoError: Hugo cannot read the site's configuration.
        ValueError: Without hugo: a configuration file is not the TOML or JSON it should be.
    """
    needed = ""
    if hugo and hugo.version >= CONFIG_FORMAT:
        (config, needed), complete = hugo.examine(root), True
    else:
        config, complete = _read_config(root)
    version = hugo.version if hugo else None
    content = root / text(config.get("contentdir"), "content")
    layouts, all_known = _layouts(root, config)
    all_known &= complete

    shortcodes = _shortcode_names(layouts)

    def has_shortcode(name: str) -> bool | None:
        return name.lower() in shortcodes or (False if all_known else None)

    has_details = has_shortcode("details")
    if version is None:
        has_details = has_details or None
    elif version >= DETAILS_BUILT_IN:
        has_details = True
    return Site(
        root=root,
        content_dir=content,
        assets_dir=root / text(config.get("assetdir"), "assets"),
        unsafe=_setting(config, complete, "markup", "goldmark", "renderer", "unsafe"),
        enable_emoji=_setting(config, complete, "enableemoji"),
        has_quote_shortcode=has_shortcode("matomeQuote"),
        has_details=has_details,
        has_posts_section=_has_section(content / "posts"),
        hugo_version=version,
        needed_version=needed,
        typographer=_typographer(config),
        shortcodes=shortcodes if all_known else None,
    )


def problems(site: Site, layout: Layout | None = None) -> list[Problem]:
    """Return what keeps posts from building, or from showing whole; what is unknown is not one.

    The exception is `unsafe`, whose lack loses text without an error: there unknown counts too.
    Quotes of plain Markdown need neither that nor a shortcode.
    """
    layout = layout or Layout()
    has_shortcodes = layout.form == "matome"
    found = []
    version = dotted(site.hugo_version or ())
    if has_shortcodes and not site.unsafe:
        unknown = site.unsafe is None
        found.append(
            Problem(
                "Whether the site lets raw HTML through could not be told."
                if unknown
                else "The site drops raw HTML, and with it line breaks and whole folds of quotes.",
                "Set markup.goldmark.renderer.unsafe = true in the site's configuration.",
            )
        )
    if has_shortcodes and site.has_quote_shortcode is False:
        found.append(
            Problem(
                "The site has no matomeQuote shortcode.",
                f"Add {(SHORTCODES / _QUOTE).as_posix()}.",
            )
        )
    if has_shortcodes and site.has_details is False:
        found.append(
            Problem(
                f"The site has no details shortcode, and Hugo {version} has none built in.",
                "Use Hugo 0.140 or later, or add layouts/shortcodes/details.html.",
            )
        )
    if site.needed_version:
        found.append(
            Problem(
                f"The site needs Hugo {site.needed_version} or later; this is {version}.",
                "Bring Hugo up to date, or the posts may not show as they should.",
            )
        )
    if 'ref "/posts/"' in layout.tail and not site.has_posts_section:
        found.append(
            Problem(
                'The site has no page in its posts section, which ref "/posts/" needs.',
                "Add posts/_index.md to its content; a first post there is enough as well.",
            )
        )
    return found


def images(folder: Path) -> list[str]:
    """Return the images below a folder as `featureimage` names them, sorted."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in _IMAGE_SUFFIXES and path.is_file()
    )


def create_site(folder: Path, title: str = "", hugo: Hugo | None = None) -> None:
    """Write a small site that builds as it is into `folder`, which is made if need be.

    Args:
        folder: A folder that is empty or not there yet.
        title: The site's title; empty for the folder's name.
        hugo: The hugo that will build it, if known: an old one needs one shortcode more.

    Raises:
        FileExistsError: The folder is not empty.
        OSError: It cannot be written; what was made of it is gone again.
    """
    import tomlkit

    if folder.is_dir() and any(folder.iterdir()):
        reason = "it is not empty; name a new folder, or an empty one"
        raise FileExistsError(errno.ENOTEMPTY, reason, str(folder))
    skeleton = _HERE / "skeleton"
    sources = {path.relative_to(skeleton): path for path in skeleton.rglob("*") if path.is_file()}
    sources |= {SHORTCODES / path.name: path for path in _shortcodes(hugo)}
    files = {name: path.read_bytes() for name, path in sources.items()}
    # A site is known by its configuration, so that comes last.
    config = tomlkit.parse(files.pop(_CONFIG))
    config["title"] = clean_title(title or folder.resolve().name)
    write_all(folder, files | {_CONFIG: tomlkit.dumps(config).encode()})


def install_shortcodes(root: Path, hugo: Hugo | None = None) -> list[Path]:
    """Add the shortcodes of posts to the site at `root`, and return the files written.

    `details` is added only for a hugo known to lack it. A file that is there stays as it is.
    """
    sources = {SHORTCODES / source.name: source for source in _shortcodes(hugo)}
    # A link that leads nowhere is there too: what it leads to is not ours to make.
    missing = [name for name in sources if not os.path.lexists(root / name)]
    write_all(root, {name: sources[name].read_bytes() for name in missing})
    return [root / name for name in missing]


def _shortcodes(hugo: Hugo | None) -> list[Path]:
    """Return the files of the shortcodes that posts need beside those of `hugo` itself."""
    found = [_HERE / "skeleton" / SHORTCODES / _QUOTE]
    if hugo and hugo.version < DETAILS_BUILT_IN:
        found.append(_HERE / "details.html")
    return found


def _config_files(folder: Path, stem: str) -> list[Path]:
    paths = (folder / f"{stem}{suffix}" for suffix in _CONFIG_SUFFIXES)
    return [path for path in paths if path.is_file()]


def _read_config(root: Path) -> tuple[dict[str, Any], bool]:
    """Return the configuration as `Hugo.config` does, and whether all of it could be read."""
    config: dict[str, Any] = {}
    complete = True
    default = root / "config" / "_default"
    for path in (config_file(root), *sorted(default.glob("*"))):
        if path is None or path.suffix not in _CONFIG_SUFFIXES or not path.is_file():
            continue
        if path.suffix not in _READERS:
            complete = False
            continue
        try:
            values = _READERS[path.suffix](read_text(path, encoding="utf-8-sig"))
            config |= table(_lowered(values if path.stem in _CONFIG_STEMS else {path.stem: values}))
        except RecursionError as error:
            raise ValueError(f"{path.name} has tables too deep in each other") from error
    return config, complete


def _lowered(value: Any) -> Any:
    """Return a configuration value with the keys in lower case; to Hugo case is nothing."""
    if not isinstance(value, dict):
        return value
    return {key.lower(): _lowered(item) for key, item in value.items()}


def _setting(config: dict[str, Any], complete: bool, *keys: str) -> bool | None:
    """Return a setting that is false by default, or None where it may have been missed."""
    value = flag(table(config, *keys[:-1]).get(keys[-1]))
    return value if value or complete else None


def _typographer(config: dict[str, Any]) -> bool:
    value = table(config, "markup", "goldmark", "extensions").get("typographer", {})
    return not flag(value.get("disable")) if isinstance(value, dict) else flag(value)


def _shortcode_names(layouts: list[Path]) -> frozenset[str]:
    """Return the names of the shortcodes in layout folders, as Hugo compares them."""
    folders = (base / sub for base in layouts for sub in ("shortcodes", "_shortcodes"))
    files = (
        path.relative_to(folder)
        for folder in folders
        for path in folder.rglob("*.*html")
        if path.is_file()
    )
    return frozenset(file.as_posix().partition(".")[0].lower() for file in files)


def _layouts(root: Path, config: dict[str, Any]) -> tuple[list[Path], bool]:
    """Return the layout folders of the site and its themes, and whether those are all."""
    imports = tables(table(config, "module").get("imports"))
    # Hugo gives keys of tables inside a list in lower case; a file may not.
    modules = [module for module in map(_lowered, imports) if not flag(module.get("disable"))]
    names = texts(config.get("theme")) + texts([module.get("path") for module in modules])
    found = [root / text(config.get("layoutdir"), "layouts")]
    all_known = True
    for name in names:
        homes = [root / text(config.get("themesdir"), "themes") / name, root / "_vendor" / name]
        home = next((home for home in homes if home.is_dir()), None)
        if home:
            found.append(home / "layouts")
        else:
            all_known = False
    return found, all_known


def _has_section(folder: Path) -> bool:
    """Tell whether Hugo makes a page of `folder`: it does when there is content at any depth."""
    if any(folder.with_suffix(suffix).is_file() for suffix in _PAGE_SUFFIXES):
        return True
    return any(path.suffix in _PAGE_SUFFIXES and path.is_file() for path in folder.rglob("*"))
