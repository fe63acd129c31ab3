"""What has been asked, quoted, negotiated and ordered before the visitor comes: one line per request.

Days count from the day of the seed: negative is past, positive is future.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bid:
    """A supplier's answer: unit price in euro for the first line (others in proportion), and the terms."""

    supplier: str
    price: str
    lead_days: int
    incoterm: str
    place: str
    freight: int = 0
    counter: str = ""
    """The buyer's counter-price, if there was one."""
    revised: str = ""
    """The supplier's answer to it."""


@dataclass(frozen=True)
class Deal:
    """A request and how far it went. ``end`` is a state of an order, or of a request without one."""

    buyer: str
    title: str
    category_id: int
    quantity: int
    target: str
    posted: int
    closes: int
    end: str
    bids: tuple[Bid, ...] = ()
    unit: str = "pcs"
    text: str = ""
    more: tuple[tuple[str, int], ...] = ()
    sealed: bool = False
    invited: tuple[str, ...] = ()


N, H, E, A = "nordmetal-zabrze", "shenzhen-hanwei", "ege-dokum", "an-phu"
V, R, B, C = "van-dijk-fasteners", "rhein-lager", "officine-bertolini", "bombas-cantabrico"
S, D, P, T = "svea-sensorik", "bohemia-drives", "cables-de-provence", "tyne-tool"
DELFT, ALP, LYRA, HELIOS = "delft-instruments", "alpenwerk", "lyra-medical", "helios-wind"
PORTO, BALTIC, GENEVE, NOVUM = "porto-packaging", "baltic-shipyards", "geneve-outillage", "novum-robotics"

