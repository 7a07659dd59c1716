"""A browser that tells what ran in it, and what stands in its page that would."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Dialog

FOREIGN = """() => [...document.querySelectorAll('*')].flatMap(one => [
    ...[...one.attributes].filter(a => /^(on|hx-on|srcdoc)/.test(a.name)).map(a => `${one.tagName} ${a.name}`),
    ...[...one.attributes].filter(a => ['href', 'src', 'action', 'formaction', 'hx-get', 'hx-post', 'xlink:href']
        .includes(a.name) && /^\\s*(javascript|data:text|vbscript)/i.test(a.value)).map(a => a.value),
    ...(one.tagName === 'SCRIPT' && !one.src && one.type !== 'application/json' ? ['SCRIPT'] : []),
    ...(['IFRAME', 'OBJECT', 'EMBED', 'BASE'].includes(one.tagName) ? [one.tagName] : []),
])"""
"""What in a page runs or leads to something that runs, and is none of ours: our pages have no such thing."""


class Watch:
    """`ran`: the numbers of the payloads that called `hit`, and what dialogs said; `refused`: what the policy stopped,
    and errors of scripts."""

    def __init__(self, context: BrowserContext) -> None:
        self.ran: list[object] = []
        self.refused: list[str] = []
        context.expose_function("hit", self._hit)
        context.on("dialog", self._dialog)
        context.on("weberror", lambda error: self.refused.append(str(error.error)))
        context.on("console", lambda said: self.refused.append(said.text) if "Content Security" in said.text else None)
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)

    def _hit(self, number: object) -> None:
        self.ran.append(number)

    def _dialog(self, dialog: Dialog) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def foreign(self) -> list[str]:
        """What stands in the page that FOREIGN means."""
        return list(self.page.evaluate(FOREIGN))

    def check(self, where: str) -> None:
        """Fails where anything ran, was stopped, or stands there to run."""
        assert (self.foreign(), self.ran, self.refused) == ([], [], []), where

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        self.check(address)


@contextmanager
def watched(browser: Browser, *, policy: bool) -> Iterator[Watch]:
    """A watch in a window of its own. Without the `policy` against foreign scripts, what slips in does run."""
    size = {"width": 1440, "height": 900}
    context = browser.new_context(bypass_csp=not policy, locale="en", viewport=size)  # type: ignore[arg-type]
    try:
        yield Watch(context)
    finally:
        context.close()
