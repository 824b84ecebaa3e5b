"""From raw announcements to the warehouse: sources -> extraction -> resolution -> warehouse.

Each stage is a package of pure functions that knows `schemas` and the stages before it. `orchestration` lays Dagster
over them, `cli` the command line.
"""
