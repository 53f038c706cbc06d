"""The conventions of a site: what its posts and archetypes suggest for new posts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from zoneinfo import ZoneInfo

from matome_tui.core.date_format import format_date
from matome_tui.core.draft.post_options import IMAGE_KEYS, IMPLIED, Format, PostOptions
from matome_tui.files import read_bytes, read_text
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.post.sample import DAY
from matome_tui.hugo.program.archetype import find_archetype, read_archetype
from matome_tui.hugo.site.config import read_config
from matome_tui.hugo.site.guess import Example, Guess, Guesses, guess, section_of, settings_of
from matome_tui.hugo.site.index import read_index
from matome_tui.hugo.site.site import Site
from matome_tui.hugo.site.time_zones import Zones, own_zone
from matome_tui.hugo.site.values import table, text, texts
from matome_tui.i18n import _, language

_MOST_POSTS = 20
_SECTION = "posts"

_OF_ARCHETYPE = (
    *("front_matter_format", "front_matter", "date_format", "quoted_date"),
    *("extra", "draft"),
)
"""What new posts take from the archetype of their section, if it has one."""


_EDITOR: Mapping[str, Mapping[str, Any]] = {
    "ja": {"target": 200, "language": "ja"},
    "": {"target": 500, "language": ""},
}
"""The settings of the editor for Japanese and other languages, in which texts are longer."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a site suggests for new posts.

    Attributes:
        section: The section of new posts.
        guesses: The guesses with their reasons.
        archetypes: The setting of posts with that name.
        archetype: Front matter made from an archetype, which precedes guesses; empty for none.
        archetype_file: That archetype in the site; empty for none.
        problem: Why Hugo made nothing from the archetype; empty if it did.
        has_shortcodes: Whether one of the posts has the shortcode of the matome format.
    """

    section: str
    guesses: Guesses
    archetypes: Literal["section", "any", "none"] = "none"
    archetype: str = ""
    archetype_file: str = ""
    problem: str = ""
    has_shortcodes: bool = False

    def settings(self, form: Format) -> dict[str, Any]:
        """Return the settings of posts on the site, with quotes in a format."""
        found = settings_of(self.guesses, form)
        values = {"format": form, **found, "archetypes": self.archetypes}
        if form == "blockquote":
            return values
        if self.archetype:  # as blockquote posts have it anyway
            values |= {name: IMPLIED[name] for name in ("front_matter", "date_format")}
        usual = PostOptions().tail
        tail = values.pop("tail", usual).replace(f"/{_SECTION}/", f"/{self.section}/")
        return values if tail == usual else {**values, "tail": tail}

    @property
    def editor(self) -> Mapping[str, Any]:
        """The settings of the editor that suit the language of the posts; empty if unknown."""
        spoken = self.guesses.get("language")
        return _EDITOR["ja" if spoken.value == "ja" else ""] if spoken else {}


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that new posts will have: its name, its value, and why, if that is guessed."""

    name: str
    value: str
    reason: str = ""


def traits(conventions: Conventions, editor: Mapping[str, Any]) -> list[Trait]:
    """Return what a site suggests, in words, with the settings of the editor to change."""
    guesses, file = conventions.guesses, conventions.archetype_file
    values = {name: found.value for name, found in guesses.items()}
    written = {
        "language": (_("Language"), _language(values)),
        "path": (_("Path"), values["path"]),
        "slug_separator": (_("Slug"), _slugs(values)),
        "front_matter": (_("Front matter"), _front_matter(values)),
        "date_format": (_("Date"), _date(values)),
        "draft": (_("Draft"), _("yes") if values.get("draft") else _("no")),
        "extra": (_("As well"), _extra(values)),
    }
    found = [
        Trait(*words, guesses[name].reason) for name, words in written.items() if name in guesses
    ]
    if file:
        found.append(Trait(_("Front matter"), _("as in {file}").format(file=file)))
    if editor:
        is_japanese = conventions.editor["language"] == "ja"
        any_language = _("in any language, up to {number} characters")
        clips = _("in Japanese, up to {number} characters") if is_japanese else any_language
        found.append(Trait(_("Clips"), clips.format(number=conventions.editor["target"])))
    if problem := conventions.problem:
        found.append(Trait(_("Archetype"), _("not used: {reason}").format(reason=problem)))
    return found


def _language(values: Mapping[str, Any]) -> str:
    if values.get("language") == "ja":
        return _("Japanese")
    return _("not Japanese; fixed lines in English")


