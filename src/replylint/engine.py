"""This file is the journey itself: drafts in, findings out, in reading order.

>>> linter = Linter()
>>> [finding.text for finding in linter.lint("We will reply as soon as possible.")]
['as soon as possible']
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from replylint.analysis import Analyzer
from replylint.cache import load_rule_set
from replylint.config import Config, find_config, read_config
from replylint.draft import Draft
from replylint.english import other_language
from replylint.errors import PassedOverError, UnknownNameError, UserError
from replylint.files import find_files, open_source
from replylint.finding import Finding, Run, Skipped
from replylint.judging import findings_of, verdicts_on
from replylint.packs import check_names, choose
from replylint.readers import Shape, format_of, is_data, is_streamed, read, read_message
from replylint.rule import Rule, Severity
from replylint.source import Source, Stream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from replylint.judging import Verdict
    from replylint.readers.data.libraries import Library
    from replylint.ruleset import RuleSet

# Of so many replies it is remembered what the rules said: libraries repeat themselves.
MAX_HEARD = 2000


class Linter:
    """Lints drafts with the rules of some packs.

    Args:
        packs: names of built-in packs, or folders.
        select: rules or categories to run alone; all where empty.
        ignore: rules or categories to leave out.
        preview: whether rules in preview run.
        severity: the level of a rule or category, instead of its own.
        allow: phrases that are never flagged, whatever the rule.
        kind: what a reply is, where neither its file nor the caller tells.
        channel: where a reply goes out, likewise.
        drafts: whether replies go out as they stand, so that no placeholder may be left in
            them; where it is None, standard input and what comes with a customer's message do.
        markdown: whether a Markdown file is ``one`` reply, ``several``, or is to be looked at.
        libraries: where replies stand in data files that are of no known product.

    Raises:
        UserError: a pack, rule or category is not there.

    ``errors`` holds the rule files that could not be used; the others are.
    """

    _levels: Mapping[str, Severity] = {}
    _kind: str | None = None
    _channel: str | None = None
    _drafts: bool | None = None
    _markdown: Shape = "auto"
    _libraries: Sequence[Library] = ()

    def __init__(
        self,
        packs: Sequence[str] = ("core",),
        *,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        preview: bool = False,
        severity: Mapping[str, Severity | str] | None = None,
        allow: Sequence[str] = (),
        kind: str | None = None,
        channel: str | None = None,
        drafts: bool | None = None,
        markdown: Shape = "auto",
        libraries: Sequence[Library] = (),
    ) -> None:
        rule_set = load_rule_set(packs, allow)
        self._take(rule_set, choose(rule_set.rules, select, ignore, preview=preview))
        levels = {name: Severity(level) for name, level in (severity or {}).items()}
        check_names(rule_set.rules, levels)
        self._levels = {
            rule.name: levels.get(rule.name) or levels[rule.category]
            for rule in self.rules
            if rule.name in levels or rule.category in levels
        }
        self._kind, self._channel = kind, channel
        self._drafts, self._markdown, self._libraries = drafts, markdown, libraries

    @classmethod
    def from_config(cls, path: str | Path | None = None) -> Linter:
        """Return the linter of a configuration: of ``path``, else of the nearest one upward from
        the working folder; the plain one where there is none.

        Raises:
            UserError: the configuration, or a name in it, is not as it must be.
        """
        found = Path(path) if path else find_config()
        return cls.configured(read_config(found) if found else Config())

    @classmethod
    def configured(cls, config: Config) -> Linter:
        """Return the linter that a configuration describes; its errors name their place there."""
        try:
            return cls(
                config.packs or ("core",),
                select=config.select,
                ignore=config.ignore,
                preview=config.preview,
                severity=dict(config.severity),
                allow=config.allow,
                kind=config.kind,
                channel=config.channel,
                drafts=config.drafts,
                markdown=config.markdown,
                libraries=config.libraries,
            )
        except UnknownNameError as error:
            place = config.place_of(error.name)
            if place is None:
                raise
            raise UserError(
                error.message, path=place.path, line=place.line, column=place.column
            ) from error

    @classmethod
    def of(cls, rule_set: RuleSet) -> Linter:
        """Return a linter with all rules of a rule set, those in preview too."""
        linter = cls.__new__(cls)
        linter._take(rule_set, rule_set.rules)  # noqa: SLF001 - a second constructor
        return linter

    def _take(self, rule_set: RuleSet, rules: Sequence[Rule]) -> None:
        self.errors: tuple[UserError, ...] = rule_set.errors
        self.rules = rules
        if not rules and not self.errors:
            raise UserError("no rule is left to run (look at --select, --ignore and --preview)")
        self._analyzer = Analyzer(rule_set)
        self._heard: dict[tuple[object, ...], tuple[Verdict, ...]] = {}

    def lint(
        self,
        text: str,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
    ) -> list[Finding]:
        """Lint one reply of plain text (quoted mail in it is the customer's message).

        Args:
            text: the reply.
            customer: the customer's message that it answers.
            kind: one of ``replylint.reply.KINDS``, where it is known.
            channel: one of ``replylint.reply.CHANNELS``, where it is known.

        Returns:
            The findings, in reading order; ``start`` and ``end`` are offsets in ``text``. There
            are none where the reply is plainly not English.
        """
        draft = plain_draft(text)
        if other_language(draft.text):
            return []
        return self.lint_draft(draft, customer=customer, kind=kind, channel=channel)

    def lint_paths(
        self,
        paths: Iterable[str | Path],
        *,
        stdin: bytes | None = None,
        stdin_name: str = "<stdin>",
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
    ) -> Run:
        """Lint files and folders, and ``stdin`` under the name ``stdin_name`` where it is given.

        What cannot be read becomes one of ``Run.errors``; everything else is still linted.

        Raises:
            UserError: ``customer`` is given, and there is more than one reply to it.
        """
        errors: list[UserError] = []
        runs = [
            self.lint_source(
                source, customer=customer, kind=kind, channel=channel, outgoing=outgoing
            )
            for source, outgoing in _sources(paths, stdin, stdin_name, errors)
        ]
        replies = sum(run.replies for run in runs)
        if customer is not None and replies > 1:
            raise UserError(f"--customer goes with one reply, and here are {replies} (name one)")
        findings = sorted((f for run in runs for f in run.findings), key=lambda f: f.order)
        return Run(
            findings,
            files=sum(run.files for run in runs),
            replies=replies,
            customers=sum(run.customers for run in runs),
            skipped=[s for run in runs for s in run.skipped],
            errors=[*self.errors, *errors, *(error for run in runs for error in run.errors)],
        )

    def lint_source(
        self,
        source: Source | Stream,
        *,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
        outgoing: bool = False,
    ) -> Run:
        """Lint one file that was read; its name says what format it has.

        ``outgoing`` tells that it goes out as it stands, where the configuration does not. A file
        of records is linted record by record, and no more of it is held than that.
        """
        found: list[Finding] = []
        skipped = [Skipped(source.path, None, note) for note in _notes(source)]
        errors: list[UserError] = []
        counts: dict[tuple[str, str | None, str], int] = {}
        drafts = replies = customers = 0
        try:
            for draft in read(source, markdown=self._markdown, libraries=self._libraries):
                drafts += 1
                skipped += [Skipped(source.path, draft.name, note) for note in draft.notes]
                if language := other_language(draft.text):
                    reason = f"is in {language}; only English is linted"
                    skipped.append(Skipped(source.path, draft.name, reason))
                    continue
                replies += 1
                customers += bool(customer or draft.customer)
                found += self.lint_draft(
                    draft,
                    customer=customer,
                    kind=kind,
                    channel=channel,
                    outgoing=outgoing,
                    counts=counts,
                )
        except UserError as error:
            errors.append(error)
        except PassedOverError as reason:
            passed = Skipped(source.path, None, str(reason))
            return Run(skipped=[*skipped, passed])
        if not drafts and not errors:
            skipped.append(Skipped(source.path, None, "there is no reply in it"))
        return Run(found, 1, replies, skipped, errors, customers)

    def lint_draft(
        self,
        draft: Draft,
        *,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
        outgoing: bool = False,
        only: Rule | None = None,
        counts: dict[tuple[str, str | None, str], int] | None = None,
    ) -> list[Finding]:
        """Lint one draft, with all rules or with one; findings are in reading order.

        ``counts`` goes along through the drafts of one file; see ``findings_of``.
        """
        if not draft.text:
            return []
        message = plain_draft(customer) if customer else _message_of(draft)
        kind = kind or draft.kind or self._kind
        channel = channel or draft.channel or self._channel
        outgoing = (outgoing or bool(customer)) if self._drafts is None else self._drafts
        said = message.text if message else None
        key = (draft.text, said, kind, channel, outgoing and tuple(draft.unfilled()), only)
        verdicts = self._heard.pop(key, None)
        if verdicts is None:
            reply = self._analyzer.analyze(
                draft, customer=message, kind=kind, channel=channel, outgoing=outgoing, only=only
            )
            verdicts = verdicts_on(reply, [only] if only else self.rules, self._levels)
        self._heard[key] = verdicts
        if len(self._heard) > MAX_HEARD:
            del self._heard[next(iter(self._heard))]
        return findings_of(verdicts, draft, message, {} if counts is None else counts)


def lint(
    text: str,
    customer: str | None = None,
    kind: str | None = None,
    channel: str | None = None,
) -> list[Finding]:
    """Lint one reply with the core pack; see ``Linter.lint``. For many replies keep a Linter."""
    return Linter().lint(text, customer=customer, kind=kind, channel=channel)


def _sources(
    paths: Iterable[str | Path], stdin: bytes | None, stdin_name: str, errors: list[UserError]
) -> Iterator[tuple[Source | Stream, bool]]:
    """Yield what can be read, and whether it is a draft for sure; the rest becomes ``errors``."""
    if stdin is not None:
        try:
            streamed = is_streamed(stdin_name)
            opened = Stream.opened(stdin_name, lambda: BytesIO(stdin)) if streamed else None
            yield opened or Source.decode(stdin_name, stdin), not is_data(stdin_name)
        except UserError as error:
            errors.append(error)
    for path in find_files([Path(path) for path in paths], errors):
        try:
            yield open_source(path), False
        except UserError as error:
            errors.append(error)


def _notes(source: Source | Stream) -> Iterator[str]:
    """Yield what there is to say of how a file is read."""
    suffix = Path(source.path).suffix.lower()
    if suffix and format_of(source.path) is None:
        yield f"'{suffix}' is not known; read as plain text"
    if source.note:
        yield source.note


def plain_draft(text: str) -> Draft:
    """Return the draft that a plain text makes; an empty one where no prose is in it."""
    source = Source("<text>", text)
    return read_message(source) or Draft(source, "", ())


def _message_of(draft: Draft) -> Draft | None:
    """Return the customer's message that stands in the reply's own file."""
    told = draft.customer
    return Draft(told.source, told.text, told.pieces) if told else None
