"""The cascade: from a document to its events.

What belongs here: the order of the stages and what passes between them. What does not: any rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from pipeline.extraction import timeline
from pipeline.extraction.attributes import (
    is_supplement,
    pathways,
    population,
    prior_lines,
    voted,
)
from pipeline.extraction.consolidation import Reading, consolidate
from pipeline.extraction.context import Context, Use, complete
from pipeline.extraction.enumeration import Enumeration, find_enumerations
from pipeline.extraction.event import Event, Reason, Span
from pipeline.extraction.factuality import Verdict, judge
from pipeline.extraction.folding import fold
from pipeline.extraction.frames import Frame, FrameFinder
from pipeline.extraction.indications import diseases_by_form, indication, is_by_form
from pipeline.extraction.law import OF_TRIALS, lawful_step
from pipeline.extraction.layout import Sentence, Zone, dateline_end, is_digest, sentences
from pipeline.extraction.lexicon import Kind, Mention, rules
from pipeline.extraction.news import News, is_fresh
from pipeline.extraction.products import Products, Therapy, find_products
from pipeline.extraction.roles import (
    Discourse,
    Regulator,
    agency_for,
    company,
    gapped,
    gapped_products,
    jurisdiction_of,
    main_company,
    regulators,
    therapies,
)
from pipeline.extraction.usage import Usage
from pipeline.extraction.vocabulary import Vocabulary, build_vocabulary
from pipeline.sources.dates import dateline
from pipeline.sources.document import Document
from pipeline.sources.reference import Reference
from schemas.partial_date import PartialDate
from schemas.vocabulary import DatePrecision, Designation, MilestoneType, Outcome


class Extractor:
    """Reads events from documents by the rules under `rules/` and the names of the reference data."""

    def __init__(self, reference: Reference) -> None:
        self._vocabulary: Vocabulary = build_vocabulary(reference)

    def extract(self, document: Document) -> tuple[Event, ...]:
        """Return the events of a document, sorted by position; the same document always gives the same events."""
        if not self._vocabulary.signs.anywhere(f"{_title(document)}\n{document.text}"):
            return ()
        return self.read(document)

    def read(self, document: Document) -> tuple[Event, ...]:
        """Return the events of a document that is known to be worth reading; triage only saves the time for it."""
        text, offset = _with_title(document)
        reading = _Reading(document, text, fold(text), offset, self._vocabulary)
        return consolidate(document.document_id, complete(list(reading.readings()), reading.context), reading.told)


def _title(document: Document) -> str:
    return " ".join((document.title or "").split())


def _with_title(document: Document) -> tuple[str, int]:
    """Put the title before a text that does not begin with it; return the offset of the text."""
    title = _title(document)
    if not title or title.casefold() in " ".join(document.text[: 2 * len(title) + 400].split()).casefold():
        return document.text, 0
    return f"{title}\n\n{document.text}", len(title) + 2


@dataclass(frozen=True, slots=True)
class _Around:
    """What one sentence offers to its frames."""

    sentence: Sentence
    mentions: Sequence[Mention]
    dates: Sequence[timeline.Dated]


class _Reading:
    """One document on its way through the cascade."""

    def __init__(self, document: Document, text: str, folded: str, offset: int, vocabulary: Vocabulary) -> None:
        self._text, self._folded, self._offset = text, folded, offset
        self.told: date | None = document.published_on or dateline(document.text)
        self._mentions = vocabulary.scanner.scan(folded, text)
        self._starts = [mention.start for mention in self._mentions]
        self._products: Products = find_products(text, folded, self._mentions, vocabulary.products)
        title_end = _title_end(document, text)
        self._sentences = sentences(text, folded, title_end, document.title or "") if self._products.named else []
        self._frames = self._find_frames()
        if not any(self._frames.values()):
            self._sentences = []  # none of them tells of a step
        self._news = News(
            folded,
            next((s.start for s in self._sentences if s.zone is Zone.LEAD and not s.heading), -1),
            digest=is_digest(document.title or text[:title_end]),
            untitled=not document.title and title_end == 0,
        )
        self._place_lasts: int | None = None
        self._said: Counter[tuple[object, ...]] = Counter()
        self._last_day: PartialDate | None = None
        self._last_date: PartialDate | None = None
        self.context = Context(told=self.told)
        self._note_applications()

    def _find_frames(self) -> dict[int, list[Frame]]:
        """Return the frames of the sentences that may hold any, by the start of the sentence."""
        finder = FrameFinder(self._text, self._folded)
        found: dict[int, list[Frame]] = {}
        for sentence in self._sentences:
            mentions = self._mentions_in(sentence.start, sentence.end)
            if sentence.zone is not Zone.BOILERPLATE and any(m.kind in {Kind.VERB, Kind.NOUN} for m in mentions):
                named = self._products.within(sentence.start, sentence.end)
                found[sentence.start] = finder.frames(sentence, mentions, named)
        return found

    @cached_property
    def _company(self) -> str | None:
        return main_company(self._text, self._mentions)

    @cached_property
    def _discourse(self) -> Discourse:
        title = [s for s in self._sentences if s.zone is Zone.TITLE]
        in_title = list(chain.from_iterable(self._products.within(s.start, s.end) for s in title))
        lead = [s for s in self._sentences if s.zone in {Zone.TITLE, Zone.LEAD}]
        in_lead = [n for s in lead for n in self._products.within(s.start, s.end)]
        main = (in_title or in_lead)[0].therapy if in_title or in_lead else None
        foreign = any(m.kind is Kind.FOREIGN for m in self._mentions_in(0, 1500))
        if main is None and len(self._products.therapies) == 1 and not foreign:
            main = self._products.therapies[0]
        head = self._mentions_in(0, 1500)
        regulators_in_head = [m for m in head if m.kind in {Kind.AGENCY, Kind.PLACE}]
        every = {jurisdiction_of(m) for m in self._mentions if m.kind is Kind.AGENCY}
        default = None
        titled = [m for s in title for m in self._mentions_in(s.start, s.end) if m.kind in {Kind.AGENCY, Kind.PLACE}]
        if titled:
            default = jurisdiction_of(titled[0])
        elif len(every) == 1:
            default = next(iter(every))
        elif regulators_in_head and regulators_in_head[0].kind is Kind.AGENCY:
            default = jurisdiction_of(regulators_in_head[0])
        enumerations = find_enumerations(self._sentences, self._products, self._folded)
        return Discourse(
            main=main,
            sole=self._dominates(main),
            digest=self._news.digest,
            default=default,
            enumerations=enumerations,
        )

    def _note_applications(self) -> None:
        """Keep the types of application that the document names."""
        stated = ((m.term.facts or {}).get("application") for m in self._mentions if m.kind is Kind.NOUN)
        self.context.applications.update(str(code) for code in stated if code)

    def _dominates(self, main: Therapy | None) -> bool:
        """Tell whether a document speaks of one therapy, and of others in passing at most."""
        of_main = sum(named.therapy is main for named in self._products.named)
        return of_main >= _DOMINANT * (len(self._products.named) - of_main)

    def _mentions_in(self, start: int, end: int) -> list[Mention]:
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def readings(self) -> Iterator[Reading]:
        """Yield what each sentence tells."""
        for sentence in self._sentences:
            if sentence.zone is Zone.BOILERPLATE:
                continue
            mentions = self._mentions_in(sentence.start, sentence.end)
            self._forget_place(sentence)
            if sentence.zone is Zone.TITLE:
                self._news.titled |= {frame.milestone for frame in self._frames.get(sentence.start, ())}
            mentions = self._with_diseases(sentence, mentions)
            dates = timeline.dates_in(self._text, self._folded, sentence.start, sentence.end, self.told)
            found = list(self._of_sentence(sentence, mentions, dates))
            yield from (reading for reading in found if self._is_new(reading))
            self._note(sentence, mentions, found)
            self._note_dates(sentence, dates)
            self._last_date = dates[-1].value if dates else self._last_date
            self._last_day = next(
                (d.value for d in reversed(dates) if d.value.precision is DatePrecision.DAY), self._last_day
            )
            self._remember(sentence, mentions)

    def _with_diseases(self, sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
        """Add the diseases that are told by their form alone."""
        found = diseases_by_form(self._folded, sentence.start, sentence.end, mentions)
        return sorted([*mentions, *found], key=lambda mention: mention.start)

    def _is_new(self, reading: Reading) -> bool:
        """Tell whether a reading adds to what was read: what was said often enough adds nothing."""
        said = (reading.milestone, reading.jurisdiction, reading.designation, id(reading.therapy), reading.stated)
        self._said[said] += 1
        return self._said[said] <= _OFTEN_ENOUGH

    def _note_dates(self, sentence: Sentence, dates: Sequence[timeline.Dated]) -> None:
        """Keep what a sentence says of the day of a decision told before, or of the announcement itself."""
        if sentence.zone not in {Zone.TITLE, Zone.LEAD, Zone.BODY}:
            return
        dates = [d for d in dates if self.told is None or d.value.first_day <= self.told]
        decided = timeline.decided_on(self._text, self._folded, sentence.start, sentence.end, dates)
        if decided is not None:
            kinds = frozenset(MilestoneType(code) for code in rules("frames")["dated"][decided[0]])
            self.context.decisions.append((sentence.start, kinds, decided[1]))
        announced = timeline.announced_on(self._folded, sentence.start, dates)
        if announced is not None and sentence.zone is not Zone.BODY:
            self.context.announced.append((sentence.start, announced))

    def _spoken_of(self, sentence: Sentence) -> Therapy | None:
        """The one therapy that a sentence names, else that of its paragraph; None where it is open."""
        named = list(dict.fromkeys(n.therapy for n in self._products.within(sentence.start, sentence.end)))
        if named:
            return named[0] if len(named) == 1 else None
        same = sentence.paragraph == self._discourse.paragraph and len(self._discourse.topic) == 1
        return self._discourse.topic[0] if same else None

    def _note(self, sentence: Sentence, mentions: Sequence[Mention], found: Sequence[Reading]) -> None:
        """Keep what a sentence says of the use of a therapy, or of a goal date, for the steps told elsewhere."""
        goal = timeline.goal_date(self._text, self._folded, sentence.start, sentence.end, self.told)
        if goal is not None:
            self.context.goals.append((sentence.start, goal, self._spoken_of(sentence)))
        left = timeline.goal_left(self._text, self._folded, sentence.start, sentence.end, self.told)
        if left is not None:
            self.context.goals_left.append((left, self._spoken_of(sentence)))
        if not any(m.kind is Kind.CUE and m.value in _NOT_SO for m in mentions) and any(
            (m.kind is Kind.ATTRIBUTE and m.value == "whole_document")
            or (m.kind is Kind.NOUN and m.value == "application" and (m.term.facts or {}).get("supplement"))
            for m in mentions
        ):
            about = self._products.within(sentence.start, sentence.end)
            self.context.widened.extend([about[0].therapy] if about else self._discourse.topic[:1])
        if found or any(m.kind is Kind.NOUN and m.value == "designation" for m in mentions):
            return  # a status may be for another use than what is filed
        lines = prior_lines(self._folded, sentence.start, sentence.end)
        if lines is None and not _STATES_USE.search(self._folded, sentence.start, sentence.end):
            return
        named = self._products.within(sentence.start, sentence.end)
        whose = [named[0].therapy] if named else list(self._discourse.section or self._discourse.topic)[:1]
        if not whose and self._discourse.main:
            whose = [self._discourse.main]
        diseases = [m for m in mentions if m.kind is Kind.DISEASE]
        disease = next(iter(_known_first(diseases)), None)
        if not whose or disease is None:
            return
        self.context.uses.append(
            Use(
                whose[0],
                sentence.start,
                indication(self._text, self._folded, sentence.start, sentence.end, disease, diseases),
                disease.value,
                lines,
                population(mentions, sentence.start, sentence.end),
            )
        )

    def _remember(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        named = self._products.within(sentence.start, sentence.end)
        if named:
            self._discourse.group = tuple(dict.fromkeys(n.therapy for n in named))
        if named and named[0].start - sentence.start <= _SUBJECT_REACH:
            self._discourse.topic = (named[0].therapy,)
            self._discourse.paragraph = sentence.paragraph
            if sentence.heading and sentence.zone is not Zone.TITLE:
                self._discourse.section = (named[0].therapy,)
        elif sentence.heading:
            self._discourse.section = ()
        agencies = [m for m in mentions if m.kind is Kind.AGENCY]
        if agencies:
            self._discourse.regulator = agencies[-1]
        ministries = [m for m in agencies if "ministry" in self._folded[m.start : m.end]]
        if ministries:
            self._discourse.ministry = ministries[-1]
        self._remember_place(sentence, mentions)

    def _remember_place(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Keep the place that a heading, or a sentence of nothing else, sets for what follows."""
        if sentence.zone is Zone.TITLE:
            return
        places = [m for m in mentions if m.kind in {Kind.PLACE, Kind.AGENCY}]
        length = sentence.end - sentence.start
        beside = length - sum(m.end - m.start for m in places)
        if places and length <= _LONGEST_PLACE and beside <= _BESIDE_PLACE:
            self._discourse.place = jurisdiction_of(places[0])
            self._place_lasts = None if sentence.heading else sentence.paragraph

    def _forget_place(self, sentence: Sentence) -> None:
        """Drop the place of a heading at the next one, that of a sentence at the end of its paragraph."""
        if sentence.heading if self._place_lasts is None else sentence.paragraph != self._place_lasts:
            self._discourse.place = None

    def _of_sentence(
        self, sentence: Sentence, mentions: Sequence[Mention], stated: Sequence[timeline.Dated]
    ) -> Iterator[Reading]:
        frames = self._frames.get(sentence.start)
        if not frames:
            return
        dates = [*stated, *timeline.same_day(self._folded, sentence.start, sentence.end, self._last_day)]
        dates += timeline.same_month(self._folded, sentence.start, sentence.end, self._last_date)
        mentions = [m for m in mentions if not (m.kind is Kind.CUE and any(d.start <= m.start < d.end for d in dates))]
        head = dateline_end(self._folded, sentence.start, sentence.end)
        mentions = [m for m in mentions if not (m.kind is Kind.PLACE and m.start < head)]
        frames = [frame for frame in frames if not self._tells_in_passing(frame, frames)]
        around = _Around(sentence, mentions, dates)
        for frame in frames:
            yield from self._of_frame(frame, frames, around)

    def _tells_in_passing(self, frame: Frame, frames: Sequence[Frame]) -> bool:
        """Tell whether a submission only says which application is meant ("this is the third sBLA filed by X")."""
        return (
            frame.milestone is MilestoneType.SUBMISSION
            and frame.usage is Usage.PARTICIPLE
            and (
                any(other.milestone in _OF_APPLICATIONS and other.thing == frame.thing for other in frames)
                or _THIS_IS.match(self._folded, frame.sentence.start) is not None
            )
        )

    def _limits(self, frame: Frame, frames: Sequence[Frame]) -> tuple[int, int]:
        """The stretch of the sentence that belongs to this frame and not to its neighbours."""
        begin, end = frame.sentence.start, frame.sentence.end
        for other in frames:
            if other.milestone is frame.milestone and other.focus == frame.focus:
                continue
            if other.focus[0] >= frame.focus[1] and other.focus[0] - frame.focus[1] > 12:
                end = min(end, other.focus[0])
            if other.focus[1] <= frame.focus[0] and frame.focus[0] - other.focus[1] > 12:
                begin = max(begin, other.focus[1])
        return begin, end

    def _of_frame(self, frame: Frame, frames: Sequence[Frame], around: _Around) -> Iterator[Reading]:
        limits = self._limits(frame, frames)
        clause = frame.sentence.clause_of(frame.focus[0])
        rivals = [
            timeline.Rival(
                other.focus,
                frame.sentence.clause_of(other.focus[0]),
                other.verb is not None and other.verb is frame.verb,
            )
            for other in frames
            if other.focus != frame.focus and other.milestone not in _SAME_MOMENT.get(frame.milestone, ())
        ]
        when = timeline.choose(
            around.dates,
            self._text,
            self._folded,
            frame.focus,
            clause,
            rivals,
            self.told,
            earlier=self._is_earlier(frame),
        )
        anchored = when is not None or any(
            m.kind in {Kind.AGENCY, Kind.PLACE} and clause[0] <= m.start < clause[1] for m in around.mentions
        )
        near = when is not None and (0 <= when.start - frame.end <= _BESIDE or 0 <= frame.start - when.end <= 12)
        verdict = judge(frame, around.mentions, self._folded, anchored=anchored and near)
        if not verdict.fact:
            return
        who = regulators(frame, limits, around.mentions, self._folded, self._discourse)
        whose, rule = therapies(frame, self._products, around.mentions, self._folded, self._discourse)
        listed = self._discourse.listed
        if rule not in _NAMED_HERE and self._needs_name(frame):
            return
        if who and whose:
            self._discourse.jurisdiction = who[-1].jurisdiction
            self._discourse.topic = tuple(whose)
            self._discourse.paragraph = frame.sentence.paragraph
        here = [named.therapy for named in self._products.within(frame.sentence.start, frame.sentence.end)]
        whose = sorted(whose, key=lambda therapy: here.index(therapy) if therapy in here else len(here))
        apart = timeline.respectively(around.dates, self._folded, frame.start, frame.sentence.end, len(whose))
        for regulator in who:
            for number, therapy in enumerate(whose):
                when = apart[number] if apart else when
                for disease in self._uses(frame, around):
                    roles = (regulator.rule, rule)
                    reading = self._reading(frame, around, verdict, when, regulator, therapy, disease, roles)
                    yield self._as_listed(reading, listed) if listed else reading
        if len(who) == 1 and when is not None:
            yield from self._elsewhere(frame, frames, around, when, who[0], whose, verdict, rule)

    def _is_earlier(self, frame: Frame) -> bool:
        """Tell whether a step is told in the past perfect."""
        if frame.verb is None:
            return False
        return _HAD.search(self._folded, max(frame.sentence.start, frame.verb.start - 24), frame.verb.start) is not None

    def _needs_name(self, frame: Frame) -> bool:
        """Tell whether a step may be another product's unless the sentence names one: platforms, "its trials"."""
        if frame.facts.get("designation") == Designation.PLATFORM.value:
            return True
        return (
            frame.milestone in OF_TRIALS
            and not self._discourse.sole
            and _SEVERAL_TRIALS.search(self._folded, frame.sentence.start, frame.sentence.end) is not None
        )

    def _elsewhere(
        self,
        frame: Frame,
        frames: Sequence[Frame],
        around: _Around,
        when: timeline.Dated,
        told: Regulator,
        whose: Sequence[Therapy],
        verdict: Verdict,
        rule: str,
    ) -> Iterator[Reading]:
        """What a sentence goes on to say without its verb: "approved in the US in 2017 and in Europe in 2018"."""
        at = max(frame.end, when.end)
        stop = min((f.start for f in frames if f.start > at), default=around.sentence.end)
        if frame.milestone is MilestoneType.APPROVAL:
            diseases = [m for m in around.mentions if m.kind is Kind.DISEASE]
            for again in timeline.once_more(around.dates, self._folded, when, stop):
                use = next((d for d in diseases if d.start > again.end), None)
                for therapy in whose:
                    yield self._reading(frame, around, verdict, again, told, therapy, use, ("told before", rule))
        for therapy, date_then in gapped_products(self._products, around.dates, self._folded, at, stop):
            yield self._reading(frame, around, verdict, date_then, told, therapy, None, ("told before", rule))
        for regulator, date_there in gapped(around.mentions, around.dates, self._folded, at, stop):
            there = Regulator(jurisdiction_of(regulator), regulator, "named without the verb")
            if there.jurisdiction == told.jurisdiction:
                continue
            for therapy in whose:
                roles = (there.rule, rule)
                yield self._reading(frame, around, verdict, date_there, there, therapy, None, roles)

    def _as_listed(self, reading: Reading, listed: Enumeration) -> Reading:
        """Complete what is said of a set by what its list says of one therapy: date, disease, words."""
        line = next(item.sentence for item in listed.items if item.therapy is reading.therapy)
        if line.start == listed.start and line.end == listed.end:
            return reading
        dates = timeline.dates_in(self._text, self._folded, line.start, line.end, self.told)
        told = [d for d in dates if self.told is None or d.value.first_day <= self.told]
        told = told or [*timeline.year_in_brackets(self._folded, line.start, line.end)]
        disease = next((m for m in self._mentions_in(line.start, line.end) if m.kind is Kind.DISEASE), None)
        begin, end = line.start - self._offset, line.end - self._offset
        return replace(
            reading,
            stated=reading.stated or (told[0].value if told else None),
            disease=reading.disease or (disease.value if disease else None),
            indication=reading.indication or indication(self._text, self._folded, line.start, line.end, disease),
            prior_lines=reading.prior_lines or prior_lines(self._folded, line.start, line.end),
            evidence=Span(begin, end, self._text[line.start : line.end]) if begin >= 0 else reading.evidence,
        )

    def _uses(self, frame: Frame, around: _Around) -> list[Mention | None]:
        """The diseases of a step: the first one behind its words, else before; several for a status given for each."""
        diseases = [m for m in around.mentions if m.kind is Kind.DISEASE]
        behind = [d for d in diseases if d.start >= frame.start]
        if frame.milestone is not MilestoneType.DESIGNATION:
            return [*(behind or diseases[-1:])[:1]] or [None]
        if len(diseases) > 1 and not behind and _BOTH_OF_WHICH.search(self._folded, diseases[-1].end, frame.start):
            return [*diseases[-2:]]
        group = _joined_uses(behind, self._folded) or _joined_uses(diseases, self._folded)
        return [*group] or [None]

    def _reading(
        self,
        frame: Frame,
        around: _Around,
        verdict: Verdict,
        when: timeline.Dated | None,
        regulator: Regulator,
        therapy: Therapy,
        disease: Mention | None,
        roles: tuple[str, str],
    ) -> Reading:
        sentence, facts = frame.sentence, frame.facts
        jurisdiction = regulator.jurisdiction
        milestone, outcome = lawful_step(frame, regulator.jurisdiction, self._body(regulator), around.mentions)
        designation = facts.get("designation") if milestone in _WITH_DESIGNATION else None
        span = self._span(frame)
        diseases = [m for m in around.mentions if m.kind is Kind.DISEASE]
        return Reading(
            milestone=milestone,
            jurisdiction=jurisdiction,
            agency=agency_for(jurisdiction, milestone, designation),
            therapy=therapy,
            company=company(frame.start, sentence.start, around.mentions, self._text, self._company),
            designation=Designation(designation) if designation else None,
            outcome=(outcome or voted(self._folded, sentence.start, sentence.end))
            if milestone in _WITH_OUTCOME
            else None,
            application=facts.get("application"),
            supplement=frame.supplement
            or (is_supplement(around.mentions) and (not verdict.historical or bool(facts.get("supplement")))),
            pathway=pathways(around.mentions, jurisdiction),
            indication=indication(
                self._text,
                self._folded,
                sentence.start,
                sentence.end,
                disease,
                () if milestone is MilestoneType.DESIGNATION else diseases,
            ),
            disease=disease.value if disease else None,
            prior_lines=prior_lines(self._folded, sentence.start, sentence.end),
            population=population(around.mentions, sentence.start, sentence.end),
            stated=when.value if when else None,
            told_on=when is not None and timeline.is_announcement(self._folded, when),
            news=self._news.tells(frame, verdict),
            goal=timeline.goal_date(self._text, self._folded, sentence.start, sentence.end, self.told)
            or self._extended_to(milestone, sentence),
            fresh=is_fresh(frame, self._folded),
            loose=_LOOSE.search(self._folded, frame.start, frame.end) is not None,
            leading=sentence.zone in {Zone.TITLE, Zone.LEAD} and not verdict.historical,
            sentence=sentence.start,
            tabular=sentence.row and sentence.zone is not Zone.TITLE,
            evidence=span,
            position=frame.start,
            reasons=(
                Reason(frame.rule, span),
                Reason(verdict.rule),
                Reason(f"regulator: {roles[0]}"),
                Reason(f"therapy: {roles[1]}"),
            ),
        )

    def _extended_to(self, milestone: MilestoneType, sentence: Sentence) -> PartialDate | None:
        if milestone is not MilestoneType.GOAL_DATE_EXTENSION:
            return None
        return timeline.extended_to(self._text, self._folded, sentence.start, sentence.end, self.told)

    def _body(self, regulator: Regulator) -> str:
        """The words that name the doer of a step beside it, folded."""
        if regulator.mention is None or regulator.rule not in _DOER:
            return ""
        return self._folded[regulator.mention.start : regulator.mention.end]

    def _span(self, frame: Frame) -> Span | None:
        begin, stop = frame.sentence.clause_of(frame.start)
        end = max(frame.end, stop) if stop - frame.end < 200 else frame.end
        end = min(end, frame.sentence.end)
        while end > frame.end and self._text[end - 1] in " .,;:":
            end -= 1
        while begin < frame.start and not self._text[begin].isalnum():
            begin += 1
        if begin < self._offset:
            return None
        start = begin - self._offset
        return Span(start, end - self._offset, self._text[begin:end])


