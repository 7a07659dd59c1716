"""What would a company look like whose truth is known? A simulated company: source files, and beside them the truth."""
