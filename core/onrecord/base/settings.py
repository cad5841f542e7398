"""Where things are and what the user prefers: config file, then environment, then argument; the last one wins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs

from onrecord.base.errors import OnRecordError

_INSTALLED = Path(__file__).resolve().parents[1] / "resources"
_CHECKOUT = Path(__file__).resolve().parents[3]

LINE_LENGTH = 72
"""The usual most columns of a line of text; from the end of a longer line it is hard to find the next one."""

_MIN_LINE_LENGTH = 20

_LARGEST = 1_000_000
"""Characters of a config file; it may be any file, one without an end among them."""

DoubtfulQuotes = Literal["mark", "leave out"]
"""What becomes of doubtful quotes in copies and exports."""

ENVIRONMENT = {"archive": "ONRECORD_ARCHIVE", "model": "ONRECORD_MODEL", "theme": "ONRECORD_THEME"}
"""Setting → the environment variable that sets it. ``ONRECORD_CONFIG`` names another config file."""


class SettingsError(OnRecordError):
    """A config file that cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the user prefers.

    ``archive`` is the folder of the archive, ``model`` a spaCy pipeline (None: the best one installed),
    ``theme`` the name of a Textual theme, ``line_length`` the most columns of a line of text,
    ``doubtful`` what becomes of doubtful quotes in copies and exports,
    ``keys`` the name of an action → its keys, separated by commas,
    ``ignored_query`` the query whose articles are not stored when feeds bring them.
    """

    archive: Path
    model: str | None = None
    theme: str = "onrecord-dark"
    line_length: int = LINE_LENGTH
    doubtful: DoubtfulQuotes = "mark"
    keys: dict[str, str] = field(default_factory=dict)
    ignored_query: str = ""


def resource(name: str) -> Path:
    """Return the file or folder that comes with onrecord: ``styles.tcss`` or ``seeds``.

    An installed onrecord carries it in its package, a checkout at its top.

    Raises:
        FileNotFoundError: onrecord does not carry it.
    """
    for place in (_INSTALLED / name, _CHECKOUT / name):
        if place.exists():
            return place
    raise FileNotFoundError(f"onrecord carries no {name}")


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the config file, whether it is there or not."""
    named = environment.get("ONRECORD_CONFIG")
    return Path(named).expanduser() if named else platformdirs.user_config_path("onrecord") / "config.toml"


def load(archive: Path | None = None, *, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this run; ``archive`` is the folder that the user named, if any.

    Raises:
        SettingsError: the config file cannot be read, or says something that it cannot say.
    """
    file = config_file(environment)
    values = _read(file)
    if "archive" in values:  # a path in a config file is meant from where that file is
        values["archive"] = file.parent / Path(values["archive"]).expanduser()
    values["ignored_query"] = values.pop("feeds", {}).get("ignore", "")
    values |= {name: environment[variable] for name, variable in ENVIRONMENT.items() if environment.get(variable)}
    folder = archive or values.pop("archive", None) or platformdirs.user_data_path("onrecord")
    values["archive"] = Path(folder).expanduser().absolute()
    return Settings(**values)


def _read(file: Path) -> dict[str, Any]:
    """Return the values of a config file, checked; none when there is no such file."""
    try:
        with file.open(encoding="utf-8") as stream:
            text = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"The config file {file} cannot be read: {reason}.") from error

    if len(text) > _LARGEST:
        raise SettingsError(
            f"The config file {file} has more than {_LARGEST:,} characters; leave out what is not used."
        )

    import difflib
    import tomllib

    try:
        values = tomllib.loads(text)
    except RecursionError as error:
        raise SettingsError(f"The config file {file} is nested too deeply; make it simpler.") from error
    except ValueError as error:  # of tomllib, or of Python for a number of thousands of digits
        raise SettingsError(f"The config file {file} is not valid TOML: {error}.") from error
    try:
        msgspec.convert(values, _ConfigFile)
    except msgspec.ValidationError as error:
        names = _ConfigFile.__struct_fields__
        unknown = [name for name in values if name not in names]
        close_names = difflib.get_close_matches(unknown[0], names, n=1) if unknown else []
        hint = f" Did you mean “{close_names[0]}”?" if close_names else ""
        raise SettingsError(
            f"The config file {file} cannot be used: {error}.{hint} It may set {', '.join(names)}: "
            'keys is a table, as in [keys] search = "slash,ctrl+s", line_length a number, doubtful "mark" '
            'or "leave out", feeds a table, as in [feeds] ignore = "tag:sport", the others are texts in '
            "quotation marks."
        ) from error
    return values


class _FeedsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a config file may say about feeds."""

    ignore: str = ""


class _ConfigFile(msgspec.Struct, forbid_unknown_fields=True):
    """What a config file may say."""

    archive: str = ""
    model: str = ""
    theme: str = ""
    line_length: Annotated[int, msgspec.Meta(ge=_MIN_LINE_LENGTH)] = LINE_LENGTH
    doubtful: DoubtfulQuotes = "mark"
    keys: dict[str, str] = {}
    feeds: _FeedsTable = _FeedsTable()
