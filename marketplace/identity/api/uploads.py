"""The API of uploads: storage itself knows no API, and a file belongs to the organisation that sends it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.permissions import SIGNED_IN
from marketplace.api.views import ServiceViewSet
from marketplace.storage import files
from marketplace.storage.purposes import PURPOSES


class UploadBody(serializers.Serializer[Any]):
    """A file as it is announced. Its ending decides its type."""

    purpose = serializers.ChoiceField(choices=sorted(PURPOSES))
    filename = serializers.CharField(max_length=255)
    size = serializers.IntegerField(min_value=1, help_text="Bytes.")


class AnnouncedUpload(serializers.Serializer[Any]):
    """Post ``form`` and then the bytes as ``file``, multipart/form-data, to ``url`` within a quarter of an hour."""

    upload_id = serializers.UUIDField()
    url = serializers.CharField(help_text="Relative to this market where it keeps files itself.")
    form = serializers.DictField(child=serializers.CharField())


class UploadedFile(serializers.Serializer[Any]):
    """A file that other calls may name by its ``file_id``."""

    file_id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()


class UploadViewSet(ServiceViewSet):
    """Files for requests, messages, shipments, certificates, pictures and imports."""

    capabilities = {"create": SIGNED_IN, "update": SIGNED_IN}

    @extend_schema(request=UploadBody, responses={201: AnnouncedUpload})
    def create(self, request: Request) -> Response:
        """Announce a file; answers where to post its bytes."""
        upload = files.presign_upload(actor=self.actor, at=self.at, **self.body(UploadBody))
        upload_id = upload.key.rpartition("/")[2]
        return Response({"upload_id": upload_id, "url": upload.url, "form": upload.fields}, status=201)

    @extend_schema(request=None, responses=UploadedFile)
    def update(self, request: Request, upload_id: UUID) -> Response:
        """Say that the bytes were posted; they are checked, and the file is there. Twice is the same as once."""
        stored = files.confirm(actor=self.actor, key=f"{files.INCOMING}/{upload_id}", at=self.at)
        return Response({"file_id": stored.id, "name": stored.name, "size": stored.size})
