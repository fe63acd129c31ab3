"""Brings tables, the application's rights and the static files up to date: ``python -m infra.up.upgrade``.

The same as ``manage.py migrate``, ``grant_app_role`` and ``collectstatic``, in one process, because loading Django
three times is most of what a second start would wait for. Runs as the owner of the tables.
"""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("grant_app_role", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
