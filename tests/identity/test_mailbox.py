"""Mail goes from a service through the outbox and a task into the sandbox's mailbox, or to a real server."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace.identity.models import SentMail
from marketplace.identity.outgoing_mail import queue_mail
from marketplace.identity.tasks import send_mail
from tests.identity.moments import published

MAILBOX = "marketplace.identity.mailbox.MailboxBackend"


@pytest.fixture
def sandbox(settings: Any, db: None) -> None:
    """A market without a mail server."""
    settings.EMAIL_BACKEND = MAILBOX
    settings.SANDBOX_MAILBOX = True


def test_the_task_fills_the_mailbox(sandbox: None) -> None:
    send_mail("nils@example.org", "Hello", "Open http://localhost:8000/invitations/abc/ to join.")
    kept = SentMail.objects.get()
    assert (kept.to, kept.subject) == ("nils@example.org", "Hello")
    page = Client().get(reverse("mailbox")).content.decode()
    assert '<a href="http://localhost:8000/invitations/abc/"' in page


def test_the_mailbox_filters_by_recipient(sandbox: None) -> None:
    send_mail("nils@example.org", "For Nils", "1")
    send_mail("mira@example.org", "For Mira", "2")
    page = Client().get(reverse("mailbox"), {"to": "nils"}).content.decode()
    assert "For Nils" in page
    assert "For Mira" not in page


def test_mail_cannot_carry_markup_into_the_page(sandbox: None) -> None:
    send_mail("nils@example.org", "<b>bold</b>", "<script>alert(1)</script>")
    page = Client().get(reverse("mailbox")).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>bold</b>" not in page


def test_a_name_cannot_break_the_mails_header(db: None) -> None:
    eve = {"inviter": "Eve\r\nBcc: all@example.org", "organization": "X", "roles": [], "url": "u", "days": 14}
    queue_mail(to="nils@example.org", template="identity/mail/invitation.txt", context=eve)
    (queued,) = published("MailQueued")
    assert queued["subject"] == "Eve"
    send_mail(**{name: queued[name] for name in ("to", "subject", "body")})
    assert mail.outbox[0].recipients() == ["nils@example.org"]


def test_with_a_mail_server_there_is_no_mailbox(db: None, settings: Any) -> None:
    settings.SANDBOX_MAILBOX = False
    assert Client().get(reverse("mailbox")).status_code == 404
    send_mail("nils@example.org", "Hello", "text")
    assert len(mail.outbox) == 1
