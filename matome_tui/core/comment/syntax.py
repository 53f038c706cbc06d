"""The syntax of code in comments: which language it is in, and what its parts are.

What is set as code is mostly something else: lists, quotations, tables, logs. So a language has
to show itself by signs that hardly anything else has, in a good part of the lines; what shows
none, or those of two languages alike, is left alone.

A comment's code is short, and only rough parts matter to a reader. Patterns of our own find them
in time linear in the text, whatever it is; a library's lexers take thirty milliseconds to load,
and longer without bound on text made for that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from matome_tui.core.comment.markup import Document, Span, SpanKind

_LEAST_SHARE = 0.25  # of the lines, that show a sign
_LONGEST_CODE = 10_000  # code points
_SEEN_LINES = 100
_SEEN_OF_LINE = 200
_LONG_LINE = 60
_LEAST_PROSE = 0.75  # share of plain words

_PLAIN_WORD = re.compile(r"[\"'“‘(]?[^\W\d_]+(?:['’-][^\W\d_]+)*[.,:;!?\"'”’)]*")


_PARTS: tuple[SpanKind, ...] = ("comment", "keyword", "string", "literal")


@dataclass(frozen=True)
class _Language:
    """How to tell a language, and its parts.

    Attributes:
        signs: Regular expression of what in a line tells the language.
        words: Its key words, parted by white space.
        comment: Regular expression.
        string: Regular expression of strings but for those in plain quotation marks.
        keyword: Regular expression of what else counts as a key word.
        ignores_case: Whether key words may be written in any case.
    """

    signs: str
    words: str = ""
    comment: str = r"\#.*"
    string: str = r"(?!)"
    keyword: str = r"(?!)"
    ignores_case: bool = False

    @cached_property
    def sign(self) -> re.Pattern[str]:
        """Finds a sign in a line."""
        return re.compile(self.signs, re.VERBOSE)

    @cached_property
    def parts(self) -> re.Pattern[str]:
        """Finds a part, with a group for each of `_PARTS`, or a word that is none."""
        words = "|".join(map(re.escape, self.words.split())) or "(?!)"
        return re.compile(
            rf"""
            ({self.comment})
            | ({self.keyword} | (?<![\w.-])(?:{words})(?![\w-]))
            | ({self.string} | "(?:[^"\\\n]|\\.){{0,500}}"? | '(?:[^'\\\n]|\\.){{0,100}}')
            | (\b(?:0x[\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)[uflin\d]{{0,4}}\b)
            | \w+
            """,
            re.VERBOSE | re.MULTILINE | (re.IGNORECASE if self.ignores_case else 0),
        )


_LANGUAGES = (
    _Language(  # Python
        signs=r"""^\s*(?:
            >>>\s | (?:async\s)?def\s\w+\( | class\s\w+(?:\(.*\))?: | @\w[\w.]*(?:\(.*\))?$
            | from\s[\w.]+\simport\s\w | import\s\w[\w.]*(?:\sas\s\w+)?$
            | for\s\w+(?:,\s\w+)*\sin\s.+:$ | (?:if|elif|while)\s.*[\w)\]]:$ | with\s\w.*\).*:$
            | (?:try|else|finally):$ | except\b.*:$ | if\s.+:\s\w+.*\s=\s | print\(.*\)$
            | (?:return|yield|raise|assert)\s(?:[^;\s]+|[^;]*(?:[)\]"'}]|\s[-+*/%<>=!|&]+\s[^;]*))$
        )""",
        words="""and as assert async await break class continue def del elif else except False
            finally for from global if import in is lambda None nonlocal not or pass raise return
            True try while with yield""",
        string=r""" "{3}[^"]*(?:"{3})? | '{3}[^']*(?:'{3})? """,
    ),
    _Language(  # C and all that took its braces, JavaScript and Rust among them
        signs=r"""
            (?:[][(){}=<>*"'.].*|^\s*\w+(?:\s\w+)?);\s*(?://.*|/\*.*)?$ | \{\s*(?://.*)?$
            | ^\s*\}[\s;,)]*(?:else.*|//.*)?$ | \{.*;\s*\}
            | ^\s*\#\s*(?:include|define|if|ifdef|ifndef|else|endif|pragma)\b | ^\s*(?://|/\*)
            | \b(?:const|let|var|auto)\s[\w{\[(][^=]*=\s | =>\s*[\w{(\[] | \)\s*\{.*\}$
        """,
        words="""abstract as async auto await bool boolean break case catch char class const
            constexpr continue crate def default defer delete do double else enum export extends
            extern false final finally float fn for foreach func function go goto if impl implements
            import in inline instanceof int interface let long loop match mod mut namespace new nil
            null nullptr override package private protected pub public return self short signed
            sizeof static string struct super switch template this throw trait true try type typedef
            typename typeof undefined union unsafe unsigned use using var virtual void volatile
            where while yield""",
        comment=r"//.*|/\*[\s\S]*?(?:\*/|\Z)",
        string=r"`[^`]*`?",
        keyword=r"^[ ]*\#[ ]*(?:include|define|if\w*|elif|else|endif|pragma)\b | (?<=[<&])'\w+",
    ),
    _Language(  # a shell, at its prompt or in a script
        signs=r"""
            ^\s*(?:[$%]\s[\w./~]|\#!\s?/)
            | ^\s*(?:sudo|apt(?:-get)?|brew|git|npm|npx|pip3?|cargo|docker|kubectl|curl|wget|ssh|scp
                |chmod|chown|systemctl|mkdir|rsync|ffmpeg|uv|make)\s[\w./~$"'-]+(?:\s\S+){0,8}$
            | ^\s*(?:cd|ls|rm|cp|mv|cat|find|echo|grep|sed|awk|export|alias|source)\s[-./~$"'].*
            | \s--[a-z][\w-]+(?:[ =]|$) | ^\s*(?:fi|done|esac)$ | ;\s*(?:then|do)$
            | ^\s*export\s\w+= | \s\|\s(?:grep|sed|awk|sort|uniq|head|tail|xargs|wc|jq)\b
        """,
        words="""alias case cd do done echo elif else esac eval exec exit export fi for function
            if in local read return set shift source sudo test then unset until while""",
        comment=r"(?:^|(?<=\s))\#.*",
        keyword=r"(?<=\s)--?[a-zA-Z][\w-]* | \$\w+ | \$\{[^}\n]*\}?",
    ),
    _Language(  # SQL
        signs=r"""(?x:
            ^\s*(?i:select)\s.+\s(?i:from)\s | ^\s*(?:SELECT|FROM|WHERE|HAVING)\s\S
            | ^\s*(?:INSERT\sINTO|DELETE\sFROM|ALTER\sTABLE|GROUP\sBY|ORDER\sBY|UNION\sALL)\s
            | ^\s*CREATE\s(?:OR\sREPLACE\s|UNIQUE\s|TEMP\s)?(?:TABLE|INDEX|VIEW|FUNCTION)\s
            | ^\s*(?:LEFT\s|RIGHT\s|INNER\s|OUTER\s|CROSS\s)*JOIN\s | ^\s*UPDATE\s\w+\sSET\s
            | ^\s*WITH\s\w+\sAS\s\(
        )""",
        words="""all alter and as asc between by case create cross delete desc distinct drop else
            end exists foreign from full group having if in index inner insert into is join key left
            like limit not null offset on or order outer over partition primary references returning
            right select set table then union unique update using values view when where with""",
        comment=r"--.*|/\*[\s\S]*?(?:\*/|\Z)",
        ignores_case=True,
    ),
    _Language(  # Lisp
        signs=r"""^\s*\((?:
            def[\w-]*|define|let\*?|lambda|fn|ns|set[qf!]|loop|format|cond|require|use-package|quote
        )[\s(\[]""",
        words="""and case cond declare def define defmacro defn defparameter defstruct defun defvar
            do dolist dotimes else fn format if lambda let let* loop nil ns or progn quote require
            set! setf setq t unless use-package when""",
        comment=r";.*",
        string=r"\#\\\S+ | '",
    ),
    _Language(  # HTML and XML
        signs=r"""^\s*<(?:!doctype\s | !-- | /[a-zA-Z][\w:-]*>
            | [a-zA-Z][\w:-]*(?:\s+[\w:-]+=(?:"[^"]*"|'[^']*'|\w+))*\s*/?>)""",
        comment=r"<!--[\s\S]*?(?:-->|\Z)",
        keyword=r"</?[a-zA-Z][\w:-]* | /?> | &\w{1,20};",
    ),
    _Language(  # JSON
        signs=r"""^\s*(?: "[^"\s]+"\s*:\s*(?:["{\[\d-]|true|false|null) | [{\[]$ | [}\]],?$ )""",
        words="true false null",
        comment=r"//.*",
    ),
    _Language(  # Haskell and its kin
        signs=r"""
            ^\s*\w+\s::\s\S | \\\w+\s-> | ^\s*import\squalified\s | \bthen\s.+\selse\b
            | \s<-\s\w | ^\s*data\s\w+.*=\s | ^\s*instance\s\w | ^\s*let\s(?:rec\s)?\w+.*=\s.*\bin$
            | ^\s*\|\s.+\s->\s | ^\s*(?:module|match)\s.*\b(?:where|with)$
        """,
        words="""as begin case class data deriving do else end fun function hiding if import in
            instance let match module newtype of open qualified rec struct then type val where
            with""",
        comment=r"--.*|\{-[\s\S]*?(?:-\}|\Z)|\(\*[\s\S]*?(?:\*\)|\Z)",
    ),
    _Language(  # Ruby, Elixir and Lua
        signs=r"""^\s*(?:
            end$ | def\s\w+[?!]?(?:\(.*\))?(?:\sdo)?$ | .*\sdo(?:\s\|.*\|)?$ | require\s['"]
            | defmodule\s | local\s(?:function\s)?\w+ | (?:function|class|module)\s\w[\w.:()<, ]*$
            | puts\s | attr_\w+\s: | .*\sthen$
        )""",
        words="""and begin break case class def defmodule defp do else elsif elseif end ensure
            false fn for function if in local module nil not or puts repeat require rescue return
            self super then true unless until when while yield""",
        comment=r"\#.*|--.*",
        string=r":\w+",
    ),
)


