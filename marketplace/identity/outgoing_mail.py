"""Mail leaves through the outbox: written with the fact that causes it, sent by a task."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from marketplace.identity.events import MailQueued
from marketplace.lib.actor import Actor
from marketplace.outbox import idempotency
from marketplace.outbox.publishing import publish

_MAILER = Actor.for_system("identity.mail")


def queue_mail(*, to: str, template: str, context: dict[str, Any], event_id: int = 0) -> None:
    """Render ``template`` (its first line is the subject) and queue it to ``to``. Publishes MailQueued.

    A handler passes its ``event_id``: of one event nobody gets the same mail twice.
    """
    with transaction.atomic():
        if event_id:
            key = f"{event_id}:{template}:{to}"[:255]
            if idempotency.begin(actor=_MAILER, service="identity.queue_mail", key=key, inputs={}).done:
                return
        subject, _, body = render_to_string(template, context).strip().partition("\n")
        publish(MailQueued(to=to, subject=" ".join(subject.split()), body=body.strip() + "\n"))
