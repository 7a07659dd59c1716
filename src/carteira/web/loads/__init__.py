"""The pages about loads: bringing files into the book, and taking them back."""
