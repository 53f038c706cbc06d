"""Syntax highlighting of code in comments, and the detection of its language.

Much of what is set as code is something else: lists, quotations, tables, logs. A language is
recognized only by signs that hardly anything else has, in a good part of the lines; text without
such signs, or with those of two languages alike, stays plain.

Pygments splits recognized code into tokens, and its import waits until then. Some of its patterns
take quadratic time on text made for that, so code beyond the limits below stays plain.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from matome_tui.core.comment.markup import Document, Span, SpanKind

_LEAST_SHARE = 0.25  # of the lines show a sign
_LONGEST_CODE = 10_000  # code points
_SEEN_LINES = 100
_SEEN_OF_LINE = 200
_LONG_LINE = 60
_LEAST_PROSE = 0.75  # share of plain words

_LONGEST_HIGHLIGHTED = 5_000  # code points
_TOO_MUCH_OF_A_LINE = re.compile(r"[^\n]{501}|\s{101}")

_PLAIN_WORD = re.compile(r"[\"'“‘(]?[^\W\d_]+(?:['’-][^\W\d_]+)*[.,:;!?\"'”’)]*")

_KINDS: Mapping[str, SpanKind] = {
    "Comment": "comment",
    "Comment.Preproc": "keyword",
    "Comment.PreprocFile": "string",
    "Keyword": "keyword",
    "Literal": "literal",
    "Literal.String": "string",
    "Name.Entity": "keyword",
    "Name.Tag": "keyword",
    "Operator.Word": "keyword",
}
"""The looks of Pygments' token types; a type without one has that of the type above it."""


@dataclass(frozen=True, eq=False)
class _Language:
    """A language, or a family of languages that look alike.

    Attributes:
        lexer: Pygments' name of the lexer.
        signs: Regular expression of what in a line shows the language.
        dialects: Lexers to use instead, each if its pattern is in the code; the first counts.
        kinds: Looks of token types that differ from `_KINDS`.
    """

    lexer: str
    signs: str
    dialects: tuple[tuple[str, str], ...] = ()
    kinds: Mapping[str, SpanKind | None] = field(default_factory=dict)

    @cached_property
    def sign(self) -> re.Pattern[str]:
        """The pattern of a sign in a line."""
        return re.compile(self.signs, re.VERBOSE)

    def lexer_of(self, code: str) -> str:
        """Return the name of the lexer that suits code in this language."""
        found = (lexer for lexer, signs in self.dialects if re.search(signs, code, re.MULTILINE))
        return next(found, self.lexer)


