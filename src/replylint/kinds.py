"""This file guesses what a reply is: its kind and channel, where nobody says so.

What tells them apart are word lists of the core pack, one a kind. The customer's message is
asked first, then the reply's own words; the first list that is heard decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replylint.reply import Reply

# Word list -> kind, in the order in which they are asked.
_BY_CUSTOMER = (
    ("$customer-thanks", "other"),
    ("$customer-complains", "complaint"),
    ("$customer-asks-how", "howto"),
    ("$customer-asks-status", "status"),
    ("$customer-asks", "question"),
    ("$customer-is-troubled", "complaint"),
)
_BY_REPLY = (
    ("$reply-is-marketing", "other"),
    ("$reply-is-howto", "howto"),
    ("$reply-is-complaint", "complaint"),
    ("$reply-is-confirmation", "confirmation"),
    ("$reply-is-status", "status"),
)
_CHANNELS = (("$reply-is-review", "review"), ("$reply-is-social", "social"))

# Guard -> the word lists that it needs.
CUES_OF: dict[str, tuple[str, ...]] = {
    "kind": tuple(cue for cue, _ in (*_BY_CUSTOMER, *_BY_REPLY)),
    "guessed": tuple(cue for cue, _ in (*_BY_CUSTOMER, *_BY_REPLY)),
    "channel": tuple(cue for cue, _ in _CHANNELS),
}


def guess_kind(reply: Reply) -> str | None:
    """Return the kind that the customer's message or the reply's own words tell; None if none."""
    if reply.customer:
        for cue, kind in _BY_CUSTOMER:
            if reply.customer.cues[cue]:
                return kind
    return next((kind for cue, kind in _BY_REPLY if reply.cues[cue]), None)


def guess_channel(reply: Reply) -> str | None:
    """Return the channel by which the reply seems to go out; None where nothing tells."""
    return next((channel for cue, channel in _CHANNELS if reply.cues[cue]), None)
