"""Mail leaves through the outbox: written with the fact that causes it, sent by a task."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from marketplace.identity.events import MailQueued
from marketplace.outbox.publishing import publish


def queue_mail(*, to: str, template: str, context: dict[str, Any]) -> None:
    """Render ``template`` (its first line is the subject) and queue it to ``to``. Publishes MailQueued."""
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    with transaction.atomic():
        publish(MailQueued(to=to, subject=" ".join(subject.split()), body=body.strip() + "\n"))
