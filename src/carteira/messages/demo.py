"""Sentences of the simulated company."""

from carteira.messages.marker import _

MESSAGES = {
    "world_not_readable": _("The world file %(path)s cannot be read: %(reason)s."),
    "world_key_unknown": _("The world file has an entry that nobody knows: %(key)s."),
    "world_key_missing": _("The world file lacks the entry %(key)s."),
    "world_value_wrong": _("The entry %(key)s of the world file cannot be %(value)s."),
    "start_from_world": _("Start from a copy of carteira/demo/world.toml; docs/reference/world.md explains it."),
    "too_few_customers": _("A simulated company needs at least %(least)s customers; %(customers)s were asked for."),
    "ask_for_more_customers": _("Ask for %(least)s customers or more."),
    "folder_has_other_files": _("The folder %(folder)s already holds other files."),
    "choose_empty_folder": _("Choose a new or empty folder, or one that holds an earlier simulation."),
}
