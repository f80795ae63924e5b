"""What can be wrong with the data, and the words in which an editor is told."""
