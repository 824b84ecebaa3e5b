"""`make ui`: Dagster's web server and daemon on this machine, with their history under `.dagster/`."""

from __future__ import annotations

import os
import sys
from importlib.resources import files
from pathlib import Path

MODULE = "pipeline.orchestration.deployment"


def main() -> None:
    """Start `dagster dev` in place of this process; further arguments are handed on (`-p 3001`)."""
    home = Path(os.environ.get("DAGSTER_HOME", ".dagster")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    if not settings.exists():
        settings.write_text(files("pipeline.orchestration").joinpath("dagster.yaml").read_text(), encoding="utf-8")
    invitation = home / ".nux" / "nux.yaml"
    if not invitation.exists():  # else the first visit is met by an invitation to a newsletter
        invitation.parent.mkdir(exist_ok=True)
        invitation.write_text("seen: 1\n", encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    dagster = Path(sys.executable).with_name("dagster")
    os.execv(dagster, [str(dagster), "dev", "-m", MODULE, *sys.argv[1:]])  # noqa: S606 (no shell)


if __name__ == "__main__":
    main()