DEALS = (
    # Requests that are open now.
    Deal(DELFT, "IP67 die-cast enclosures", 10101, 5000, "4.80", -4, 3, "OPEN", (
        Bid(H, "4.12", 32, "FOB", "Yantian", 230_000), Bid(N, "4.98", 18, "DAP", "Delft", 0, "4.70", "4.82"),
        Bid(A, "3.94", 41, "FOB", "Cat Lai", 260_000), Bid(E, "4.61", 24, "CIF", "Rotterdam", 90_000)),
        text="120×80×55 mm, ADC12, powder coat RAL 7035, silicone gasket. Drawing rev C attached on request."),
    Deal(DELFT, "Stainless brackets for camera mounts", 10201, 2400, "1.70", -2, 9, "OPEN",
         (Bid(N, "1.62", 12, "DAP", "Delft", 18_000), Bid(E, "1.48", 21, "FCA", "Izmir", 0)),
         more=(("Slotted spacer M6", 4800),)),
    Deal(DELFT, "Inductive sensors M12 for line 4", 10701, 180, "18.50", -1, 12, "OPEN"),
    Deal(DELFT, "Drag-chain cable 5×1", 10803, 2000, "1.65", -6, 2, "OPEN", (Bid(P, "1.58", 6, "DAP", "Delft", 22_000),),
         unit="m", sealed=True),
    Deal(DELFT, "Heat sinks 88 mm, black", 10102, 3000, "2.40", -1, 20, "DRAFT"),
    Deal(ALP, "Helical gear units i = 20", 10502, 40, "205", -3, 6, "OPEN",
         (Bid(D, "212.40", 16, "DAP", "Linz", 48_000, "204", ""),)),
    Deal(ALP, "Hexagon bolts M12×50 A4-80", 10401, 12000, "0.78", -5, 5, "OPEN",
         (Bid(V, "0.74", 3, "DAP", "Linz", 9_500), Bid(T, "0.83", 5, "DDP", "Linz", 0))),
    Deal(LYRA, "Turned brass spacers M4×15", 10204, 20000, "0.31", -2, 7, "OPEN", (Bid(H, "0.29", 22, "CIF", "Dublin", 41_000),)),
    Deal(HELIOS, "Flange gaskets DN80, aramid", 10606, 900, "2.10", -1, 10, "OPEN",
         (Bid(B, "2.02", 7, "DAP", "Esbjerg", 6_000), Bid(C, "2.16", 9, "DAP", "Esbjerg", 4_500))),
    Deal(NOVUM, "Frequency drives 1.5 kW for cell 2", 10504, 24, "250", -1, 14, "OPEN", invited=(D,)),
    Deal(BALTIC, "Ball valves 2\" PN 64", 10601, 320, "61", -1, 15, "OPEN"),
    # Decided or ended requests without an order.
    Deal(DELFT, "Cable glands M25, nickel-plated", 10802, 6000, "0.62", -16, -3, "CLOSED",
         (Bid(H, "0.58", 12, "CIF", "Rotterdam", 31_000), Bid(P, "0.71", 6, "DAP", "Delft", 12_000))),
    Deal(PORTO, "Stacking crates 600×400", 11002, 1500, "9.50", -30, -14, "CANCELLED", (Bid(T, "9.80", 6, "DAP", "Maia", 120_000),)),
    Deal(GENEVE, "Solid carbide end mills Ø6", 10902, 120, "13.90", -21, -9, "CLOSED"),
    # Orders on their way.
    Deal(DELFT, "Deep-groove bearings 6205", 10501, 800, "4.20", -12, -5, "AWAITING_PAYMENT", (Bid(R, "4.10", 5, "DAP", "Delft", 14_000),)),
    Deal(HELIOS, "Threaded rods M20, 8.8", 10404, 400, "10.20", -10, -4, "AWAITING_PAYMENT", (Bid(V, "9.90", 4, "DAP", "Esbjerg", 21_000),)),
    Deal(DELFT, "Extruded heat sinks 120 mm", 10102, 1200, "8.40", -20, -12, "FUNDED",
         (Bid(N, "8.30", 14, "DAP", "Delft", 36_000), Bid(H, "7.10", 30, "FOB", "Yantian", 150_000))),
    Deal(LYRA, "Compression springs 2×16×40", 10507, 5000, "0.70", -18, -10, "FUNDED", (Bid(D, "0.68", 13, "DAP", "Galway", 11_000),)),
    Deal(NOVUM, "Linear guides 20×1000", 10506, 60, "58", -16, -9, "FUNDED", (Bid(R, "56.50", 9, "DAP", "Ljubljana", 19_000),)),
    Deal(DELFT, "Die-cast enclosures 200 mm, pilot lot", 10101, 600, "19.80", -34, -25, "SHIPPED",
         (Bid(N, "19.20", 18, "DAP", "Delft", 42_000, "18.40", "18.90"), Bid(A, "16.90", 44, "FOB", "Cat Lai", 190_000))),
    Deal(ALP, "Asynchronous motors 2.2 kW", 10503, 30, "280", -30, -22, "SHIPPED", (Bid(D, "276", 12, "DAP", "Linz", 54_000),)),
    Deal(BALTIC, "Brass compression fittings 22 mm", 10605, 4000, "3.40", -28, -20, "SHIPPED", (Bid(B, "3.32", 6, "DAP", "Klaipėda", 38_000),)),
    Deal(DELFT, "M12 circular connectors, 5-pin", 10801, 900, "5.90", -22, -15, "DELIVERED", (Bid(P, "5.70", 7, "DAP", "Delft", 8_000),)),
    Deal(GENEVE, "Digital calipers 0–150", 10903, 40, "61", -18, -12, "DELIVERED", (Bid(T, "59.80", 4, "DAP", "Genève", 6_500),)),
    Deal(PORTO, "Jaw couplings 28/38", 10505, 90, "28", -26, -19, "ACCEPTED", (Bid(R, "27.40", 8, "DAP", "Maia", 16_000),)),
    Deal(DELFT, "Perforated plates 1000×2000", 10203, 60, "49", -30, -22, "ACCEPTED", (Bid(E, "47.20", 10, "DAP", "Delft", 74_000),)),
    # Orders that are over.
    Deal(DELFT, "Die-cast enclosures 120 mm, first series", 10101, 4000, "5.10", -300, -290, "CLOSED_ORDER",
         (Bid(E, "5.04", 24, "DAP", "Delft", 90_000), Bid(N, "5.16", 18, "DAP", "Delft", 0))),
    Deal(DELFT, "Die-cast enclosures 120 mm, second series", 10101, 4500, "5.00", -205, -196, "CLOSED_ORDER", (Bid(N, "4.98", 18, "DAP", "Delft", 0),)),
    Deal(DELFT, "Die-cast enclosures 120 mm, third series", 10101, 5000, "4.95", -120, -111, "CLOSED_ORDER", (Bid(N, "4.94", 18, "DAP", "Delft", 0),)),
    Deal(ALP, "Castings, housing half size 5", 10206, 300, "44", -240, -228, "CLOSED_ORDER", (Bid(N, "42.80", 32, "DAP", "Linz", 88_000),)),
    Deal(LYRA, "Enclosures 64 mm for monitors", 10101, 2500, "5.40", -180, -170, "CLOSED_ORDER", (Bid(N, "5.32", 18, "DAP", "Galway", 64_000),)),
    Deal(NOVUM, "Brackets 80×80 for grippers", 10201, 3000, "2.30", -95, -88, "CLOSED_ORDER", (Bid(N, "2.24", 11, "DAP", "Ljubljana", 27_000),)),
    Deal(HELIOS, "Heat sinks 250 mm", 10102, 200, "25", -70, -62, "CLOSED_ORDER", (Bid(N, "24.60", 13, "DAP", "Esbjerg", 33_000),)),
    Deal(ALP, "Cable glands M32", 10802, 5000, "1.60", -150, -141, "CLOSED_ORDER", (Bid(H, "1.48", 14, "CIF", "Hamburg", 29_000),)),
    Deal(DELFT, "Turned spacers M5×30", 10204, 15000, "0.52", -88, -80, "CLOSED_ORDER", (Bid(H, "0.49", 18, "CIF", "Rotterdam", 37_000),)),
    Deal(BALTIC, "Centrifugal pumps 4 kW", 10602, 6, "1050", -130, -120, "CLOSED_ORDER", (Bid(C, "1020", 15, "DAP", "Klaipėda", 58_000),)),
    Deal(PORTO, "Coupling relays 24 V", 10703, 700, "6.40", -60, -53, "CLOSED_ORDER", (Bid(S, "6.20", 5, "DAP", "Maia", 7_000),)),
    Deal(GENEVE, "O-rings FKM 20×3", 10607, 8000, "0.44", -52, -46, "CLOSED_ORDER", (Bid(C, "0.42", 5, "DAP", "Genève", 5_000),)),
    Deal(HELIOS, "Terminal blocks 4 mm²", 10704, 3000, "0.80", -33, -28, "REFUNDED", (Bid(P, "0.78", 4, "DAP", "Esbjerg", 9_000),)),
    Deal(NOVUM, "Aluminium profile 40×40", 10303, 400, "6.90", -48, -40, "CANCELLED_ORDER", (Bid(A, "6.10", 20, "CIF", "Koper", 52_000),), unit="m"),
)  # fmt: skip
