"""Says. The bot's own words per language, put together with what clinicians and patients wrote."""

from messages.catalog import Catalog, CatalogError, Reader
from messages.text import Text

__all__ = ["Catalog", "CatalogError", "Reader", "Text"]
