"""This file masks placeholders, before any parser of markup sees the text.

``{{ a < b }}`` would break an HTML parser and ``[Name]`` become a link in a Markdown parser. A
mask is a word of the right sort, so that the grammar around it holds and a masked date is a date
to every rule. The sort is guessed from the placeholder's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from replylint.draft import DraftBuilder, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replylint.draft import Passage

# Words in a placeholder's name, and the word that stands in for it. The first that fits is taken.
_SORTS: dict[str, str] = {
    **dict.fromkeys(
        "date time day days eta deadline hour hours when timeframe timeline duration period month"
        " week due until datetime weekday".split(),
        "Friday",
    ),
    **dict.fromkeys(
        "subject title message body description status comment content".split(), "this"
    ),
    **dict.fromkeys("amount price total cost fee refund sum value balance currency".split(), "50"),
    **dict.fromkeys(
        "number no nr num id order ticket ref reference code case invoice phone zip count tracking"
        " quantity x n".split(),
        "12345",
    ),
    **dict.fromkeys("link url uri site website page address email mail href".split(), "link"),
    **dict.fromkeys(
        "name customer user username agent first last firstname lastname author company sender"
        " reporter recipient login brand signature team requester assignee contact".split(),
        "Alex",
    ),
}
_TEXT = "this"
_MOST_WORDS = 6
_CLAUSES = re.compile(r"[,.;?]\s")
_ENDING = re.compile(r"[a-z]{3,}(name|date|time|url|link|email|number|price|amount)")
# A branch of a template starts here: what stands before and after is never read in one breath.
BRANCH = "\u2028"

_PLACEHOLDER = re.compile(
    r"""
    (?=[@$%{<\[:_A-Z])(?:
  # Notes for the template's writers, whole: {# … #}, {% comment %} … {% endcomment %}, {{!-- … --}}
  (?P<note>\{\#[^{}]{0,2000}?\#\} | \{\{!--.{0,2000}?--\}\} | <%\#.{0,2000}?%>
    | \{%-?\s*comment\b.{0,5000}?\bendcomment\s*-?%\})
  # Text to be translated is text: {{ _('Hello {name}')|f(name=x) }}
  | (?P<opens>\{\{-?\s*(?:_|__|gettext|trans|translate)\(\s*(?P<mark>["'])(?=[^{}\n]{0,1000}?\s))
  # Tags: {% if x %}, <% if x %>, {{#if x}}, {{/if}}, {{else}}
  | (?P<tag>\{%(?:[-\s]\s*(?P<word>\w+)|(?P<tight>(?:end)?(?:if|for|unless|case)|else|elsif|when))
        (?:\s[^{}]{0,500}?)?-?%\}
      | \{\{\{?~?\s*[\#/^](?P<block>\w*)[^{}]{0,500}\}\}
      | \{\{~?\s*(?P<else>else)\b[^{}]{0,200}\}\}
      | <%-?\s*(?P<ruby>if|unless|else|elsif|end|for|\w[\w.]*\s(?:do|each))\b[^<>]{0,500}%>)
  # Values
  | \{\{\{?(?P<mustache>[^{}]{0,500})\}?\}\}
  | <%(?P<percent_tag>[=-]?[^<>]{1,300}?)%>
  | <\?(?:=|php\s+echo)(?P<php>[^<>]{1,300}?)\?>
  | \{%(?P<kayako>[^{}\n]{1,200}?)%\}
  | \{!!(?P<raw>[^{}\n]{1,200}?)!!\}
  | [@%$]\{(?P<sigil>[^{}\n]{1,200})\}
  | \{[ ]?\$(?P<variable>[^{}\n]{1,200})\}
  | \{(?P<call>\w+->[^{}\n]{1,200})\}
  | \{(?P<brace>[A-Za-z_][\w. |:"'/-]{0,80})\}
  | <<(?P<double>[A-Za-z_][^<>\n]{0,80})>>
  | <(?P<angle>[A-Za-z]+(?:[_ ][A-Za-z]+){0,8}|[A-Z]{3,30})>
  | (?<!\\)(?<!<!)(?<!<!--)(?P<bracket>\[[^\S\n]*(?:[A-Za-z][^\[\]\n]{1,119}|[xXnN])\])(?![(\[:])
  | (?<![\w$])\$(?P<dollar>[A-Z][A-Z0-9_]{2,60})\b\$?
  | (?<![\w%])%(?P<percent>[A-Za-z]+(?:_[A-Za-z]+)+|[A-Z]{3,40})%
  | (?<![\w:/]):(?P<colon>[a-z]+(?:_[a-z]+)*)\b(?!:)
  | (?<![\w./\\-])(?P<capitals>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?!\.?\w|[/\\(-])
  | (?<!\w)(?P<blank>_{4,})(?!\w)
  )
    """,
    re.VERBOSE | re.DOTALL,
)
_BRANCHES = frozenset("else elsif elseif elif when case".split())
_CURRENCIES = frozenset("AUD CAD EUR GBP HKD NZD SGD USD".split())
# What looks like these may be meant as it is, and is masked only where the name is known …
_ONLY_KNOWN = frozenset(("colon", "percent"))
# … and these are said to be left in only where the name says what belongs there: nothing else of
# this form is code, an aside or a name.
_PLAIN_NAMES = {
    "brace": re.compile(r"[\w. /-]+"),
    "angle": re.compile(r".+", re.DOTALL),
    "double": re.compile(r".+"),
    "dollar": re.compile(r".+"),
    "percent": re.compile(r".+"),
    "colon": re.compile(r".+"),
    "capitals": re.compile(r"(?!ERR)\w+_(?:NAME|NUMBER|DATE|TIME|AMOUNT|PRICE|LINK|URL|EMAIL)"),
    "bracket": re.compile(
        r"(?:insert|paste|enter|add|fill|include|your|customer)\b.*|(?!email protected)[a-z]+"
        r"(?:[ _-](?:and |or )?[a-z]+){0,2}",
        re.IGNORECASE,
    ),
}
# Elements whose tags are no placeholders. Others of one small word are taken for tags anyway.
_HTML = frozenset(
    (
        "a abbr address area article aside audio b base bdi bdo big blockquote body br button"
        " canvas caption center cite code col colgroup data datalist dd del details dfn dialog"
        " div dl dt em embed fieldset figcaption figure font footer form g h head header hgroup"
        " hr html i iframe img input ins kbd label legend li link main map mark menu meta meter"
        " nav noscript object ol optgroup option output p param path picture pre progress q rect"
        " rp rt ruby s samp script search section select slot small source span strike strong"
        " style sub summary sup svg table tbody td template textarea tfoot th thead time title tr"
        " track tt u ul var video wbr xml"
    ).split()
)
_REFERENCE = re.compile(r"^ {0,3}\[([^\]\n]{1,200})\]:[^\S\n]*\S", re.MULTILINE)
_TASK = re.compile(r"[^\S\n]*(?:[-*+]\s+)?$")
_ESCAPED = re.compile(r"\\(.)")


class _Mask(NamedTuple):
    start: int
    end: int
    word: str
    unfilled: bool = False


def masked(passage: Passage) -> Passage:
    """Return the passage with a word in the place of each placeholder.

    Those that would be a mistake in a reply that goes out are marked as unfilled. Text in
    both branches of ``{% if %}`` stays, and so does the text of ``{% trans %}`` and ``{{ _() }}``.
    """
    builder = DraftBuilder(passage)
    at = 0
    for mask in _masks(passage.text):
        builder.copy(at, mask.start)
        sort = Sort.UNFILLED if mask.unfilled else Sort.MASK
        builder.stand_in(mask.start, mask.end, mask.word, sort)
        at = mask.end
    builder.copy(at, len(passage.text))
    return builder.passage()


def _masks(text: str) -> Iterator[_Mask]:
    labels = {" ".join(label.lower().split()) for label in _REFERENCE.findall(text)}
    at = 0
    while match := _PLACEHOLDER.search(text, at):
        at = match.end()
        if match["opens"]:
            yield from (translated := _translated(text, match))
            at = max(at, translated[-1].end)
        elif (mask := _mask(match, labels)) is not None:
            yield mask


def _translated(text: str, match: re.Match[str]) -> list[_Mask]:
    """Return the masks around and within the text of ``{{ _('…') }}``."""
    closing = re.compile(rf"(?<!\\){match['mark']}[^{{}}]{{0,500}}\}}\}}")
    end = closing.search(text, match.end(), match.end() + 2000)
    if end is None:
        return [_Mask(match.start(), match.end(), "")]
    inside = [
        _Mask(m.start(), m.end(), m[1]) for m in _ESCAPED.finditer(text, match.end(), end.start())
    ]
    inside += [
        mask
        for m in _PLACEHOLDER.finditer(text, match.end(), end.start())
        if (mask := _mask(m, set())) is not None
    ]
    around = [_Mask(match.start(), match.end(), ""), _Mask(end.start(), end.end(), "")]
    return _apart([*around, *inside])


def _apart(masks: list[_Mask]) -> list[_Mask]:
    """Return masks in order, without those that overlap an earlier one."""
    kept: list[_Mask] = []
    for mask in sorted(masks):
        if not kept or mask.start >= kept[-1].end:
            kept.append(mask)
    return kept


def _mask(match: re.Match[str], labels: set[str]) -> _Mask | None:
    """Return the mask of a match; None where it is text after all."""
    start, end = match.span()
    if match["note"]:
        return _Mask(start, end, "")
    if match["tag"]:
        word = match["word"] or match["tight"] or match["else"] or match["ruby"] or ""
        return _Mask(start, end, BRANCH if word in _BRANCHES else "")
    sort = match.lastgroup or ""
    name = match[sort]
    if sort == "bracket":
        name = name[1:-1].strip()
        if " ".join(name.lower().split()) in {*labels, "sic"} or _is_task(match):
            return None
    word = word_for(name)
    if sort == "angle" and _is_element(name, word):
        return None
    if sort == "dollar" and name in _CURRENCIES:
        return None
    if sort == "mustache" and name.lstrip("~ ").startswith(("!", ">")):
        return _Mask(start, end, "")
    if sort == "blank":
        return None if _is_rule(match) else _Mask(start, end, _TEXT, unfilled=True)
    if word is None and sort in _ONLY_KNOWN:
        return None
    plain = _PLAIN_NAMES.get(sort)
    unfilled = plain is None or (word is not None and plain.fullmatch(name) is not None)
    return _Mask(start, end, word or _TEXT, unfilled)


def _is_element(name: str, word: str | None) -> bool:
    """Tell an HTML tag, ``<b>`` or ``<svg>``, from a placeholder, ``<name>`` or ``<ORDER ID>``."""
    if name.partition(" ")[0].lower() in _HTML:
        return True
    return word is None and name.islower() and name.isalpha()


def _is_task(match: re.Match[str]) -> bool:
    """Tell the box of a task list, "- [x] done", from a placeholder."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return match.end() - match.start() == len("[x]") and _TASK.match(line) is not None


def _is_rule(match: re.Match[str]) -> bool:
    """Tell a line of underscores from a blank to fill in."""
    start = match.string.rfind("\n", 0, match.start()) + 1
    end = match.string.find("\n", match.end())
    return match.string[start : end if end >= 0 else None].strip() == match[0]


def word_for(name: str) -> str | None:
    """Return the word that stands for a value of this name; None where it says nothing.

    The last part of a dotted name is asked first, then all of it: "ticket.requester.first_name".
    A long one is a note to the agent, in which any word may stand.
    """
    if len(name.split()) > _MOST_WORDS or _CLAUSES.search(name):
        return None
    path = re.split(r"\||\(|\bor\b", name, maxsplit=1)[0].strip()
    for part in (re.split(r"\.|->", path)[-1], path, name):
        words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part).lower()))
        words.update(match[1] for word in list(words) if (match := _ENDING.fullmatch(word)))
        for known, word in _SORTS.items():
            if known in words:
                return word
    return None
