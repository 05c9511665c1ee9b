"""The documentation, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKED_FENCE = re.compile(r"(?:^<!-- (run|not run: [^\n]+) -->\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROGRAMS = ("make", "williams", "source", "uv", "curl", "git", "npx", "aws", "cdk", "docker", "python", "python3")
_CALL = re.compile(rf"^(?:\$ )?(?:\w+=\S* )*(?:\.venv/bin/\S+|{'|'.join(_PROGRAMS)})(?![\w-])")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ELSEWHERE = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Commands:
    """A block that a reader may paste into a shell. ``mark``: ``run``, ``not run: `` and why, or empty."""

    mark: str
    code: str


@dataclass(frozen=True)
class Page:
    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def blocks(self) -> list[tuple[str, str]]:
        """Language and code of each fenced block."""
        return _FENCE.findall(self.text)

    @cached_property
    def shell_blocks(self) -> list[Commands]:
        """The blocks that call programs, in order, with the comment above them that says whether a test runs them."""
        found = _MARKED_FENCE.findall(self.text)
        return [
            Commands(mark, code)
            for mark, language, code in found
            if language == "bash" or (not language and any(map(_CALL.match, code.splitlines())))
        ]

    @cached_property
    def prose(self) -> str:
        """The page without its fenced blocks."""
        return _FENCE.sub("", self.text)

    @cached_property
    def spans(self) -> list[str]:
        """What is set as code within the prose."""
        return _SPAN.findall(self.prose)

    @property
    def commands(self) -> list[str]:
        """Every line that a reader may type: spans, and lines of blocks."""
        lines = [line for _, code in self.blocks for line in code.splitlines()]
        return [line.removeprefix("$ ").removeprefix(".venv/bin/").strip() for line in (*self.spans, *lines)]

    @property
    def links(self) -> list[str]:
        """The targets of links and pictures within the repository."""
        found = (inline or picture for inline, picture in _LINK.findall(_SPAN.sub("", self.prose)))
        return [target for target in found if not target.startswith(_ELSEWHERE)]

    @property
    def anchors(self) -> set[str]:
        """What a link may point at, as GitHub names the headings."""
        plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(self.prose))
        return {heading.replace(" ", "-") for heading in plain}


def block(page: Page, language: str, containing: str) -> str:
    """Return the one block of a language that contains a text."""
    (found,) = [code for kind, code in page.blocks if kind == language and containing in code]
    return found


def _pages(*patterns: str) -> list[Page]:
    return [Page(path) for pattern in patterns for path in sorted(ROOT.glob(pattern))]


WRITTEN = _pages("README.md", "CONTRIBUTING.md", "docs/**/*.md")
ALL = WRITTEN + _pages(
    "CHANGELOG.md", "infra/README.md", "localstack/README.md", "layers/client/README.md", "plugins/*/*/README.md"
)
GENERATED = _pages("docs/reference/*.md")
