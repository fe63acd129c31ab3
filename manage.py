"""Django's command line."""

import sys

from django.core.management import execute_from_command_line

from infra.up.environment import prepare

if __name__ == "__main__":
    prepare()
    execute_from_command_line(sys.argv)
