"""Which texts of a data file are replies: known products, files whose name says so, nothing else."""

from __future__ import annotations

import json

import pytest
from reading import disagreements, drafts_of, read_back, source_of

from replylint.errors import PassedOverError
from replylint.readers import read, suggest_library
from replylint.settings import Configs

PRODUCTS = {
    "Zendesk: no notes of agents, no tags": (
        "export.json",
        """{"macros": [
          {"id": 7, "title": "Late", "description": "For late parcels", "actions": [
            {"field": "comment_value", "value": "It comes on Friday."},
            {"field": "current_tags", "value": "late parcel"}]},
          {"id": 8, "title": "Escalate", "actions": [
            {"field": "comment_value_html", "value": "<p>We look <b>into</b> it&nbsp;today.</p>"},
            {"field": "comment_mode_is_public", "value": "true"}]},
          {"id": 9, "title": "Note", "actions": [
            {"field": "comment_value", "value": "Called them twice."},
            {"field": "comment_mode_is_public", "value": "false"}]},
          {"id": 10, "title": "Mail", "actions": [
            {"field": "comment_value", "value": ["channel:email", "It is on its way."]}]}],
          "next_page": null, "count": 4}""",
        [
            ("7", "Late", "It comes on Friday."),
            ("8", "Escalate", "We look into it today."),
            ("10", "Mail", "It is on its way."),
        ],
    ),
    "Zendesk: one macro": (
        "one.json",
        """{"macro": {"title": "Late", "actions": [
            {"field": "comment_value", "value": "It comes on Friday."}]}}""",
        [("Late", None, "It comes on Friday.")],
    ),
    "Zendesk: a macro by itself": (
        "late.json",
        """{"title": "Late", "actions": [
            {"field": "comment_value", "value": "It comes on Friday."}]}""",
        [("Late", None, "It comes on Friday.")],
    ),
    "Zendesk: what triggers send to customers, in all wordings": (
        "export.json",
        """{"triggers": [{"id": 1, "title": "Received", "actions": [
            {"field": "notification_user", "value": ["requester_id", "Got it", "We got it."]},
            {"field": "notification_user", "value": ["12345", "New one", "Look at it."]}]}],
           "items": [{"name": "Late", "placeholder": "{{dc.late}}", "variants": [
            {"content": "It comes on Friday.", "locale_id": 1}]}]}""",
        [("1", "Received", "We got it."), ("Late", None, "It comes on Friday.")],
    ),
    "Freshdesk: line by line": (
        "export.jsonl",
        """{"id":3,"title":"Late","content":"It comes.","content_html":"<p>It comes on Friday.</p>"}
""",
        [("3", "Late", "It comes on Friday.")],
    ),
    "Freshdesk: the HTML that is sent, not its plain twin": (
        "export.json",
        """[{"id": 3, "title": "Late", "folder_id": 1, "content": "It comes Friday.",
            "content_html": "<div>It comes on Friday.</div>"}]""",
        [("3", "Late", "It comes on Friday.")],
    ),
    "Help Scout: for mail and for chat": (
        "export.json",
        """[{"id": 3, "name": "Late", "text": "Hi,<br />it comes on Friday.",
            "chatText": "It comes on Friday."}]""",
        [("3", "Late", "Hi,\nit comes on Friday."), ("3", "Late", "It comes on Friday.")],
    ),
    "Intercom: the text with its own placeholders": (
        "export.json",
        """{"type": "list", "data": [{"type": "macro", "id": "12", "name": "Late",
            "body": "<p>Hi <attribute key='user.name'/>, it comes on Friday.</p>",
            "body_text": "Hi {{user.name|fallback:\\"there\\"}}, it comes on Friday."}]}""",
        [("12", "Late", "Hi Alex, it comes on Friday.")],
    ),
    "Front": (
        "export.json",
        """{"_results": [{"id": "rsp_1", "name": "Late", "subject": "Your order",
            "body": "<div>It comes on Friday.</div>", "is_available_for_all_inboxes": true}]}""",
        [("rsp_1", "Late", "It comes on Friday.")],
    ),
    "Gorgias: the macro's name, not the action's": (
        "export.json",
        """{"data": [{"id": 5, "name": "Late", "actions": [
            {"name": "addTags", "arguments": {"tags": "late"}},
            {"name": "setResponseText", "title": "Add response text", "arguments": {
              "body_html": "<div>It comes on Friday.</div>",
              "body_text": "It comes on Friday."}}]}]}""",
        [("5", "Late", "It comes on Friday.")],
    ),
    "Chatwoot": (
        "export.json",
        '[{"id": 1, "account_id": 2, "short_code": "late", "content": "It comes on Friday."}]',
        [("1", "late", "It comes on Friday.")],
    ),
    "Chatwoot: macros, no notes": (
        "export.json",
        """{"payload": [{"id": 1, "name": "Late", "actions": [
            {"action_name": "send_message", "action_params": ["It comes on Friday."]},
            {"action_name": "add_private_note", "action_params": ["Rude one."]}]}]}""",
        [("1", "Late", "It comes on Friday.")],
    ),
    "osTicket: no notes, no attachments": (
        "premade.yaml",
        """---
- isenabled: 1
  title: Late
  response: |
    Hi %{ticket.name.first},
    <br>
    it comes on Friday.
  notes: |
    Only for parcels that are late.
  attachments:
    - name: a.txt
      data: Hello from a file
""",
        [("Late", None, "Hi Alex,\nit comes on Friday.")],
    ),
    "Odoo: mail templates, not stages and fields": (
        "data.xml",
        """<?xml version="1.0"?>
<odoo><data noupdate="1">
  <record id="late_parcel" model="mail.template">
    <field name="name">Late parcel</field>
    <field name="subject">Your parcel {{object.number}}</field>
    <field name="body_html" type="html">
      <p>Hello <t t-out="object.name">Ana</t>,</p>
      <p>it comes on Friday&#160;&amp; not before.</p>
    </field>
  </record>
  <record id="escaped" model="mail.template">
    <field name="body_html"><![CDATA[<p>It comes on <b>Friday</b>.</p>]]></field>
  </record>
  <record id="stage" model="helpdesk.stage"><field name="name">It is done now</field></record>
  <record id="short" model="mail.shortcode">
    <field name="source">late</field>
    <field name="substitution">Your parcel comes on Friday.</field>
  </record>
</data></odoo>""",
        [
            ("late_parcel", None, "Hello Alex,\nit comes on Friday & not before."),
            ("escaped", None, "It comes on Friday."),
            ("short", None, "Your parcel comes on Friday."),
        ],
    ),
    "Odoo: any HTML, and the old name of templates": (
        "data.xml",
        """<openerp><data><record id="late" model="email.template">
  <field name="name">Late parcel</field>
  <field name="body_html" type="html"><section><p>It comes on Friday.</p></section>
    <my-footer>Ask us.</my-footer></field></record></data></openerp>""",
        [("late", None, "It comes on Friday.\nAsk us.")],
    ),
    "Rasa: replies without keys": (
        "domain.yml",
        "templates:\n  utter_hi:\n    - Hello there.\n    - text: Hi.\n  utter_bye: So long.\n",
        [
            ("templates.utter_hi[0]", None, "Hello there."),
            ("templates.utter_hi[1].text", None, "Hi."),
            ("templates.utter_bye", None, "So long."),
        ],
    ),
    "Rasa: replies of the bot, not what it understands": (
        "domain.yml",
        """intents:
  - greet
responses:
  utter_late:
  - text: "It comes on {day}."
    buttons:
    - title: "Where is it?"
      payload: /where
  - text: It comes soon enough.
    image: https://x.example/a.png
""",
        [
            ("responses.utter_late[0].text", None, "It comes on Friday."),
            ("responses.utter_late[1].text", None, "It comes soon enough."),
        ],
    ),
    "GitHub saved replies": (
        ".github/replies.yml",
        """replies:
  - name: Duplicate
    body: |
      Thanks! See [the other one](https://x.example/1).
""",
        [("Duplicate", None, "Thanks! See the other one.")],
    ),
    "a bot that welcomes": (
        ".github/config.yml",
        """# Comments of the welcome bot
newIssueWelcomeComment: >
  Thanks for opening
  your first issue!
todo:
  keyword: "@todo this"
""",
        [("newIssueWelcomeComment", None, "Thanks for opening your first issue!")],
    ),
    "a bot that closes what is stale": (
        "stale.yml",
        """daysUntilStale: 60
markComment: This has been quiet for two months.
closeComment: false
pulls:
  markComment: This change has been quiet.
""",
        [
            ("markComment", None, "This has been quiet for two months."),
            ("pulls.markComment", None, "This change has been quiet."),
        ],
    ),
    "a step of a workflow": (
        "workflows/stale.yml",
        """jobs:
  stale:
    steps:
      - uses: actions/stale@v9
        with:
          repo-token: ${{ secrets.TOKEN }}
          stale-issue-message: 'This has been quiet for two months.'
""",
        [
            (
                "jobs.stale.steps[0].with.stale-issue-message",
                None,
                "This has been quiet for two months.",
            )
        ],
    ),
    "Mergify": (
        ".mergify.yml",
        """pull_request_rules:
  - name: conflict
    actions:
      comment:
        message: It conflicts, @{{author}}.
""",
        [("conflict", None, "It conflicts, @Alex.")],
    ),
    "comments by label": (
        "label-actions.yml",
        """fixed:
  comment: >
    It is in the next release.
off-topic:
  issues:
    comment: |
      Please ask in the forum.
  close: true
  lock-reason: off-topic
""",
        [
            ("fixed.comment", None, "It is in the next release."),
            ("off-topic.issues.comment", None, "Please ask in the forum."),
        ],
    ),
    "comments by command": (
        "commands.json",
        """[{"type": "label", "name": "*question", "action": "close",
            "comment": "Please ask in the [forum](https://x.example)."},
           {"type": "label", "name": "L10N", "assign": ["ana"]}]""",
        [("*question", None, "Please ask in the forum.")],
    ),
    "a commenter by label": (
        "label-commenter-config.yml",
        """labels:
  - name: invalid
    labeled:
      issue:
        body: Please use the form.
        action: close
    unlabeled:
      pr:
        body: Thank you for the form.
""",
        [("invalid", None, "Please use the form."), ("invalid", None, "Thank you for the form.")],
    ),
    "questions and answers: the question is the customer's": (
        "export.csv",
        'Question,Answer\n"When does it come, please?","On Friday, by noon."\n',
        [("When does it come, please?", None, "On Friday, by noon.")],
    ),
    "what customers say, and agents": (
        "export.csv",
        "Ticket ID,Customer Message,Agent Reply\n1,When?,It comes on Friday.\n",
        [("row 1", None, "It comes on Friday.")],
    ),
    "mails of a PO file; the translation before the original": (
        "django.po",
        r"""msgid ""
msgstr "Language: en\n"

#: account/forms.py:12
msgid "You must type the same password each time."
msgstr ""

#: templates/email/late_subject.txt:1
msgid "It is late, we know."
msgstr ""

#: templates/email/late_message.txt:1
msgid ""
"Hello %(user)s,\n"
"it comes on "
"Friday."
msgstr ""

#: templates/email/soon_message.txt:1
msgid "It comes shortly."
msgstr "It comes on \"Monday\"."

#, fuzzy
#: templates/email/old_message.txt:1
msgid "It is here."
msgstr "Nobody looked at this."
""",
        [
            ("Hello %(user)s, it comes on Friday.", None, "Hello Alex,\nit comes on Friday."),
            ("It comes shortly.", None, 'It comes on "Monday".'),
            ("It is here.", None, "It is here."),
        ],
    ),
}


