"""Times as people write them: absolute in their context, relative only within two days."""

from datetime import UTC, date, datetime, timedelta

_NEAR = timedelta(hours=48)


def day(moment: datetime | date, today: date) -> str:
    """``9 Dec``, with the year where it is another one."""
    text = f"{moment.day} {moment:%b}"
    return text if moment.year == today.year else f"{text} {moment.year}"


def day_and_time(moment: datetime, today: date) -> str:
    """``13 Nov, 15:42``."""
    return f"{day(moment, today)}, {moment:%H:%M}"


def span(length: timedelta) -> str:
    """The two biggest parts of a length: ``2 d 6 h``, ``3 h 20 min``, ``4 min``."""
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes and hours < 6 else f"{hours} h"
    return f"{max(minutes, 1)} min"


def near(moment: datetime, now: datetime) -> str:
    """``in 6 h``, ``20 min ago``; the day when it is more than two days away."""
    distance = moment - now
    if abs(distance) >= _NEAR:
        return day(moment.astimezone(UTC), now.date())
    if abs(distance) < timedelta(minutes=1):
        return "now"
    return f"in {span(distance)}" if distance > timedelta(0) else f"{span(-distance)} ago"
