"""Arrow string arrays: into bytes and offsets for compiled code, and back; cleaned of what no reader sees."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.warehouse.files.tokens import Bytes, Offsets

Mask = npt.NDArray[np.bool_]


def string_buffers(array: pa.StringArray) -> tuple[Offsets, Bytes]:
    """The offsets (one more than values) and bytes of the array; a null counts as empty text."""
    if array.null_count:
        array = pc.fill_null(array, "")
    _, offsets, data = array.buffers()
    bounds = np.zeros(1, np.int32) if offsets is None or not len(array) else np.frombuffer(offsets, np.int32)
    text = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    bounds.setflags(write=False)  # one kind of array, so that compiled code is compiled once
    text.setflags(write=False)
    return bounds[array.offset : array.offset + len(array) + 1] if len(array) else bounds[:1], text


def string_array(offsets: Offsets, data: Bytes) -> pa.StringArray:
    """The array of these buffers, clean (see `clean`)."""
    filled = offsets[1:] > offsets[:-1]
    buffers = [pack(filled), pa.py_buffer(offsets), pa.py_buffer(data)]
    array = pa.Array.from_buffers(pa.string(), len(filled), buffers)
    return array if is_ascii(data) else clean(array)


def clean(array: pa.StringArray) -> pa.StringArray:
    """The array trimmed, in Unicode's composed form (NFC), and null where nothing is left."""
    trimmed = pc.utf8_normalize(pc.utf8_trim_whitespace(array), "NFC")
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def pack(valid: Mask) -> pa.Buffer:
    """An Arrow validity bitmap."""
    return pa.py_buffer(np.packbits(valid, bitorder="little"))


def is_ascii(data: Bytes) -> bool:
    return not bool((data > 127).any())


def has_byte(array: pa.StringArray, byte: bytes) -> bool:
    """Whether the one byte occurs anywhere in the array: a quick way to know that a pattern cannot match."""
    offsets, data = string_buffers(array)
    return bool((data[offsets[0] : offsets[-1]] == byte[0]).any())
