"""Descriptions for machines: Frictionless Data Package, Croissant, schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.release.archive import sha256
from pipeline.release.citation import Citation
from schemas.declaration import Table
from schemas.projections.croissant import record_set
from schemas.projections.frictionless import table_schema

PARQUET_TYPE = "application/vnd.apache.parquet"
_CROISSANT_PARQUET = "application/x-parquet"
"""What Croissant calls Parquet; the registered media type came later."""
_CROISSANT = "http://mlcommons.org/croissant/"
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": _CROISSANT,
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the Croissant 1.0 specification prescribes."""


def data_package(tables: Iterable[Table], folder: Path, citation: Citation) -> str:
    """Return `datapackage.json`: each table as its zipped CSV file."""
    package = {
        "name": "cell-therapy-regulatory-milestones",
        "title": citation.title,
        "description": citation.abstract,
        "version": str(citation.version),
        "created": f"{citation.day}T00:00:00Z",
        "keywords": citation.keywords,
        "licenses": [{"name": citation.licence, "path": citation.licence_url}],
        "contributors": [{"title": author, "role": "author"} for author in citation.authors],
        "resources": [_resource(table, folder) for table in tables],
    }
    return _text(package)


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    path = f"csv/{table.name}.csv.zip"
    return {
        "name": table.name,
        "type": "table",
        "description": table.description,
        "path": path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "compression": "zip",
        "innerpath": f"{table.name}.csv",
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{sha256(folder / path)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": table_schema(table),
    }


def croissant(tables: Iterable[Table], folder: Path, citation: Citation) -> str:
    """Return `croissant.json`: each table as its Parquet file."""
    listed = tuple(tables)
    described = {
        "@context": _CONTEXT,
        **_dataset(citation),
        "conformsTo": _CROISSANT + "1.0",
        "distribution": [_file_object(table, folder) for table in listed],
        "recordSet": [record_set(table, _file(table)) for table in listed],
    }
    return _text(described)


def _file(table: Table) -> str:
    return f"parquet/{table.name}.parquet"


def _file_object(table: Table, folder: Path) -> dict[str, Any]:
    path = folder / _file(table)
    return {
        "@type": "cr:FileObject",
        "@id": _file(table),
        "name": path.name,
        "description": table.description,
        "contentUrl": _file(table),
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": _CROISSANT_PARQUET,
        "sha256": sha256(path),
    }


def schema_org(tables: Iterable[Table], folder: Path, citation: Citation) -> str:
    """Return the schema.org description, as search engines for data sets read it."""
    files = [(_file(table), PARQUET_TYPE, table) for table in tables]
    described = {
        "@context": "https://schema.org/",
        **_dataset(citation),
        "isAccessibleForFree": True,
        "measurementTechnique": "rules over announcements and registers; each row keeps the sentence that proves it",
        "variableMeasured": sorted({column.name for _, _, table in files for column in table.columns}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.name,
                "contentUrl": path,
                "contentSize": f"{(folder / path).stat().st_size} B",
                "encodingFormat": media_type,
                "sha256": sha256(folder / path),
            }
            for path, media_type, table in files
        ],
    }
    return _text(described)


def _dataset(citation: Citation) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": citation.title,
        "description": citation.abstract,
        "version": str(citation.version),
        "datePublished": citation.day,
        "license": citation.licence_url,
        "creator": [{"@type": "Organization", "name": author} for author in citation.authors],
        "keywords": citation.keywords,
        "inLanguage": "en",
        "url": "index.html",
        "citeAs": citation.bibtex(),
    }


def _text(described: dict[str, Any]) -> str:
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
