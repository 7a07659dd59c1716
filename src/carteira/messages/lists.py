"""What is said about lists: views, exports, and changing many records at once."""

from carteira.messages.marker import _

MESSAGES = {
    "bad_view_name": _("A view needs a name of 1 to %(longest)s characters, all on one line."),
    "bad_audience": _("A view is for you, for one of your teams, or for everybody."),
    "unknown_view": _("This view is not there any more, or it is not shared with you."),
    "too_many_views": _("You have %(most)s views of this list already."),
    "remove_a_view": _("Remove one that you do not need."),
    "bad_export_format": _("A list is exported as csv, csv_excel, xlsx or parquet."),
    "export_gone": _("This file is no longer there: exports are kept for seven days."),
    "access_changed": _("You may see other customers or figures now than when this was asked for."),
    "export_again": _("Export the list again."),
    "nothing_to_assign": _("Choose customers, and a new owner or team for them."),
    "nothing_to_undo": _("This can no longer be undone."),
}
