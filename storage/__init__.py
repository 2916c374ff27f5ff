"""What Aftercare remembers: three queues, the patients, their journal and their alerts, in one database."""

from storage.database import Database, Tx
from storage.schema import migrate, schema_version
from storage.vault import Vault

__all__ = ["Database", "Tx", "Vault", "migrate", "schema_version"]
