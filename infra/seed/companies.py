"""Who trades on the demonstration market: twelve suppliers, eight buyers, one operator."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colleague:
    """A person of a company; the first is its administrator."""

    name: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Certificate:
    """What a supplier may show."""

    name: str
    issuer: str
    number: str
    valid_years: int = 3


@dataclass(frozen=True)
class Supplier:
    """A selling company; ``families`` are keys of ``products.FAMILIES``."""

    name: str
    slug: str
    country: str
    city: str
    vat: str
    headline: str
    about: str
    founded: int
    staff: int
    plant_m2: int
    languages: tuple[str, ...]
    people: tuple[Colleague, ...]
    certificates: tuple[Certificate, ...]
    families: tuple[str, ...]


@dataclass(frozen=True)
class Buyer:
    """A buying company and where its goods go."""

    name: str
    slug: str
    country: str
    city: str
    vat: str
    street: str
    postcode: str
    people: tuple[Colleague, ...]


def _team(domain: str, side: str, *people: tuple[str, str]) -> tuple[Colleague, ...]:
    """``("Bruno Kowalski", "admin")`` → bruno@domain with vendor.admin."""
    return tuple(
        Colleague(name, f"{name.split()[0].lower()}@{domain}.example", (f"{side}.{role}",)) for name, role in people
    )


ISO_9001 = Certificate("ISO 9001:2015", "TÜV Rheinland", "01 100 1829")
ISO_14001 = Certificate("ISO 14001:2015", "DEKRA", "DK-14-7731")
ROHS = Certificate("RoHS 2011/65/EU", "Own declaration", "RD-2025-04")
CE = Certificate("CE conformity", "Own declaration", "CE-2025-11")
ATEX = Certificate("ATEX 2014/34/EU", "Bureau Veritas", "BV 24 ATEX 118")
IATF = Certificate("IATF 16949:2016", "DNV", "IATF-0441287")

SUPPLIERS = (
    Supplier(
        "Nordmetal Zabrze", "nordmetal-zabrze", "PL", "Zabrze", "PL6480012345",
        "Die-cast and machined enclosures from Upper Silesia",
        "Aluminium and zinc die casting, CNC finishing and powder coating under one roof. Tooling is built in "
        "house, first parts leave the foundry three weeks after release of the drawing.",
        1998, 240, 12_400, ("Polish", "English", "German"),
        _team("nordmetal", "vendor", ("Bruno Kowalski", "admin"), ("Kasia Wrona", "sales"), ("Piotr Zych", "fulfilment"),
              ("Ewa Lis", "finance")),
        (ISO_9001, ISO_14001, ROHS), ("enclosure", "heatsink", "casting", "bracket"),
    ),
    Supplier(
        "Shenzhen Hanwei Precision", "shenzhen-hanwei", "CN", "Shenzhen", "CN91440300MA5",
        "Precision enclosures, heat sinks and turned parts for electronics",
        "Eleven die-casting cells, 64 CNC machines and an anodising line. Export packing and inspection reports are "
        "part of every shipment.",
        2009, 410, 18_000, ("Chinese", "English"),
        _team("hanwei", "vendor", ("Carla Weng", "admin"), ("Lin Chen", "sales"), ("Jun Ma", "fulfilment")),
        (ISO_9001, ROHS, CE), ("enclosure", "heatsink", "gland", "turned"),
    ),
    Supplier(
        "Ege Döküm Sanayi", "ege-dokum", "TR", "Izmir", "TR3250047812",
        "Castings and brackets, from one piece to a container",
        "Family foundry in the third generation. Sand and gravity casting in aluminium, machining up to 1,200 mm.",
        1987, 160, 9_800, ("Turkish", "English", "German"),
        _team("egedokum", "vendor", ("Selin Aksoy", "admin"), ("Mert Kaya", "sales")),
        (ISO_9001, IATF), ("casting", "bracket", "plate", "profile"),
    ),
    Supplier(
        "Van Dijk Fasteners", "van-dijk-fasteners", "NL", "Dordrecht", "NL804412345B01",
        "42,000 fasteners on the shelf, cut-off at 16:00",
        "Standard and special fasteners in steel, stainless and titanium, with batch certificates 3.1 on request.",
        1974, 85, 14_000, ("Dutch", "English", "German", "French"),
        _team("vandijk", "vendor", ("Joris van Dijk", "admin"), ("Femke Bos", "sales"), ("Tim Smit", "fulfilment")),
        (ISO_9001, ROHS), ("bolt", "nut", "washer", "rod"),
    ),
    Supplier(
        "Rhein Lager GmbH", "rhein-lager", "DE", "Krefeld", "DE118273645",
        "Bearings and linear motion, measured and marked",
        "Deep-groove, angular and spherical bearings with traceable batches. Fits are measured before packing.",
        1961, 130, 7_600, ("German", "English"),
        _team("rheinlager", "vendor", ("Katrin Vogel", "admin"), ("Jens Albrecht", "sales"), ("Uwe Roth", "finance")),
        (ISO_9001, ISO_14001), ("bearing", "linear", "coupling"),
    ),
    Supplier(
        "Officine Bertolini", "officine-bertolini", "IT", "Brescia", "IT02938470987",
        "Valves and fittings in brass and stainless steel",
        "Forged, machined and tested in Brescia since 1952. Every valve leaves with its pressure test on record.",
        1952, 190, 16_200, ("Italian", "English", "French"),
        _team("bertolini", "vendor", ("Chiara Bertolini", "admin"), ("Luca Ferri", "sales"), ("Sara Conti", "fulfilment")),
        (ISO_9001, CE, ATEX), ("valve", "fitting", "gasket", "seal"),
    ),
    Supplier(
        "Bombas Cantábrico", "bombas-cantabrico", "ES", "Santander", "ESB39012345",
        "Centrifugal and dosing pumps for water and process",
        "Pumps from 0.37 to 45 kW, built to order in 15 days, with spare parts kept for twenty years.",
        1979, 115, 8_900, ("Spanish", "English", "Portuguese"),
        _team("cantabrico", "vendor", ("Irene Solana", "admin"), ("Pablo Rey", "sales")),
        (ISO_9001, CE, ATEX), ("pump", "seal", "gasket"),
    ),
    Supplier(
        "Svea Sensorik", "svea-sensorik", "SE", "Västerås", "SE556677889901",
        "Sensors and switches for machines that must not stop",
        "Inductive, capacitive and photoelectric sensors, calibrated in our own laboratory.",
        2003, 70, 3_200, ("Swedish", "English"),
        _team("svea", "vendor", ("Linnea Ek", "admin"), ("Oskar Dahl", "sales")),
        (ISO_9001, CE, ROHS), ("sensor", "switch", "relay", "supply"),
    ),
    Supplier(
        "An Phu Die Casting", "an-phu", "VN", "Bien Hoa", "VN3600987654",
        "High-volume die casting near the port of Cat Lai",
        "Thirty machines from 125 to 1,250 t. Best for series above 5,000 pieces.",
        2014, 320, 15_500, ("Vietnamese", "English"),
        _team("anphu", "vendor", ("Thu Pham", "admin"), ("Minh Le", "sales")),
        (ISO_9001, ROHS), ("enclosure", "casting", "profile"),
    ),
    Supplier(
        "Bohemia Drives", "bohemia-drives", "CZ", "Brno", "CZ27754321",
        "Motors, gears and drives, configured and tested as one",
        "Asynchronous motors, gear units and frequency drives, run in together on the test bench.",
        1993, 210, 11_300, ("Czech", "German", "English"),
        _team("bohemia", "vendor", ("Tomas Novak", "admin"), ("Jana Mala", "sales"), ("Petr Cerny", "fulfilment")),
        (ISO_9001, CE), ("motor", "gear", "drive", "spring"),
    ),
    Supplier(
        "Câbles de Provence", "cables-de-provence", "FR", "Aubagne", "FR40303265045",
        "Industrial cable and connectors by the metre",
        "Cut to length, stripped and labelled. Halogen-free and drag-chain cable in stock.",
        1988, 95, 10_100, ("French", "English", "Italian"),
        _team("provence", "vendor", ("Hugo Marchand", "admin"), ("Nadia Blanc", "sales")),
        (ISO_9001, ROHS, CE), ("cable", "connector", "terminal", "supply"),
    ),
    Supplier(
        "Tyne Tool & Safety", "tyne-tool", "GB", "Gateshead", "GB123456789",
        "Cutting tools, measuring tools and protective equipment",
        "What a workshop uses up in a week, in one delivery on Thursday.",
        1969, 60, 4_700, ("English",),
        _team("tynetool", "vendor", ("Alice Moore", "admin"), ("Ben Carter", "sales")),
        (ISO_9001, CE), ("cutter", "gauge", "glove", "crate", "bolt"),
    ),
)  # fmt: skip

APPLICANTS = (
    Supplier(
        "Vistula Polymers", "vistula-polymers", "PL", "Płock", "PL7743210987",
        "Injection-moulded parts and gaskets in technical polymers",
        "Twenty-two machines from 50 to 650 t. PA6-GF30, POM, PEEK. Tool shop in the next hall.",
        2011, 58, 4_100, ("Polish", "English"),
        _team("vistula", "vendor", ("Zofia Maj", "admin"),),
        (ISO_9001, ROHS), ("gasket", "seal"),
    ),
    Supplier(
        "Lusatia Gears", "lusatia-gears", "DE", "Bautzen", "DE290817264",
        "Ground gears and small gear units in lots from one",
        "Gear grinding to DIN 3962 class 4, hardening in house, measuring report with every lot.",
        1995, 44, 2_900, ("German", "English", "Polish"),
        _team("lusatia", "vendor", ("Henrik Scholze", "admin"),),
        (ISO_9001,), ("gear",),
    ),
)  # fmt: skip

BUYERS = (
    Buyer(
        "Delft Instruments BV", "delft-instruments", "NL", "Delft", "NL812345678B01", "Rotterdamseweg 183", "2629 HD",
        _team("delft-instruments", "buyer", ("Ada Lindqvist", "admin"), ("Marit Visser", "purchaser"),
              ("Bas de Wit", "finance"), ("Noor Jansen", "viewer")),
    ),
    Buyer(
        "Alpenwerk Maschinenbau GmbH", "alpenwerk", "AT", "Linz", "ATU61234567", "Industriezeile 47", "4020",
        _team("alpenwerk", "buyer", ("Dora Haas", "admin"), ("Stefan Huber", "purchaser"), ("Eva Pichler", "finance")),
    ),
    Buyer(
        "Lyra Medical Devices", "lyra-medical", "IE", "Galway", "IE3456789TH", "Parkmore East 12", "H91 D6YX",
        _team("lyra-medical", "buyer", ("Aoife Byrne", "admin"), ("Conor Walsh", "purchaser"), ("Mary Flynn", "finance")),
    ),
    Buyer(
        "Helios Wind Service", "helios-wind", "DK", "Esbjerg", "DK34567890", "Havnegade 61", "6700",
        _team("helios-wind", "buyer", ("Freja Holm", "admin"), ("Mads Krog", "purchaser"), ("Ida Lund", "finance")),
    ),
    Buyer(
        "Porto Packaging SA", "porto-packaging", "PT", "Maia", "PT509876543", "Rua da Indústria 8", "4470-177",
        _team("porto-packaging", "buyer", ("Rui Tavares", "admin"), ("Marta Sousa", "purchaser"), ("Ana Melo", "approver")),
    ),
    Buyer(
        "Baltic Shipyards", "baltic-shipyards", "LT", "Klaipėda", "LT234567891", "Pilies g. 4", "91240",
        _team("baltic-shipyards", "buyer", ("Jonas Petrauskas", "admin"), ("Rasa Norkute", "purchaser"),
              ("Lina Balse", "finance")),
    ),
    Buyer(
        "Genève Horlogerie Outillage", "geneve-outillage", "CH", "Genève", "CHE-123.456.789", "Rue du Stand 20", "1204",
        _team("geneve-outillage", "buyer", ("Luc Favre", "admin"), ("Sophie Rochat", "purchaser"), ("Yves Morel", "finance")),
    ),
    Buyer(
        "Novum Robotics", "novum-robotics", "SI", "Ljubljana", "SI87654321", "Letališka cesta 33", "1000",
        _team("novum-robotics", "buyer", ("Nina Kovač", "admin"), ("Matej Zupan", "purchaser"), ("Tina Horvat", "finance")),
    ),
)  # fmt: skip

OPERATORS = (
    Colleague("Otto Brandt", "otto@harborline.example", ("operator.admin",)),
    Colleague("Mona Idris", "mona@harborline.example", ("operator.moderator",)),
    Colleague("Felix Grau", "felix@harborline.example", ("operator.finance",)),
    Colleague("Judit Varga", "judit@harborline.example", ("operator.dispute_officer",)),
)
