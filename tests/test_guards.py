"""Each guard, on replies for which it holds and replies for which it does not."""

from __future__ import annotations

import pytest
from pack import rule, write_pack

from replylint import Linter

VOCABULARY = {
    "day": "about: a day\nfind: [friday, monday]\nunless:\n  - after: [ago]\n",
    "bound": "about: a bound\nfind: [$day, by noon]\n",
}
# guard in YAML: (excused, not excused); the hit is "soon" or "you failed".
TABLE = {
    "near: $bound": (
        ["Soon, on Friday.", "We will write soon. It is Friday then.", "By noon. Very soon."],
        ["Soon.", "Friday it is. We looked. Soon.", "Soon, as on Friday ago."],
    ),
    "sentence: $bound": (["Soon, by noon."], ["Soon. By noon."]),
    "anywhere: $bound": (["Soon. One. Two. By noon."], ["Soon."]),
    "within: see you soon": (["See you soon!"], ["We see to it soon."]),
    "before: thanks": (["Thanks for writing so soon"], ["Thanks, we write soon", "Soon, thanks"]),
    "after: after": (["soon after that"], ["soon, after that", "after that, soon"]),
    "then: [we will, I will]": (
        ["Soon. We will call.", "Soon, and I will call"],
        ["We will call soon.", "Soon. Yes. We will call."],
    ),
    "later: we will": (
        ["Soon. One. Two. We will call.", "Soon, we will"],
        ["We will call soon.", "Soon."],
    ),
    "shorter-than: 4": (["It is soon.", "- Soon!"], ["It will be soon."]),
    "customer: when": ([], ["Soon.", "When is soon?"]),
    "guessed": (["Soon."], []),
    "negated": (
        ["It is not that you failed", "Nobody says you failed", "rather than say you failed"],
        ["You failed", "No problem, you failed", "You failed, not us", "no doubt you failed"],
    ),
    "question": (["Is it soon?", "Soon (really?)"], ["Soon! Why?", "Soon."]),
    "condition": (
        ["If you failed, write", "When you failed", "in case you failed", "Unless it is soon"],
        [
            "You failed",
            "We saw that you failed",
            "if you had not been late you failed",
        ],
    ),
    "subject: us": (
        ["We reply soon", "Our team replies soon", "I'll check and tell you soon"],
        ["You get it soon", "They reply soon", "Soon!"],
    ),
    "subject: you": (["You get it soon"], ["We get it soon", "Your order ships soon"]),
    "subject: other": (
        ["The courier comes soon", "Your order ships soon", "It ships soon"],
        ["We come soon", "Reply soon"],
    ),
    "subject: [you, other]": (["You get it soon", "It ships soon"], ["We ship soon"]),
    "{sentence: $bound, subject: us}": (["We write soon, by noon"], ["It comes soon, by noon"]),
    "kind: [unknown, status]": (["Soon."], []),
    "kind: howto": ([], ["Soon."]),
    "channel: [chat, social]": ([], ["Soon."]),
}


@pytest.fixture(scope="module")
def excused(tmp_path_factory):
    rules = {
        f"c{n}/r": rule(["soon", "you failed"], unless=f"\n  - {guard}")
        for n, guard in enumerate(TABLE)
    }
    linter = Linter([str(write_pack(tmp_path_factory.mktemp("pack"), rules, VOCABULARY))])
    assert not linter.errors, linter.errors[0]

    def ask(guard, text, **known):
        name = f"c{list(TABLE).index(guard)}/r"
        return not any(finding.rule == name for finding in linter.lint(text, **known))

    return ask


@pytest.mark.parametrize(("guard", "text"), [(g, t) for g, (yes, _) in TABLE.items() for t in yes])
def test_a_guard_excuses(excused, guard, text):
    assert excused(guard, text)


@pytest.mark.parametrize(("guard", "text"), [(g, t) for g, (_, no) in TABLE.items() for t in no])
def test_a_guard_does_not_excuse(excused, guard, text):
    assert not excused(guard, text)


def test_kind_and_channel_excuse_what_is_known_to_be_of_them(excused):
    assert excused("kind: howto", "Soon.", kind="howto")
    assert not excused("kind: howto", "Soon.", kind="status")
    assert excused("kind: [unknown, status]", "Soon.")
    assert not excused("kind: [unknown, status]", "Soon.", kind="howto")
    assert excused("channel: [chat, social]", "Soon.", channel="chat")


def test_the_customers_message_excuses_where_it_is_given(excused):
    assert excused("customer: when", "Soon.", customer="When is it?")
    assert not excused("customer: when", "Soon.", customer="It is late.")
    assert not excused("guessed", "Soon.", kind="status")
    assert not excused("guessed", "Soon.", customer="It is late.")


def test_a_reply_restates_where_a_word_of_the_message_comes_back(tmp_path):
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("soon", unless="\n  - restates")}))])

    def excused(reply, customer="My two parcels were damaged on Friday."):
        return not linter.lint(reply, customer=customer)

    assert excused("The parcel comes soon.")
    assert excused("It's the damaging one, and soon gone.")
    assert not excused("Soon. A damaged parcel is annoying.")
    assert not excused("It comes soon. You were right.")
    assert not excused("The parcel comes soon.", None)


def test_harden_if_makes_an_error_and_with_soften_if_cancels_out(tmp_path):
    text = rule("soon", soften_if="\n  - near: perhaps", harden_if="\n  - customer: when")
    linter = Linter([str(write_pack(tmp_path, {"c/r": text}))])

    def severity(reply, customer=None):
        return [f.severity for f in linter.lint(reply, customer=customer)]

    assert severity("Soon.") == ["warning"]
    assert severity("Soon.", "When?") == ["error"]
    assert severity("Soon, perhaps.") == ["suggestion"]
    assert severity("Soon, perhaps.", "When?") == ["warning"]


def test_a_message_quotes_the_customer_and_says_in_which_line(tmp_path):
    text = rule("order number", only_if='\n  - customer: "order #"').replace(
        "is flagged.", "again: “{customer}” stands in line {customer-line}."
    )
    linter = Linter([str(write_pack(tmp_path, {"c/r": text}))])

    (finding,) = linter.lint(
        "What is your order number?", customer="Hello,\nmy order 5512 is late."
    )

    assert finding.message == "“order number” again: “order 5512” stands in line 2."


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ('You wrote "you failed us".', False),
        ("You wrote “you failed us” to us.", False),
        ("You mentioned that you failed to open it.", False),
        ("You said you failed.", False),
        ("Your message said you failed.", False),
        ("As you said, you failed.", True),
        ("You said it broke, but you failed to tell us.", True),
        ("You failed to say so.", True),
        ("> you failed\n\nThanks for that.", False),
    ],
)
def test_the_customers_own_words_are_excused(tmp_path, text, flagged):
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("you failed")}))])

    assert bool(linter.lint(text)) == flagged


def test_quoted_words_count_where_the_rule_says_so(tmp_path):
    linter = Linter([str(write_pack(tmp_path, {"c/r": rule("soon", quoted="counts")}))])

    assert linter.lint('He said "soon".')


def test_only_if_needs_all_and_soften_if_makes_a_suggestion(tmp_path):
    text = rule(
        "soon", only_if="\n  - sentence: we\n  - sentence: will", soften_if="\n  - near: sorry"
    )
    linter = Linter([str(write_pack(tmp_path, {"c/r": text}))])

    assert [f.severity for f in linter.lint("We will write soon.")] == ["warning"]
    assert [f.severity for f in linter.lint("Sorry, we will write soon.")] == ["suggestion"]
    assert linter.lint("We write soon.") == []