_LANGUAGES = (
    _Language(  # Python
        lexer="python",
        signs=r"""^\s*(?:
            >>>\s | (?:async\s)?def\s\w+\( | class\s\w+(?:\(.*\))?: | @\w[\w.]*(?:\(.*\))?$
            | from\s[\w.]+\simport\s\w | import\s\w[\w.]*(?:\sas\s\w+)?$
            | for\s\w+(?:,\s\w+)*\sin\s.+:$ | (?:if|elif|while)\s.*[\w)\]]:$ | with\s\w.*\).*:$
            | (?:try|else|finally):$ | except\b.*:$ | if\s.+:\s\w+.*\s=\s | print\(.*\)$
            | (?:return|yield|raise|assert)\s(?:[^;\s]+|[^;]*(?:[)\]"'}]|\s[-+*/%<>=!|&]+\s[^;]*))$
        )""",
        dialects=(("pycon", r"^>>> "),),
    ),
    _Language(  # C and all that took its braces, JavaScript and Rust among them
        lexer="cpp",
        signs=r"""
            (?:[][(){}=<>*"'.].*|^\s*\w+(?:\s\w+)?);\s*(?://.*|/\*.*)?$ | \{\s*(?://.*)?$
            | ^\s*\}[\s;,)]*(?:else.*|//.*)?$ | \{.*;\s*\}
            | ^\s*\#\s*(?:include|define|if|ifdef|ifndef|else|endif|pragma)\b | ^\s*(?://|/\*)
            | \b(?:const|let|var|auto)\s[\w{\[(][^=]*=\s | =>\s*[\w{(\[] | \)\s*\{.*\}$
        """,
        dialects=(
            ("rust", r"\bfn \w+|\blet mut |\bimpl\b|\bpub (?:fn|struct|enum)\b|\buse \w+::"),
            ("go", r"^\s*func |^package \w+$|\w :?= make\(|\w := "),
            (
                "javascript",
                r"=>|===|`|\b(?:const|let|var) (?:\w+ =|[{\[])|\bfunction\b|\bconsole\.",
            ),
        ),
    ),
    _Language(  # a shell, at its prompt or in a script
        lexer="bash",
        signs=r"""
            ^\s*(?:[$%]\s[\w./~]|\#!\s?/)
            | ^\s*(?:sudo|apt(?:-get)?|brew|git|npm|npx|pip3?|cargo|docker|kubectl|curl|wget|ssh|scp
                |chmod|chown|systemctl|mkdir|rsync|ffmpeg|uv|make)\s[\w./~$"'-]+(?:\s\S+){0,8}$
            | ^\s*(?:cd|ls|rm|cp|mv|cat|find|echo|grep|sed|awk|export|alias|source)\s[-./~$"'].*
            | \s--[a-z][\w-]+(?:[ =]|$) | ^\s*(?:fi|done|esac)$ | ;\s*(?:then|do)$
            | ^\s*export\s\w+= | \s\|\s(?:grep|sed|awk|sort|uniq|head|tail|xargs|wc|jq)\b
        """,
        kinds={"Name.Builtin": "keyword", "Name.Variable": "keyword"},
    ),
    _Language(  # SQL
        lexer="sql",
        signs=r"""(?x:
            ^\s*(?i:select)\s.+\s(?i:from)\s | ^\s*(?:SELECT|FROM|WHERE|HAVING)\s\S
            | ^\s*(?:INSERT\sINTO|DELETE\sFROM|ALTER\sTABLE|GROUP\sBY|ORDER\sBY|UNION\sALL)\s
            | ^\s*CREATE\s(?:OR\sREPLACE\s|UNIQUE\s|TEMP\s)?(?:TABLE|INDEX|VIEW|FUNCTION)\s
            | ^\s*(?:LEFT\s|RIGHT\s|INNER\s|OUTER\s|CROSS\s)*JOIN\s | ^\s*UPDATE\s\w+\sSET\s
            | ^\s*WITH\s\w+\sAS\s\(
        )""",
    ),
    _Language(  # Lisp
        lexer="common-lisp",
        signs=r"""^\s*\((?:
            def[\w-]*|define|let\*?|lambda|fn|ns|set[qf!]|loop|format|cond|require|use-package|quote
        )[\s(\[]""",
        dialects=(
            ("scheme", r"\((?:define|set!|let loop)\b"),
            ("clojure", r"\((?:ns|defn|fn|def) "),
        ),
    ),
    _Language(  # HTML and XML
        lexer="html",
        signs=r"""^\s*<(?:!doctype\s | !-- | /[a-zA-Z][\w:-]*>
            | [a-zA-Z][\w:-]*(?:\s+[\w:-]+=(?:"[^"]*"|'[^']*'|\w+))*\s*/?>)""",
    ),
    _Language(  # JSON
        lexer="json",
        signs=r"""^\s*(?: "[^"\s]+"\s*:\s*(?:["{\[\d-]|true|false|null) | [{\[]$ | [}\]],?$ )""",
        kinds={"Name.Tag": "string"},
    ),
    _Language(  # Haskell and its kin
        lexer="haskell",
        signs=r"""
            ^\s*\w+\s::\s\S | \\\w+\s-> | ^\s*import\squalified\s | \bthen\s.+\selse\b
            | \s<-\s\w | ^\s*data\s\w+.*=\s | ^\s*instance\s\w | ^\s*let\s(?:rec\s)?\w+.*=\s.*\bin$
            | ^\s*\|\s.+\s->\s | ^\s*(?:module|match)\s.*\b(?:where|with)$
        """,
        kinds={"Operator.Word": None},
        dialects=(("ocaml", r"\bin$|\bmatch\b.*\bwith$|^\s*\| .* -> |\(\*"),),
    ),
    _Language(  # Ruby, Elixir and Lua
        lexer="ruby",
        signs=r"""^\s*(?:
            end$ | def\s\w+[?!]?(?:\(.*\))?(?:\sdo)?$ | .*\sdo(?:\s\|.*\|)?$ | require\s['"]
            | defmodule\s | local\s(?:function\s)?\w+ | (?:function|class|module)\s\w[\w.:()<, ]*$
            | puts\s | attr_\w+\s: | .*\sthen$
        )""",
        kinds={"Name.Builtin": "keyword"},
        dialects=(
            ("elixir", r"\bdef(?:p|module)\b|^\s*def .* do$|\|>"),
            ("lua", r"\blocal \w|\bthen$|^\s*function\b"),
        ),
    ),
)


def is_prose(code: str) -> bool:
    """Whether text set as code is in no language and has long lines of plain words."""
    words = [word for line in code.split("\n") if len(line) > _LONG_LINE for word in line.split()]
    plain = sum(_PLAIN_WORD.fullmatch(word) is not None for word in words)
    return bool(words) and plain >= _LEAST_PROSE * len(words) and not _language_of(code)


def highlight(document: Document) -> Document:
    """Return the document with spans for the tokens of its code, if the language is clear."""
    return Document(
        tuple(
            replace(block, spans=(*block.spans, *_tokens(block.text)))
            if block.kind == "code"
            else block
            for block in document.blocks
        )
    )


def _tokens(code: str) -> Iterator[Span]:
    """Yield a span for each token with a look of its own, in order."""
    if len(code) > _LONGEST_HIGHLIGHTED or _TOO_MUCH_OF_A_LINE.search(code):
        return
    if language := _language_of(code):
        lexer = _lexer(language.lexer_of(code))
        for start, token, text in lexer.get_tokens_unprocessed(code + "\n"):
            kind = _kind(language, token)
            if kind and text.strip():
                yield Span(start, min(start + len(text), len(code)), kind)


@lru_cache(maxsize=32)
def _lexer(name: str) -> Any:
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(name)


@lru_cache(maxsize=512)
def _kind(language: _Language, token: object) -> SpanKind | None:
    """Return the look of a token type."""
    kinds = {**_KINDS, **language.kinds}
    name = str(token).removeprefix("Token.")
    while name and name not in kinds:
        name = name.rpartition(".")[0]
    return kinds.get(name)


def _language_of(code: str) -> _Language | None:
    """Return the language of code, None if it is not clear."""
    if len(code) > _LONGEST_CODE:
        return None
    lines = [line[:_SEEN_OF_LINE] for line in code.split("\n") if line.strip()][:_SEEN_LINES]
    shown = [sum(bool(language.sign.search(line)) for line in lines) for language in _LANGUAGES]
    most = max(shown)
    if shown.count(most) > 1 or most < _LEAST_SHARE * len(lines):
        return None
    return _LANGUAGES[shown.index(most)]
