"""Rules for names: every stage that is named is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guides.lint.rules import Known
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.resources_in import resource_rows
from guides.toolkit.services_in import service_rows
from guides.toolkit.toml_file import TomlFile


def unknown_stages(folder: Folder, known: Known) -> Iterator[Fault]:
    """Files, ways on, facts, services and resources that name a stage which is not there."""
    for path, line, stage in _named(folder):
        if stage not in known.stages:
            yield Fault(
                path,
                line,
                f'There is no stage "{stage}".',
                f"Use one of {', '.join(sorted(known.stages))}.",
            )


def _named(folder: Folder) -> Iterator[tuple[Path, int, str]]:
    yield from ((path, 1, path.stem) for path in folder.files("checklists/*.toml"))
    yield from ((path, 1, path.parent.name) for path in folder.files("guidance/*/*.md"))
    for pattern, table_name, key in (
        ("stages/*.toml", "next", "to"),
        ("facts.toml", "fact", "stages"),
        ("facts/*.toml", "fact", "stages"),
        ("resources.toml", "resource", "stages"),
    ):
        for path in folder.files(pattern):
            for table in TomlFile.read(folder, path, Faults()).tables(table_name):
                value = table.data.get(key)
                for stage in value if isinstance(value, list) else [value]:
                    if isinstance(stage, str):
                        yield path, table.line(key), stage
    for path, line, service in service_rows(folder, Faults()):
        yield from ((path, line, stage) for stage in service.stages)
    for path, line, resource in resource_rows(folder, Faults()):
        if path.suffix != ".toml":
            yield from ((path, line, stage) for stage in resource.stages)
