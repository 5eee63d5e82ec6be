"""The bots wing: one pure conversation, worn by thin platform faces."""
