"""The pages of administration: people, teams, roles, tokens, the book's settings, and the audit trail."""
