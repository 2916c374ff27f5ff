"""Settings from `AFTERCARE_*` variables and `.env`; a mistyped name is found, not ignored."""

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from care.source import did_you_mean
from storage import Vault

PREFIX = "AFTERCARE_"


class SettingsError(Exception):
    """Something in the settings cannot be used; the words say which variable and what to write."""


class Settings(BaseSettings):
    """Everything that is set from outside. `.env.example` explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///aftercare.sqlite3"
    clinic_dir: Path = Path("clinic")
    bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    secret_key_file: Path | None = None
    secret_key: SecretStr | None = None
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8080, ge=1, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    heartbeat_url: str | None = None
    replica: str = Field(default_factory=socket.gethostname)

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> "Settings":
        if self.mode == "webhook" and not (self.webhook_url and self.webhook_secret):
            raise ValueError(f"{PREFIX}MODE=webhook needs {PREFIX}WEBHOOK_URL and {PREFIX}WEBHOOK_SECRET")
        return self

    def vault(self) -> Vault:
        """The vault with this deployment's key. SettingsError when there is none."""
        if self.secret_key_file:
            try:
                return Vault.from_text(self.secret_key_file.read_text(encoding="utf-8"))
            except OSError as error:
                raise SettingsError(f"{PREFIX}SECRET_KEY_FILE: cannot read the file: {error.strerror}") from error
        if self.secret_key:
            return Vault.from_text(self.secret_key.get_secret_value())
        raise SettingsError(
            f"no key: write one to a file with `aftercare key > secrets/aftercare.key` and set {PREFIX}SECRET_KEY_FILE"
        )

    def token(self, variable: str) -> str:
        """The bot token in the variable that the clinic names."""
        own = self.bot_token.get_secret_value() if self.bot_token else None
        found = own if variable == f"{PREFIX}BOT_TOKEN" else _environment().get(variable)
        if not found:
            raise SettingsError(f"{variable} is not set; write the token that @BotFather gave you into it")
        return found


def read_settings() -> Settings:
    """The settings in force, or SettingsError with every variable to mend."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"{_variable(details['loc'])}: {details['msg']}" for details in error.errors()]
        raise SettingsError("\n".join(lines)) from error


def unknown_names(tokens: tuple[str, ...] = ()) -> list[str]:
    """`AFTERCARE_*` names that set nothing, each with what was perhaps meant. Token variables of clinics are known."""
    known = sorted({f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | set(tokens))
    strange = sorted(name for name in _environment() if name.startswith(PREFIX) and name not in known)
    return [f"{name} sets nothing{did_you_mean(name, known)}" for name in strange]


def _environment() -> Mapping[str, str]:
    in_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return in_file | dict(os.environ)


def _variable(loc: tuple[int | str, ...]) -> str:
    return f"{PREFIX}{str(loc[0]).upper()}" if loc else "settings"
