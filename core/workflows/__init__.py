"""Floor 4: durable work; the job engine stays here."""
