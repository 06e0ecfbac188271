"""This file knows the libraries of products: what their exports and configurations look like.

To teach replylint a product, add an entry to ``KNOWN``, and a row to the table of tests.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from replylint.readers.data.libraries import Library, leads_somewhere, replies_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replylint.readers.data.libraries import Found
    from replylint.readers.data.values import Value

_BOT_KEYS = (
    # welcome, request-info, first-interaction and their kin
    "newIssueWelcomeComment newPRWelcomeComment firstPRMergeComment firstIssueWelcomeComment"
    " firstPRWelcomeComment requestInfoReplyComment sentimentBotReplyComment referenceComment"
    " issue-message pr-message issue_message pr_message FIRST_ISSUE FIRST_PR FIRST_PR_MERGED"
    # stale, lock, support
    " staleComment markComment unmarkComment closeComment lockComment supportComment"
    " stale-issue-message stale-pr-message close-issue-message close-pr-message"
    " issue-comment pr-comment discussion-comment issue-lock-comment pr-lock-comment"
    " custom-notsigned-prcomment custom-allsigned-prcomment"
    # auto-comment
    " issuesOpened issuesClosed issuesReopened issuesAssigned issuesUnassigned issuesLabeled"
    " issuesUnlabeled pullRequestOpened pullRequestClosed pullRequestMerged pullRequestReopened"
    " pullRequestAssigned pullRequestLabeled pullRequestUnlabeled pullRequestReviewRequested"
).split()
_BOT_ACTIONS = "action close lock unlock reopen unlabel lock-reason pin".split()
# A macro whose comment is for agents alone.
_PRIVATE = (
    "@.actions[?@.field=='comment_mode_is_public'"
    " && (@.value==false || @.value=='false' || @.value[0]=='false')]"
)
_COMMENT = "@.field=='comment_value' || @.field=='comment_value_html'"
_TO_CUSTOMER = " || ".join(
    f"@.value[0]=='{to}'" for to in ("requester_id", "all", "current_user", "requester_and_ccs")
)
_FIELD = "$..record[?@['@model']=='{}'].field[?@['@name']=='{}']['#text']"

# The libraries of known products. Sources: the products' own documentation of their exports. Paths
# start at a list of the file's one document, so that a reply may be all of it.
KNOWN = {
    "Zendesk macros": Library(
        (
            f"$..[?@.actions && !{_PRIVATE}].actions[?{_COMMENT}].value",
            # With a channel before it: ["channel:all", "Hello"].
            f"$..[?@.actions && !{_PRIVATE}].actions[?{_COMMENT}].value[1]",
        ),
        title=("title",),
        id=("id",),
        signs=("comment_value",),
    ),
    "Zendesk triggers and automations": Library(
        (f"$..actions[?@.field=='notification_user' && ({_TO_CUSTOMER})].value[2]",),
        title=("title",),
        id=("id",),
        signs=("notification_user",),
    ),
    "Zendesk dynamic content": Library(
        ("$..[?@.placeholder && @.variants].variants[*].content",),
        title=("name",),
        signs=("locale_id",),
    ),
    "Freshdesk canned responses": Library(
        ("$..[?@.title && @.content_html]['content_html', 'content']",),
        title=("title",),
        id=("id",),
        one_of=True,
        signs=("content_html",),
    ),
    "Help Scout saved replies": Library(
        ("$..[?@.name && @.chatText]['text', 'chatText']",),
        title=("name",),
        id=("id",),
        signs=("chatText",),
    ),
    "Intercom macros": Library(
        ("$..[?@.name && (@.type=='macro' || @.type=='saved_reply')]['body_text', 'body']",),
        title=("name",),
        id=("id",),
        one_of=True,
        signs=("body_text", "saved_reply"),
    ),
    "Front message templates": Library(
        ("$..[?@.name && @.is_available_for_all_inboxes].body",),
        title=("name",),
        id=("id",),
        signs=("is_available_for_all_inboxes",),
    ),
    "Gorgias macros": Library(
        ("$..actions[?@.name=='setResponseText'].arguments['body_text', 'body_html']",),
        title=("$..[?@.actions].name",),
        id=("id",),
        one_of=True,
        signs=("setResponseText",),
    ),
    "Chatwoot canned responses": Library(
        ("$..[?@.short_code].content",),
        title=("short_code",),
        id=("id",),
        signs=("short_code",),
    ),
    "Chatwoot macros": Library(
        ("$..actions[?@.action_name=='send_message'].action_params[*]",),
        title=("name",),
        id=("id",),
        signs=("action_name",),
    ),
    "osTicket canned responses": Library(
        ("$..[?@.title && @.isenabled].response",),
        title=("title",),
        signs=("isenabled",),
    ),
    "Odoo mail templates": Library(
        tuple(
            _FIELD.format(model, field)
            for model in ("mail.template", "email.template")
            for field in ("body_html", "body")
        ),
        id=("@id",),
        markup="html",
        signs=("mail.template", "email.template"),
    ),
    "Odoo canned responses": Library(
        (
            _FIELD.format("mail.shortcode", "substitution"),
            _FIELD.format("mail.canned.response", "substitution"),
        ),
        id=("@id",),
        signs=("mail.shortcode", "mail.canned.response"),
    ),
    "Rasa responses": Library(
        tuple(
            f"$[*]['responses', 'templates'].*{rest}" for rest in ("[*].text", "[*]", ".text", "")
        ),
        channel="chat",
        signs=("utter",),
    ),
    "Dialogflow intents": Library(
        ("$..messages[*].speech", "$..messages[*].speech[*]"),
        channel="chat",
        signs=("speech",),
    ),
    "Mergify": Library(
        ("$..actions['comment', 'close'].message",),
        title=("name",),
        markup="markdown",
        signs=("pull_request_rules",),
    ),
    "GitHub policies": Library(
        ("$..addReply.reply",),
        markup="markdown",
        signs=("addReply",),
    ),
    "issue bot": Library(
        (
            f"$..[{', '.join(map(repr, _BOT_KEYS))}]",
            "$..requestInfoReplyComment[*]",
        ),
        markup="markdown",
        signs=tuple(_BOT_KEYS),
    ),
    "issue bot, by label or command": Library(
        ("$..comment", "$..comment[*]"),
        title=("$..[?@.comment && @.name].name",),
        markup="markdown",
        signs=("comment",),
        only_with=(
            "$..[?(@.comment || @.issues.comment || @.prs.comment)"
            f" && ({' || '.join(f'@[{key!r}]' for key in _BOT_ACTIONS)})]"
        ),
    ),
    "label bot": Library(
        ("$..['labeled', 'unlabeled']..body", "$[*].comment['header', 'footer']"),
        title=("name",),
        markup="markdown",
        signs=("labeled",),
    ),
}


def signed(content: str) -> list[Library]:
    """Return the known products of whose keys there is a trace in a file's text."""
    return [
        library
        for library in KNOWN.values()
        if any(sign in content and _ended(sign).search(content) for sign in library.signs)
    ]


@cache
def _ended(sign: str) -> re.Pattern[str]:
    """Return the pattern of a sign where it is a key, or a value, or begins one."""
    return re.compile(rf"(?<!\w){re.escape(sign)}[:\"'_<]")


def known_in(value: Value, libraries: Iterable[Library]) -> list[Found]:
    """Return the replies of known products in a document, each once, in the order of the file."""
    found: dict[int, Found] = {}
    for library in libraries:
        if library.only_with and not leads_somewhere(library.only_with, [value]):
            continue
        for reply in replies_in([value], library):
            found.setdefault(reply.text.start, reply._replace(location=reply.location[1:]))
    return [found[start] for start in sorted(found)]
