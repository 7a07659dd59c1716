"""What is the best thing to do with this customer, now? The plan's prices of scarce resources decide, in microseconds."""
