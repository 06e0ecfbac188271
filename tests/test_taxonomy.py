"""What the product promises to notice, one row of its sources after the other.

The rows are those of the five articles that the taxonomy comes from, S0 to S4: what they warn of
and what they miss where it is missing. Rows that no text can show stand in docs/rules.md.
"""

from __future__ import annotations

import pytest

COMPLAINT = "The heater that I bought from you in March leaks and my cellar is under water again."

WARNED_OF = [
    # S0: listening, empathy, follow-up
    ("S0.2 vague about a timeline", "The tiles will be laid soon.", None, "vague-timeline"),
    ("S0.2 no answer at all", "I don't know.", None, "withholding"),
    (
        "S0.2 asked when",
        "Thanks for asking. The pool liner is on order.",
        "When will the liner come?",
        "unanswered-when",
    ),
    ("S0.3 defensive", "Our records show no problem with your order.", None, "defensive"),
    ("S0.4 dismissive", "It's really not a big deal.", None, "dismissive"),
    (
        "S0.5 they do not understand",
        "You clearly don't understand how a build works.",
        None,
        "condescending",
    ),
    (
        "S0.6 lectures somebody of the trade",
        "As you may not know, a pump moves water. Make sure that it is plugged in.",
        "I've been a plumber for 20 years, and the pump you sold me trips its breaker.",
        "condescending",
    ),
    (
        "S0.7 nothing shows that it was heard",
        "Press the reset key.",
        COMPLAINT,
        "no-acknowledgement",
    ),
    (
        "S0.7 nothing of it comes back",
        "Thank you for your valued feedback. We strive for excellence in all that we do.",
        COMPLAINT,
        "unheard",
    ),
    ("S0.10 no follow-up", "Thanks for telling us. It's a pity.", COMPLAINT, "no-next-step"),
    ("S0.11 no solution", "We are sorry about the leak.", COMPLAINT, "apology-only"),
    ("S0.13 ignoring them", "We will not reply to any further messages.", None, "dismissive"),
    ("S0.15 disrespect", "You're being ridiculous.", None, "heated"),
    # S1: the "avoid" list
    (
        "S1.1 taking them for granted",
        "Dear valued customer,\n\nthe fee stands.",
        None,
        "impersonal",
    ),
    ("S1.2 assumptions", "You must have clicked on Delete.", None, "assuming"),
    (
        "S1.5 asks what was told",
        "Sorry about the leak. What is your order number?",
        f"{COMPLAINT} Order 88213.",
        "asks-again",
    ),
    ("S1.6 no action", "Thanks for the details. That's a pity.", COMPLAINT, "no-next-step"),
    ("S1.7 withheld", "I can't tell you that.", None, "withholding"),
    ("S1.10 callous", "These things happen.", None, "dismissive"),
    (
        "S1.11 over-apologizing",
        "I'm so sorry. Really, I apologize. Again, our deepest apologies.",
        None,
        "over-apologizing",
    ),
    ("S1.12 no step after the apology", "We apologize for this.", COMPLAINT, "apology-only"),
    (
        "S1.15 a dump of information",
        "We need facts. Which model? What year? Which firmware? Which app? Which phone? Where?",
        COMPLAINT,
        "info-dump",
    ),
    ("S1.14 not our problem to own", "That's not my department.", None, "buck-passing"),
    ("S1.16 arguing", "With all due respect, you are wrong.", None, "defensive"),
    ("S1.17 denying", "There is no problem on our end.", None, "defensive"),
    ("S1.18 accusing", "You failed to read the manual.", None, "blaming"),
    ("S1.20 absolutes", "I guarantee that this will never happen again.", None, "overpromising"),
    ("S1.22 speed oversold", "It will be fixed instantly, no matter what.", None, "overpromising"),
    # S2: the customer as interruption
    ("S2.1 an interruption", "You're not our only customer.", None, "interruption"),
    ("S2.2 unwilling", "I'll get to it when I'm done with my other work.", None, "interruption"),
    ("S2.9 orders", "You must provide the receipt.", None, "demanding"),
    # S3: five steps
    (
        "S3.3 a deadline, and no date",
        "Thanks for the details. We have asked the workshop about your lamp.",
        "I need the lamp by Friday for a wedding.",
        "unanswered-when",
    ),
    ("S3.5 canned", "Your complaint has been noted.", None, "impersonal"),
    ("S3.7 does not let them finish", "I know exactly what you want.", None, "assuming"),
    ("S3.8 tone policed", "I don't like your tone.", None, "heated"),
    ("S3.9 combative", "Good luck with that.", None, "heated"),
    ("S3.10 loud", "I TOLD YOU THAT IT IS NOT POSSIBLE.", None, "heated"),
    ("S3.11 who is right", "That is simply not true.", None, "defensive"),
    ("S3.13 against them", "We reject your allegations.", None, "defensive"),
    # S4: difficult customers
    ("S4.1 neglected", "We're extremely busy at the moment.", None, "interruption"),
    ("S4.2 made to feel wrong", "You should have asked before.", None, "blaming"),
    ("S4.4 sympathy alone", "We are truly sorry to hear that.", COMPLAINT, "apology-only"),
    (
        "S4.6 whether it is warranted",
        "We don't see how your complaint is justified.",
        None,
        "defensive",
    ),
]
URGED = [
    ("S0.8", "I'm sorry about the water in your cellar. A fitter comes tomorrow at 9.", COMPLAINT),
    ("S1.9", "I don't know yet, but I'll find out and call you by noon.", None),
    (
        "S1.12",
        "We are really sorry that you're having this experience. A new heater left today.",
        COMPLAINT,
    ),
    (
        "S1.23",
        "We can't repair it on site. What we can do is lend you a heater from tomorrow.",
        None,
    ),
    ("S1.24", "For that, the Alder workshop may suit you better; they mend cast iron.", None),
    (
        "S1.25",
        "You're right, the leak is our mistake. I've booked a fitter for 9 tomorrow.",
        COMPLAINT,
    ),
    ("S2.7", "Please stop using the charger and unplug it: it can overheat.", None),
    ("S2.9", "Could you hold for two minutes while I look?", None),
    ("S3.1", "I'm calling the depot now and will write to you by 4 pm.", None),
    ("S3.14", "We see this differently. You can take it to the ombudsman, free of charge.", None),
]


@pytest.mark.parametrize(
    ("reply", "customer", "category"), [row[1:] for row in WARNED_OF], ids=[r[0] for r in WARNED_OF]
)
def test_what_is_warned_of_is_found(linter, reply, customer, category):
    assert category in {finding.category for finding in linter.lint(reply, customer=customer)}


@pytest.mark.parametrize(
    ("reply", "customer"), [row[1:] for row in URGED], ids=[row[0] for row in URGED]
)
def test_what_is_urged_is_left_alone(linter, reply, customer):
    assert [finding.rule for finding in linter.lint(reply, customer=customer)] == []
