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

DATE, AMOUNT, NUMBER, LINK, NAME, TEXT = "Friday", "50", "12345", "link", "Alex", "this"
# Words in a placeholder's name, and the word that stands in for it. The first that fits is taken.
_SORTS: dict[str, str] = {
    **dict.fromkeys(
        "date time day days eta deadline hour hours minutes weeks when timeframe timeline duration"
        " period month week due until datetime weekday today tomorrow".split(),
        DATE,
    ),
    **dict.fromkeys("subject title message body description status comment content".split(), TEXT),
    **dict.fromkeys(
        "amount price total cost fee refund sum value balance currency".split(), AMOUNT
    ),
    **dict.fromkeys(
        "number nr num id order ticket ref reference code case invoice phone zip count tracking"
        " quantity x n".split(),
        NUMBER,
    ),
    **dict.fromkeys("link url uri site website page address email mail href".split(), LINK),
    **dict.fromkeys(
        "name customer user username actor agent first last firstname lastname author company"
        " sender reporter recipient login brand signature team requester assignee contact".split(),
        NAME,
    ),
}
_ENDING = re.compile(r"[a-z]+(name|date|time|url|link|email|number|price|amount)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ARGUMENT = re.compile(r"[\"'](\w{2,40})[\"']")
_DATE_FILTER = re.compile(r"\|\s*(?:date|time|strftime|format_date|l10n_date)\b")
_MONEY_FILTER = re.compile(r"\|\s*(?:currency|money|format_currency)\b")
_UNIT = re.compile(
    r"\s*(?:working |business |calendar )?(?:days?|hours?|hrs?|weeks?|minutes?|mins?|months?)\b"
)
_MOST_WORDS = 6
_CLAUSES = re.compile(r"[,.:;?]\s")
# A branch of a template starts here: what stands before and after is never read in one breath.
BRANCH = "\u2028"
_BRANCHES = frozenset("else elsif elseif elif when case".split())

_PLACEHOLDER = re.compile(
    r"""
    (?=[@$%#&{<\[:_A-Z*\\«])(?:
  # Notes for the template's writers, and code: {# … #}, {% comment %} … {% endcomment %}
  (?P<note>\{\#[^{}]{0,2000}?\#\} | \{\{!--.{0,2000}?--\}\} | <%(?:\#|--).{0,2000}?%>
    | \{%-?\s*comment\b.{0,2000}?\bendcomment\s*-?%\}
    | \{%-?\s*highlight\b.{0,2000}?\bendhighlight\s*-?%\} | \{:[^{}\n]{0,80}\}
    | \[(?:image|cid):[^\[\]\n]{0,200}\])
  # Text to be translated is text: {{ _('Hello {name}')|f(name=x) }}
  | (?P<opens>\{\{-?\s*(?:_|__|gettext|trans|translate)\(\s*(?P<mark>["'])(?=[^{}\n]{0,1000}?\s))
  # Tags: {% if x %}, {{#if x}}, {{/if}}, {{else}}, {{ if .X }}, {if $x}, <% if x %>, <?php if …,
  # <#if x>, *|IF:X|*, @if(x), #if($x)
  | (?P<tag>\{%(?:[-\s]\s*(?P<word>\w+)|(?P<tight>(?:end)?(?:if|for|unless|case)|else|elsif|when))
        (?:\s[^{}]{0,500}?)?-?%\}
      | \{\{\{?~?\s*[\#/^](?P<block>\w*)[^{}]{0,500}\}\}
      | \{\{[~-]?\s*(?P<go>if|else|end|range|with)\b[^{}]{0,300}\}\}
      | \{/?(?P<smarty>if|else|elseif|foreach|section|literal)(?:\s[^{}\n]{0,200})?\}
      | <%-?(?P<ruby>(?!=)\s+[@\w][^%]{0,500})%>
      | <\?(?:php\s)?\s*(?P<script>(?!=|php\b|echo\b|print\b)[a-z@}][^?]{0,500})\?>
      | </?\#(?P<ftl>if|elseif|else|list|assign)\b[^<>\n]{0,200}>
      | \*\|(?P<chimp>IF|ELSE|ELSEIF|END)\b[^|\n]{0,80}\|\*
      | @(?P<blade>if|elseif|else|endif|unless|endunless|foreach|endforeach|isset|endisset)\b
        (?:[ ]?\([^\n]{0,200}?\)(?=\s)|(?=\s|$))
      | \#(?P<velocity>if|elseif|foreach)[ ]?\([^()\n]{0,200}\) | \#(?P<velocity_end>else|end)\b)
  # Values
  | \$?\{\{\{?(?P<mustache>(?:[^{}]|\$\{[^{}]{0,200}\}){0,500})\}?\}\}
  | <%[=-]?(?P<percent_tag>(?:(?!%>).){1,300}?)%>
  | <\?(?:=|php\s+(?:echo|print))(?P<php>(?:(?!\?>).){1,300}?)\?>
  | \{%(?P<kayako>[^{}\n]{1,200}?)%\}
  | %\((?P<python>\w{1,60})\)[sdif](?!\w)
  | (?P<cursor>\$\|\$|\{cursor\})
  | (?P<line>%[ \t]*(?:if|elif|else|endif|for|endfor|set)\b[^\n]{0,300})
  | (?<![\w%])%(?:\d\$)?(?P<printf>[sd])(?!\w)
  | \{!!(?P<raw>[^{}\n]{1,200}?)!!\}
  | \{!(?P<salesforce>\w[^{}\n]{1,200}?)\}
  | [@%$\#]\{(?P<sigil>[^{}\n]{1,200})\}
  | \{[ ]?\$(?P<variable>[^{}\n]{1,200})\}
  | \{(?P<call>\w+->[^{}\n]{1,200})\}
  | \{(?P<brace>[A-Za-z_][\w. |:"'/-]{0,80})\}
  | \*\|(?P<merge>[A-Z][A-Z0-9_:]{1,60})\|\*
  | %%(?P<percents>[A-Za-z]\w{1,60})%%
  | \#\#(?P<hashes>[A-Za-z]\w{1,60})\#\#
  | «(?P<guillemets>[A-Za-z][\w ]{0,40})»
  | <<(?P<double>[A-Za-z_][^<>\n]{0,80})>>
  | (?:<|&lt;)(?P<angle>[A-Za-z][A-Za-z']+(?:[_ /-][A-Za-z']+){0,8})(?:>|&gt;)
  | (?<!<!)(?<!<!--)(?P<bracket>\\?\[\[?[^\S\n]*(?:[A-Za-z][^\[\]\n]{1,119}|[xXnN])\]?\])(?![(\[:])
  | (?<![\w$])\$(?P<dollar>[A-Z][A-Z0-9_]{2,60})\b\$?
  | (?<![\w%])%(?P<percent>[A-Za-z]+(?:\\?_[A-Za-z]+)+|[A-Z]{3,40}|[a-z]{3,40})%
  | %fill\w*:(?:name=)?(?P<fill>[^%\n]{1,80})%
  | (?<![\w:/]):(?P<colon>[a-z]+(?:_[a-z]+)*)\b(?!:)
  | (?<![\w./\\-])(?P<capitals>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?!\.?\w|[/\\(-])
  | (?<![\w/])(?P<form_date>(?:DD|MM|XX|__)[/.-](?:MM|DD|XX|__)[/.-](?:YY|XX|__){1,2})(?![\w/])
  | (?P<form_amount>(?:(?<=[$£€])|(?<![\w.]))X{1,4}[.,]XX)(?!\w)
  | (?<![\w./-])(?P<crosses>X{3,12})(?![\w./-])
  | (?<!\w)(?P<blank>_{4,}|(?:\\_){4,})(?!\w)
  )
""",
    re.VERBOSE | re.DOTALL,
)
# Sorts that their form tells.
_FORMS = {"form_date": DATE, "form_amount": AMOUNT, "crosses": None}
_CURRENCIES = frozenset("AUD CAD EUR GBP HKD NZD SGD USD".split())
# What looks like these may be meant as it is, and is masked only where the name is known …
_ONLY_KNOWN = frozenset(("colon", "percent", "guillemets"))
# … and these are said to be left in only where the name says what belongs there: nothing else of
# this form is code, an aside or a name.
_ANY = re.compile(r".+", re.DOTALL)
_PLAIN_NAMES = {
    **dict.fromkeys("angle double dollar percent colon guillemets hashes sigil".split(), _ANY),
    "brace": re.compile(r"[\w. /-]+"),
    "capitals": re.compile(r"(?!ERR)\w+_(?:NAME|NUMBER|DATE|TIME|AMOUNT|PRICE|LINK|URL|EMAIL)"),
    "bracket": re.compile(
        r"(?:insert|paste|enter|add|fill|include|your|customer)\b.*|(?!email protected)[a-z]+"
        r"(?:[ _-](?:and |or )?[a-z]+){0,2}",
        re.IGNORECASE,
    ),
}
# Elements whose tags are no placeholders.
_HTML = frozenset(
    (
        "a abbr acronym address area article aside audio b base bdi bdo big blink blockquote body"
        " br button canvas caption center circle cite clippath code col colgroup data datalist dd"
        " defs del details dfn dialog dir div dl dt ellipse em embed fieldset figcaption figure"
        " filter font footer form frame frameset g h head header hgroup hr html i iframe image img"
        " input ins kbd label legend li line lineargradient link main map mark marquee mask menu"
        " meta meter nav nobr noframes noscript object ol optgroup option output p param path"
        " pattern picture polygon polyline pre progress q radialgradient rect rp rt ruby s samp"
        " script search section select slot small source span stop strike strong style sub summary"
        " sup svg symbol table tbody td template text textarea tfoot th thead time title tr track"
        " tspan tt u ul use var video wbr xml"
    ).split()
)
# "[label]: url", where a link of Markdown goes.
REFERENCE = re.compile(r"^ {0,3}\[([^\]\n]{1,200})\]:[^\S\n]*\S", re.MULTILINE)
_TASK = re.compile(r"[^\S\n]*(?:[-*+]\s+)?$")
_ESCAPED = re.compile(r"\\(.)")
_GREETED = re.compile(r"\b(?:hi|hello|dear|hey|m[rs]s?\.?)\s$", re.IGNORECASE)
# How far a line is looked at on either side.
_AROUND = 200


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
    labels = {" ".join(label.lower().split()) for label in REFERENCE.findall(text)}
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
        return _Mask(start, end, BRANCH if _keyword(match) in _BRANCHES else "")
    sort = match.lastgroup or ""
    name = match[sort]
    if sort == "mustache" and name.lstrip("~ ").startswith(("!", ">")):
        return _Mask(start, end, "")
    if sort == "bracket":
        name = name.strip("\\[] \t")
        if " ".join(name.lower().split()) in {*labels, "sic"} or _is_task(match):
            return None
    if sort == "blank":
        return None if _is_rule(match) else _Mask(start, end, TEXT, unfilled=True)
    if sort in _FORMS:
        return _Mask(start, end, _FORMS[sort] or _crosses(match), unfilled=True)
    if sort == "line":
        return _Mask(start, end, "") if _begins_line(match) else None
    if sort == "cursor":
        return _Mask(start, end, "")
    if sort == "printf":
        return _Mask(start, end, NUMBER if name == "d" else TEXT, unfilled=True)
    word = word_for(name.replace("\\_", "_"))
    if sort == "angle" and _is_element(name, word):
        return None
    if (sort == "dollar" and name in _CURRENCIES) or (word is None and sort in _ONLY_KNOWN):
        return None
    if word == DATE and _UNIT.match(match.string, end):
        word = NUMBER
    plain = _PLAIN_NAMES.get(sort)
    unfilled = plain is None or (word is not None and plain.fullmatch(name) is not None)
    return _Mask(start, end, word or TEXT, unfilled)


def _keyword(match: re.Match[str]) -> str:
    """Return the word that says what a tag does."""
    groups = "word tight go smarty ftl chimp blade velocity velocity_end ruby script".split()
    said = next((match[group] for group in groups if match[group]), "")
    words = re.findall(r"[a-z]+", said.lower())
    return words[0] if words else ""


def _crosses(match: re.Match[str]) -> str:
    """Return the word for XXX: a name after a greeting, else a number."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    return (
        NAME
        if re.search(r"\b(?:hi|hello|dear|hey|m[rs]s?\.?)\s$", before, re.IGNORECASE)
        else NUMBER
    )


def _is_element(name: str, word: str | None) -> bool:
    """Tell an HTML tag, ``<b>`` or ``<my-tag>``, from a placeholder, ``<name>``, ``<ORDER ID>``."""
    if re.split(r"[ /]", name, maxsplit=1)[0].lower() in _HTML:
        return True
    return len(name) < 3 or (word is None and "-" in name)


def _is_task(match: re.Match[str]) -> bool:
    """Tell the box of a task list, "- [x] done", from a placeholder."""
    if match.end() - match.start() != len("[x]"):
        return False
    line = match.string[max(0, match.start() - _AROUND) : match.start()].rpartition("\n")[2]
    return _TASK.match(line) is not None


def _begins_line(match: re.Match[str]) -> bool:
    """Tell a line of code in a template, "% if late:", from a share, "50 % if late"."""
    before = match.string[max(0, match.start() - _AROUND) : match.start()].rpartition("\n")[2]
    return not before.strip()


def _is_rule(match: re.Match[str]) -> bool:
    """Tell a line of underscores from a blank to fill in."""
    before = match.string[max(0, match.start() - _AROUND) : match.start()].rpartition("\n")[2]
    after = match.string[match.end() : match.end() + _AROUND].partition("\n")[0]
    return not before.strip() and not after.strip()


def word_for(name: str) -> str | None:
    """Return the word that stands for a value of this name; None where it says nothing.

    Of a dotted name the last part counts ("ticket.requester.first_name"), of a call what it asks
    for ("Get('WebURL')"). A long one is a note to the agent, in which any word may stand.
    """
    if _DATE_FILTER.search(name):
        return DATE
    if _MONEY_FILTER.search(name):
        return AMOUNT
    path = re.split(r"[|(,?]|\bor\b", name, maxsplit=1)[0].strip()
    if len(path.split()) > _MOST_WORDS or _CLAUSES.search(name.partition("|")[0]):
        return None
    for part in (re.split(r"\.(?=\w)|->|:(?=\w)", path)[-1], *_ARGUMENT.findall(name)):
        words = re.findall(r"[a-z]+", _CAMEL.sub(" ", part).lower())
        if words[-1:] == ["at"] and len(words) > 1:
            return DATE
        if words[-1:] == ["name"]:
            return NAME
        known = {*words, *(match[1] for word in words if (match := _ENDING.fullmatch(word)))}
        for sort, word in _SORTS.items():
            if sort in known:
                return word
    return None
