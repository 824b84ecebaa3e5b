"""Small bar charts that Dagster shows beside a table, as pictures within Markdown."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from xml.sax.saxutils import escape

_ROW, _LABEL, _BAR, _FIGURE = 18, 190, 360, 70


def bars(title: str, values: Mapping[str, int]) -> str:
    """Return a horizontal bar chart of the values, in their order, as a Markdown image."""
    most = max(values.values(), default=0) or 1
    rows = "".join(
        f'<text x="{_LABEL - 8}" y="{top + 13}" text-anchor="end">{escape(label)}</text>'
        f'<rect x="{_LABEL}" y="{top + 3}" width="{max(1, value * _BAR // most)}" height="{_ROW - 6}" fill="#4f43dd"/>'
        f'<text x="{_LABEL + value * _BAR // most + 6}" y="{top + 13}">{value:,}</text>'
        for top, (label, value) in zip(range(0, _ROW * len(values), _ROW), values.items(), strict=True)
    )
    size = f'width="{_LABEL + _BAR + _FIGURE}" height="{_ROW * len(values) + 4}"'
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12" fill="#555">'
        f"<title>{escape(title)}</title>{rows}</svg>"
    )
    return f"**{title}**\n\n![{title}](data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()})"
