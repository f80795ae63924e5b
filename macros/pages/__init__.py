"""A page → Markdown."""
