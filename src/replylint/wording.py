"""This file says which spellings are one wording.

A phrase in a rule and a word in a reply meet on their *normal form*. The tokenizer
(``language.py``) and the phrase language (``phrases.py``) both take it from here, so
that ``didn't``, ``didnt``, ``DIDN’T`` and ``did not`` are one thing to every rule,
while ``don't`` and ``didn't`` stay two. Nothing here knows spaCy.
"""

from __future__ import annotations

import re

# Characters that are written in several ways, one to one, so that offsets never move.
FOLDS = str.maketrans(
    {
        **dict.fromkeys("’‘‚‛ʼ´`＇", "'"),
        **dict.fromkeys("“”„‟«»＂", '"'),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\f\v",
            " ",
        ),
        **dict.fromkeys("‐‑", "-"),
    }
)
# Characters without a width: they part nothing and say nothing.
INVISIBLE = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
    "\u2066\u2067\u2068\u2069\ufeff"
)

# The words that greetings start with.
GREETINGS = frozenset("hi hello hey dear hiya greetings morning afternoon evening".split())

# Chat spellings and frequent slips, each with the word that is meant.
_SAME = {
    "u": "you",
    "ya": "you",
    "yr": "your",
    "pls": "please",
    "plz": "please",
    "plse": "please",
    "thx": "thanks",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "tomoz": "tomorrow",
    "abt": "about",
    "b4": "before",
    "sory": "sorry",
    "sry": "sorry",
    "soz": "sorry",
    "whilst": "while",
    "amongst": "among",
    "a.s.a.p": "asap",
    "a.s.a.p.": "asap",
    "e-mail": "email",
    "e-mails": "emails",
    "ok": "okay",
    "alright": "okay",
    "til": "until",
    "till": "until",
    # the halves into which the tokenizer cuts contractions
    "n't": "not",
    "nt": "not",
    "'ll": "will",
    "'re": "are",
    "'ve": "have",
    "'m": "am",
}

_AMERICAN = (
    (
        re.compile(
            r"^(ap+olog|real|organ|priorit|recogn|summar|final|minim|maxim|custom|util|author|emphas"
            r"|critic|special|general|optim|personal|familiar|sympath|visual|categor|normal|local"
            r"|initial|penal|scrutin|standard|stabil|mobil|empath|jeopard)is(?=e|ing|ation)"
        ),
        r"\1iz",
    ),
    (re.compile(r"^appolog"), "apolog"),
    (re.compile(r"^(behavi|col|endeav|fav|dishon|hon|hum|lab|neighb|flav|rum)our"), r"\1or"),
    (
        re.compile(r"^(cance|trave|labe|mode|signa|leve|fue|quarre|counse)ll(?=ed$|ing$|er$|ers$)"),
        r"\1l",
    ),
    (re.compile(r"^(def|off|lic|pret)ence"), r"\1ense"),
    (re.compile(r"^(cent|theat|met)re(?=s?$)"), r"\1er"),
    (re.compile(r"^enquir"), "inquir"),
    (re.compile(r"^programme(?=s?$)"), "program"),
    (re.compile(r"^fulfil(?=s?$|ment)"), "fulfill"),
)
_STRETCHED = re.compile(r"([a-z])\1{2,}")


def normal(word: str) -> str:
    """Return the normal form of a token: lower case, American, plain quotes, no stretched letters.

    >>> [normal(w) for w in ("Apologise", "SOOO", "n’t", "pls", "behaviour")]
    ['apologize', 'so', 'not', 'please', 'behavior']
    """
    word = word.translate(FOLDS).lower()
    word = _SAME.get(word, word)
    if len(word) > 4:
        for british, american in _AMERICAN:
            word = british.sub(american, word)
    return _STRETCHED.sub(r"\1", word) if _STRETCHED.search(word) else word


# Words that "n't" is written to without an apostrophe, and what stands before it.
_NEGATED = "are could did does do had has have is might must need should was were would".split()
# Pronouns whose contractions are written without an apostrophe. Left out are those that
# spell another word: its, ill, well, were, shell, hell, id, wed.
_BARE_ENDINGS = {
    "re": ("you", "they"),
    "ve": ("i", "you", "we", "they", "should", "could", "would", "might", "must"),
    "ll": ("you", "they", "it", "that", "there"),
    "m": ("i",),
    "s": ("that", "there", "what", "here", "where", "who"),
    "d": ("you", "they"),
}
_ENDING_WORDS = {"re": "are", "ve": "have", "ll": "will", "m": "am", "s": "is", "d": "'d"}


def _joined() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, tuple[tuple[str, str], ...]] = {
        "cannot": (("can", "can"), ("not", "not")),
        "can't": (("ca", "can"), ("n't", "not")),
        "cant": (("ca", "can"), ("nt", "not")),
        "won't": (("wo", "will"), ("n't", "not")),
        "wont": (("wo", "will"), ("nt", "not")),
        "shan't": (("sha", "shall"), ("n't", "not")),
        "shant": (("sha", "shall"), ("nt", "not")),
        "ain't": (("ai", "is"), ("n't", "not")),
        "aint": (("ai", "is"), ("nt", "not")),
        "gonna": (("gon", "going"), ("na", "to")),
        "gotta": (("got", "got"), ("ta", "to")),
        "wanna": (("wan", "want"), ("na", "to")),
        "shoulda": (("should", "should"), ("a", "have")),
        "coulda": (("could", "could"), ("a", "have")),
        "woulda": (("would", "would"), ("a", "have")),
    }
    for verb in _NEGATED:
        table[f"{verb}nt"] = ((verb, verb), ("nt", "not"))
    for ending, words in _BARE_ENDINGS.items():
        for word in words:
            table[word + ending] = ((word, word), (ending, _ENDING_WORDS[ending]))
    return table


# Spellings that are one word to the eye and two to a rule: spelling -> ((text, normal form), ...).
JOINED = _joined()

# After these, "'s" is "is" ("it's late"); after other words it marks the owner ("the customer's").
IS_AFTER = frozenset(
    "it that this there here he she who what where when how why everything everyone nothing"
    " something someone somebody anything one all".split()
)
_ENDING = re.compile(r"(?<=.)(n't|'ll|'re|'ve|'m|'d|'s)$")


def words(spelling: str) -> tuple[str, ...]:
    """Return the normal forms of one spelling, contractions taken apart.

    >>> words("didn't"), words("You’re"), words("cannot"), words("let's")
    (('did', 'not'), ('you', 'are'), ('can', 'not'), ('let', 'us'))
    """
    spelling = spelling.translate(FOLDS).lower()
    if spelling in JOINED:
        return tuple(form for _, form in JOINED[spelling])
    ending = _ENDING.search(spelling)
    if ending is None:
        return (normal(spelling),)
    stem = spelling[: ending.start()]
    if ending[0] == "'s":
        return (normal(stem), "us" if stem == "let" else "is" if stem in IS_AFTER else "'s")
    return (*words(stem), normal(ending[0]))


# One written form that stands for several words: a phrase with the word also takes the form.
ALSO = {
    "had": ("'d",),
    "would": ("'d",),
    "your": ("ur",),
    "has": ("'s",),
}