def told(path, content, **settings):
    """Return (name, title, text) of each reply; every place in it must be as it says."""
    drafts = drafts_of(path, content, **settings)
    assert not any(disagreements(draft) for draft in drafts)
    return [(draft.name, draft.title, draft.text.strip()) for draft in drafts]


@pytest.mark.parametrize(("path", "content", "expected"), PRODUCTS.values(), ids=PRODUCTS)
def test_a_known_product_needs_no_configuration(path, content, expected):
    assert told(path, content) == expected


LATE = {"title": "Late", "body": "It comes on Friday."}
NAMED = {
    "a list": ("canned.json", [LATE], [("Late", None)]),
    "in a folder": ("support/macros/late.yaml", [LATE], [("Late", None)]),
    "one reply a file": ("saved-replies/late.json", LATE, [("Late", None)]),
    "under a key": ("savedReplies.json", {"data": {"list": [LATE]}}, [("Late", None)]),
    "with an id": ("canned.json", [{"id": 4, **LATE}], [("4", "Late")]),
    "by other names": ("quick_replies.json", [{"Label": "Late", "Text": "It comes on Friday."}],
                       [("Late", None)]),
    "titles and texts": ("macros.json", {"Late": "It comes on Friday."}, [("Late", None)]),
    "a key says it": ("x.json", {"replyTemplates": [LATE]}, [("Late", None)]),
    "an entry without a title": ("canned.json", [{"tags": ["a"], "text": "It comes on Friday."}],
                                 [("[0].text", None)]),
    "by mails": ("crm/email_templates.json",
                 {"templates": [{"id": "late", "subject": "Your {{x}}", "kind_of": "x",
                                 "body": "It comes on Friday."}]},
                 [("late", "Your {{x}}")]),
    "by quick replies": ("x.json", {"quickReplies": [LATE]}, [("Late", None)]),
    "by the key above, not the subject": ("canned.json", {"late": {"subject": "Your {{x}}",
                                          "body": "It comes on Friday."}}, [("late", None)]),
    "texts below a language": ("canned.en.json", {"en": {"Late": "It comes on Friday."}},
                               [("Late", None)]),
    "not what stands beside it": (
        "canned.json",
        [{**LATE, "attachments": [{"name": "x", "content": "Not this text."}],
          "buttons": [{"title": "Yes", "text": "Nor this one."}],
          "private_note": {"subject": "x", "body": "Nor the agent's."}},
         {"title": "Note", "body": "It is internal.", "internal": True}],
        [("Late", None)]),
    "in groups": ("x.json", {"groups": [{"name": "A", "templates": [LATE]}]}, [("Late", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("path", "data", "expected"), NAMED.values(), ids=NAMED)
def test_a_list_of_titles_and_texts_counts_where_its_name_says_what_it_is(path, data, expected):
    found = told(path, json.dumps(data))

    assert found == [(*names, "It comes on Friday.") for names in expected]


def test_a_reply_may_say_its_kind_and_channel():
    data = [{**LATE, "kind": "complaint", "channel": "chat"}, {**LATE, "kind": "x", "channel": "x"}]

    said = [(draft.kind, draft.channel) for draft in drafts_of("macros.json", json.dumps(data))]

    assert said == [("complaint", "chat"), (None, None)]


def test_where_there_is_an_answer_the_question_is_the_customers():
    data = [{"title": "Late", "question": "When?", "message": "x", "answer": "On Friday."}]

    assert read_back("replies.json", json.dumps(data)) == [("Late", "On Friday.", "When?")]


OWN_FORMS = {
    "elements with attributes": (
        "replies.xml",
        """<replies><reply id="late"><title lang="en">Late</title>
          <body type="html"><![CDATA[<p>It comes on Friday.</p>]]></body></reply></replies>""",
        [("late", "Late", "It comes on Friday.")],
    ),
    "columns by longer names": (
        "hubspot-snippets.csv",
        "Internal name,Snippet text,Shortcut\nLate,It comes on Friday.,late\n",
        [("late", None, "It comes on Friday.")],
    ),
    "a merge key": (
        "macros.yaml",
        "- &base {title: Late, body: It comes on Friday.}\n- <<: *base\n  body: It is here.\n",
        [("Late", None, "It comes on Friday."), ("Late", None, "It is here.")],
    ),
    "variants": (
        "macros.yaml",
        "- title: Late\n  variants: [It comes on Friday., On Friday it comes.]\n"
        "- title: Lost\n  body:\n  - A new one comes.\n",
        [
            ("Late", None, "It comes on Friday."),
            ("Late", None, "On Friday it comes."),
            ("Lost", None, "A new one comes."),
        ],
    ),
    "the English of several languages": (
        "macros.yaml",
        """
- title: Late
  body: {de: Am Freitag ist es da., en: It comes on Friday.}
- title: Lost
  en: A new one comes.
  fr: Un autre arrive.
- {title: Verloren, language: de, body: Ein neues kommt.}
- title: Here
  body: It is there.
  translations:
    en: {title: Here too, body: So it is.}
    fr: {title: Ici, body: Le voici.}
""",
        [
            ("Late", None, "It comes on Friday."),
            ("Lost", None, "A new one comes."),
            ("Here", None, "It is there."),
            ("Here too", None, "So it is."),
        ],
    ),
    "the title is the key above": (
        "macros/late.yaml",
        "late: {message: It comes on Friday.}\n",
        [("late", None, "It comes on Friday.")],
    ),
    "a text in parts, below its title": (
        "macros/late.json",
        '{"title": "Late", "content": {"text": "It comes on Friday.", "html": "<p>It.</p>"}}',
        [("Late", None, "It comes on Friday.")],
    ),
    "a key that says so twice": (
        "x.json",
        '{"response_templates": [{"name": "Late", "body": "It comes.", "response_group": {}}]}',
        [("Late", None, "It comes.")],
    ),
    "a title above the columns, and two of one name": (
        "macros.csv", "Our replies,,\nTitle,Reply (to customer),Reply (to customer)\nLate,Hi.,x\n",
        [("Late", None, "Hi.")],
    ),
    "an id by a longer name": (
        "macros.csv", "Macro ID,Macro name,Response text\n8,Late,It comes.\n",
        [("8", "Late", "It comes.")],
    ),
    "not a lone placeholder": (
        "canned.yaml", "- {title: Late, body: It comes.}\n- {title: x, body: '{{date}}'}\n",
        [("Late", None, "It comes.")],
    ),
    "not a key in the place of a text": (
        "replies.po",
        'msgid "late.first"\nmsgstr "It comes."\n\nmsgid "late.second"\nmsgstr ""\n',
        [("late.first", None, "It comes.")],
    ),
    "a column of texts": (
        "canned-responses.csv", "Response,Group\nIt comes on Friday.,a\n",
        [("row 1", None, "It comes on Friday.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("path", "content", "expected"), OWN_FORMS.values(), ids=OWN_FORMS)
def test_every_format_has_its_own_form_of_it(path, content, expected):
    assert told(path, content) == expected


PASSED_OVER = {
    "a rule of Prometheus": (
        "templates/alerts.yaml",
        "groups:\n- rules:\n  - alert: Down\n    annotations: {title: a, message: It is down now.}\n",
    ),
    "a panel of Grafana": (
        "templates/board.json",
        '{"panels": [{"id": 1, "title": "a", "content": "It is up.", "gridPos": {}}]}',
    ),
    "an answer of a server": (
        "responses/user.json",
        '{"id": 7, "login": "ana", "name": "Ana", "message": "It is here."}',
    ),
    "a form's answers": (
        "Survey (Responses).csv",
        "Timestamp,Name,Message\n1/2/2026,Ana,It is here.\n",
    ),
    "a form's questions": (
        "responses.csv",
        "Timestamp,How happy are you with us?\n1/2/2026,4\n",
    ),
    "prompts": ("prompts/templates/a.yaml", "- {name: sum, template: You are of great help.}\n"),
    "comments of a thread": ("x.json", '{"replies": [{"id": 1, "user": "a", "body": "It is."}]}'),
    "a broken table of a program": ("templates/people.csv", 'name,email\nAna,"a@b\n'),
    "what is for agents": (
        "macros.json",
        '[{"title": "Late", "body": "It comes.", "public": false}]',
    ),
    "a chart": ("chart/templates/deploy.yaml", "metadata:\n  name: {{ include x }}\n"),
    "what a program says": (
        "en.yml",
        "en:\n  simple_form: {replies: {form: {title: Reply, message: Be kind and calm.}}}\n",
    ),
    "a table without known columns": ("saved/canned.csv", "sku,price\n1,2\n"),
    "a list that could be anything": ("data.json", json.dumps([LATE])),
    "titles without texts": (
        "saved.json",
        '[{"title": "Late", "keywords": ["where is my parcel now"]}]',
    ),
    "a package": ("package.json", '{"name": "x", "description": "It comes on Friday."}'),
    "another's configuration": ("compose.yaml", "services:\n  web:\n    command: run it now\n"),
    "YAML that is none, and no library": ("deploy.yaml", "{{- if .Values.x }}\na: b\n"),
    "JSON with comments, and no library": ("tsconfig.json", '{\n  // strict\n  "a": 1,\n}'),
    "a table": ("prices.csv", "item,price\nlamp,12\n"),
    "another's table of questions": ("trivia.csv", "question,choice\nWho?,Ana\n"),
    "messages of a program": ("django.po", 'msgid "Email address"\nmsgstr ""\n'),
    "PO in German": ("mail/de.po", 'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "a"\nmsgstr "b"\n'),
    "a page of a site": ("pom.xml", "<project><name>x</name><text>It is here.</text></project>"),
    "lines of a log": ("log.jsonl", '{"title": "x", "message": "It has started now."}\n'),
    "an empty table": ("macros.csv", ""),
}


@pytest.mark.parametrize(("path", "content"), PASSED_OVER.values(), ids=PASSED_OVER)
def test_what_could_be_anything_is_not_read(path, content):
    with pytest.raises(PassedOverError):
        drafts_of(path, content)


CONFIGURED = {
    "a path, and keys around it": (
        "faq.json",
        "replies: $.faq[*].words\ntitle: heading\ncustomer: asked\nkind: howto\nchannel: medium",
        json.dumps(
            {"medium": "chat", "faq": [{"heading": "A", "asked": "How?", "words": "Press it."}]}
        ),
        [("A", "Press it.", "How?", "howto", "chat")],
    ),
    "a key": ("faq.yaml", "replies: words", "- words: Press it.\n- more:\n    words: Twice.\n",
              [("[0].words", "Press it.", None, None, None),
               ("[1].more.words", "Twice.", None, None, None)]),
    "two paths": ("faq.json", "replies: [$.a, $.b]", '{"a": "One.", "b": "Two.", "c": "Three."}',
                  [("a", "One.", None, None, None), ("b", "Two.", None, None, None)]),
    "a column": ("t.csv", "replies: Words\nid: No\nkind: Sort", "No,Words,Sort\n1,Press it.,howto\n",
                 [("1", "Press it.", None, "howto", None)]),
    "lines": ("t.jsonl", "replies: $.a\nid: $.n", '{"a": "One.", "n": 5}\n\n{"a": "Two."}\n',
              [("5", "One.", None, None, None), ("line 3", "Two.", None, None, None)]),
    "elements": ("t.xml", "replies: text\nid: '@no'",
                 "<r><m no='1'><text>One.</text></m><m no='2'><text kind='x'>Two.</text></m></r>",
                 [("1", "One.", None, None, None), ("2", "Two.", None, None, None)]),
    "an unknown kind": ("t.csv", "replies: a\nkind: b", "a,b\nPress it.,rant\n",
                        [("row 1", "Press it.", None, None, None)]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "entry", "content", "expected"), CONFIGURED.values(), ids=CONFIGURED
)
def test_a_configuration_names_the_rest(tmp_path, monkeypatch, path, entry, content, expected):
    monkeypatch.chdir(tmp_path)
    lines = "\n".join(f"    {line}" for line in [f"files: '{path}'", *entry.splitlines()])
    config = tmp_path / "replylint.yaml"
    config.write_text(f"libraries:\n  -\n{lines}\n")

    drafts = list(read(source_of(path, content), libraries=Configs(config).settings().libraries))

    assert [
        (d.name, d.text, d.customer and d.customer.text, d.kind, d.channel) for d in drafts
    ] == expected


SUGGESTED = [
    ("a.json", '{"items": [{"k": "x", "w": "We are sorry that it is late, it comes on Friday."}]}',
     "$.items[*].w"),
    ("a.yaml", "- long words: We are sorry that it is late, it comes on Friday.\n",
     "$[*]['long words']"),
    ("a.csv", "k,w\nx,We are sorry that it is late and it comes on Friday.\n", "w"),
    ("a.jsonl", '{"w": "We are sorry that it is late, it comes on Friday."}\n', "$.w"),
    ("a.yaml", "late: We are sorry that it is late, it comes on Friday.\n"
     "lost: We are sorry that it is lost, another one comes.\n", "$.*"),
    ("a.json", '{"version": 3}', None),
    ("a.json", "{", None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "content", "expected"), SUGGESTED)
def test_it_is_said_how_to_name_a_library(path, content, expected):
    assert suggest_library(source_of(path, content)) == expected
