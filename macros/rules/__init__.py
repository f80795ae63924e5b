"""The arithmetic that the scripts of the pages have too, held to the same cases."""
