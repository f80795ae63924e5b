"""YAML as text: read with positions, mended where it is broken, edited at its own bytes."""
