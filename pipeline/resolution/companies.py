"""Which company a name means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.sources.names import name_key
from pipeline.sources.reference import Company

_LEGAL_FORM = re.compile(
    r"[\s,]+(?:inc|incorporated|ltd|limited|llc|plc|corp|corporation|co|gmbh|ag|sa|s\.a|b\.?v|n\.?v|kk|k\.k|"
    r"pty|pvt|s\.?r\.?l|s\.?p\.?a|holdings?|group|se|oy|ab|a/s|eeig)\.?$",
    re.IGNORECASE,
)


class CompanyLinks:
    """Links company names, as written, to companies; a name that two companies bear links to neither."""

    def __init__(self, companies: Iterable[Company]) -> None:
        bearers: dict[str, set[str]] = defaultdict(set)
        self._names = {}
        for company in companies:
            self._names[company.company_id] = company.name
            for name in (company.name, *(alias.text for alias in company.aliases)):
                bearers[name_key(name)].add(company.company_id)
                bearers[name_key(without_legal_form(name))].add(company.company_id)
        self._bearer = {key: next(iter(ids)) for key, ids in bearers.items() if len(ids) == 1}

    def company_of(self, name: str | None) -> str | None:
        """Return the company's identifier; None where the name is unknown, shared or missing."""
        if not name:
            return None
        return self._bearer.get(name_key(name)) or self._bearer.get(name_key(without_legal_form(name)))

    def name_of(self, company_id: str) -> str:
        """Return the usual name of a company."""
        return self._names[company_id]


def without_legal_form(name: str) -> str:
    """Return the name without trailing forms such as `Inc.`, `Co., Ltd.`, `GmbH`."""
    shorter = _LEGAL_FORM.sub("", name.strip(" ,"))
    return name if not shorter else shorter if shorter == name else without_legal_form(shorter)
