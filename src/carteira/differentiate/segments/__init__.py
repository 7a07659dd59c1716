"""Which groups of customers are alike, in what they buy and in why: found in the base, named, placed, followed."""
