"""The steps of the main job as a person takes them on the screens. Each waits for what the screen then says."""

from datetime import timedelta

from playwright.sync_api import expect

from marketplace.lib import clock
from tests.stories.window import PATIENCE_MS, Window

NUMBER = -2  # /rfqs/RFQ-2481/ → RFQ-2481


def post_request(buyer: Window) -> str:
    """Ask for 5,000 enclosures; returns the request's number."""
    buyer.go("/rfqs/new/")
    buyer.fill(title="IP67 die-cast enclosures", place="Delft, NL", closes_on=_in_days(10))
    buyer.page.get_by_label("What of line 1").fill("Enclosure 120×80×55, IP67")
    buyer.page.get_by_label("Quantity of line 1").fill("5000")
    buyer.press("Post RFQ")
    buyer.sees("No quotes yet.")
    return buyer.path.split("/")[NUMBER]


def send_quote(vendor: Window, rfq: str, *, price: str) -> None:
    """Quote with €900 freight, DAP Delft in 18 days."""
    vendor.go(f"/requests/{rfq}/")
    vendor.page.get_by_label("Unit price of line 1").fill(price)
    vendor.fill(freight="900", place="Delft", lead_time_days="18", valid_on=_in_days(30))
    vendor.press("Send quote")
    vendor.sees("Your quote no. 1 over")


def open_thread(buyer: Window, supplier: str) -> str:
    """From the request's page to the live conversation with one of those who quoted; returns its path."""
    buyer.page.get_by_label(f"Message {supplier}").click()
    _wait_until_live(buyer)
    return buyer.path


def join_thread(window: Window, path: str) -> None:
    """Open the thread and wait until it is live."""
    window.go(path)
    _wait_until_live(window)


def talk(speaker: Window, listener: Window, words: str) -> None:
    """Write words; the other side sees who writes, then the words."""
    field = speaker.page.get_by_label("Message", exact=True)
    field.press_sequentially(words)
    listener.sees_in(listener.page.locator("[data-typing]"), f"{speaker.person.user.name} is typing")
    field.press("Enter")
    listener.sees_in(listener.page.locator(".message").last, words)


def counter(buyer: Window, *, price: str) -> None:
    """Answer the live offer of the open thread with another price."""
    buyer.page.locator(".offer.live").get_by_role("link", name="Counter").click()
    buyer.page.get_by_label("Unit price of line 1").fill(price)
    buyer.press("Send counter-offer")
    _wait_until_live(buyer)


def award(buyer: Window, rfq: str, total: str) -> str:
    """Award Nordmetal's quote; returns the order's number."""
    buyer.go(f"/rfqs/{rfq}/compare/")
    buyer.page.get_by_label("Award Nordmetal Zabrze").click()
    buyer.press(f"Award {total}")
    buyer.sees("Pay into escrow")
    return buyer.path.split("/")[NUMBER]


def pay(buyer: Window, total: str) -> None:
    """From the order to the provider's page and back."""
    buyer.press("Pay into escrow")
    buyer.press(f"Pay {total}")
    buyer.sees("Sandbox: no real money.")
    buyer.press(f"Pay {total}")
    buyer.page.wait_for_url("**/payment/")


def ship(vendor: Window) -> None:
    """From the vendor's open order page, on which the button appears when the money is in escrow."""
    vendor.press("Mark as shipped")
    vendor.fill(carrier="DB Schenker", tracking_number="SCH-884120")
    vendor.press("Mark as shipped")
    vendor.sees("SCH-884120")


def report_delivery(vendor: Window) -> None:
    """The goods were signed for."""
    vendor.press("Report delivery")
    vendor.fill(signed_by="J. de Vries")
    vendor.press("Report delivery")
    vendor.sees("Delivered")


def accept(buyer: Window) -> None:
    """Let the money go."""
    buyer.press("Accept goods")
    buyer.press("Accept and release the money")
    buyer.sees("released")


def run_payouts(operator: Window) -> None:
    """Pay out what is released."""
    operator.go("/console/payouts/")
    operator.press("Run payouts")
    operator.sees("PAY-")


def _wait_until_live(window: Window) -> None:
    expect(window.page.locator("[data-chat][data-subscribed]")).to_be_attached(timeout=PATIENCE_MS)


def _in_days(count: int) -> str:
    return (clock.now() + timedelta(days=count)).date().isoformat()
