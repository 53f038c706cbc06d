"""YAML front matter, with plain scalars typed as Hugo's present parser types them.

Hugo leaves timestamps, and `yes` and `no`, as text. See https://yaml.org/spec/1.2.2.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from matome_tui.hugo.post.front_matter.language import BareDate, Entry, Language, Node, Outline
from matome_tui.i18n import _

if TYPE_CHECKING:
    from ruamel.yaml import YAML as Parser  # noqa: N811 -- our own YAML is the language
    from ruamel.yaml.events import Event

_MAX_NODES = 100_000
"""Values, with those that aliases repeat."""

_MAX_DEPTH = 300
"""Brackets inside each other; the parser takes quadratic time for them."""

# Most front matter is simple enough to be parsed without a parser, which is ten times slower.
_SPECIAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_SIMPLE_ENTRY = re.compile(
    r"""
    ^ (?P<key>[A-Za-z]\w*):
    (?: [ ]+ (?: '(?P<single>[^'\n]*)' | "(?P<double>[^"\\\n]*)"
      | (?P<plain> (?:[^\W_]|[^\x00-\x7f]) (?:[^\n:\#\t]|:(?=\S))*+ )
      | \[ [ ]* (?P<flow> (?: [^\W\d_][\w -]* (?: ,[ ]* [^\W\d_][\w -]* )*+ )? ) \] ) )?
    (?P<lines> (?: \n [ ]*-[ ][^\W\d_][\w -]* )*+ ) \r?\n
    """,
    re.VERBOSE | re.MULTILINE,
)
_SIMPLE_ITEM = re.compile(r"\n +- ([^\n]+)|\n- ([^\n]+)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)

_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"))
"""Plain scalars that are no text for some parser."""

_PLAIN = re.compile(r"""[^\W\d_](?:[^\x00-\x1f:\#\[\]{},"'&*!|>%@`\\=<]|:(?=\w))*(?<!\s)""")
_PLAIN_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:[Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_PROPERTIES = re.compile(r"\A(?:[&!]\S*\s+)+")
_HEADER = re.compile(
    r"(?P<kind>[|>])(?P<flags>[0-9+-]*)(?P<rest>[^\n]*\n)(?P<blank>\s*\n)?(?P<indent>[ ]*)"
)
_COLON = re.compile(r"\s*:")


_COMPLEX = object()


def _read(text: str) -> dict[str, Any]:
    simple = _read_simple(text)
    return _load(text) if simple is None else simple


def _read_simple(text: str) -> dict[str, Any] | None:
    """Return the values of simple YAML; None for any other."""
    if _SPECIAL.search(text):
        return None
    values: dict[str, Any] = {}
    end = 0
    for entry in _SIMPLE_ENTRY.finditer(text):
        key, value = entry["key"], _simple_value(entry)
        is_known = key in values or key.lower() in _WORDS
        if entry.start() != end or is_known or value is _COMPLEX:
            return None
        values[key] = value
        end = entry.end()
    return values if end == len(text) else None


def _simple_value(entry: re.Match[str]) -> Any:
    """Return the value of a simple entry; `_COMPLEX` if it needs the parser."""
    lines = [item for pair in _SIMPLE_ITEM.findall(entry["lines"]) for item in pair if item]
    flow = entry["flow"]
    if lines or flow is not None:
        items = [item.strip() for item in (lines or flow.split(",")) if item.strip()]
        has_value = flow is not None or entry["plain"] or entry["single"] or entry["double"]
        is_plain = not any(item.lower() in _WORDS for item in items)
        return items if is_plain and not (lines and has_value) else _COMPLEX
    plain = entry["plain"]
    if plain is None:
        return entry["single"] if entry["single"] is not None else entry["double"]
    plain = plain.rstrip()
    if plain in ("true", "false"):
        return plain == "true"
    is_text = plain[0].isalpha() and plain.lower() not in _WORDS
    return plain if is_text or _DATE.fullmatch(plain) else _COMPLEX


def _load(text: str) -> dict[str, Any]:
    """Return the values of any YAML."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if _depth(text) > _MAX_DEPTH:
        raise ValueError(_("The front matter is nested too deeply"))
    try:
        values = _parser().load(text)
    except (YAMLError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = str(error.problem if isinstance(error, MarkedYAMLError) else error)
        reason = " ".join(reason.split()) + (f" (line {mark.line + 1})" if mark else "")
        message = _("The front matter is not valid YAML: {reason}").format(reason=reason)
        raise ValueError(message) from error
    except RecursionError as error:
        raise ValueError(_("The front matter is nested too deeply")) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ValueError(_("The front matter has no keys"))  # noqa: TRY004 -- the text is wrong
    if _size(values, {}) > _MAX_NODES:
        raise ValueError(_("The aliases of the front matter make it too large"))
    return {str(key): value for key, value in values.items()}


def _depth(text: str) -> int:
    """Return how deeply brackets are nested, those in texts and comments too."""
    marks = (1 if mark in "[{" else -1 for mark in re.findall(r"[][{}]", text))
    return max(accumulate(marks), default=0)


def _size(value: Any, known: dict[int, int]) -> int:
    """Return the number of values in a value, with repetitions; too many if it has itself."""
    if not isinstance(value, dict | list | set):
        return 1
    if id(value) not in known:
        known[id(value)] = _MAX_NODES + 1
        items = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_size(item, known) for item in items)
    return known[id(value)]


def _parser() -> "Parser":
    import ruamel.yaml

    parser = ruamel.yaml.YAML(typ="safe", pure=True)
    parser.Constructor, parser.Scanner = _classes()
    parser.composer.warn_double_anchors = False
    return parser


@cache
def _classes() -> tuple[type, type]:
    """Return the constructor and the scanner of the parser."""
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.scanner import Scanner

    class HugoConstructor(SafeConstructor):
        """Types scalars as Hugo does."""

    def number(constructor: SafeConstructor, node: ScalarNode) -> Any:
        if re.fullmatch(r"[+-]?0[0-7_]+", node.value):
            return int(node.value.replace("_", ""), 8)
        return constructor.construct_yaml_int(node)

    def fraction(constructor: SafeConstructor, node: ScalarNode) -> Any:
        is_text = "e" in node.value.lower() and "." not in node.value
        return node.value if is_text else constructor.construct_yaml_float(node)

    def text(_constructor: SafeConstructor, node: ScalarNode) -> Any:
        return node.value

    kinds = {"timestamp": text, "merge": text, "value": text, "int": number, "float": fraction}
    for kind, construct in kinds.items():
        HugoConstructor.add_constructor(f"tag:yaml.org,2002:{kind}", construct)

    class TabScanner(Scanner):
        """Accepts tabs between tokens of a line, as YAML 1.2 does."""

        def scan_to_next_token(self) -> None:
            super().scan_to_next_token()
            reader = self.reader
            while reader.peek() == "\t":
                line = reader.buffer[reader.pointer - reader.column : reader.pointer]
                if not line.strip(" \t"):
                    return
                while reader.peek() in " \t":
                    reader.forward()
                super().scan_to_next_token()

    return HugoConstructor, TabScanner


def _outline(text: str) -> Outline:
    events = (event for event in _parser().parse(text) if event.start_mark)
    for event in events:
        if _is(event, "MappingStart"):
            return _table(text, event, events)
    return Outline(())


def _table(text: str, start: "Event", events: "Iterator[Event]") -> Outline:
    entries: list[Entry] = []
    for key in events:
        if _is(key, "MappingEnd"):
            break
        at, end = key.start_mark.index, key.end_mark.index
        name = getattr(key, "value", None)
        node = _node(text, next(events), events)
        if not isinstance(name, str):
            _node(text, key, events)
            name = ""
        is_missing = node.kind == "scalar" and node.start == node.end
        if (is_missing or node.kind == "lines") and (colon := _COLON.match(text, end)):
            end = colon.end() if is_missing else node.end
            node = Node(node.kind, colon.end(), end, node.items)
        entries.append(Entry(name, at, node))
    if not getattr(start, "flow_style", False):
        return Outline(tuple(entries))
    items = tuple(Node("other", entry.start, entry.value.end) for entry in entries)
    return Outline(
        tuple(entries), Node("list", start.end_mark.index - 1, key.end_mark.index, items)
    )


def _node(text: str, event: "Event", events: "Iterator[Event]") -> Node:
    """Return the value that begins with an event, and consume its other events."""
    start, end = event.start_mark.index, event.end_mark.index
    if _is(event, "Scalar") or _is(event, "Alias"):
        return Node("scalar", start, _content_end(text, start, end))
    if _is(event, "MappingStart"):
        end = start
        depth = 1
        while depth:
            event = next(events)
            depth += _is(event, "MappingStart") + _is(event, "SequenceStart")
            depth -= _is(event, "MappingEnd") + _is(event, "SequenceEnd")
            end = max(end, event.end_mark.index)
        return Node("other", start, _content_end(text, start, end))
    items: list[Node] = []
    is_flow = getattr(event, "flow_style", False)
    for item in events:
        if _is(item, "SequenceEnd"):
            if is_flow:
                bracket = text.index("[", end - 1)
                return Node("list", bracket, item.end_mark.index, tuple(items))
            break
        items.append(_node(text, item, events))
    last = items[-1].end if items else end
    return Node("lines", start, last, tuple(items))


def _is(event: "Event", name: str) -> bool:
    return type(event).__name__ == f"{name}Event"


def _content_end(text: str, start: int, end: int) -> int:
    """Return where a value ends without the blank lines behind a block scalar."""
    return start + len(text[start:end].rstrip())


def _write(value: Any, like: str) -> str:
    old = _PROPERTIES.sub("", like, count=1)
    if isinstance(value, bool):
        written = _json(value)
        return written.title() if old.istitle() else written.upper() if old.isupper() else written
    if not isinstance(value, str) or isinstance(value, BareDate):
        return _json(value)
    header = _HEADER.match(old)
    if (
        header
        and value
        and not re.search(r"^\s|\s$|[\x00-\x1f]", value)
        and not _ESCAPED.search(value)
    ):
        digits = header["flags"].strip("+-")
        indent = (header["blank"] or "") + header["indent"]
        return f"{header['kind']}{digits}-{header['rest']}{indent}{value}"
    is_printable = not re.search(r"[\x00-\x1f]", value) and not _ESCAPED.search(value)
    if old.startswith("'") and is_printable:
        return "'" + value.replace("'", "''") + "'"
    if old and old[0] not in "\"'|>[{*" and _is_plain(value, old):
        return value
    return _json(value)


def _is_plain(value: str, old: str) -> bool:
    """Return whether a text can be written without quotes for any parser."""
    if _PLAIN_DATE.fullmatch(value):
        return bool(_PLAIN_DATE.fullmatch(old))
    return bool(_PLAIN.fullmatch(value)) and value.lower() not in _WORDS


def _json(value: Any) -> str:
    """Return a value as JSON, which is YAML, but a bare date as it is."""
    if isinstance(value, BareDate):
        return str(value)
    written = json.dumps(value, ensure_ascii=False, default=str)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _write_entry(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join((f"{key}:", *(f"  {name}: {_json(item)}" for name, item in value.items())))
    return f"{key}: {_json(value)}"


YAML = Language("yaml", _read, _outline, _write, _write_entry)
"""YAML between `---`."""
