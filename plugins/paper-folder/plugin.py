"""Adds one line to a checklist, worded for the case that it is for.

A plugin imports :mod:`guides.api` and nothing else of Asylum Guides. It is told closed codes only
(stage, nation, bands, language), never anything that could name a person.
"""

from collections.abc import Sequence

from guides.api import Case, ChecklistItem, Translation, hookimpl

FOLDER = "Keep this sheet in one folder with your letters. Carry the folder to every meeting."
FOLDER_FAMILY = "Keep one folder for each person in your family. Carry them to every meeting."
ARABIC = {
    FOLDER: "يُرجى حفظ هذه الورقة مع رسائلك في ملف واحد، وإحضار الملف إلى كل لقاء.",
    FOLDER_FAMILY: "يُرجى حفظ أوراق كل فرد من عائلتك في ملف خاص به، وإحضار الملفات إلى كل لقاء.",
}


@hookimpl
def guides_checklist_items(case: Case, items: Sequence[ChecklistItem]) -> Sequence[ChecklistItem]:
    """One line, unless somebody has added a line about folders already."""
    if any("folder" in item.text for item in items):
        return ()
    text = FOLDER_FAMILY if "family" in case.audiences else FOLDER
    return (
        ChecklistItem(stage=case.stage, id="folder", kind="do", text=text, order=230, icon="bag"),
    )


@hookimpl
def guides_translations() -> Sequence[Translation]:
    """The same sentences in Arabic: read back, not yet checked by a person."""
    return tuple(Translation("ar", en, ar, "read-back") for en, ar in ARABIC.items())
