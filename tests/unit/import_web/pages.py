"""Pages as sites send them."""

from __future__ import annotations

PROSE = "Libraries have always kept copies, because a catalogue that points at empty shelves helps nobody at all. "


def page(body: str, head: str = "<title>A page</title>") -> bytes:
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()


ARTICLE = page(
    "<nav><a href='/'>Home</a><a href='/news'>News</a></nav><article><h1>Kept copies</h1>"
    f"<p>{PROSE * 3}</p><h2>Why</h2><p>{PROSE}They do.</p></article><footer>Imprint</footer>"
)
SCRIPTED = page('<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>')
MOUNTED = page('<div id="app"></div><script src="/bundle.js"></script>')
LINKS_ONLY = page("<nav>" + "<a href='/x'>More</a>" * 50 + "</nav><img src='a.png'>")
LOGIN = page("<form><input name='user'><input type='password'><button>Log in</button></form>")
