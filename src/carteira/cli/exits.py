"""The exit statuses of every command."""

REFUSED, MISUSED, FAILED = 1, 2, 3

MEANINGS = {
    0: "done",
    REFUSED: "refused: one line on the error stream says why, nothing has changed; or `doctor` found something wrong",
    MISUSED: "called wrongly: a command, argument or option that there is not",
    FAILED: "an error inside the program; nothing half-done was kept",
}
