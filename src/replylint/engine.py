"""This file is the journey itself: files in, findings out, in reading order.

>>> linter = Linter()
>>> [finding.text for finding in linter.lint("We will reply as soon as possible.")]
['as soon as possible']
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from replylint.baseline import Baselines
from replylint.changes import Changes, lines_of, moved
from replylint.checking import Checker, plain_draft
from replylint.config import Entry, Layer
from replylint.english import other_language
from replylint.errors import InputError, PassedOverError, UserError
from replylint.files import find_files, open_source
from replylint.finding import Finding, ReplyText, Run, Skipped
from replylint.fixing import Desk
from replylint.readers import format_of, is_data, read
from replylint.rule import Rule, Severity
from replylint.settings import Configs
from replylint.source import STDIN, Source, Stream, shown_path
from replylint.suppression import OWN_RULES, Suppressed, let_pass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from replylint.changes import OldLines
    from replylint.checking import Counts
    from replylint.draft import Draft
    from replylint.fixing import Fixer
    from replylint.readers import Shape
    from replylint.readers.data.libraries import Library
    from replylint.settings import Settings


class Told(NamedTuple):
    """What the caller knows of the replies; it stands above what a file says of itself.

    ``outgoing`` tells that they go out as they stand, where the configuration does not.
    """

    customer: str | None = None
    kind: str | None = None
    channel: str | None = None
    outgoing: bool = False


class Watch(Protocol):
    """Is told how far a run is: that the ``number``-th of so many files is begun (from 1), and
    that a reply was linted.
    """

    def file(self, number: int, files: int) -> None: ...

    def reply(self) -> None: ...


class Linter:
    """Lints replies with the rules of some packs; no configuration is looked for.

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
        said: dict[str, Iterable[object]] = {
            "packs": packs,
            "select": select,
            "ignore": ignore,
            "preview": [preview],
            "severity": [(name, Severity(level)) for name, level in (severity or {}).items()],
            "allow": allow,
            "kind": [kind],
            "channel": [channel],
            "drafts": [drafts],
            "markdown": [markdown],
            "libraries": libraries,
        }
        above = Layer({key: tuple(map(Entry, values)) for key, values in said.items()})
        self._take(Configs(isolated=True, above=above))
        self.errors: tuple[UserError, ...] = self._checker(self._configs.settings()).errors

    @classmethod
    def from_config(cls, path: str | Path | None = None) -> Linter:
        """Return the linter of a configuration: of ``path``, else of the nearest one upward from
        each file, and for a text from the working folder; the plain one where there is none.

        Raises:
            UserError: the configuration, or a name in it, is not as it must be.
        """
        linter = cls.configured(Configs(Path(path) if path else None), baselines=Baselines())
        linter.errors = linter._checker(linter._configs.settings()).errors  # noqa: SLF001
        return linter

    @classmethod
    def configured(
        cls,
        configs: Configs,
        *,
        suppressing: bool = True,
        baselines: Baselines | None = None,
        since: str | None = None,
        keeping: bool = False,
    ) -> Linter:
        """Return a linter that asks for each file what holds for it.

        ``suppressing`` tells whether a comment or a configuration may let findings pass,
        ``baselines`` which were there before, and ``since`` is the commit since which the lines
        must have changed that findings are told of. ``keeping`` tells whether runs keep the texts
        of replies.
        """
        linter = cls.__new__(cls)
        linter._take(configs)  # noqa: SLF001 - a second constructor
        linter._suppressing = suppressing  # noqa: SLF001
        linter._baselines = baselines  # noqa: SLF001
        linter._changes = Changes(since) if since is not None else None  # noqa: SLF001
        linter._keeping = keeping  # noqa: SLF001
        return linter

    def _take(self, configs: Configs) -> None:
        self._configs = configs
        self._suppressing = True
        self._keeping = False
        self._watch: Watch | None = None
        self._changes: Changes | None = None
        self._suppressed = Suppressed()
        self._baselines: Baselines | None = None
        self._checkers: dict[tuple[object, ...], Checker] = {}
        self.errors = ()

    def _checker(self, settings: Settings) -> Checker:
        key = settings.of_rules
        if key not in self._checkers:
            self._checkers[key] = Checker.configured(settings)
        return self._checkers[key]

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules that run, as far as nothing is said of a file."""
        return self._checker(self._configs.settings()).rules

    @property
    def checkers(self) -> Sequence[Checker]:
        """The checkers that were needed so far: one for each choice of rules."""
        return tuple(self._checkers.values())

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
        settings = self._configs.settings()
        return self._checker(settings).check(
            draft,
            customer=customer,
            kind=kind or settings.kind,
            channel=channel or settings.channel,
            outgoing=bool(customer) if settings.drafts is None else settings.drafts,
        )

    def lint_paths(
        self,
        paths: Iterable[str | Path],
        *,
        stdin: bytes | None = None,
        stdin_name: str = STDIN,
        customer: str | None = None,
        kind: str | None = None,
        channel: str | None = None,
        fixer: Fixer | None = None,
        watch: Watch | None = None,
    ) -> Run:
        """Lint files and folders, and ``stdin`` under the name ``stdin_name`` where it is given.

        ``fixer`` applies fixes, and what is told is what is left. ``watch`` is told how far the run
        is. What cannot be read becomes one
        of ``Run.errors``; everything else is still linted.

        Raises:
            UserError: ``customer`` is given, and there is more than one reply to it; or what was
                given in a program names a rule or a pack that is not there.
        """
        self._suppressed = Suppressed()
        self._watch = watch
        told = Told(customer, kind, channel)
        given = [Path(path) for path in paths]
        errors: list[UserError] = []
        runs = []
        if stdin is not None:
            outgoing = not is_data(stdin_name)
            place = None if stdin_name == STDIN else Path(stdin_name)
            runs.append(self._run(place, told._replace(outgoing=outgoing), errors, fixer, stdin))
        files = find_files(given, errors, self._configs.why_not(given))
        for number, path in enumerate(files, 1):
            if watch:
                watch.file(number, len(files))
            if self._is_wanted(path, errors):
                runs.append(self._run(path, told, errors, fixer))
        if not runs and not errors:
            self._checker(self._configs.settings())  # what the command line names must be there
        runs.append(self._run_of_entries([] if errors or self._changes else given))
        replies = sum(run.replies for run in runs)
        if customer is not None and replies > 1:
            raise UserError(f"--customer goes with one reply, and here are {replies} (name one)")
        errors += [error for run in runs for error in run.errors]
        errors += [error for checker in self._checkers.values() for error in checker.errors]
        return Run(
            sorted((f for run in runs for f in run.findings), key=lambda f: f.order),
            files=sum(run.files for run in runs),
            replies=replies,
            skipped=sorted((s for run in runs for s in run.skipped), key=lambda s: s.path),
            errors=sorted({str(error): error for error in errors}.values(), key=_place_of),
            customers=sum(run.customers for run in runs),
            failing=sum(run.failing for run in runs),
            fixed=sum(run.fixed for run in runs),
            rules=self._rules_of(runs),
            texts=[text for run in runs for text in run.texts],
            gone=self._baselines.gone() if self._baselines else 0,
        )

    def _rules_of(self, runs: Iterable[Run]) -> dict[str, Rule]:
        """Return the rules that spoke, by name and in its order."""
        spoke = {finding.rule for run in runs for finding in run.findings}
        running = (rule for checker in self._checkers.values() for rule in checker.rules)
        known = {rule.name: rule for rule in (*OWN_RULES, *running)}
        return {name: known[name] for name in sorted(spoke)}

    def _run(
        self,
        path: Path | None,
        told: Told,
        errors: list[UserError],
        fixer: Fixer | None = None,
        stdin: bytes | None = None,
    ) -> Run:
        """Lint a file, or ``stdin`` in its place; what is wrong with it is added to ``errors``."""
        place = path or Path(STDIN)
        try:
            settings = self._configs.settings(path)
            self._checker(settings)
            data = place.read_bytes() if fixer and stdin is None else stdin
            source = open_source(place, data)
            if fixer is None:
                return self._lint(source, path, settings, told)
            desk = Desk(
                data or b"",
                partial(read, markdown=settings.markdown, libraries=settings.libraries),
                lambda now: self._lint(now, path, settings, told, before=source),
            )
            return fixer.fixed(source, None if stdin is not None else path, desk)
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            errors.append(InputError(message, path=shown_path(place)))
        except UserError as error:
            if error.path is None:
                raise  # the command line's
            errors.append(error)
        return Run()

    def _is_wanted(self, path: Path, errors: list[UserError]) -> bool:
        """Tell whether something of a file is to be told, of lines that changed."""
        if self._changes is None:
            return True
        try:
            return self._changes.of(path) != []
        except UserError as error:
            # Of all files outside of a repository, the first is named.
            if not any(error.message == told.message for told in errors):
                errors.append(error)
            return False

    def lint_source(self, source: Source | Stream) -> Run:
        """Lint one file that was read; its name says what format it has."""
        run = self._lint(source, None, self._configs.settings(Path(source.path)), Told())
        return replace(run, rules=self._rules_of([run]))

    def _lint(
        self,
        source: Source | Stream,
        path: Path | None,
        settings: Settings,
        told: Told,
        before: Source | Stream | None = None,
    ) -> Run:
        """Lint a file, and settle which of its findings are told of.

        ``before`` is the file as git sees it, where it is being fixed.
        """
        checker = self._checker(settings)
        run = self._read(source, settings, checker, told)
        findings = list(run.findings)
        if self._suppressing and run.replies:
            whole = source if isinstance(source, Source) else None
            findings, more = let_pass(findings, whole, checker.running)
            findings = self._suppressed.let_pass(findings, settings.suppress, checker.running)
            findings += more
        if self._baselines and path:
            baseline = self._baselines.path_for(path, settings.baseline)
            if baseline is not None:
                findings = self._baselines.settle(findings, path, baseline, checker.running)
        if self._changes and path:
            old = moved(lines_of(before), lines_of(source)) if before else None
            findings = [f for f in findings if self._changes.touch(path, *_lines(f, old))]
        return run.with_findings(findings, settings.fail_on)

    def _read(
        self, source: Source | Stream, settings: Settings, checker: Checker, told: Told
    ) -> Run:
        """Return what the rules find in a file.

        A file of records is linted record by record, and no more of it is held than that.
        """
        found: list[Finding] = []
        skipped = [Skipped(source.path, None, note) for note in _notes(source)]
        errors: list[UserError] = []
        texts: list[ReplyText] = []
        counts: Counts = {}
        drafts = replies = customers = 0
        outgoing = told.outgoing or bool(told.customer)
        try:
            for draft in read(source, markdown=settings.markdown, libraries=settings.libraries):
                drafts += 1
                skipped += [Skipped(source.path, draft.name, note) for note in draft.notes]
                if language := other_language(draft.text):
                    reason = f"is in {language}; only English is linted"
                    skipped.append(Skipped(source.path, draft.name, reason))
                    continue
                replies += 1
                customers += bool(told.customer or draft.customer)
                findings = checker.check(
                    draft,
                    customer=told.customer,
                    kind=told.kind or draft.kind or settings.kind,
                    channel=told.channel or draft.channel or settings.channel,
                    outgoing=outgoing if settings.drafts is None else settings.drafts,
                    counts=counts,
                )
                if self._keeping:
                    texts.append(_text_of(draft, replies - 1, told.customer))
                    findings = [
                        replace(f, nth=replies - 1, within=draft.within_whole(*f.within))
                        for f in findings
                    ]
                found += findings
                if self._watch:
                    self._watch.reply()
        except UserError as error:
            errors.append(error)
        except PassedOverError as reason:
            passed = Skipped(source.path, None, str(reason))
            return Run(skipped=[*skipped, passed])
        if not drafts and not errors:
            skipped.append(Skipped(source.path, None, "there is no reply in it"))
        return Run(found, 1, replies, skipped, errors, customers, texts=texts)

    def _run_of_entries(self, given: Sequence[Path]) -> Run:
        """Return what there is to say of the entries of ``suppress``.

        That one lets nothing pass is only known where all files were looked at.
        """
        folders = [path.resolve() for path in given if path.is_dir()]

        def looked_at(config: str) -> bool:
            return any(Path(config).resolve().is_relative_to(folder) for folder in folders)

        told = [*self._suppressed.told(looked_at)]
        return Run().with_findings(told, self._configs.settings().fail_on) if told else Run()


def lint(
    text: str,
    customer: str | None = None,
    kind: str | None = None,
    channel: str | None = None,
) -> list[Finding]:
    """Lint one reply with the core pack; see ``Linter.lint``. For many replies keep a Linter."""
    return Linter().lint(text, customer=customer, kind=kind, channel=channel)


def _notes(source: Source | Stream) -> Iterable[str]:
    """Yield what there is to say of how a file is read."""
    suffix = Path(source.path).suffix.lower()
    if suffix and format_of(source.path) is None:
        yield f"'{suffix}' is not known; read as plain text"
    if source.note:
        yield source.note


def _text_of(draft: Draft, nth: int, customer: str | None) -> ReplyText:
    """Return a reply as it is to be shown, and the message that it answers where that does not
    stand in it.
    """
    whole = draft.whole or draft
    told = draft.customer
    if customer is None and told and not whole.holds(told):
        customer = told.shown(0, len(told.text))
    return ReplyText(
        path=draft.source.path,
        nth=nth,
        called=draft.title or draft.name,
        text=whole.text,
        masks=tuple(whole.masked()),
        left_out=tuple(draft.left_out()),
        customer=customer,
    )


def _lines(finding: Finding, old: OldLines | None) -> tuple[int, int]:
    """Return the lines of a finding, as git knows them."""
    first, last = finding.line, max(finding.line, finding.end_line)
    return old(first, last) if old else (first, last)


def _place_of(error: UserError) -> tuple[str, int, int, str]:
    return (error.path or "", error.line or 0, error.column or 0, error.message)
