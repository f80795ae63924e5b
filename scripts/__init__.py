"""What a person types: each module parses its arguments and calls macros/."""
