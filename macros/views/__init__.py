"""Questions put to a Playbook: who does what, when, how much. No text, no HTML."""
