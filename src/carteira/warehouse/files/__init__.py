"""Source files of any kind (delimited text, XLSX, Parquet) read into the canonical tables, every line accepted or
rejected.

`inspect` says how a file is written, with its evidence; `Mapping` which column is which; `read` gives the rows.
"""

from carteira.warehouse.files.batch import REJECTED
from carteira.warehouse.files.casting import ReadBatch, read_schema
from carteira.warehouse.files.format import Evidence, FileFormat
from carteira.warehouse.files.inspection import inspect, settle
from carteira.warehouse.files.mapping import Mapping
from carteira.warehouse.files.read import read

__all__ = ["REJECTED", "Evidence", "FileFormat", "Mapping", "ReadBatch", "inspect", "read", "read_schema", "settle"]
