"""What people declare about customers and about the portfolio, beside what is computed of them."""
