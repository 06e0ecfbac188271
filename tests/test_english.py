"""Replies in other languages are passed over, and English never is."""

from __future__ import annotations

import json

import pytest

from replylint.english import other_language

OTHER = [
    ("German", "Guten Tag, leider ist Ihr Paket noch nicht da, wir melden uns aber bis Freitag."),
    ("French", "Bonjour, nous sommes désolés, votre colis est en retard mais il arrive pour lundi."),
    ("Spanish", "Hola, sentimos mucho que su paquete no haya llegado todavía; llega el lunes por la tarde."),
    ("Portuguese", "Olá, o seu pedido ainda não saiu do nosso armazém, mas vai sair na segunda-feira."),
    ("Italian", "Buongiorno, ci dispiace che il suo pacco non sia ancora arrivato: arriva lunedì con il corriere."),
    ("Dutch", "Beste klant, het spijt ons dat uw pakket nog niet is aangekomen, het komt op maandag bij u."),
    ("Polish", "Dzień dobry, przepraszamy, że paczka jeszcze nie dotarła, ale będzie u Państwa w poniedziałek."),
    ("Swedish", "Hej, vi är ledsna att ditt paket inte har kommit, men det ska vara hos dig på måndag."),
    ("another script", "Здравствуйте, ваша посылка ещё не пришла, но она будет у вас в понедельник утром."),
    ("another script", "申し訳ございませんが、お荷物はまだ届いておりません。月曜日までにお届けする予定でございます。"),
]  # fmt: skip
ENGLISH = [
    "Leider no.",
    "Ihr Paket ist noch nicht da.",  # too short to tell
    "Open Settings > Account > Billing > Invoices > Download PDF, CSV, XML or JSON.",
    "Order 4711: Schnitzel Haus, Am Markt 3, Berlin; Café de la Gare, Rue du Bac 7, Paris; El Toro, Madrid.",
    "Bonjour Amélie, thanks for your order. It will be with you on Monday, and I have put a note in for you.",
    "Steps: restart router, unplug cable, wait thirty seconds, plug cable, press reset, check lights.",
    "Hola! Your parcel is on its way to you and should be there by Friday. Gracias, Tom",
    "",
]


@pytest.mark.parametrize(("language", "text"), OTHER)
def test_another_language_is_named(language, text):
    assert other_language(text) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_what_is_not_plainly_another_language_is_english(text):
    assert other_language(text) is None


def test_a_reply_in_another_language_is_skipped_with_a_word(command, tmp_path):
    german = OTHER[0][1]
    (tmp_path / "x.txt").write_text(
        f"---- A\nWe will reply soon.\n\n---- B\n{german}\n", encoding="utf-8"
    )

    quiet = command("check", "x.txt")
    told = command("check", "x.txt", "--verbose")
    data = json.loads(command("check", "x.txt", "--output-format", "json").out)

    assert "German" not in quiet.out
    assert "note: x.txt · “B”: is in German; only English is linted" in told.out
    assert data["replies"] == 1
    assert data["skipped"] == [
        {"path": "x.txt", "reply": "B", "reason": "is in German; only English is linted"}
    ]


def test_the_interface_passes_it_over_too(linter):
    assert linter.lint("Wir melden uns, so soon as possible, " + OTHER[0][1]) == []
