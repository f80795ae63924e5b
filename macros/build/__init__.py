"""MkDocs and the finished site: sessions, assets, the preview, links, the copy for a disk."""
