"""Tests of the Slack stand-in, driven by the real slack_sdk and slack-bolt over real sockets."""
