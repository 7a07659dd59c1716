"""How does the book outlive its disk? One file holds all of it, as of one moment; from that file it comes back."""
