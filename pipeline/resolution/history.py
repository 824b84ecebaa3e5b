"""What was believed on which day: the tellings of one product, resolved anew for every day on which something came up.

Because each day is resolved from what was known by then and nothing else, building from only the sources of that time
gives the same rows. Identifiers pass from one day to the next with the tellings (`pipeline.resolution.identity`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.resolution.applications import Application
from pipeline.resolution.authorisations import by_market
from pipeline.resolution.conflicts import with_decisions_compared
from pipeline.resolution.corrections import Correction, corrected
from pipeline.resolution.filings import Filing, filings, is_supplement
from pipeline.resolution.identity import Candidate, Identifiers, Pin, Traits, published_names
from pipeline.resolution.milestones import Milestone, Naming, believe, chosen_date, trusted
from pipeline.resolution.steps import Related, Step, Telling, content_of, join
from schemas.vocabulary import CorrectionKind, RedirectReason

UNDATED = date.max
"""Day of a source that bears none: it is known, but not since when."""

Relink = Callable[[Sequence[Telling]], Sequence[Telling]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What resolution is told from outside: names, diseases, corrections, and identifiers published before."""

    naming: Naming
    related: Related
    corrections: Mapping[str, Sequence[Correction]] = field(default_factory=dict)
    pins: Mapping[tuple[str, ...], Sequence[Pin]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Redirect:
    """An identifier that gave way, to which, why and when."""

    milestone_id: str
    redirects_to: str | None
    reason: RedirectReason
    since: date | None


@dataclass(frozen=True, slots=True)
class Belief:
    """A milestone as it was believed from one day until before another (None: still)."""

    milestone: Milestone
    since: date
    until: date | None

    def row(self) -> dict[str, object]:
        """Return the cells of the row of `milestone_history`."""
        return {**self.milestone.row(), "believed_from": self.since, "believed_until": self.until}


@dataclass(slots=True)
class Resolved:
    """What is believed now of some products, and what was believed before."""

    milestones: dict[str, Milestone] = field(default_factory=dict)
    originals: dict[str, Milestone] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    applications: list[Application] = field(default_factory=list)
    history: list[Belief] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)

    def extend(self, other: Resolved) -> None:
        """Add what was resolved of other products."""
        self.milestones |= other.milestones
        self.originals |= other.originals
        self.steps |= other.steps
        self.applications += other.applications
        self.history += other.history
        self.redirects += other.redirects

    def without(self, refused: Collection[str]) -> Resolved:
        """Return what is left when the milestones of these identifiers were refused."""
        for application in self.applications:
            for cycle in application.filing.cycles:
                cycle.steps = [step for step in cycle.steps if step.milestone_id not in refused]
                cycle.ended_by = cycle.ended_by if cycle.ended_by in cycle.steps else None
        return Resolved(
            milestones={key: one for key, one in self.milestones.items() if key not in refused},
            originals=self.originals,
            steps={key: step for key, step in self.steps.items() if key not in refused},
            applications=[application for application in self.applications if application.filing.steps],
            history=[belief for belief in self.history if belief.milestone.milestone_id not in refused],
            redirects=[one for one in self.redirects if one.redirects_to not in refused],
        )


def known_on(telling: Telling) -> date:
    """Return the day from which on the telling is known."""
    return telling.known_from or UNDATED


def known_by(telling: Telling, day: date) -> bool:
    """Tell whether the telling was known on a day, and not yet superseded."""
    return known_on(telling) <= day and (telling.known_until is None or telling.known_until > day)


def resolve_unit(tellings: Sequence[Telling], rules: Rules, relink: Relink | None = None) -> Resolved:
    """Resolve the tellings of one product (in one jurisdiction, or in all), day by day.

    `relink` gives the tellings known on a day the products that they had then, where later ones changed that.
    """
    return _Unit(rules, relink or (lambda known: known)).resolve(tellings)


