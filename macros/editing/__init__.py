"""Everyday acts of an editor as functions: make something new, rename or split it, see what a change touches.

Everything here takes the texts of data/ and docs/ and gives back changed texts; only `project` reads and
writes files, and it writes only what was checked in a copy.
"""
