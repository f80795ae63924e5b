"""What the site has beside its pages: one module a format, all from the same views in the same build."""
