"""The files that were sent, by either side."""

from dataclasses import dataclass

from simulator.errors import bad_request
from simulator.params import Params, Upload
from simulator.wire import Json, without_none

DOWNLOAD_BYTES_MAX = 20 * 1024 * 1024  # a bot cannot download more
UPLOAD_BYTES_MAX = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file under its ids."""

    file_id: str
    file_unique_id: str
    path: str
    name: str
    content: bytes
    mime_type: str

    def ids(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.file_unique_id, "file_size": len(self.content)}

    def as_field(self, kind: str) -> Json:
        """The field of a message that shows this file."""
        facts: Json = self.ids() | {"mime_type": self.mime_type}
        match kind:
            case "photo":
                return {"photo": [self.ids() | {"width": side, "height": side} for side in (90, 320, 1280)]}
            case "sticker":
                facts = self.ids() | {"type": "regular", "width": 512, "height": 512, "emoji": "🙂"}
                return {"sticker": facts | {"is_animated": False, "is_video": False}}
            case "video":
                facts |= {"file_name": self.name, "duration": 3, "width": 640, "height": 480}
            case "audio":
                facts |= {"file_name": self.name, "duration": 3}
            case "voice":
                facts["duration"] = 3
            case _:
                facts["file_name"] = self.name
        return {kind: facts}


class Files:
    """Stores and finds files."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def store(self, *, kind: str, name: str, content: bytes, mime_type: str) -> StoredFile:
        number = len(self._by_id)
        extension = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(
            file_id=f"AgAC{kind.upper()}{number:012d}",
            file_unique_id=f"AQAD{number:012d}",
            path=f"{kind}s/file_{number}.{extension}",
            name=name,
            content=content,
            mime_type=mime_type,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def sent(self, params: Params, *, field: str, kind: str, mime_type: str) -> StoredFile:
        """The file of a call: uploaded with it, or known by its id."""
        value = params.values.get(field)
        upload = params.uploads.get(field)
        if upload is None and isinstance(value, str) and value.startswith("attach://"):
            upload = params.uploads.get(value.removeprefix("attach://"))
        if upload is not None:
            return self._uploaded(upload, kind=kind, mime_type=mime_type)
        if value in (None, ""):
            raise bad_request(f"there is no {field} in the request")
        stored = self.by_id(str(value))
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def _uploaded(self, upload: Upload, *, kind: str, mime_type: str) -> StoredFile:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > UPLOAD_BYTES_MAX:
            raise bad_request("file is too big")
        mime = upload.content_type or mime_type
        return self.store(kind=kind, name=upload.name or "file", content=upload.content, mime_type=mime)

    def describe(self, file_id: str) -> Json:
        """What getFile answers."""
        stored = self.by_id(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.content) > DOWNLOAD_BYTES_MAX:
            raise bad_request("file is too big")
        return without_none(stored.ids() | {"file_path": stored.path})
