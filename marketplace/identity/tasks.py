"""Celery doors of identity."""

from celery import shared_task
from django.core.mail import EmailMessage


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=8)
def send_mail(to: str, subject: str, body: str) -> None:
    """Hand one mail to the mail server; a network error is tried again later."""
    EmailMessage(subject=subject, body=body, to=[to]).send()
