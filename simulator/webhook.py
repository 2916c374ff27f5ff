"""What a bot asked for with setWebhook, and how its delivery went."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True, kw_only=True)
class Webhook:
    """The address that gets the updates."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str | None = None
