"""Pages over HTTP, driven by keyboard and mouse."""
