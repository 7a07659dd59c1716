"""What is the best thing to do with this customer, now? The prices of the plan's scarce resources decide."""
