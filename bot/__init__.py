"""Speaks Telegram, and starts the process."""
