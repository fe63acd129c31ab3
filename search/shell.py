"""What search adds to the frame: jumps to the market, and products in the command menu."""

from marketplace.web.shell import Command, command, finder

command(Command(label="Browse the market", url_name="front", icon="world"))
command(Command(label="Search products", url_name="search", icon="search", keys="/"))
finder("search-suggestions")
