"""Placeholders: a word of the right sort stands in, and what is said of those left in a draft."""

from __future__ import annotations

import pytest
from reading import drafts_of, text_of

MASKED = [
    # Liquid, Jinja, Handlebars, Mustache
    ("Hi {{ticket.requester.first_name}},", "Hi Alex,"),
    ('Hi {{ user.name | default: "there" }},', "Hi Alex,"),
    ("by {{delivery_date}}", "by Friday"),
    ("order {{ order.id | default: 'x' }}", "order 12345"),
    ("you paid {{{amount}}} back", "you paid 50 back"),
    ("see {{ helpArticleUrl }}", "see link"),
    ("{{ a < b }}", "this"),
    ("{{#each items}}one{{/each}}", "one"),
    ("{{#if late}}Sorry!{{else}}Hello!{{/if}}", "Sorry!\nHello!"),
    ("One {{!-- never mind --}}two", "One two"),
    ("{{> footer}}One", "One"),
    ("{% if late %}Sorry.{% else %}Hello.{% endif %}", "Sorry.\nHello."),
    ("{%- if late -%}Late.{%- elsif early -%}Early.{%- endif -%}", "Late.\nEarly."),
    ("{%if late%}Late.{%else%}On time.{%endif%}", "Late.\nOn time."),
    ("{# a note to translators #}One.", "One."),
    ("{% comment %}You failed.{% endcomment %}One.", "One."),
    ("{% trans %}One day.{% endtrans %}", "One day."),
    ("{% trans url='https://x.io' %}Go to {{ url }}.{% endtrans %}", "Go to link."),
    ("{{ _('Hi {username},')|f(username=display_name(user)) }}", "Hi Alex,"),
    ('{{ _("You can\'t miss it.") }}', "You can't miss it."),
    (r"{{ _('We can\'t say.') }}", "We can't say."),
    ("{{ gettext('two words') }}", "two words"),
    # Help desks
    ("Hi %{ticket.name.first},", "Hi Alex,"),
    ("Hi %(user_name)s, 50%(of it)", "Hi Alex, 50%(of it)"),
    ("%s has %1$s, %d parcels, 100%", "this has this, 12345 parcels, 100%"),
    ("Hi %name%, from %(site_name)s", "Hi Alex, from Alex"),
    ("Hi %filltext:name=Name%, $|$", "Hi Alex,"),
    ("One.\n  % if x.late:\nTwo, 50 % if late.", "One.\nTwo, 50 % if late."),
    ("Hi @${{ github.actor }}", "Hi @Alex"),
    ("number {%ticket.id%}", "number 12345"),
    ("about {$Ticket->Subject} of {$Ticket->CreatedDate}", "about this of Friday"),
    ("at {RT->Config->Get('WebURL')}", "at link"),
    ("Hi {!!$user!!},", "Hi Alex,"),
    ("Hi @{issue-author},", "Hi Alex,"),
    ("Hi {name}, see {link}", "Hi Alex, see link"),
    # Programs
    ("Hi <%= user.name %>,", "Hi Alex,"),
    ("<% if late %>Late.<% else %>On time.<% end %>", "Late.\nOn time."),
    ("Hi <?= $name ?>,", "Hi Alex,"),
    ("Hi ${name},", "Hi Alex,"),
    ("Hi :name, by :date", "Hi Alex, by Friday"),
    ("from $SITENAME$ to $YOUR_NAME", "from Alex to Alex"),
    ("by %DUE_DATE%", "by Friday"),
    ("<% @items.each do |i| %>One.<% end %>", "One."),
    ("Hi <?= $order->name ?>,<?php if ($x > 1): ?> two<?php endif ?>", "Hi Alex, two"),
    ('It is <%= @n > 1 ? "late" : "here" %>.', "It is this."),
    ("{{ if .Late }}Late.{{ else }}On time.{{ end }}", "Late.\nOn time."),
    ("{if $overdue}Late.{else}On time.{/if}", "Late.\nOn time."),
    ("<#if x>Late.<#else>On time.</#if>", "Late.\nOn time."),
    ("@if($late) Late. @else On time. @endif", "Late.\nOn time."),
    ("#if($late) Late. #else On time. #end", "Late.\nOn time."),
    ("{% highlight bash %}you failed{% endhighlight %}One.", "One."),
    ("Hi #{customer.name}, {{${first_name}}}", "Hi Alex, Alex"),
    # Mail senders
    ("Hi *|FNAME|*, *|IF:VIP|*One.*|ELSE:|*Two.*|END:IF|*", "Hi Alex, One.\nTwo."),
    ("Hi {!Contact.FirstName}, %%first_name%% ##NAME##", "Hi Alex, Alex Alex"),
    # What the name says
    ('{{ order.created_at | date: "%B %d, %Y" }}', "Friday"),
    ('{{ contact.first_name|default("there", true) }}', "Alex"),
    ("{{ticket.created_at}}: {{ticket.latest_comment}}", "Friday: this"),
    ("in {{ eta_days }} days, or {{ days }}", "in 12345 days, or Friday"),
    # People
    ("Hi [Name], on [Date]", "Hi Alex, on Friday"),
    ("by [day and hour]", "by Friday"),
    ("see [SR Number] at [PASTE LINK]", "see 12345 at link"),
    ("[If they are angry, apologise first.] Hello.", "this Hello."),
    ("again in [x] days", "again in 12345 days"),
    ("Hi <<first name>>, <ORDER NUMBER>", "Hi Alex, 12345"),
    ("at <link_to_documentation>", "at link"),
    ("issue #ISSUE_NUMBER.", "issue #12345."),
    ("It costs _____ with postage", "It costs this with postage"),
    ("\\[Order Number\\] by \\_\\_\\_\\_\\_, %customer\\_name%", "12345 by this, Alex"),
    ("Hi &lt;First Name&gt;, <customer's name>", "Hi Alex, Alex"),
    ("with <courier>", "with this"),
    ("Hi XXX, of XX/XX/XXXX or DD/MM/YYYY", "Hi Alex, of Friday or Friday"),
    ("order XXXXXX for £XX.XX by __/__/____", "order 12345 for £50 by Friday"),
    ("Hi «First Name», [[order number]]", "Hi Alex, 12345"),
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_a_placeholder_is_a_word_of_its_sort(text, expected):
    assert text_of("x.txt", text) == expected


PROSE = [
    "a note: this",
    "on it :wave: at 10:30",
    "{ not one }",
    "{{unclosed",
    "{% unclosed",
    "[x] done",
    "[1] and [sic]",
    "size XXL, XL or XX",
    "it costs $10 or USD 20, 5 % off",
    "the file CODE-2 in A/B_C/D",
    "a < b and c > d",
    "100% sure, 5%-10%",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_no_placeholder(text):
    assert text_of("x.txt", text) == text


def test_placeholders_are_masked_before_markup_is_read():
    assert text_of("x.html", "<p>Hi {{ a < b }}, <a href='{{url}}'>here</a></p>") == "Hi this, here"
    assert text_of("x.md", "Hi [Name], see [the page](https://x.io/{{id}}).") == (
        "Hi Alex, see the page."
    )
    assert text_of("x.md", "See [the page] and [the note].\n\n[the page]: https://x.io\n") == (
        "See the page and this."
    )


UNFILLED = [
    ("Hi {{first_name}},", ["{{first_name}}"]),
    ("Hi [Name], your {{thing}}", ["[Name]", "{{thing}}"]),
    ("Your ORDER_NUMBER is ____", ["ORDER_NUMBER", "____"]),
    ("See https://x.io/{{id}}.", ["https://x.io/{{id}}"]),
    ("Press {Ctrl}, open CODE_OF_CONDUCT, set {api} to $HOME", []),
    ("[see the attached invoice for the amount]", []),
    ("{% if late %}Sorry.{% endif %}", []),
    ("ERR_INVALID_DATE is what it says", []),
    ("https://x.io and a@b.example", []),
]


@pytest.mark.parametrize(("text", "expected"), UNFILLED)
def test_those_that_must_not_go_out_are_known(text, expected):
    (draft,) = drafts_of("x.txt", text)

    assert [draft.shown(start, end) for start, end in draft.unfilled()] == expected


@pytest.mark.parametrize("customer", [None, "Where is my parcel?"])
def test_one_left_in_a_draft_is_a_finding(linter, customer):
    found = linter.lint("Hi {{first_name}},\n\nyour parcel is here.", customer=customer)
    rules = {finding.rule: finding for finding in found}

    if customer is None:  # it may be a template
        assert "impersonal/unfilled-placeholder" not in rules
        return
    finding = rules["impersonal/unfilled-placeholder"]
    assert (finding.text, finding.start, finding.end) == ("{{first_name}}", 3, 17)
    assert not finding.exact
    assert "“{{first_name}}”" in finding.message
