"""Editing on the page: what the preview answers to a browser beside pages. Nothing of it is in a built site."""
