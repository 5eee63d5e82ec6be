"""A stand-in for Replicate at the wire: models, predictions, trainings, files and signed webhooks."""
