"""Plain data → a Playbook, or every problem at once."""