class _Unit:
    def __init__(self, rules: Rules, relink: Relink) -> None:
        self._rules = rules
        self._relink = relink
        self._steps = Identifiers("ms")
        self._applications = Identifiers("ap")
        self._believed: dict[tuple[str, tuple[str, ...]], Milestone] = {}

    def resolve(self, tellings: Sequence[Telling]) -> Resolved:
        resolved = Resolved()
        open_rows: dict[str, Belief] = {}
        joined = list(self._joined_by_day(tellings))
        self._steps = Identifiers("ms", self._published(joined))
        steps_on = dict(self._identified_by_day(joined))
        merged_on = self._merged_on
        corrections = self._corrections(steps_on)
        days = sorted({*steps_on, *(one.authored_on for one in corrections)})
        steps: dict[str, Step] = {}
        for day in days:
            steps = steps_on.get(day, steps)
            if not steps:
                continue
            now = [one for one in corrections if one.authored_on <= day]
            originals, milestones, applications, held = self._state(steps, now)
            resolved.history += _closed(open_rows, milestones, day)
            resolved.originals, resolved.milestones = originals, milestones
            resolved.applications, resolved.steps = applications, held
        resolved.history += open_rows.values()
        resolved.redirects = list(self._redirects(merged_on, corrections, resolved.milestones))
        return resolved

    def _joined_by_day(self, tellings: Sequence[Telling]) -> Iterator[tuple[date, list[Step]]]:
        for day in sorted({known_on(telling) for telling in tellings}):
            known = self._relink([telling for telling in tellings if known_by(telling, day)])
            yield day, sorted(join(known, self._rules.related), key=_birth_order)

    def _published(self, joined: Sequence[tuple[date, Sequence[Step]]]) -> Mapping[str, str]:
        """Return which identifiers were published under another name: of steps as they are known at the end."""
        groups = {_group(step[0]) for _day, steps in joined for step in steps}
        pins = [pin for group in sorted(groups) for pin in self._rules.pins.get(group, ())]
        if not pins:
            return {}
        plain = Identifiers("ms")
        made: Mapping[str, Candidate] = {}
        for _day, steps in joined:
            candidates = _candidates(steps)
            made = dict(zip(plain.assign(candidates), candidates, strict=True))
        return published_names(pins, made, plain.made)

    def _identified_by_day(
        self, joined: Sequence[tuple[date, Sequence[Step]]]
    ) -> Iterator[tuple[date, dict[str, Step]]]:
        self._merged_on: dict[str, date] = {}
        for day, steps in joined:
            identifiers = self._steps.assign(_candidates(steps))
            for gone in self._steps.merged:
                self._merged_on.setdefault(gone, day)
            yield day, dict(zip(identifiers, steps, strict=True))

    def _corrections(self, steps_on: Mapping[date, Mapping[str, Step]]) -> list[Correction]:
        ever = {identifier for steps in steps_on.values() for identifier in steps}
        found = [one for identifier in ever for one in self._rules.corrections.get(identifier, ())]
        return sorted(found, key=lambda one: (one.authored_on, one.correction_id))

    def _state(
        self, steps: Mapping[str, Step], corrections: Sequence[Correction]
    ) -> tuple[dict[str, Milestone], dict[str, Milestone], list[Application], dict[str, Step]]:
        originals = {identifier: self._belief(identifier, step) for identifier, step in steps.items()}
        held = dict(steps)
        for one in corrections:
            if one.merge_into in held and one.milestone in held:
                held[one.merge_into] += held.pop(one.milestone)
            if one.kind is CorrectionKind.RETRACT:
                held.pop(one.milestone, None)
        milestones = {identifier: self._belief(identifier, step) for identifier, step in held.items()}
        for one in corrections:
            if one.kind in (CorrectionKind.SET, CorrectionKind.CONFIRM) and one.milestone in milestones:
                milestones[one.milestone] = corrected(milestones[one.milestone], one)
        applications: list[Application] = []
        for market in by_market(milestones.values()).values():
            compared = with_decisions_compared(market, self._rules.related)
            made = self._identified(filings(compared, self._rules.related))
            of_step = {step.milestone_id: one.application_id for one in made for step in one.filing.steps}
            for milestone in compared:
                belongs = of_step.get(milestone.milestone_id)
                milestones[milestone.milestone_id] = replace(milestone, application_id=belongs)
            applications += made
        return originals, milestones, applications, held

    def _belief(self, identifier: str, step: Step) -> Milestone:
        key = (identifier, tuple(f"{telling.mention_id} {telling.product_id}" for telling in step))
        if key not in self._believed:
            self._believed[key] = believe(identifier, step, self._rules.naming)
        return self._believed[key]

    def _identified(self, made: Sequence[Filing]) -> list[Application]:
        candidates = [
            Candidate(
                identity=(
                    filing.steps[0].product_id,
                    filing.steps[0].jurisdiction,
                    "supplement" if is_supplement(filing, made) else "first",
                    "" if not is_supplement(filing, made) else min(filing.indications, default=""),
                ),
                members={step.milestone_id: step.milestone_id for step in filing.steps},
            )
            for filing in made
        ]
        identifiers = self._applications.assign(candidates)
        return [
            Application(identifier, filing, [other for other in made if other is not filing])
            for identifier, filing in zip(identifiers, made, strict=True)
        ]

    def _redirects(
        self, merged_on: Mapping[str, date], corrections: Sequence[Correction], milestones: Mapping[str, Milestone]
    ) -> Iterator[Redirect]:
        joined = {one.milestone: one for one in corrections if one.merge_into}
        gone = {identifier: (RedirectReason.MERGED, day) for identifier, day in merged_on.items()}
        for one in corrections:
            if one.kind is CorrectionKind.MERGE:
                gone[one.milestone] = (RedirectReason.CORRECTED, one.authored_on)
            elif one.kind is CorrectionKind.RETRACT:
                gone[one.milestone] = (RedirectReason.RETRACTED, one.authored_on)
        for identifier in sorted(gone):
            reason, day = gone[identifier]
            target = self._steps.now(identifier)
            while target in joined:
                target = self._steps.now(joined[target].merge_into or target)
            if target in milestones:
                yield Redirect(identifier, target, reason, day)
            else:
                yield Redirect(identifier, None, RedirectReason.RETRACTED, day)


