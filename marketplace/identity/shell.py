"""What identity adds to the frame: the organisation switcher and the way to one's own settings."""

from marketplace.identity.queries import organizations_of
from marketplace.web.shell import Command, command, organizations

organizations(organizations_of)
command(Command(label="Company data", url_name="organization", capability="organization.view", icon="settings"))
command(Command(label="Members and roles", url_name="members", capability="organization.view", icon="users"))
command(Command(label="API keys", url_name="api-keys", capability="organization.manage", icon="key"))
command(Command(label="Your profile", url_name="profile", capability="organization.view", icon="user"))
