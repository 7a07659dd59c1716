"""Who is this? Finds the records of every source that are the same person or company, keeps customer ids stable, and
builds the golden record."""
