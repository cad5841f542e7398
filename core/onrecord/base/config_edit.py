"""Changing the user's keys in the text of their config file, which keeps its comments and its order."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError

from onrecord.base.settings import SettingsError


def config_with_keys(text: str, keys: Mapping[str, str | None]) -> str:
    """Return the text of a config file with other keys for some actions.

    Args:
        text: The text of the file, empty where there is none.
        keys: The name of an action → its keys, separated by commas; None for those that it has by itself.

    Raises:
        SettingsError: The text is no config file.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise SettingsError(f"The config file is not valid TOML: {error}.") from error
    table = document.setdefault("keys", tomlkit.table())
    if not isinstance(table, dict):
        raise SettingsError("The config file sets keys to something else than a table.")
    for action, action_keys in keys.items():
        if action_keys is None:
            table.pop(action, None)
        else:
            table[action] = action_keys
    if not table:
        document.pop("keys")
    return tomlkit.dumps(document)
