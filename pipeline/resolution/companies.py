"""Which company a name means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.resolution.links import NO_LINK, Link, link_of
from pipeline.sources.names import name_key
from pipeline.sources.reference import Company
from schemas.vocabulary import LinkReason

_LEGAL_FORM = re.compile(
    r"[\s,]+(?:inc|incorporated|ltd|limited|llc|plc|corp|corporation|co|gmbh|ag|sa|s\.a|b\.?v|n\.?v|kk|k\.k|"
    r"pty|pvt|s\.?r\.?l|s\.?p\.?a|holdings?|group|se|oy|ab|a/s|eeig)\.?$",
    re.IGNORECASE,
)


class CompanyLinks:
    """Links company names, as written, to companies; a name that two companies bear links to neither."""

    def __init__(self, companies: Iterable[Company]) -> None:
        self._bearers: dict[str, set[str]] = defaultdict(set)
        self._bearers_without_form: dict[str, set[str]] = defaultdict(set)
        self._names = {}
        for company in companies:
            self._names[company.company_id] = company.name
            for name in (company.name, *(alias.text for alias in company.aliases)):
                self._bearers[name_key(name)].add(company.company_id)
                self._bearers_without_form[name_key(without_legal_form(name))].add(company.company_id)

    def link(self, name: str | None) -> Link:
        """Return which company the name means, and why."""
        if not name:
            return NO_LINK
        key = name_key(name)
        exact = self._bearers.get(key)
        if exact and len(exact) == 1:
            usual = name_key(self._names[next(iter(exact))]) == key
            return link_of(exact, LinkReason.NAME if usual else LinkReason.ALIAS)
        formless = self._bearers_without_form.get(name_key(without_legal_form(name)), set())
        return link_of(exact or formless, LinkReason.LEGAL_FORM)

    def company_of(self, name: str | None) -> str | None:
        """Return the company's identifier; None where the name is unknown, shared or missing."""
        return self.link(name).target_id

    def name_of(self, company_id: str) -> str:
        """Return the usual name of a company."""
        return self._names[company_id]


def without_legal_form(name: str) -> str:
    """Return the name without trailing forms such as `Inc.`, `Co., Ltd.`, `GmbH`."""
    shorter = _LEGAL_FORM.sub("", name.strip(" ,"))
    return name if not shorter else shorter if shorter == name else without_legal_form(shorter)
