"""A local stand-in of the Telegram Bot API, with people who chat with the bot and a page to be one."""
