"""Guides as YAML files (`docs/content.md`): reading them, and saying what is wrong with them."""

from exercises.guide_files.reading import CONTENT, GuideFile, Reading, read_guides
from exercises.guide_files.source import Problem

__all__ = ["CONTENT", "GuideFile", "Problem", "Reading", "read_guides"]
