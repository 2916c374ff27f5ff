"""What people send besides words."""

from typing import TYPE_CHECKING, Unpack

from simulator.people import User
from simulator.posting import How, post
from simulator.text import found_entities
from simulator.wire import Json, without_none

if TYPE_CHECKING:
    from simulator.world import World

_MEDIA = {
    "photo": ("photo.jpg", "image/jpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video": ("video.mp4", "video/mp4"),
    "document": ("letter.pdf", "application/pdf"),
    "sticker": ("sticker.webp", "image/webp"),
    "audio": ("sound.mp3", "audio/mpeg"),
}


class MediaActs:
    """Sends media as a user; each gives the message."""

    _world: "World"

    def photo(
        self, user: User | int, *, content: bytes | None = None, caption: str | None = None, **how: Unpack[How]
    ) -> Json:
        return self.media(user, "photo", content=content, caption=caption, **how)

    def album(self, user: User | int, *, photos: int = 3, caption: str | None = None, **how: Unpack[How]) -> list[Json]:
        """Several photos at once: as many updates, one media_group_id, the caption on the first."""
        how["album"] = str(13_000_000_000_000_000 + self._world.number("album"))
        return [self.photo(user, caption=None if number else caption, **how) for number in range(photos)]

    def voice(self, user: User | int, *, content: bytes | None = None, **how: Unpack[How]) -> Json:
        return self.media(user, "voice", content=content, **how)

    def video(
        self, user: User | int, *, content: bytes | None = None, caption: str | None = None, **how: Unpack[How]
    ) -> Json:
        return self.media(user, "video", content=content, caption=caption, **how)

    def document(
        self, user: User | int, *, content: bytes | None = None, caption: str | None = None, **how: Unpack[How]
    ) -> Json:
        return self.media(user, "document", content=content, caption=caption, **how)

    def sticker(self, user: User | int, **how: Unpack[How]) -> Json:
        return self.media(user, "sticker", **how)

    def contact(
        self, user: User | int, *, phone_number: str = "+10000000000", first_name: str = "Neighbour", **how: Unpack[How]
    ) -> Json:
        return post(self._world, user, {"contact": {"phone_number": phone_number, "first_name": first_name}}, how)

    def location(self, user: User | int, *, latitude: float = 0.0, longitude: float = 0.0, **how: Unpack[How]) -> Json:
        return post(self._world, user, {"location": {"latitude": latitude, "longitude": longitude}}, how)

    def poll(
        self, user: User | int, *, question: str = "Well?", options: tuple[str, ...] = ("Yes", "No"), **how: Unpack[How]
    ) -> Json:
        choices = [
            {"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(options)
        ]
        poll = {
            "id": str(5_000_000_000_000_000_000 + self._world.number("poll")),
            "question": question,
            "options": choices,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return post(self._world, user, {"poll": poll}, how)

    def media(
        self,
        user: User | int,
        kind: str,
        *,
        content: bytes | None = None,
        caption: str | None = None,
        **how: Unpack[How],
    ) -> Json:
        """Send a file of this kind: photo, voice, video, document, sticker or audio."""
        name, mime_type = _MEDIA[kind]
        content = f"a simulated {kind}".encode() if content is None else content
        stored = self._world.files.store(kind=kind, name=name, content=content, mime_type=mime_type)
        entities = found_entities(caption) if caption else []
        words = without_none({"caption": caption, "caption_entities": entities or None})
        return post(self._world, user, stored.as_field(kind) | words, how)
