"""The rows of the matrix, by the part of the program that they are about."""

from tests.access.rows import customers, loads, people, plan, portfolio, program_people, programs, signing_in

PARTS = (portfolio, customers, plan, loads, signing_in, people, programs, program_people)
ROWS = [row for part in PARTS for row in part.ROWS]