def _closed(open_rows: dict[str, Belief], milestones: Mapping[str, Milestone], day: date) -> Iterator[Belief]:
    """Yield the beliefs that end on that day, and bring `open_rows` up to it."""
    for identifier in sorted(open_rows):
        held = open_rows[identifier]
        if milestones.get(identifier) != held.milestone:
            del open_rows[identifier]
            if held.since < day:
                yield replace(held, until=day)
    for identifier in sorted(milestones):
        if identifier not in open_rows:
            open_rows[identifier] = Belief(milestones[identifier], day, None)


def _group(telling: Telling) -> tuple[str, ...]:
    event = telling.event
    return (telling.product_id, event.jurisdiction, event.milestone_type.value, event.designation or "")


def _birth_order(step: Step) -> tuple[tuple[str, ...], date, tuple[tuple[str, ...], ...]]:
    chosen = chosen_date(step)
    when = chosen.event.event_date if chosen else None
    return (_group(step[0]), when.first_day if when else date.max, tuple(sorted(set(map(content_of, step)))))


def traits_of(step: Step) -> Traits:
    """Return by what a step is known again when its sources are read anew."""
    chosen = chosen_date(step)
    return Traits(
        sources=frozenset(telling.event.document_id for telling in step),
        mentions=frozenset(telling.lineage or telling.mention_id for telling in step),
        indication_id=_disease(step),
        when=chosen.event.event_date if chosen else None,
    )


def _disease(step: Step) -> str | None:
    return next((telling.indication_id for telling in trusted(step) if telling.indication_id), None)


def _candidates(steps: Sequence[Step]) -> list[Candidate]:
    """Return the steps, sorted by `_birth_order`, with what identifies each.

    The first of its group is identified as the first, so that its disease may be learnt later; others by their disease.
    """
    seen: set[tuple[str, ...]] = set()
    candidates = []
    for step in steps:
        group = _group(step[0])
        supplement = any(telling.event.supplement for telling in step)
        which = "first" if group not in seen and not supplement else _disease(step) or ""
        seen.add(group)
        candidates.append(
            Candidate(
                identity=(*group, which),
                members={telling.lineage or telling.mention_id: content_of(telling) for telling in step},
                group=group,
                traits=traits_of(step),
            )
        )
    return candidates
