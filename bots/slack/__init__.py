"""The Slack face of the conversation."""
