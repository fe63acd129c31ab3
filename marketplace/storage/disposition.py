"""The header that makes a browser save a file instead of showing it (RFC 6266)."""

from urllib.parse import quote


def attachment(name: str) -> str:
    """``Content-Disposition`` for ``name``: ASCII for old readers, UTF-8 for the others; no header can be split."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
