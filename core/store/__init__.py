"""Floor 2: tables, queries, the engine and migrations; nothing decides here."""
