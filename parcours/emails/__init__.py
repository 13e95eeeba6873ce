"""What the app writes to people at work: never a name, never a text of a file."""
