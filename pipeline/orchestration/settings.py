"""What an operator chooses by the environment. Everything is off unless chosen; see `docs/operating.md`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a deployment behaves.

    `unattended` switches on the sensor, the schedule and the alerts; `webhook` is where alerts are posted besides the
    log; `repository` is the address of the code, for links in the UI; `accept_fewer` lets a version be published that
    holds far fewer rows than the last one.
    """

    unattended: bool = False
    webhook: str | None = None
    repository: str | None = None
    accept_fewer: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings; ValueError names a variable that is neither on nor off."""
        return cls(
            unattended=_switch(environment, "MILESTONES_UNATTENDED"),
            webhook=environment.get("MILESTONES_ALERT_WEBHOOK") or None,
            repository=environment.get("MILESTONES_REPOSITORY") or None,
            accept_fewer=_switch(environment, "MILESTONES_ACCEPT_FEWER"),
        )


def _switch(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in {"", "0", "off", "1", "on"}:
        raise ValueError(f"{name}={value}: write on or off")
    return value in {"1", "on"}
