"""What the reading of source files says: refusals of a file, reasons why a line is rejected, and evidence of its
format."""

from carteira.messages.marker import _

MESSAGES = {
    # A file refused as a whole.
    "file_not_found": _("There is no file %(file)s."),
    "file_is_folder": _("%(file)s is a folder."),
    "file_unreadable": _("The file %(file)s cannot be read: %(detail)s."),
    "check_the_name": _("Check the name and that you may read it."),
    "name_a_file": _("Name one file in it."),
    "empty_file": _("The file %(file)s is empty or has no header."),
    "not_a_table": _("The file %(file)s is no table: it holds bytes that are no text."),
    "unreadable_kind": _("The file %(file)s is of a kind that cannot be loaded (%(kind)s)."),
    "check_the_file_kind": _("The first line must name the columns; CSV, XLSX and Parquet files can be loaded."),
    "save_as_readable_kind": _("Save it as XLSX without password, as CSV or as Parquet."),
    "save_as_csv": _("Save it as CSV and load that."),
    "unreadable_header": _("The first line, which names the columns, cannot be read (%(reason)s)."),
    "too_many_columns_in_file": _("The file has %(columns)s columns; at most %(limit)s can be loaded."),
    "damaged_file": _("The file %(file)s is damaged or cut off."),
    "send_the_file_again": _("Get the file again from where it came; nothing of it was kept."),
    "decompression_bomb": _("The file %(file)s unpacks to far more than it should, so it was not read."),
    "decompress_it_first": _("If it is right, decompress it and load the result."),
    "not_a_workbook": _("The file %(file)s is a zip archive and no workbook."),
    "workbook_locked": _("The workbook %(file)s is protected by a password."),
    "sheet_not_found": _("There is no sheet %(sheet)s in the workbook; it has: %(known)s."),
    "sheet_too_large": _(
        "A sheet of %(file)s reaches over %(rows)s rows and %(columns)s columns, more than can be read at once."
    ),
    # Mapping.
    "mapping_not_toml": _("The mapping cannot be read: %(detail)s."),
    "mapping_unknown_section": _("The mapping has a section that is not known: %(section)s."),
    "mapping_bad_value": _("The mapping says %(name)s = %(value)s in [%(section)s], which is not possible."),
    "mapping_unknown_columns": _(
        "The table %(table)s has no column %(columns)s, which the mapping names. It has: %(known)s."
    ),
    "mapping_twice": _("The mapping gives both a column of the file and a constant for: %(columns)s."),
    "mapping_bad_constant": _("The constant %(value)s does not fit the column %(column)s (%(reason)s)."),
    "see_mapping_reference": _("docs/reference/mapping.md says how a mapping is written."),
    "columns_unknown": _("The file has no column %(unknown)s, which the mapping names. It has: %(available)s."),
    "columns_missing": _("The file has no column for %(missing)s, which %(table)s needs. It has: %(available)s."),
    "columns_unknown_and_missing": _(
        "The file has no column %(unknown)s, which the mapping names, and none for %(missing)s, which %(table)s needs. "
        "It has: %(available)s."
    ),
    "map_the_columns": _('Say in a mapping (--map FILE.toml) which column is which: [columns] order_id = "Pedido".'),
    "columns_repeated": _("The file has more than one column named %(columns)s."),
    "rename_the_columns": _("Give each column a name of its own."),
    # Doubt about how numbers and dates are written.
    "ambiguous_date_order": _(
        "The dates in %(column)s do not tell whether the day or the month comes first (%(value)s in line %(line)s)."
    ),
    "mixed_date_orders": _(
        "Some dates have the day first (%(value)s in line %(line)s, %(column)s), others the month "
        "(%(other_value)s in line "
        "%(other_line)s, %(other_column)s)."
    ),
    "say_date_order": _('Say in the mapping (--map FILE.toml) which it is: [format] date_order = "dmy", or "mdy".'),
    "ambiguous_decimal": _(
        "The numbers in %(column)s do not tell whether the sign in %(value)s (line %(line)s) separates "
        "decimals or thousands."
    ),
    "mixed_decimals": _(
        "Some numbers have a decimal comma (%(value)s in line %(line)s, %(column)s), others a decimal point "
        "(%(other_value)s "
        "in line %(other_line)s, %(other_column)s)."
    ),
    "say_decimal": _('Say in the mapping (--map FILE.toml) which it is: [format] decimal = ",", or ".".'),
    # Why a line is rejected.
    "missing_value": _("the value is missing"),
    "not_a_number": _("not a number"),
    "number_out_of_range": _("the number has more than twelve digits before the decimal sign"),
    "product_out_of_range": _("quantity times price has more than twelve digits before the decimal sign"),
    "not_a_date": _("not a date"),
    "ambiguous_date": _("the day could be the month"),
    "not_a_choice": _("not one of the values that the column may have"),
    "scientific_id": _("a spreadsheet has turned the id into a rounded number"),
    "too_few_columns": _("fewer values than columns"),
    "too_many_columns": _("more values than columns"),
    "bad_quotes": _("the quotation marks do not close as they should"),
    "nul_byte": _("the line holds a NUL byte"),
    "cell_too_large": _("a value is larger than 1 MB"),
    "bad_encoding": _("the line holds bytes that the file's encoding does not know"),
    # Evidence of how a file is written.
    "encoding_ascii": _("plain letters only"),
    "encoding_by_mark": _("encoding %(encoding)s (byte order mark)"),
    "encoding_by_zeros": _("encoding %(encoding)s (every other byte is zero)"),
    "encoding_valid": _("encoding %(encoding)s (such as in %(example)s)"),
    "encoding_by_letters": _("encoding %(encoding)s (such as in %(example)s)"),
    "separator_counted": _("columns separated by %(separator)s (%(columns)s of them)"),
    "separator_declared": _("columns separated by %(separator)s (the first line says so)"),
    "one_column": _("one column"),
    "sheet_chosen": _("sheet %(sheet)s"),
    "decimal_seen": _("decimal sign %(verdict)s (%(value)s in line %(line)s, %(column)s)"),
    "decimal_ambiguous": _("decimal sign in doubt (%(value)s in line %(line)s, %(column)s)"),
    "decimal_mixed": _("decimal signs mixed (%(value)s in line %(line)s, %(other_value)s in line %(other_line)s)"),
    "date_order_seen": _("dates %(verdict)s (%(value)s in line %(line)s, %(column)s)"),
    "date_order_ambiguous": _("order of day and month in doubt (%(value)s in line %(line)s, %(column)s)"),
    "date_order_mixed": _(
        "day and month in both orders (%(value)s in line %(line)s, %(other_value)s in line %(other_line)s)"
    ),
    "whole_number_ids": _("whole numbers written with .0 are read without it in: %(columns)s"),
    "declared": _("%(name)s %(value)s (the mapping says so)"),
}
