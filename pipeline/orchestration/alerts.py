"""What tells an operator that a build failed: a line in the log and, where one is set, a webhook."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import dagster as dg

_SECONDS_TO_ANSWER = 10


def failure_alert(webhook: str | None) -> dg.HookDefinition:
    """Return a hook that alerts when a step fails. A webhook that does not answer is logged and stops nothing."""

    @dg.failure_hook(name="alert")
    def alert(context: dg.HookContext) -> None:
        line = f"{context.job_name}: {context.op.name} failed, nothing was published: {_reason(context.op_exception)}"
        context.log.error(line)
        if webhook is None:
            return
        try:
            post(webhook, {"text": line, "run_id": context.run_id, "job": context.job_name, "step": context.step_key})
        except OSError as error:
            context.log.error(f"the alert could not be posted: {error}")

    return alert


def post(address: str, message: dict[str, str]) -> None:
    """Post a message as JSON; OSError when it does not arrive."""
    headers = {"Content-Type": "application/json"}
    request = Request(address, json.dumps(message).encode(), headers)  # noqa: S310 (the operator's address)
    with urlopen(request, timeout=_SECONDS_TO_ANSWER):  # noqa: S310
        pass


def _reason(error: BaseException | None) -> str:
    description = getattr(error, "description", None)
    return " ".join(str(description or error).split())
