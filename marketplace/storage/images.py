"""Public pictures: every upload is decoded and drawn anew as WebP, so nothing of the sender's bytes is shown.

Pillow drops metadata and anything hidden behind the pixels; the pixel cap refuses decompression bombs
before they are decoded. Names are the hash of the original, so pictures may be cached for ever.
"""

import io
import re
import warnings

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.lib.errors import Invalid, NotFound
from marketplace.storage.files import open_file
from marketplace.storage.models import StoredFile

WIDTHS = (320, 640)
MAX_PIXELS = 40_000_000
_NAME = re.compile(r"[0-9a-f]{64}-(320|640)")
_FORMATS = ("PNG", "JPEG", "WEBP")


def make_derivatives(stored: StoredFile) -> None:
    """Draw ``stored`` in each of ``WIDTHS``; doing it twice is harmless. Raises Invalid for what is no picture."""
    with open_file(stored) as stream:
        picture = _decode(stream.read())
    for width in WIDTHS:
        key = _key(f"{stored.sha256}-{width}")
        if not default_storage.exists(key):
            default_storage.save(key, ContentFile(_encode(picture, width)))


def picture_url(stored: StoredFile, width: int = 640) -> str:
    """Where the drawn-anew picture is served."""
    return reverse("picture", args=[f"{stored.sha256}-{width}"])


def read_picture(name: str) -> bytes:
    """The WebP called ``<sha256>-<width>``. Raises NotFound."""
    if not _NAME.fullmatch(name) or not default_storage.exists(_key(name)):
        raise NotFound
    with default_storage.open(_key(name)) as stream:
        content: bytes = stream.read()
    return content


def _key(name: str) -> str:
    return f"pictures/{name}.webp"


def _decode(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise Invalid.field("file", "This picture has more than 40 million pixels. Make it smaller.")
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid.field("file", "This is no picture that we can read. Save it as PNG or JPEG.") from error
    return ImageOps.exif_transpose(picture).convert("RGB")


def _encode(picture: Image.Image, width: int) -> bytes:
    small = picture.copy()
    small.thumbnail((width, width * 3 // 4))
    target = io.BytesIO()
    small.save(target, format="WEBP", quality=82, method=4)
    return target.getvalue()
