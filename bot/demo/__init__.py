"""The whole house on a stage: the real bot, scheduler and storage against the local stand-in for Telegram."""
