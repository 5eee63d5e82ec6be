"""Tests of the Telegram stand-in, driven by the real python-telegram-bot over real sockets."""
