"""What is each customer worth, and what do they need? Profit, lifetime, RFMT, value category and the portfolio."""
