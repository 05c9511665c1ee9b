"""The list of what mail clients do not show: each entry finds what it is about, in what a sound mail is not."""

from __future__ import annotations

import pytest
from williams_export_newsletter.issue.clients import CLIPPED, troubles

HEAD = '<title>News</title><meta name="color-scheme" content="light dark">'
SOUND = "<p>Words, <a href='https://example.org'>a link</a></p><img src='cid:a' alt='' width='600'>"


def _mail(body: str = SOUND, head: str = HEAD, html: str = '<html lang="en">') -> str:
    return f"<!doctype html>{html}<head>{head}</head><body>{body}</body></html>"


def test_a_sound_mail_has_none_of_it() -> None:
    assert troubles(_mail()) == []


@pytest.mark.parametrize(
    ("code", "mail"),
    [
        ("too-long", _mail(SOUND + "<p>" + "é" * (CLIPPED // 2))),
        ("script", _mail("<script>1</script>")),
        ("handler", _mail("<p onclick='x()'>a</p>")),
        ("form", _mail("<form action='https://a.org'></form>")),
        ("form", _mail("<input>")),
        ("frame", _mail("<iframe src='https://a.org'></iframe>")),
        ("media", _mail("<video src='https://a.org/a.mp4'></video>")),
        ("vector", _mail("<svg></svg>")),
        ("stylesheet", _mail(head=HEAD + "<link rel='stylesheet' href='https://a.org/a.css'>")),
        ("stylesheet", _mail(head=HEAD + "<style>@import url(https://a.org/a.css);</style>")),
        ("stylesheet", _mail(head=HEAD + "<style>@font-face { font-family: a }</style>")),
        ("long-style", _mail(head=HEAD + f"<style>{'p { color: red } ' * 500}</style>")),
        ("style-in-body", _mail("<div><style>p { color: red }</style></div>")),
        ("base", _mail(head=HEAD + "<base href='https://a.org/'>")),
        ("base", _mail(head=HEAD + '<meta http-equiv="refresh" content="1">')),
        ("position", _mail("<p style='position:absolute'>a</p>")),
        ("float", _mail("<p style='float: left'>a</p>")),
        ("layout", _mail(head=HEAD + "<style>p { display: flex }</style>")),
        ("layout", _mail("<p style='display:inline-grid'>a</p>")),
        ("variable", _mail("<p style='color:var(--a)'>a</p>")),
        ("variable", _mail("<p style='width:calc(100% - 1px)'>a</p>")),
        ("animation", _mail(head=HEAD + "<style>@keyframes a { from { top: 0 } }</style>")),
        ("negative-margin", _mail("<p style='margin:0 -4px'>a</p>")),
        ("background", _mail("<p style='background:url(https://a.org/a.png)'>a</p>")),
        ("background", _mail("<table role='presentation' background='https://a.org/a.png'></table>")),
        ("no-alt", _mail("<img src='cid:a' width='600'>")),
        ("no-width", _mail("<img src='cid:a' alt='' style='width:600px'>")),
        ("data-picture", _mail("<img src='data:image/png;base64,AAAA' alt='' width='600'>")),
        ("data-picture", _mail("<img src='http://a.org/a.png' alt='' width='600'>")),
        ("link", _mail("<a href='/news'>a</a>")),
        ("link", _mail("<a href='#part'>a</a>")),
        ("link", _mail("<a href='javascript:x()'>a</a>")),
        ("no-title", _mail(head='<meta name="color-scheme" content="light dark">')),
        ("no-language", _mail(html="<html>")),
        ("read-as-table", _mail("<table><tr><td>a</td></tr></table>")),
        ("no-dark", _mail(head="<title>News</title>")),
    ],
)
def test_each_entry_of_the_list_finds_what_it_is_about(code: str, mail: str) -> None:
    found = troubles(mail)
    assert [each.code for each in found] == [code]
    assert found[0].why.endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        "<p style='background:#fff url(https://a.org/a.png);background-color:#fff'>a</p>",
        "<p style='margin:0 auto;display:inline-block'>a</p>",
        "<a href='mailto:a@example.org'>a</a>",
        "<table role='presentation'><tr><td>a</td></tr></table>",
    ],
)
def test_what_only_looks_like_it_is_let_through(body: str) -> None:
    assert troubles(_mail(body)) == []
