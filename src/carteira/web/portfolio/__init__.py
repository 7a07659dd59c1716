"""The pages about all customers together: the portfolio, and the customers who are not in order."""
