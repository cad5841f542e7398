"""``onrecord import-corrections``: what was set right in brat, Label Studio or as Web Annotations comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.base.records import Correction
from onrecord.cli.context import CommandContext, command
from onrecord.cli.output import complain, line
from onrecord.ingest.annotated import FORMS, read_annotated
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible

_LISTED = 20
"""How many corrections are printed one by one; of more only the number is."""


@command(
    "import-corrections",
    examples="""
    onrecord import-corrections brat-folder/
    onrecord import-corrections project-1.json
    onrecord import-corrections annotations.jsonld --format w3c --overrule
    """,
)
def import_corrections(
    session: CommandContext,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files, or folders with .ann files.")],
    form: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMS), help="The format. Default: told by the content.")
    ] = "",
    overrule: Annotated[
        bool, typer.Option("--overrule", help="Let the files overrule what was corrected in the archive.")
    ] = False,
) -> int:
    """Take over what was set right in brat, Label Studio or as Web Annotations.

    The files are those that onrecord export has written, as somebody left them: other speakers, other passages
    of source, cue and content, other labels of entities. They become corrections, as the desk makes them with c.
    What is the same here becomes none, so importing a file again takes nothing over twice, and finishes an import
    that was cut off. What was corrected here and otherwise there is said, and stays. Where a file cannot be read,
    nothing is taken over from any. What cannot be taken over, as its words are not found here, is said at the end;
    the rest is taken over, and the exit status is 1.
    """
    if form and form not in FORMS:
        raise typer.BadParameter(f"“{form}” is not one of {', '.join(FORMS)}.", param_hint="--format")
    articles = [article for path in paths for article in read_annotated(path, form)]
    with session.open() as archive:
        outcome = archive.corrections.import_annotated(articles, overrule=overrule)
    line(f"{counted(len(outcome.corrections), 'correction')} from {counted(len(articles), 'article')}.")
    if len(outcome.corrections) <= _LISTED:
        for correction in outcome.corrections:
            line((f"{correction.article:>6}  ", "dim"), visible(described(correction)))
    sentences = [*outcome.conflicts, *outcome.problems]
    for sentence in sentences:
        complain(sentence)
    return 1 if sentences else 0


def described(correction: Correction) -> str:
    """Return what a correction of a quote or an entity says, on one line."""
    words = " ".join(correction.anchor.exact.split()) if correction.anchor else ""
    match correction.kind:
        case "speaker":
            return f"said by {correction.to or 'nobody'}: {words}"
        case "label":
            return f"{correction.to or 'no entity'}: {words}"
        case _:
            return f"other {' and '.join(correction.passages)}: {words}"
