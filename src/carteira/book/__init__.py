"""What is the company's book as a whole? It opens, loads, runs, publishes, undoes."""
