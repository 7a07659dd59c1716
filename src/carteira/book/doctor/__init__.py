"""Is all well with the book? Every check that a person would have to make, and what to do where one fails."""
