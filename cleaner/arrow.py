"""Batches and tables of Apache Arrow: DuckDB, Polars, pandas, Spark and Ray hand these over without a copy.

Every column comes out as it came in, but for the text, which is clean, and the column of pages, which goes. One column
is new: `article`, a struct of the fixed type `ARTICLE`. Needs the extra `parquet`; see docs/arrow.md.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from cleaner.engine import Cleaner
from cleaner.errors import ConfigError

try:
    import pyarrow as pa

    from cleaner.formats.columns import ARTICLE, clean_columns
    from cleaner.formats.columns import output_schema as schema_of
except ModuleNotFoundError as error:
    raise ConfigError(f"Arrow needs {error.name}: pip install 'article-cleaner[parquet]'") from error
from cleaner.formats.work import Choices, Fields, Work

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["ARTICLE", "Options", "clean_batch", "clean_table", "output_schema"]


class Options(TypedDict, total=False):
    """What may be chosen, under the names that the options of the command have."""

    text_field: str
    html_field: str
    title_field: str
    url_field: str
    markdown_field: str
    lang: str | None
    engine: str
    explain: bool
    contacts: bool
    keep_html: bool
    markdown: bool


def clean_batch(batch: pa.RecordBatch, cleaner: Cleaner | None = None, **options: Unpack[Options]) -> pa.RecordBatch:
    r"""Clean the texts of a batch. Its rows stay in their order, and each becomes what its own values make of it.

    A row that cannot be cleaned keeps its text and says why in `article.flag`. Raises `ConfigError` for a batch that
    has neither a text nor a page in the columns that are named.

    >>> rows = pa.RecordBatch.from_pylist([{"id": 7, "text": "The ferry is back.\n\nShare This Article"}])
    >>> clean_batch(rows).column("text").to_pylist()
    ['The ferry is back.']
    """
    _check(batch, pa.RecordBatch)
    return clean_columns(batch, 1, _work(cleaner, options))[0]


def clean_table(table: pa.Table, cleaner: Cleaner | None = None, **options: Unpack[Options]) -> pa.Table:
    """Clean the texts of a table, one batch of it after another, as `clean_batch` does."""
    _check(table, pa.Table)
    work = _work(cleaner, options)
    cleaned = [clean_columns(batch, 1, work)[0] for batch in table.to_batches()]
    return pa.Table.from_batches(cleaned, schema_of(table.schema, work))


def output_schema(schema: pa.Schema, **options: Unpack[Options]) -> pa.Schema:
    """The schema that batches of this schema have when they are clean, for those who must know it beforehand."""
    return schema_of(schema, _work(None, options))


def _check(given: object, kind: type) -> None:
    if not isinstance(given, kind):
        name = type(given).__name__
        raise ConfigError(
            f"a pyarrow.{kind.__name__} is needed, not {name}; see docs/arrow.md for frames of pandas and Polars"
        )


@lru_cache(maxsize=1)
def _default() -> Cleaner:
    return Cleaner()


def _work(cleaner: Cleaner | None, options: Options) -> Work:
    chosen: dict[str, Any] = dict(options)
    unknown = sorted(chosen.keys() - Options.__annotations__.keys())
    if unknown:
        raise ConfigError(f"no option {unknown[0]!r}; there are {', '.join(Options.__annotations__)}")
    if cleaner is not None and not isinstance(cleaner, Cleaner):
        raise ConfigError(f"the second argument is a Cleaner, not {cleaner!r}")
    if "lang" in chosen:
        chosen["language"] = chosen.pop("lang")
    fields = {key.removesuffix("_field"): chosen.pop(key) for key in list(chosen) if key.endswith("_field")}
    return Work(cleaner or _default(), Fields(**fields), Choices(**chosen))
