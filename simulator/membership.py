"""How Telegram describes a member of a chat."""

from simulator.wire import Json


def member(user: Json, status: str) -> Json:
    """A ChatMember of this status, with the fields that go with it."""
    body: Json = {"user": user, "status": status}
    if status in ("creator", "administrator"):
        body["is_anonymous"] = False
    if status == "administrator":
        rights = (
            "can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
            "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
        )
        body |= dict.fromkeys(rights.split(), True)
    if status == "kicked":
        body["until_date"] = 0
    return body
