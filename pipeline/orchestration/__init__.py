"""A thin Dagster skin over the stages: assets, checks, the job, and how they are shown.

What belongs here: reading from and writing to the stages, and reporting. What does not: any logic; deleting this
package leaves a working library (`pipeline.warehouse.build`). Nothing outside this package imports Dagster.
"""
