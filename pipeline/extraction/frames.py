"""Frames: which words of a sentence tell of which step.

What belongs here: pairing verbs with their objects, and nouns that tell of a step without a verb. What does not: the
table of steps (`frame_table`), tense and voice (`usage`), whether the step is a fact (`factuality`), and who, what and
when (`roles`, `timeline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.extraction.enumeration import sets
from pipeline.extraction.frame_table import elliptical, gap, nominal, objects_of, row_for
from pipeline.extraction.layout import Sentence
from pipeline.extraction.lexicon import Form, Kind, Mention, Term
from pipeline.extraction.products import Named
from pipeline.extraction.subjects import concerns_something_else
from pipeline.extraction.usage import Usage, follows_to, in_headline, of_class, usage_of
from schemas.vocabulary import MilestoneType, Outcome


@dataclass(frozen=True, slots=True)
class Frame:
    """A step told by a sentence: by a verb with an object, or by one of them alone.

    `focus` is the place around which the other roles are sought: the object where a verb has several, else the verb.
    `thing` is the noun acted upon, `product` a therapy in its place, `anaphor` a word that stands for a therapy.
    """

    milestone: MilestoneType
    sentence: Sentence
    verb: Mention | None
    usage: Usage
    passive: bool
    focus: tuple[int, int]
    thing: Mention | None = None
    product: Named | None = None
    anaphor: Mention | None = None
    outcome: Outcome | None = None
    supplement: bool = False

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return min(part.start for part in (self.verb, self.thing, self.product, self.anaphor) if part)

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return max(part.end for part in (self.verb, self.thing, self.product, self.anaphor) if part)

    @property
    def facts(self) -> dict[str, Any]:
        """What the noun acted upon brings along."""
        return dict(self.thing.term.facts or {}) if self.thing else {}

    @property
    def implies_resubmission(self) -> bool:
        """Whether what was accepted had been sent a second time."""
        return (
            self.milestone is MilestoneType.ACCEPTANCE and self.thing is not None and self.thing.value == "resubmission"
        )

    @property
    def rule(self) -> str:
        """The name of the rule, for explanations."""
        verb = self.verb.value if self.verb else "noun"
        what = self.thing.value if self.thing else "product"
        return f"{verb} + {what} ({self.usage.name.lower()})"


_OBJECT_REACH = 180
_MOST_VERBS = 80
"""A sentence that holds more is no prose: the longest stretch read as one has 2,500 characters."""
_GIVING_REACH = 450


class FrameFinder:
    """Finds the frames of sentences."""

    def __init__(self, text: str, folded: str) -> None:
        self._text, self._folded = text, folded

    def frames(self, sentence: Sentence, mentions: Sequence[Mention], named: Sequence[Named]) -> list[Frame]:
        """Return the frames of one sentence; `mentions` and `named` are those within it, in order."""
        mentions = [
            m for m in mentions if not (m.term.facts or {}).get("bare") or self._names_status(m, sentence, mentions)
        ]
        if len({m.start for m in mentions if m.kind is Kind.VERB}) > _MOST_VERBS:
            return []
        found: list[Frame] = []
        told: set[int] = set()
        for verb in mentions:
            if verb.kind is Kind.VERB:
                for frame in self._of_verb(verb, sentence, mentions, named):
                    found.append(frame)
                    if frame.thing and not (frame.facts.get("happened") or frame.implies_resubmission):
                        told.add(frame.thing.start)
        found += [
            frame
            for thing in mentions
            if thing.kind is Kind.NOUN
            and thing.start not in told
            and thing.value in nominal()
            and not self._is_object_of_advice(thing, sentence)
            for frame in self._of_noun(thing, sentence)
        ]
        found += [frame for thing in mentions for frame in self._coming_with(thing, found)]
        return _distinct([f for f in found if not concerns_something_else(f, mentions, self._folded)])

    def _coming_with(self, thing: Mention, found: Sequence[Frame]) -> Iterator[Frame]:
        """Yield the priority review that came with an acceptance: "accepted with priority review"."""
        for frame in found:
            if frame.milestone is not MilestoneType.ACCEPTANCE:
                continue
            behind = thing.value == "priority_review" and thing.kind is Kind.NOUN and thing.start >= frame.end
            if (behind and _WITH.fullmatch(self._folded, frame.end, thing.start)) or (
                thing is frame.verb and "priority review" in self._folded[thing.start : thing.end]
            ):
                focus = (thing.start, thing.end)
                yield replace(frame, milestone=MilestoneType.PRIORITY_REVIEW, focus=focus, thing=frame.thing)

    def _names_status(self, bare: Mention, sentence: Sentence, mentions: Sequence[Mention]) -> bool:
        """Tell whether a bare name of a status is one: capital letter, or "designation" at the end of its list.

        In a headline capitals tell nothing: there a regulator must stand before it.
        """
        if _AS.search(self._folded, max(0, bare.start - 8), bare.start):
            return True
        capital = self._text[bare.start].isupper()
        if in_headline(sentence, self._folded):
            capital = any(m.kind is Kind.AGENCY and m.end <= bare.start for m in mentions)
        return capital or _STATUS_LIST.match(self._folded, bare.end) is not None

    def _is_object_of_advice(self, thing: Mention, sentence: Sentence) -> bool:
        """Tell whether a noun names what is advised or asked for ("opinion for conditional approval"), or a scheme."""
        ahead = self._folded[max(sentence.start, thing.start - 70) : thing.start]
        if _YET_TO_COME.search(ahead):
            return True
        if thing.value == "approval" and _OF_APPROVAL.match(self._folded, thing.end):
            return True
        if thing.value == "designation" and ahead.endswith(" similar "):
            return True
        if thing.value == "priority_review" and _ON_THE_WAY.search(ahead):
            return True
        if self._folded[thing.start : thing.end] in {"hold", "holds"} and not _HELD.search(ahead):
            return True
        return _ADVISES.search(ahead) is not None or _SCHEME.search(self._folded, thing.start, thing.end) is not None

    def _of_noun(self, thing: Mention, sentence: Sentence) -> Iterator[Frame]:
        outcome = (thing.term.facts or {}).get("outcome")
        of_trial = thing.value == "approval" and self._is_of_trial(thing, sentence)
        yield Frame(
            MilestoneType.TRIAL_CLEARANCE if of_trial else nominal()[thing.value],
            sentence,
            None,
            Usage.NOMINAL,
            passive=False,
            focus=(thing.start, thing.end),
            thing=thing,
            outcome=Outcome(outcome) if outcome else None,
        )

    def _of_verb(
        self, verb: Mention, sentence: Sentence, mentions: Sequence[Mention], named: Sequence[Named]
    ) -> Iterator[Frame]:
        wanted = objects_of(verb.value)
        if not wanted and verb.value not in elliptical():
            return
        if verb.value == "clear" and self._folded[verb.start - 1 : verb.start] == "-":
            return
        usage, passive = usage_of(verb, sentence, self._folded)
        begin, end = sentence.clause_of(verb.start)
        if self._is_label(verb, usage, sentence, named):
            yield Frame(MilestoneType.APPROVAL, sentence, verb, usage, passive=True, focus=(verb.start, verb.end))
            return
        things = self._objects(verb, usage, passive, wanted, (begin, end), sentence, mentions, named)
        if not things and self._is_elliptical(verb, usage, passive, sentence, mentions):
            step = elliptical()[verb.value]
            yield Frame(step, sentence, verb, Usage.FINITE, passive=passive, focus=(verb.start, verb.end))
            return
        for thing in things:
            row = row_for(verb, thing, passive, sentence, mentions, self._folded)
            if row is None:
                continue
            noun = thing if isinstance(thing, Mention) and thing.kind is Kind.NOUN else None
            if noun and row.milestone is MilestoneType.APPROVAL and self._is_object_of_advice(noun, sentence):
                continue
            of_trial = (
                row.milestone is MilestoneType.APPROVAL
                and noun
                and (self._is_of_trial(noun, sentence) or self._is_got_by_ind(verb, mentions))
            )
            several = verb.value in _GIVING
            focus = thing if several and noun else verb
            stated = (noun.term.facts or {}).get("outcome") if noun else None
            yield Frame(
                MilestoneType.TRIAL_CLEARANCE if of_trial else row.milestone,
                sentence,
                verb,
                usage,
                passive,
                (focus.start, focus.end),
                thing=noun,
                product=thing if isinstance(thing, Named) else None,
                anaphor=thing if isinstance(thing, Mention) and thing.kind is Kind.ANAPHOR else None,
                outcome=row.outcome or (Outcome(stated) if stated else None),
                supplement=row.supplement,
            )

    def _is_of_trial(self, approval: Mention, sentence: Sentence) -> bool:
        """Tell whether an approval is one of a trial or its protocol."""
        return (
            _OF_TRIAL.match(self._folded, approval.end) is not None
            or _OF_PROTOCOL.match(self._folded, approval.end, sentence.end) is not None
            or _OF_ETHICS.search(self._folded, approval.end, min(sentence.end, approval.end + _ETHICS_REACH))
            is not None
        )

    def _is_got_by_ind(self, verb: Mention, mentions: Sequence[Mention]) -> bool:
        """Tell whether an application for a trial is what came by an approval: "its IND gained approval"."""
        return verb.value == "receive" and any(
            m.kind is Kind.NOUN
            and m.value == "ind"
            and m.end <= verb.start
            and _IND_GETS.fullmatch(self._folded, m.end, verb.start)
            for m in mentions
        )

    def _is_elliptical(
        self, verb: Mention, usage: Usage, passive: bool, sentence: Sentence, mentions: Sequence[Mention]
    ) -> bool:
        """Tell whether a verb leaves out what it acts upon: "Approved by the FDA on ...", "X had filed in ..."."""
        if verb.value not in elliptical():
            return False
        if verb.value == "follow":
            return _FOLLOWS.match(self._folded, verb.end) is not None and any(
                m.kind is Kind.AGENCY and 0 <= verb.start - m.end <= 3 for m in mentions
            )
        ahead = self._folded[sentence.start : verb.start]
        if verb.value == "vote":
            return _VOTES.match(self._folded, verb.start) is not None and any(
                m.kind is Kind.AGENCY and 0 <= verb.start - m.end <= _BESIDE for m in mentions
            )
        past = passive or usage is Usage.PARTICIPLE or verb.term.detail in {Form.PAST.value, Form.PARTICIPLE.value}
        if past and _OPENS.fullmatch(ahead) and _GOES_ON.match(self._folded, verb.end):
            return True
        return (
            verb.value in _OF_SPONSOR
            and usage is Usage.FINITE
            and not passive
            and _INTRANSITIVE.match(self._folded, verb.end) is not None
            and any(m.kind is Kind.COMPANY and 0 <= verb.start - m.end <= 12 for m in mentions)
        )

    def _is_label(self, verb: Mention, usage: Usage, sentence: Sentence, named: Sequence[Named]) -> bool:
        """Tell whether a verb of approval is a label without an object ("Authorised since: 6 March 2019")."""
        return (
            verb.value == "approve"
            and not named
            and usage in {Usage.FINITE, Usage.PARTICIPLE}
            and sentence.row
            and _LABEL_OF_DATE.search(self._folded, sentence.start, sentence.end) is not None
            and in_headline(sentence, self._folded)
        )

    def _objects(
        self,
        verb: Mention,
        usage: Usage,
        passive: bool,
        wanted: frozenset[str],
        clause: tuple[int, int],
        sentence: Sentence,
        mentions: Sequence[Mention],
        named: Sequence[Named],
    ) -> list[Mention | Named]:
        things = [
            thing
            for thing in (*_things(wanted, mentions, named, self._folded), *self._sets(wanted, sentence, named))
            if gap(verb, thing) <= _GIVING_REACH
            and row_for(verb, thing, passive, sentence, mentions, self._folded) is not None
        ]
        gives = verb.value in _GIVING
        reach = _GIVING_REACH if gives else _OBJECT_REACH
        right = [thing for thing in things if verb.end <= thing.start < min(clause[1], verb.end + reach)]
        left = [
            thing
            for thing in things
            if max(clause[0], verb.start - _OBJECT_REACH) <= thing.start and thing.end <= verb.start
        ]
        left = [thing for thing in left if not _belongs(thing, left, self._folded)]
        if passive and not left and sentence.row:
            left = [thing for thing in things if thing.end <= verb.start]
        if of_class(verb, sentence, self._folded):
            return self._of_class(verb, left, right)
        if usage is Usage.ADJECTIVE:
            return self._of_adjective(verb, left, right)
        if usage is Usage.NOMINAL:
            return self._of_nominal(verb, left, right)
        if gives:
            return self._of_giving(verb, passive, left, right, mentions)
        if passive and right and _INTO.search(self._folded[verb.end : right[0].start] or " "):
            return right[:1]
        if passive:
            return (left or self._relative(clause, sentence, things))[-1:] or right[:1]
        direct = self._direct(verb, right, mentions)
        takes_subject = usage in {Usage.FINITE, Usage.PARTICIPLE} or (
            usage is Usage.HEADLINE and verb.value in _INTRANSITIVELY
        )
        return direct or (left[-1:] if takes_subject else [])

    def _sets(self, wanted: frozenset[str], sentence: Sentence, named: Sequence[Named]) -> list[Mention]:
        """Words for a list of therapies, where the sentence names none."""
        if "product" not in wanted:
            return []
        found = sets(self._folded, sentence.start, sentence.end)
        return [Mention(s.start, s.end, _SET) for s in found if not named or s.count is not None]

    def _direct(
        self, verb: Mention, right: list[Mention | Named], mentions: Sequence[Mention]
    ) -> list[Mention | Named]:
        """The nearest thing on the right, as long as no other verb with a tense comes before it."""
        for thing in right:
            if isinstance(thing, Named) and _OWNS.match(self._folded, thing.end) and len(right) > 1:
                continue
            if verb.value == "place" and self._folded[thing.start - 4 : thing.start].endswith("on "):
                return [thing]
            if isinstance(thing, Named) and self._is_beside_another(verb, thing, mentions):
                return []
            if any(
                other.kind is Kind.VERB
                and verb.end <= other.start
                and other.end <= thing.start
                and other.term.detail in {"past", "third", "base"}
                and other.start != thing.start
                and not follows_to(self._folded, other.start)
                for other in mentions
            ):
                return []
            return [thing]
        return []

    def _is_beside_another(self, verb: Mention, thing: Named, mentions: Sequence[Mention]) -> bool:
        """Tell whether another medicine is what the verb acts upon: "approved the antibody A, a rival of X"."""
        return any(
            m.kind is Kind.FOREIGN
            and verb.end <= m.start
            and m.end <= thing.start
            and _RIVAL.search(self._folded, m.end, thing.start)
            for m in mentions
        )

    def _relative(
        self, clause: tuple[int, int], sentence: Sentence, things: list[Mention | Named]
    ) -> list[Mention | Named]:
        """The last thing before a relative clause ("X, which was approved")."""
        if (
            re.match(
                r",? ?(?:and )?(?:which|that|who|also|later|was|has|subsequently|then|since)\b|\s--?\s",
                self._folded[clause[0] : clause[0] + 30],
            )
            is None
        ):
            return []
        return [thing for thing in things if sentence.start <= thing.start < clause[0]][-1:]

    def _of_nominal(
        self, verb: Mention, left: list[Mention | Named], right: list[Mention | Named]
    ) -> list[Mention | Named]:
        for thing in right:
            between = self._folded[verb.end : thing.start]
            if len(between) <= 70 and re.match(r"\s(?:of|for|to|on)\b", between):
                return [thing]
        return [thing for thing in left[-1:] if self._folded[thing.end : verb.start].strip(" ()'s\"") == ""]

    def _of_class(
        self, verb: Mention, left: list[Mention | Named], right: list[Mention | Named]
    ) -> list[Mention | Named]:
        """The product that is such a one: "X became the first CAR-T approved", "the first CAR-T approved there, X"."""
        is_such: list[Mention | Named] = [
            thing for thing in left[-1:] if _COPULA.search(self._folded[thing.end : verb.start])
        ]
        named: list[Mention | Named] = [
            thing
            for thing in right[:1]
            if isinstance(thing, Named) and _APPOSED_BEHIND.fullmatch(self._folded, verb.end, thing.start)
        ]
        return is_such or named

    def _of_adjective(
        self, verb: Mention, left: list[Mention | Named], right: list[Mention | Named]
    ) -> list[Mention | Named]:
        """What "FDA-approved" speaks of: the product behind it, or the one that "is the first" such."""
        literal = self._folded[verb.start : verb.end]
        if verb.value != "approve" or self._folded[verb.start - 1] != "-" or literal.startswith("licen"):
            return []
        for thing in right[:1]:
            if isinstance(thing, Named) and re.fullmatch(r"[^,.;:()]{0,60}", self._folded[verb.end : thing.start]):
                return [thing]
        for thing in left[-1:]:
            if isinstance(thing, Named) and _COPULA.search(self._folded[thing.end : verb.start]):
                return [thing]
        return []

    def _of_giving(
        self,
        verb: Mention,
        passive: bool,
        left: list[Mention | Named],
        right: list[Mention | Named],
        mentions: Sequence[Mention],
    ) -> list[Mention | Named]:
        nouns_right = [thing for thing in right if isinstance(thing, Mention)]
        stop = min(
            (
                other.start
                for other in mentions
                if other.kind is Kind.VERB
                and other.start >= verb.end
                and other.term.detail in {"past", "third", "base", "participle"}
                and not any(thing.start <= other.start < thing.end for thing in nouns_right)
                and other.value not in {"grant", "approve"}
            ),
            default=10**9,
        )
        nouns_right = [
            thing for thing in nouns_right if thing.start < stop and not self._is_wished(verb, thing, mentions)
        ]
        if verb.value == "bear":
            return [thing for thing in nouns_right if self._is_borne(verb, thing, mentions)]
        nouns_left = [thing for thing in left if isinstance(thing, Mention)]
        if nouns_left and (passive or not nouns_right):
            last = nouns_left[-1]
            group = [thing for thing in nouns_left if last.start - thing.end < 40 or thing is last]
            return [
                *group,
                *(thing for thing in nouns_right if not passive or not _GIVEN_TO.match(self._folded, verb.end)),
            ]
        return list(nouns_right)

    def _is_wished(self, verb: Mention, thing: Mention, mentions: Sequence[Mention]) -> bool:
        """Tell whether words between a verb and what it seems to give make a wish of it: "adequate to support"."""
        return _WHILE.search(self._folded, verb.end, max(verb.end, thing.start)) is not None or any(
            m.kind is Kind.CUE
            and verb.end <= m.start < thing.start
            and (m.value in {"expected", "negated"} or "support" in self._folded[m.start : m.end])
            and self._text[m.start].islower()
            for m in mentions
        )

    def _is_borne(self, verb: Mention, thing: Mention, mentions: Sequence[Mention]) -> bool:
        """Tell whether what a product "has" stands right behind the verb; an approval, with nothing said between."""
        if thing.value != "approval":
            return thing.start - verb.end <= _BESIDE
        between = (m for m in mentions if verb.end <= m.start and m.end <= thing.start)
        return thing.start - verb.end <= _RIGHT_BEHIND and all(m.kind not in {Kind.VERB, Kind.CUE} for m in between)


# What may stand before a verb that opens its sentence: a bullet, an adverb, a place with its colon.
_VOTES = re.compile(r"vot\w+\s(?:\w+ly\s)?(?:\d|in favou?r|against|to (?:recommend|back|support|endorse))")
_OPENS = re.compile(
    r"\W{0,6}(?:[\w. ]{2,40}[:|]\s?)?(?:(?:first|conditionally|fully|now|also|later|then|finally|formally)\s)?"
)
_GOES_ON = re.compile(r"(?:\s\w+ly)?,?\s(?:by|in|on|at|under|since|for|after|there|as|with|from|\d)\b|$|[.;]")
_FOLLOWS = re.compile(r"\s(?:suit|in|on|a|two|three|four|soon|shortly|later)\b|[,.;]|$")
_INTRANSITIVE = re.compile(r"\s(?:in|on|with|at|last|earlier|to|there)\b")
_INTRANSITIVELY = frozenset({"postpone", "lapse", "vote"})
_OF_SPONSOR = frozenset({"file", "submit", "resubmit"})
_LABEL_OF_DATE = re.compile(r"[:|]\s?[^:|]{0,30}\d{4}|[:|]\s?approved\b")
_STATUS_LIST = re.compile(r"(?:,| and| or)[^.;]{0,70}\b(?:designations?|status)\b")
_SET = Term(Kind.ANAPHOR, "product", "set")
# What is no approval, though it has to do with one: "the approval cancellation lawsuit".
_WHILE = re.compile(
    r",\s(?!including)\w{3,}ing\b|"
    r"\b(?:updates?|guidance|details|information|news|progress|advice|feedback|comments?|statement)\s"
    r"(?:on|about|regarding)\b"
)
_OWNS = re.compile(r"'s (?:rival|competitor|maker|label|successor|predecessor|cousin)")
_OF_APPROVAL = re.compile(
    r"\s(?:cancellation|revocation|withdrawal|lawsuit|bid|hopes?|odds|chances?|prospects?|request|delay|setback|package|"
    r"renewal|suspension|trial|study|messaging|debate|policy|rules|plans?|pathways?|process(?:es)?)\b"
)
_ADVISES = re.compile(
    r"\b(?:opinion|vote|recommendation|recommend\w*|backing|support\w*|applications?|reviews?|bid|filing|submission|requests?|"
    r"appl(?:y|ied|ies|ying)|"
    r"seek\w*|sought|eligible|adequate|sufficient|suitable|basis|case|path|way|push\w*)\b[^.;,]{0,40}?\b(?:for|of|"
    r"granting|to|on)\s"
    r"(?:an? |the |full |its |their |conditional |accelerated |marketing |centrali[sz]ed |european |eu |regulatory )*$"
)
_YET_TO_COME = re.compile(
    r"\b(?:post|pre|before|until|pending|prior to|ahead of|requests? for|application for|asking for)\s"
    r"(?:an? |the |full |"
    r"regulatory |marketing |fda |eu |european |expected |final |potential |any )*$"
)
_HELD = re.compile(r"\b(?:the|an?|that|this|its|fda|fda's|on|under|clinical|earlier|previous|agency's|partial|full)\s$")
_ON_THE_WAY = re.compile(r"\b(?:after|following|through|under|in|via|by|with)\s(?:an? |the )?$")
_SCHEME = re.compile(r"(?:program|programme|scheme|pathway|pilot)$")
_OF_PROTOCOL = re.compile(r"\s(?:of|for)\s(?:[\w-]+\s){1,5}(?:protocol|trial|study)\b")
_ETHICS_REACH = 120
# Who judges trials judges them beside the regulator: "authorisation from the MHRA and the ethics committee".
_OF_ETHICS = re.compile(r"\b(?:ethics committees?|research ethics|institutional review boards?|irbs?)\b")
_OF_TRIAL = re.compile(
    r"(?:\s(?:from|for|by) (?:u\.s\.|[^.;]){0,130}?)?,?\s(?:"
    r"(?:for|of)\s(?:an? |its |the |first |second |third |two |phase [\w/]+ |in-human |clinical |human |"
    r"registrational |pivotal |late-stage |early-stage |mid-stage |global |domestic |investigator-initiated |"
    r"(?:multi-?|single-)cent(?:er|re),? |randomi[sz]ed,? |open-label,? |controlled,? |(?:double-)?blind(?:ed)?,? |"
    r"placebo-controlled,? |conducting |starting |(?:commencement|initiation|start|conduct) of )*"
    r"(?:(?:\w+ )?arm of (?:[^\s.;]+ ){1,3}|(?:early )?dose[- ]escalation (?:[\w-]+ ){0,8}?)?|"
    r"to (?:start|begin|conduct|initiate|run|carry out|proceed (?:with|to)|launch|commence|expand|continue)\s"
    r"(?:[^\s.;]+ ){0,7}?)"
    r"(?:trials?|stud(?:y|ies)|testing|clinical development)\b"
)
# What a sponsor's application for a trial came by: "its IND gained approval".
_IND_GETS = re.compile(r"(?: (?:application|submission|amendment|filing))?(?: for [\w-]+)?(?: has| had| also)* ")
_AS = re.compile(r"\b(?:as|status of) (?:an? )?$")
_COPULA = re.compile(r"(?:\b(?:is|was|became|remains|as|are)|,)\s(?:currently |now )?(?:the|a|an)\s[^.;]{0,60}$")
_APPOSED_BEHIND = re.compile(r"[^.;:]{0,70}(?:,| is| was|:| -)\s(?:\w+'s? )?(?:[a-z]+ ){0,3}[\"']?")
_RIVAL = re.compile(r",\s(?:an?|the|which|whose|its)\s|\b(?:rival|competitor|over|against|ahead of|after|versus)\b")
_INTO = re.compile(r"^\s(?:in)?to\s(?:the\s|its\s|their\s)?$|^\sonto\s(?:the\s|its\s)?$")
_BESIDE = 60
_RIGHT_BEHIND = 25
_COMPLEMENT = re.compile(r"(?: ?\([^()]{1,20}\))?,?\s(?:for|of|to|on|covering)\s(?:[^,.;()]{0,40}\s)?\(?")
_GIVING = frozenset({"grant", "receive", "bear", "designate"})
_GIVEN_TO = re.compile(r"\s(?:to|by|for|in|on|under)\b")


def _belongs(thing: Mention | Named, others: Sequence[Mention | Named], folded: str) -> bool:
    """Tell whether a product is the complement of a noun before it: "the BLA for X"."""
    return isinstance(thing, Named) and any(
        isinstance(other, Mention)
        and other.kind is Kind.NOUN
        and _COMPLEMENT.fullmatch(folded, other.end, thing.start) is not None
        for other in others
    )


def _things(
    wanted: frozenset[str], mentions: Sequence[Mention], named: Sequence[Named], folded: str
) -> list[Mention | Named]:
    things: list[Mention | Named] = [
        mention
        for mention in (*mentions, *(_by_class(mentions, folded) if "product" in wanted else ()))
        if (mention.kind is Kind.NOUN and mention.value in wanted)
        or (mention.kind is Kind.ANAPHOR and "product" in wanted and not _names_another(mention, named, folded))
    ]
    if "product" in wanted:
        things += named
    return sorted(things, key=lambda thing: (thing.start, thing.end))


_WITH = re.compile(r"[^.;]{0,160}\s(?:with|under|for|and)\s(?:an?\s|its\s|the\s)?")


def _by_class(mentions: Sequence[Mention], folded: str) -> Iterator[Mention]:
    """Yield the words that speak of a therapy by its class and its owner: "Quillon's haemophilia gene therapy"."""
    for mention in mentions:
        if mention.kind is Kind.MODALITY and folded.endswith(_CLASSES, mention.start, mention.end):
            owner = _OWNED.search(folded, max(0, mention.start - 60), mention.start)
            if owner and not _GOES_BEYOND.match(folded, mention.end):
                yield Mention(mention.start, mention.end, _ONE)


_CLASSES = ("gene therapy", "cell therapy", "car-t", "car t", "car-t therapy", "car t-cell therapy", "t-cell therapy")
_OWNED = re.compile(r"(?:'s|s'|\bits)\s(?:[\w/-]+\s){0,4}$")
_GOES_BEYOND = re.compile(
    r"s?\s(?:candidates|products|trials?|stud|programs|platform|portfolio|pipeline|business|unit|field)|s\b"
)
_ONE = Term(Kind.ANAPHOR, "product", "one")


def _names_another(anaphor: Mention, named: Sequence[Named], folded: str) -> bool:
    """Tell whether words for a therapy stand for none: its name follows ("its gene therapy X"), or "of" a disease."""
    return folded.startswith(" of ", anaphor.end) or any(0 <= thing.start - anaphor.end <= _APPOSED for thing in named)


_APPOSED = 3


def _distinct(frames: list[Frame]) -> list[Frame]:
    """Drop frames that say the same of the same words; FINITE ones first."""
    seen: dict[tuple[object, ...], Frame] = {}
    for frame in sorted(frames, key=lambda f: f.usage.value):
        thing = frame.thing or frame.product or frame.anaphor
        key = (frame.milestone, frame.focus if thing is None else thing.start)
        seen.setdefault(key, frame)
    return sorted(seen.values(), key=lambda f: f.start)
