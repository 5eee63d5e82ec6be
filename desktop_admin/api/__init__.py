"""The HTTP API as the console sees it; the only importer of Qt's network."""
