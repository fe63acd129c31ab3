"""Presigned links to a bucket (AWS Signature Version 4), made by the client that django-storages already holds."""

from typing import Any

from django.core.files.storage import default_storage

from marketplace.storage.backends.base import DOWNLOAD_SECONDS, UPLOAD_SECONDS, Form
from marketplace.storage.disposition import attachment


class S3Links:
    """Signing is local arithmetic: no request leaves until the browser uses the link."""

    def upload_form(self, *, key: str, content_type: str, size: int) -> Form:
        """A presigned POST whose policy fixes key, type and length."""
        signed = self._client().generate_presigned_post(
            self._bucket(),
            key,
            Fields={"Content-Type": content_type},
            Conditions=[{"Content-Type": content_type}, ["content-length-range", size, size]],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return Form(signed["url"], signed["fields"])

    def download_url(self, *, key: str, name: str, content_type: str) -> str:
        """A presigned GET that answers with our type and an attachment name."""
        url: str = self._client().generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket(),
                "Key": key,
                "ResponseContentType": content_type,
                "ResponseContentDisposition": attachment(name),
            },
            ExpiresIn=DOWNLOAD_SECONDS,
        )
        return url

    def _client(self) -> Any:
        return default_storage.connection.meta.client  # type: ignore[attr-defined]  # S3Storage behind the lazy object

    def _bucket(self) -> str:
        return default_storage.bucket_name  # type: ignore[attr-defined,no-any-return]  # as above
