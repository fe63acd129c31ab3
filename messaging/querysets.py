"""Which threads an actor sees: those their organisation takes part in. Operators have no window into them."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from marketplace.lib.actor import Actor

if TYPE_CHECKING:
    from messaging.models import ReadMark, Thread, ThreadEvent  # noqa: F401


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Threads."""

    def visible_to(self, actor: Actor) -> Self:
        """Threads of the actor's organisation. The system sees all; anybody else, none."""
        if actor.is_system:
            return self
        if actor.organization_id is None:
            return self.none()
        return self.filter(participants__organization_id=actor.organization_id)

    def locked(self) -> Self:
        """Hold the rows until commit: whoever holds a thread's row gives out its next number."""
        return self.select_for_update(of=("self",))

    def with_read_seq(self, actor: Actor, marks: "models.QuerySet[ReadMark]") -> Self:
        """Add ``read_seq``: up to which event this person has read, 0 for a thread never opened."""
        reader = Q(user_id=actor.user_id, organization_id=actor.organization_id)
        mine = marks.filter(reader, thread=OuterRef("pk"))
        return self.annotate(read_seq=Coalesce(Subquery(mine.values("read_seq")[:1]), 0))

    def unread(self) -> Self:
        """After ``with_read_seq``: threads with something this person has not read."""
        return self.filter(last_seq__gt=F("read_seq"))
