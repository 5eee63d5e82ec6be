"""The Telegram face of the conversation."""
