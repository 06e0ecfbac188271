"""This file makes the forms of English verbs, for ``<fail>`` and ``<fail:past>`` in a phrase."""

from __future__ import annotations

from replylint.wording import normal

FORMS = ("base", "s", "past", "pp", "ing")

# base: past, past participle ("/" parts several); the other forms are regular.
_IRREGULAR = """
arise: arose, arisen | bear: bore, borne | beat: beat, beaten | become: became, become
begin: began, begun | bet: bet, bet | blow: blew, blown | break: broke, broken
bring: brought, brought | build: built, built | burn: burned/burnt, burned/burnt
buy: bought, bought | catch: caught, caught | choose: chose, chosen | come: came, come
cost: cost, cost | cut: cut, cut | deal: dealt, dealt | dig: dug, dug | draw: drew, drawn
dream: dreamed/dreamt, dreamed/dreamt | drive: drove, driven | eat: ate, eaten | fall: fell, fallen
feed: fed, fed | feel: felt, felt | fight: fought, fought | find: found, found | fly: flew, flown
forbid: forbade, forbidden | forget: forgot, forgotten/forgot | forgive: forgave, forgiven
freeze: froze, frozen | get: got, got/gotten | give: gave, given | go: went, gone
grow: grew, grown
hang: hung, hung | hear: heard, heard | hide: hid, hidden | hit: hit, hit | hold: held, held
hurt: hurt, hurt | keep: kept, kept | know: knew, known | lay: laid, laid | lead: led, led
lean: leaned/leant, leaned/leant | learn: learned/learnt, learned/learnt | leave: left, left
lend: lent, lent | let: let, let | lie: lay/lied, lain/lied | lose: lost, lost | make: made, made
mean: meant, meant | meet: met, met | mislay: mislaid, mislaid | mislead: misled, misled
misread: misread, misread | mistake: mistook, mistaken | misunderstand: misunderstood, misunderstood
overlook: overlooked, overlooked | oversleep: overslept, overslept
overwrite: overwrote, overwritten
pay: paid, paid | prove: proved, proved/proven | put: put, put | quit: quit, quit | read: read, read
ride: rode, ridden | ring: rang, rung | rise: rose, risen | run: ran, run | say: said, said
see: saw, seen | seek: sought, sought | sell: sold, sold | send: sent, sent | set: set, set
shake: shook, shaken | shine: shone, shone | shoot: shot, shot | show: showed, shown/showed
shut: shut, shut | sit: sat, sat | sleep: slept, slept | speak: spoke, spoken
spell: spelled/spelt, spelled/spelt | spend: spent, spent | spill: spilled/spilt, spilled/spilt
split: split, split | spoil: spoiled/spoilt, spoiled/spoilt | spread: spread, spread
stand: stood, stood | steal: stole, stolen | stick: stuck, stuck | strike: struck, struck
swear: swore, sworn | take: took, taken | teach: taught, taught | tear: tore, torn
tell: told, told | think: thought, thought | throw: threw, thrown
understand: understood, understood | undo: undid, undone | upset: upset, upset
wake: woke, woken | wear: wore, worn | weep: wept, wept | win: won, won
withdraw: withdrew, withdrawn | write: wrote, written
"""

# Verbs whose every form is its own.
_WHOLE: dict[str, dict[str, tuple[str, ...]]] = {
    "be": {
        "base": ("be", "am", "are"),
        "s": ("is",),
        "past": ("was", "were"),
        "pp": ("been",),
        "ing": ("being",),
    },
    "have": {
        "base": ("have",),
        "s": ("has", "'s"),
        "past": ("had", "'d"),
        "pp": ("had",),
        "ing": ("having",),
    },
    "do": {
        "base": ("do",),
        "s": ("does",),
        "past": ("did",),
        "pp": ("done",),
        "ing": ("doing",),
    },
    "will": {"base": ("will",), "s": ("will",), "past": ("would", "'d"), "pp": (), "ing": ()},
    "can": {"base": ("can",), "s": ("can",), "past": ("could",), "pp": (), "ing": ()},
}

# Verbs of more than one syllable whose last consonant is doubled: "forgetting", "permitted".
_DOUBLED = frozenset(
    "admit cancel commit control equip forget forbid label begin upset omit permit prefer"
    " refer regret submit transfer travel quarrel reset input format".split()
)
_VOWELS = "aeiou"


def _irregular() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    entries = (e for line in _IRREGULAR.strip().splitlines() for e in line.split("|"))
    table = {}
    for entry in entries:
        base, _, rest = entry.strip().partition(": ")
        past, _, participle = rest.partition(", ")
        table[base] = (tuple(past.split("/")), tuple(participle.split("/")))
    return table


_IRREGULARS = _irregular()


def forms(verb: str, form: str | None = None) -> frozenset[str]:
    """Return the normal forms of a verb: of one ``form`` of ``FORMS``, or of all.

    >>> sorted(forms("fail")), sorted(forms("forget", "past"))
    (['fail', 'failed', 'failing', 'fails'], ['forgot'])
    """
    table = _WHOLE.get(verb) or _table(verb)
    chosen = table[form] if form else tuple(word for part in table.values() for word in part)
    return frozenset(normal(word) for word in chosen)


def _table(verb: str) -> dict[str, tuple[str, ...]]:
    regular = (_ending(verb, "ed"),)
    past, participle = _IRREGULARS.get(verb, (regular, regular))
    return {
        "base": (verb,),
        "s": (_third_person(verb),),
        "past": past,
        "pp": participle,
        "ing": (_ending(verb, "ing"),),
    }


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _ending(verb: str, ending: str) -> str:
    if verb.endswith("ie") and ending == "ing":
        return verb[:-2] + "ying"
    if verb.endswith("e") and not (ending == "ing" and verb.endswith(("ee", "oe", "ye"))):
        return verb[:-1] + ending
    if verb.endswith("y") and verb[-2] not in _VOWELS and ending == "ed":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + ending


def _doubles(verb: str) -> bool:
    if verb in _DOUBLED:
        return True
    if len(verb) < 3 or verb[-1] in _VOWELS + "wxy" or verb[-2] not in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in verb) == 1 and verb[-3] not in _VOWELS