# Words for a yes that may be one to a trial as well as to a product.
_LOOSE = re.compile(
    r"\b(?:green-?\s?light\w*|go-ahead|nod|ok|okay|clears?|cleared|clearance|permi\w+|authori[sz]ations?|thumbs.up)\b"
)
_NOT_SO = frozenset({"planned", "expected", "negated"})
_HAD = re.compile(r"\bhad\s(?:\w+ly\s|also\s|been\s)*$")
_THIS_IS = re.compile(r"(?:this|it) (?:is|was|marks) the (?:\w+ )?(?:first|second|third|fourth|fifth|sixth)\b")
_DOER = frozenset({"subject", "by", "beside"})
# Steps that one act may take together, so that they share its date.
_SAME_MOMENT = {
    MilestoneType.ACCEPTANCE: (MilestoneType.PRIORITY_REVIEW,),
    MilestoneType.PRIORITY_REVIEW: (MilestoneType.ACCEPTANCE,),
}
_OF_APPLICATIONS = frozenset({MilestoneType.ACCEPTANCE, MilestoneType.REFUSAL_TO_FILE, MilestoneType.APPROVAL})
_OFTEN_ENOUGH = 12
_NAMED_HERE = frozenset({"object", "for", "between", "subject", "sentence before", "sentence after", "list"})
_SEVERAL_TRIALS = re.compile(r"\b(?:trials|studies|programs|programmes)\b")
_SUBJECT_REACH = 160
_DOMINANT = 3
_LONGEST_PLACE = 60
_BESIDE_PLACE = 12
_BESIDE = 60
_WITH_DESIGNATION = frozenset({MilestoneType.DESIGNATION, MilestoneType.DESIGNATION_WITHDRAWAL})
_WITH_OUTCOME = frozenset({MilestoneType.OPINION, MilestoneType.ADVISORY_COMMITTEE})


