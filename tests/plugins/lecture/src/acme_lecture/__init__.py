"""Imports recorded lectures, with four originals and the seconds in which everything is said."""

from acme_lecture.plugin import LectureImport

__all__ = ["LectureImport"]
