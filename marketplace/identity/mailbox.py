"""The sandbox's mail server: keeps each mail as a row that the mailbox page shows."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from marketplace.identity.models import SentMail
from marketplace.lib import clock


class MailboxBackend(BaseEmailBackend):
    """Django's e-mail backend for markets without an SMTP server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each mail once per recipient."""
        rows = [
            SentMail(to=recipient, subject=mail.subject[:200], body=str(mail.body), sent_at=clock.now())
            for mail in email_messages
            for recipient in mail.recipients()
        ]
        SentMail.objects.bulk_create(rows)
        return len(email_messages)
