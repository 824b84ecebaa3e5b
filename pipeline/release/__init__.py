"""What strangers download: a published warehouse as a versioned release, with its page.

What belongs here: choosing the version, comparing with the release before, and writing every file of a release from
the warehouse and from `schemas`. What does not: any decision about what a row says, and any fact about a column.
"""