def _slugs(values: Mapping[str, Any]) -> str:
    slugs = _("words joined by “{separator}”").format(separator=values["slug_separator"])
    if "slug_words" not in values:
        return slugs
    return _("{slugs}, at most {number}").format(slugs=slugs, number=values["slug_words"])


def _front_matter(values: Mapping[str, Any]) -> str:
    """Return language and keys, without that of an image, which most posts lack."""
    keys = [key for key in values.get("front_matter", ()) if key.lower() not in IMAGE_KEYS]
    return f"{values.get('front_matter_format', '').upper()}: {', '.join(keys)}"


def _date(values: Mapping[str, Any]) -> str:
    zone = values.get("time_zone", "")
    day = DAY.replace(tzinfo=ZoneInfo(zone)) if zone else DAY
    written = format_date(day, values.get("date_format") or "%Y-%m-%d")
    shown = f'"{written}"' if values.get("quoted_date") else written
    return f"{shown} ({zone})" if zone else shown


def _extra(values: Mapping[str, Any]) -> str:
    extra = values.get("extra", {})
    return ", ".join(f"{key} = {json.dumps(extra[key], ensure_ascii=False)}" for key in extra)


def read_conventions(site: Site, hugo: Hugo | None) -> Conventions:
    """Read what a site suggests. Nothing is written to it.

    Raises:
        OSError, ValueError: A file of the site cannot be read.
    """
    newest = list(islice(_newest(site), _MOST_POSTS))
    section = section_of(newest, _empty_section(site))
    posts = [post for post in newest if post.path.parts[0] == section]
    own = find_archetype(site.root, section)
    usual = own or find_archetype(site.root, section, has_default=True)
    archetype_text = _example(site, usual) if usual else None
    has_shortcodes = any("matomeQuote" in post.text for post in newest)
    # The times in these are in the zone that the settings have already.
    zones = None if has_shortcodes else Zones(site.time_zone, own_zone())
    guesses = guess(posts, archetype_text, section, _configured_language(site), zones)
    found = Conventions(section, guesses, has_shortcodes=has_shortcodes)
    # The usual archetype is seldom changed: what the posts have in common says more.
    file = own if posts else usual
    if file is None:
        return found
    try:
        archetype = read_archetype(site.root, section, hugo, has_default=not posts)
    except HugoError as error:
        return replace(found, problem=str(error))
    if not archetype:
        return found
    return replace(
        found,
        guesses={name: one for name, one in guesses.items() if name not in _OF_ARCHETYPE},
        archetypes="section" if own else "any",
        archetype=archetype,
        archetype_file=_shown(site, file).as_posix(),
    )


def _newest(site: Site) -> Iterator[Example]:
    """Yield the dated posts of sections in the default language, newest first."""
    for post in read_index(site).posts:
        place = site.places.of(post.path)
        if place is None or not place.section or place.language != site.places.language:
            continue
        names = place.path.parts
        if post.date and not names[-1].startswith("_index") and names[1] != "index.md":
            yield Example(place.path, read_bytes(post.path).decode("utf-8", "replace"))


def _empty_section(site: Site) -> str:
    """Return the section of a site without posts: its main one, or one that has a page."""
    config = read_config(site.root)
    main = texts(config.get("mainsections")) or texts(table(config, "params").get("mainsections"))
    folders = (path.parent.name for root in site.places.roots for path in root.glob("*/_index.md"))
    return next(iter([*main, *sorted(folders)]), _SECTION)


def _configured_language(site: Site) -> Guess | None:
    """Return the language of the site by its configuration, which is English if nothing is set.

    As Hugo sets English for all new sites, that is no guess for users of the program in Japanese.
    """
    config = read_config(site.root)
    own = table(config, "languages", site.places.language)
    codes = [site.places.language, *(_code(settings) for settings in (own, config))]
    if any(code.lower().split("-")[0] == "ja" for code in codes):
        return Guess("ja", _("configuration of the site"))
    return None if language() == "ja" else Guess("en", _("configuration of the site"))


def _code(settings: Mapping[str, Any]) -> str:
    return text(settings.get("locale")) or text(settings.get("languagecode"))


def _example(site: Site, file: Path) -> Example:
    return Example(_shown(site, file), read_text(file))


def _shown(site: Site, file: Path) -> PurePosixPath:
    """Return a file's path in the site; outside of the site, its name."""
    inside = file.is_relative_to(site.root)
    return PurePosixPath(file.relative_to(site.root) if inside else file.name)
