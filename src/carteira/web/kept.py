"""The frame of every page, rendered once for all requests that have the same of it.

Half the work of a page is its frame, and that differs by language, person, destinations and commands alone:
`{% kept %}` renders what it holds with nothing else in reach, and keeps it. The request's own token and address are put
in afterwards.
"""

from collections.abc import Hashable
from typing import Any

from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

TOKEN, ADDRESS = "\ue000token\ue000", "\ue000address\ue000"
"""What stands for the token against forgery, and for the address of the page. No text of ours has these characters."""
MOST = 500
"""Frames that are kept."""


class Kept(Node):
    """What stands between `{% kept %}` and `{% endkept %}`.

    It sees `destinations`, `palette`, of `user` whether somebody signed in and the name, of `request` the address, and
    `csrf_token`.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._rendered: dict[Hashable, str] = {}

    def render(self, context: Context) -> SafeString:
        user = context["user"]
        destinations, palette = list(context["destinations"]), context["palette"] if user.is_authenticated else None
        name = (user.get_full_name() or user.get_username()) if user.is_authenticated else ""
        key = _key(destinations, palette, name)
        text = self._rendered.get(key)
        if text is None:
            if len(self._rendered) >= MOST:
                self._rendered.clear()
            seen = {
                "destinations": destinations,
                "palette": palette,
                "user": {"is_authenticated": user.is_authenticated, "get_full_name": name},
                "request": {"get_full_path": ADDRESS},
                "csrf_token": TOKEN,
            }
            text = self._rendered[key] = self.nodelist.render(context.new(seen))
        text = text.replace(TOKEN, escape(str(context.get("csrf_token", ""))))
        return mark_safe(text.replace(ADDRESS, escape(context["request"].get_full_path())))


def kept(parser: Parser, _token: Token) -> Kept:
    """`{% kept %}...{% endkept %}`."""
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist)


def _key(destinations: list[Any], palette: Any, name: str) -> Hashable:
    """What the frame rests on, without the words: these follow from the language."""
    links = tuple((link.url, link.current) for link in destinations)
    commands = tuple((c.url, c.posted, c.does) for c in palette.commands) if palette else None
    return get_language(), name, links, commands, palette and (palette.searches, palette.limited)