_STATES_USE = re.compile(
    r"\b(?:indicated|indication|is for|are for|was for|meant for|intended for|approved for|for the treatment of|"
    r"use:|therapeutic use|who have|"
    r"designed to treat|treats|treatment for|being developed for|to treat|(?:therapy|therapies|candidate|product|"
    r"vaccine|virus|car-? ?t|cells|implant|medicine|immunotherapy) (?:\([^()]{1,30}\) )?(?:for|in))\b|"
    r"^(?:use|indication|indications|for)\b"
)
_BOTH = re.compile(r"\b(?:both|designations|statuses|respectively)\b")
_BOTH_OF_WHICH = re.compile(r"\b(?:both|each) of which\b")
_APART = re.compile(r"\b(?:and|as well as|or),? (?:for|in|against)\b")
_USES_JOINED = re.compile(r"[^.;]{0,14}(?:,|\band\b|\bor\b)[^.;]{0,30}")


def _known_first(diseases: list[Mention]) -> list[Mention]:
    """The diseases of the reference data where there are any, else those told by their form."""
    return [disease for disease in diseases if not is_by_form(disease)] or diseases


def _joined_uses(diseases: Sequence[Mention], folded: str) -> list[Mention]:
    """The first disease, and those that a list joins to it."""
    group = list(diseases[:1])
    both = bool(group) and _BOTH.search(folded, max(0, group[0].start - 40), group[0].start) is not None
    for disease in diseases[1:]:
        between = folded[group[-1].end : disease.start]
        apart = both or _APART.search(between) is not None
        if (
            len(between) > 45
            or not apart
            or not _USES_JOINED.fullmatch(between)
            or disease.value in {d.value for d in group}
        ):
            break
        group.append(disease)
    return group


def _title_end(document: Document, text: str) -> int:
    """Where the title ends: that of the document, else the first line."""
    first = text.find("\n")
    line = len(text) if first < 0 else first
    return line if line <= 300 and (first >= 0 or document.title) else 0


__all__ = ["Extractor", "Outcome", "PartialDate"]
