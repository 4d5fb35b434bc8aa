"""Guide files for tests: a small guide without fault, and changes of it."""

import json
from pathlib import Path
from typing import Any

import yaml


def variation_values(slug: str = "barbell", **changes: Any) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": f"{slug.capitalize()} hip thrust",
        "aliases": [],
        "summary": "For those who own the movement.",
        "level": "beginner",
        "equipment": ["bench"],
        "measure": "reps",
        "steps": ["Sit against the bench.", "Drive the hips up."],
        "mistakes": ["Arching the back: keep the ribs down."],
        **changes,
    }


def guide_values(**changes: Any) -> dict[str, Any]:
    return {
        "slug": "hip-thrusts",
        "name": "Hip Thrusts",
        "singular": "hip thrust",
        "with_article": "a hip thrust",
        "aliases": ["glute thrust"],
        "body_part": "glutes",
        "summary": "Hips up from a bench.",
        "what_is": "It trains the glutes.",
        "muscles": {"primary": ["gluteus-maximus"], "secondary": ["hamstrings"]},
        "related": [],
        "tips": ["**Pad the bar.**"],
        "faqs": [{"question": "Every day?", "answer": "No need."}],
        "variations": [variation_values("bodyweight"), variation_values("barbell")],
        **changes,
    }


def write_guide(folder: Path, name: str = "hip-thrusts", /, **changes: Any) -> Path:
    """Write `<name>.yaml`; its slug is the name unless it is among the changes."""
    file = folder / f"{name}.yaml"
    values = json.loads(json.dumps(guide_values(**{"slug": name, **changes})))  # no aliases
    file.write_text(yaml.safe_dump(values, sort_keys=False, allow_unicode=True), "utf-8")
    return file
