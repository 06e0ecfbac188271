"""What a reply is, where nobody says so: from the customer's message, else from its own words."""

from __future__ import annotations

import pytest
from pack import rule, write_pack

from replylint import Linter
from replylint.reply import CHANNELS, KINDS


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    rules = {
        **{f"kind/{k}": rule("we", only_if=f"\n  - kind: {k}") for k in (*KINDS, "unknown")},
        **{
            f"channel/{c}": rule("we", only_if=f"\n  - channel: {c}")
            for c in (*CHANNELS, "unknown")
        },
    }
    linter = Linter([str(write_pack(tmp_path_factory.mktemp("pack"), rules))])

    def ask(which, reply, **given):
        found = {f.rule for f in linter.lint(reply, **given) if f.category == which}
        found |= {r.name for r in linter.rules if r.category == which and r.name in found}
        (name,) = found
        return name.partition("/")[2]

    return ask


@pytest.mark.parametrize(
    ("customer", "kind"),
    [
        ("My parcel arrived broken.", "complaint"),
        ("I was charged twice this month", "complaint"),
        ("The app keeps crashing since the update!", "complaint"),
        ("How do I change my address?", "howto"),
        ("Where is my order 5512?", "status"),
        ("Can I bring a dog?", "question"),
        ("Please cancel my subscription.", "question"),
        ("Thank you so much!", "other"),
        ("Great service, keep it up.", "other"),
        ("Hello there.", "unknown"),
    ],
)
def test_the_customers_message_tells_the_kind(known, customer, kind):
    assert known("kind", "Hi, we are here.", customer=customer) == kind


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("We are sorry for the delay.", "complaint"),
        ("Here is how we do it: click Save.", "howto"),
        ("We confirm your booking. Your order has shipped.", "confirmation"),
        ("We see that it is out for delivery.", "status"),
        ("We have 20 % off. Unsubscribe here.", "other"),
        ("We are open.", "unknown"),
    ],
)
def test_the_replys_own_words_tell_the_kind(known, reply, kind):
    assert known("kind", reply) == kind


def test_what_is_told_comes_first(known):
    assert known("kind", "We are sorry.", kind="billing", customer="Where is it?") == "billing"
    assert known("kind", "We are sorry.", customer="Where is my order?") == "status"


@pytest.mark.parametrize(
    ("reply", "channel"),
    [
        ("We can help, send us a DM.", "social"),
        ("@ana we see it.", "social"),
        ("Thanks for your review, we mean it.", "review"),
        ("We are open.", "unknown"),
    ],
)
def test_the_replys_own_words_tell_the_channel(known, reply, channel):
    assert known("channel", reply) == channel


FRONT = '---\ntitle: Late\nkind: {kind}\nchannel: "chat"  # inbox\n---\nWe are sorry.'


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_front_matter_tells_and_is_not_linted(command, tmp_path, suffix):
    pack = write_pack(
        tmp_path / "house",
        {
            "c/r": rule("sorry", only_if="\n  - kind: howto\n    channel: chat"),
            "c/title": rule("late"),
        },
    )
    path = tmp_path / f"reply{suffix}"
    path.write_text(FRONT.format(kind="howto"), encoding="utf-8")

    done = command("check", "--pack", pack, "--output-format", "concise", path.name)

    assert done.out.startswith(f"reply{suffix}:6:8: warning c/r")
    assert done.out.count("\n") == 1
    assert command("check", "--pack", pack, "--kind", "status", path.name).code == 0


def test_an_unknown_kind_in_front_matter_is_told_with_verbose(command, tmp_path):
    (tmp_path / "reply.txt").write_text(FRONT.format(kind="complain"), encoding="utf-8")

    done = command("check", "--verbose", "reply.txt")

    assert "kind 'complain' is not known" in " ".join(done.out.split())


def test_a_customers_message_goes_with_one_reply(command, tmp_path):
    pack = write_pack(tmp_path / "house", {"c/r": rule("soon", only_if="\n  - customer: when")})
    (tmp_path / "reply.txt").write_text("Soon.", encoding="utf-8")
    (tmp_path / "other.txt").write_text("Soon.", encoding="utf-8")
    (tmp_path / "asked").write_text("When?", encoding="utf-8")
    (tmp_path / "empty").write_text("", encoding="utf-8")

    def run(*arguments):
        return command("check", "--pack", pack, *arguments)

    assert run("reply.txt").code == 0
    assert run("--customer", "asked", "reply.txt").code == 1
    for wrong, said in (
        (["--customer", "asked", "reply.txt", "other.txt"], "goes with one reply, and here are 2"),
        (["--customer", "nobody", "reply.txt"], "there is no file 'nobody'"),
        (["--customer", "empty", "reply.txt"], "the file is empty"),
    ):
        done = run(*wrong)
        assert (done.code, said in done.err, "Traceback" in done.err) == (2, True, False)
    verbose = run("--verbose", "reply.txt").err
    assert "1 rule that compares a reply with the customer's message did not run (c)" in verbose
    assert "did not run" not in run("--verbose", "--customer", "asked", "reply.txt").err
