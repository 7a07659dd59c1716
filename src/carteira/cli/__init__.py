"""The commands: they read words, call the book, and print what comes back."""
