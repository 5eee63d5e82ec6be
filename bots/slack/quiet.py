"""The logger that Slack's libraries write to: they log payloads and tracebacks, which no log of ours may hold."""

import logging
from typing import Final

# What matters of their errors is raised, or stands in the socket's health.
QUIET: Final = logging.getLogger("closeup.slack")
QUIET.setLevel(logging.CRITICAL + 1)
