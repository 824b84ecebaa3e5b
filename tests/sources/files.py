"""Files of every format, made for the tests."""

from __future__ import annotations

import io

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

HEADLINE = "FDA approves Tecartus for mantle cell lymphoma"
SENTENCE = (
    "The U.S. Food and Drug Administration (FDA) today approved Tecartus (brexucabtagene autoleucel), Kite's CAR-T, "
    "for adults with relapsed or refractory mantle cell lymphoma."
)


def pdf(lines: tuple[str, ...] = (), *, title: str | None = None, password: str | None = None) -> bytes:
    """Return a PDF of one page; without lines the page is blank, as scans are."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=612, height=792)
    if lines:
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 9 Tf 14 TL 40 720 Td {shown} ET".encode("latin-1"))
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = stream
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def page(
    *, title: str = HEADLINE, published: str = "2020-07-24", body: str = SENTENCE, charset: str = "utf-8"
) -> bytes:
    """Return a web page with metadata of its own and the usual debris around its text."""
    return f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="{charset}"><title>{title} | Example News</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="{published}T09:00:00Z">
<link rel="canonical" href="https://example.org/news/tecartus"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<article><h1>{title}</h1><p>{body}</p>
<p>The application was reviewed under priority review, and each dose is made from the patient's own cells.</p>
</article>
<aside><h2>Related stories</h2><ul><li><a href="/x">Something else entirely</a></li></ul></aside>
<footer><p>Sign up to our newsletter. Cookie settings.</p></footer></body></html>""".encode(charset)
