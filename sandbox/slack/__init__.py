"""A stand-in of Slack: Web API, Socket Mode, HTTP mode, files, views and installation, over real sockets."""
