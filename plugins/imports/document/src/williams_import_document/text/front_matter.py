"""What a Markdown file says of itself at its beginning: YAML, TOML or JSON, or lines as other programs write them."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any, Final, NamedTuple

import yaml

from williams.isolation.notices import Said, notice
from williams_import_document.text.careful_yaml import load_yaml
from williams_import_document.text.headers import KNOWN, header


def _between(first: str, last: str) -> re.Pattern[str]:
    before = r"(?:[ \t]*\n|<!--[^<>]{0,2000}-->[ \t]*\n){0,20}"
    return re.compile(rf"\A{before}(?:{first})[ \t]*\n(.*?)^(?:{last})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


_YAML = _between(r"-{3,40}(?:[ \t]*ya?ml)?", r"-{3,40}|\.\.\.")
_TOML = _between(r"\+\+\+|---[ \t]*toml", r"\+\+\+|---")
_JSON = _between(r";;;|---[ \t]*json", r";;;|---")
_FIELD = re.compile(r"^(?P<name>[\w.-]{1,40}(?: [\w.-]{1,40}){0,2})[ \t]*[:=](?:[ \t]+(?P<value>.*)|)$")
_NO_BLANK: Final = re.compile(rf"^({'|'.join(sorted(KNOWN))}):(?=[^\s:/])", re.MULTILINE | re.IGNORECASE)
_PROPERTIES: Final = re.compile(r"\A(?:[\w-]{1,40}::[ \t]+\S.*\n)+(?=[ \t]*(?:\n|-))")
_LONGEST: Final = 64 * 1024
"""Characters."""
_PASSED_OVER = "front-matter-passed-over"
_FEWEST_WORDS: Final = 3
"""Of a sentence."""
_QUOTE_IT = "Put values that hold a colon or begin with a special character between quotes."


class FrontMatter(NamedTuple):
    """The fields by their names in small letters, the text behind them, and notices."""

    fields: dict[str, Any]
    text: str
    notices: list[Said]


def front_matter(text: str) -> FrontMatter:
    """Take the front matter off a text. Lines between dashes that are no fields are text like any other."""
    for form, load in ((_YAML, load_yaml), (_TOML, tomllib.loads), (_JSON, _json_object)):
        if found := form.match(text):
            block = _as_yaml(found[1]) if load is load_yaml else found[1]
            return _read(text, block, text[found.end() :], load)
    if found := _PROPERTIES.match(text):
        lines = (line.partition("::") for line in found.group().splitlines())
        return FrontMatter(_named({name: value.strip() for name, _, value in lines}), text[found.end() :], [])
    if said := header(text):
        return FrontMatter(_named(said[0]), said[1], [])
    return _json(text)


def _read(text: str, block: str, rest: str, load: Any) -> FrontMatter:
    if len(block) > _LONGEST:
        message = f"The front matter is longer than {_LONGEST} characters: it stays text."
        return FrontMatter({}, text, [notice(_PASSED_OVER, message)])
    try:
        fields = load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _by_lines(text, block, rest, load, error)
    if fields is None and not block.strip():
        return FrontMatter({}, rest, [])
    if not isinstance(fields, dict) or (load is load_yaml and not (_is_fields(block) and _says_more(fields))):
        return FrontMatter({}, text, [])
    return FrontMatter(_named(fields), rest, [])


def _is_fields(block: str) -> bool:
    """Two rules with a few lines between are no front matter, though YAML may read them: that begins with a field."""
    if block.startswith("\n") and re.search(r"^#+ ", block, re.MULTILINE):
        return False
    written = [line for line in block.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return not written or _FIELD.match(written[0]) is not None or written[0].lstrip().startswith(("{", '"', "'"))


def _says_more(fields: dict[str, Any]) -> bool:
    """Remarks between two rules (``Note: it rained.``) are sentences, each of them."""
    if not KNOWN.isdisjoint(_named(fields)):
        return True
    return not all(
        isinstance(value, str) and value.endswith((".", "!", "?")) and len(value.split()) >= _FEWEST_WORDS
        for value in fields.values()
    )


def _by_lines(text: str, block: str, rest: str, load: Any, error: Exception) -> FrontMatter:
    """A field that cannot be read costs itself: each is read alone, and a plain value that is none is its text."""
    groups = _groups(block)
    if not groups or not _is_fields(block):
        return FrontMatter({}, text, [])
    first = text.count("\n", 0, len(text) - len(rest)) - block.count("\n")
    fields: dict[str, Any] = {}
    notices: list[Said] = []
    for number, lines in groups:
        try:
            loaded = load("\n".join(lines))
            fields |= loaded if isinstance(loaded, dict) else {}
        except (yaml.YAMLError, ValueError, RecursionError) as problem:
            fields |= _plain(lines)
            read = "it was taken as it stands" if _plain(lines) else "it was left out"
            message = f"A field of the front matter could not be read ({_reason(problem)}): {read}."
            notices.append(notice(_PASSED_OVER, message, f"line {first + number}", _QUOTE_IT))
    if not notices:
        notices = [
            notice(_PASSED_OVER, f"The front matter could not be read whole: {_reason(error)}.", remedy=_QUOTE_IT)
        ]
    return FrontMatter(_named(fields), rest, notices)


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "problem", None) or error).split()) or "it is nested too deeply"


def _groups(block: str) -> list[tuple[int, list[str]]]:
    """Fields with the lines that belong to them, and the number of each one's first line."""
    groups: list[tuple[int, list[str]]] = []
    for number, line in enumerate(block.splitlines()):
        if not line.strip():
            continue
        if groups and (line[0] in " \t-]}#" or not _FIELD.match(line)):
            groups[-1][1].append(line)
        else:
            groups.append((number, [line]))
    return groups


def _plain(lines: list[str]) -> dict[str, str]:
    found = _FIELD.match(lines[0])
    value = (found["value"] or "").strip() if found else ""
    if not found or len(lines) > 1 or not value or value[0] in "[{&*!|>%@`":
        return {}
    return {found["name"]: value if value[0] == '"' and '"' in value[1:-1] else value.strip("\"'")}


def _as_yaml(block: str) -> str:
    """Tabs, and names without a blank behind their colon, are what people write and YAML forbids."""
    return _NO_BLANK.sub(r"\1: ", block.replace("\t", "  "))


def _json_object(block: str) -> Any:
    return json.loads(block if block.lstrip().startswith("{") else "{" + block + "}")


def _json(text: str) -> FrontMatter:
    """A JSON object that a text begins with, and ends on a line of its own."""
    if not text.startswith("{\n"):
        return FrontMatter({}, text, [])
    try:
        fields, end = json.JSONDecoder().raw_decode(text[: _LONGEST + 1])
    except (ValueError, RecursionError):
        return FrontMatter({}, text, [])
    rest = text[end:]
    return FrontMatter(_named(fields), rest, []) if not rest or rest.startswith("\n") else FrontMatter({}, text, [])


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    return {str(name).strip().lower(): value for name, value in fields.items()}
