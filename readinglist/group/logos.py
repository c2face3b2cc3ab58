"""A picture that an administrator brings, made anew: whatever else the file held stays behind."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from readinglist.group.models import Logo

FORMATS = ("PNG", "JPEG", "WEBP")
BOX = (420, 84)  # px: three times what a page shows, for dense screens


def made_anew(file: BinaryIO, size: int) -> Logo:
    """The logo in the file, unsaved, or the one that is kept already. Raises ValidationError, saying what is wrong."""
    if size > settings.LOGO_MAX_BYTES:
        raise ValidationError(_("The file has more than %(limit)d kB.") % {"limit": settings.LOGO_MAX_BYTES // 1000})
    picture = opened(file)
    picture.thumbnail(BOX, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    picture.save(written, "WEBP", lossless=True, quality=90, method=6)
    data = written.getvalue()
    digest = hashlib.sha256(data).hexdigest()[:32]
    present = Logo.objects.filter(digest=digest).first()
    return present or Logo(digest=digest, image=data, width=picture.width, height=picture.height)


def opened(file: BinaryIO) -> Image.Image:
    """The first picture in the file, upright, with its transparency and nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            Image.open(file, formats=FORMATS).verify()
            file.seek(0)
            picture = Image.open(file, formats=FORMATS)
            refuse_many_pixels(picture)
            upright = ImageOps.exif_transpose(picture)
            upright.load()
            return upright.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This is not a PNG, JPEG or WebP picture that can be read.")) from error


def refuse_many_pixels(picture: Image.Image) -> None:
    """Before anything is unpacked: a small file may hold a picture that fills the memory."""
    if max(picture.size) > settings.LOGO_MAX_SIDE:
        limit = settings.LOGO_MAX_SIDE
        raise ValidationError(_("The picture is more than %(limit)d pixels wide or high.") % {"limit": limit})