def is_prose(code: str) -> bool:
    """Tell whether what is set as code is in no language, and its long lines of plain words."""
    words = [word for line in code.split("\n") if len(line) > _LONG_LINE for word in line.split()]
    plain = sum(_PLAIN_WORD.fullmatch(word) is not None for word in words)
    return bool(words) and plain >= _LEAST_PROSE * len(words) and not _language_of(code)


def highlight(document: Document) -> Document:
    """Return the document with spans for the parts of its code, where the language is clear."""
    return Document(
        tuple(
            replace(block, spans=(*block.spans, *_parts(block.text)))
            if block.kind == "code"
            else block
            for block in document.blocks
        )
    )


def _parts(code: str) -> Iterator[Span]:
    if language := _language_of(code):
        for part in language.parts.finditer(code):
            if part.lastindex:
                yield Span(part.start(), part.end(), _PARTS[part.lastindex - 1])


def _language_of(code: str) -> _Language | None:
    """Return the language that code shows itself to be in; None where that is not clear."""
    if len(code) > _LONGEST_CODE:
        return None
    lines = [line[:_SEEN_OF_LINE] for line in code.split("\n") if line.strip()][:_SEEN_LINES]
    shown = [sum(bool(language.sign.search(line)) for line in lines) for language in _LANGUAGES]
    most = max(shown)
    if shown.count(most) > 1 or most < _LEAST_SHARE * len(lines):
        return None
    return _LANGUAGES[shown.index(most)]
