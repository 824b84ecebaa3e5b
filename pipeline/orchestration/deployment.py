"""The definitions of the folders that the environment names: what `dagster dev` and a server load."""

from __future__ import annotations

from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.settings import Settings
from pipeline.sources.locations import default_raw, default_warehouse

defs = build_definitions(default_raw(), default_warehouse(), Settings.from_environment())
