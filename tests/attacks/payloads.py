"""Texts that run as a program in a browser, if a page lets them: each calls `hit` with its own number."""

MARKUP = (
    "<script>hit(0)</script>", "<img src=x onerror=hit(1)>", '"><svg onload=hit(2)>',
    "</script><script>hit(3)</script>", '"><input autofocus onfocus=hit(4)>',
    "'><iframe srcdoc='<script>parent.hit(5)</script>'></iframe>",
    "</textarea></title></style><img src=x onerror=hit(6)>", "<details open ontoggle=hit(7)>x</details>",
    "--><img src=x onerror=hit(8)>",
    '"><div hx-get="/static/" hx-trigger="load" hx-on::before-request="hit(9)"></div>',
)  # fmt: skip
"""Those that run by themselves where they become markup."""
OTHERS = (
    "javascript:hit(20)", "x' onmouseover='hit(21)", 'x" onpointerenter="hit(22)',
    "{{constructor.constructor('hit(23)')()}}",
    "{% debug %}", "${hit(24)}", "'-hit(25)-'", '{"signal":"hit(26)"}', "\\u003cimg src=x onerror=hit(27)\\u003e",
    "[x](javascript:hit(28))", "&lt;img src=x onerror=hit(29)&gt;",
)  # fmt: skip
"""Those that run where a page takes them for an address, an attribute, a template, a program or data."""
PAYLOADS = (*MARKUP, *OTHERS)
