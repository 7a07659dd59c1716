"""The files that the fault tests load: of each number it is known what must be in the book."""

HEADER = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"


def lines(number: int) -> int:
    """The lines of the file, 20 to 49."""
    return 20 + number % 30


def text(number: int) -> str:
    """The file: no other has the same orders."""
    rows = (
        f"F{number}-{line},C{(7 * number + line) % 40},2026-01-{line % 28 + 1:02},x,{line % 3 + 1},{number}.{line:02}\n"
        for line in range(lines(number))
    )
    return HEADER + "".join(rows)


def cents(number: int) -> int:
    """What the file's orders come to."""
    return sum((line % 3 + 1) * (100 * number + line) for line in range(lines(number)))


def number_of(order_id: str) -> int:
    """The file that an order came from."""
    return int(order_id.removeprefix("F").partition("-")[0])
