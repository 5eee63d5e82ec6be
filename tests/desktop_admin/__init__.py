"""The console: models, widgets and pages against a served team, and its pictures."""
