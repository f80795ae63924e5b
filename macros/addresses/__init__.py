"""Where everything is: pages, files to take away, and what was ever published."""
