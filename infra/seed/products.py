"""What the suppliers sell: families of real-looking products, each in many sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from zlib import crc32

from infra.seed.companies import Supplier
from listings.content import Attribute, ListingDraft, Price


@dataclass(frozen=True)
class Family:
    """``title`` and ``sku`` take the size; ``sizes`` are (size, price factor); prices in euro for small lots."""

    category_id: int
    sku: str
    title: str
    text: str
    base_price: str
    sizes: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, str], ...]
    breaks: tuple[int, ...] = (50, 500, 2000)
    unit: str = "pcs"
    lead_days: int = 14


def _sizes(*pairs: str) -> tuple[tuple[str, str], ...]:
    """``"M4=1"`` → ("M4", "1")."""
    return tuple((left, right) for left, _, right in (pair.partition("=") for pair in pairs))


FAMILIES: dict[str, Family] = {
    "enclosure": Family(
        10101, "ENC", "Die-cast enclosure IP67, {size} mm", "Aluminium ADC12, powder coated, silicone gasket, stainless screws.",
        "9.40", _sizes("64×58×35=0.6", "98×64×35=0.75", "120×80×55=1", "125×80×57=1.05", "160×100×60=1.4",
                       "175×80×57=1.45", "200×120×75=2.1", "222×146×81=2.6", "260×160×90=3.3", "330×230×110=5.2"),
        (("Material", "ADC12 aluminium", ""), ("Protection", "IP67", ""), ("Wall thickness", "2.5", "mm")), lead_days=18,
    ),
    "heatsink": Family(
        10102, "HS", "Extruded heat sink {size} mm, anodised", "6063-T5, black anodised, base milled to 0.1 mm flatness.",
        "4.80", _sizes("40×40×20=0.5", "60×60×25=0.8", "88×50×30=1", "88×100×30=1.7", "120×75×35=2",
                       "150×100×40=2.9", "200×100×45=3.8", "250×150×50=5.6", "300×200×60=8.1"),
        (("Material", "6063-T5", ""), ("Finish", "Black anodised", ""), ("Thermal resistance", "1.8", "K/W")), lead_days=12,
    ),
    "casting": Family(
        10206, "CST", "Gravity casting, housing half {size}", "AlSi7Mg, heat treated T6, shot blasted. Drawing on request.",
        "18.50", _sizes("size 1=0.7", "size 2=1", "size 3=1.3", "size 4=1.8", "size 5=2.4", "size 6=3.1", "size 7=4",
                        "size 8=5.2", "size 9=6.7"),
        (("Material", "AlSi7Mg T6", ""), ("Tolerance", "ISO 8062 CT6", "")), (20, 200, 1000), lead_days=32,
    ),
    "bracket": Family(
        10201, "BL", "Mounting bracket L-type {size} mm, stainless 304", "Laser cut, bent and deburred; slots for M6.",
        "1.60", _sizes("30×30=0.5", "40×40=0.7", "50×50=0.9", "60×60=1", "80×60=1.3", "80×80=1.5", "100×80=1.9",
                       "120×100=2.4", "150×120=3.1"),
        (("Material", "Stainless 1.4301", ""), ("Thickness", "2", "mm"), ("Deburred", "true", "")), (100, 1000, 5000), lead_days=10,
    ),
    "gland": Family(
        10802, "G", "Cable gland {size}, nickel-plated brass", "With counter nut and EPDM seal, −40 to 100 °C.",
        "0.92", _sizes("M12=0.7", "M16=0.8", "M20=1", "M25=1.3", "M32=2", "M40=3.2", "M50=5", "M63=7.4", "PG11=0.9"),
        (("Protection", "IP68", ""), ("Clamping range max", "18", "mm")), (100, 1000, 5000), lead_days=7,
    ),
    "turned": Family(
        10204, "TP", "Turned spacer {size}, brass", "Six-axis turned, h9, washed and counted.",
        "0.38", _sizes("M3×10=0.8", "M3×20=1", "M4×15=1.1", "M4×25=1.3", "M5×20=1.5", "M5×30=1.8", "M6×25=2.1",
                       "M6×40=2.7", "M8×30=3.4"),
        (("Material", "CW614N", ""), ("Tolerance", "h9", "")), (500, 5000, 20000), lead_days=15,
    ),
    "plate": Family(
        10203, "PP", "Perforated plate {size} mm, round hole", "DC01 or stainless, Rv 5-8, edges sheared.",
        "24.00", _sizes("1000×500×1=0.7", "1000×1000×1=1.2", "1000×2000×1=2.1", "1000×2000×1.5=2.8",
                        "1250×2500×1.5=4.1", "1250×2500×2=5", "1500×3000×2=6.9", "1500×3000×3=9.8"),
        (("Material", "DC01", ""), ("Open area", "35", "%")), (5, 25, 100), lead_days=9,
    ),
    "bolt": Family(
        10401, "HB", "Hexagon bolt {size}, A4-80, DIN 933", "Full thread, batch certificate 3.1 on request.",
        "0.34", _sizes("M5×20=0.4", "M6×20=0.5", "M6×30=0.6", "M8×25=0.8", "M8×40=1", "M10×40=1.5", "M10×60=1.9",
                       "M12×50=2.5", "M12×80=3.3", "M16×60=4.8", "M16×100=6.6", "M20×80=9.7"),
        (("Material", "Stainless A4-80", ""), ("Standard", "DIN 933", "")), (200, 2000, 10000), lead_days=3,
    ),
    "nut": Family(
        10402, "HN", "Hexagon nut {size}, A4, DIN 934", "Also as lock nut DIN 985.",
        "0.09", _sizes("M4=0.6", "M5=0.7", "M6=0.9", "M8=1.2", "M10=2", "M12=3", "M16=5.5", "M20=9", "M24=15"),
        (("Material", "Stainless A4", ""), ("Standard", "DIN 934", "")), (500, 5000, 25000), lead_days=3,
    ),
    "washer": Family(
        10403, "WA", "Flat washer {size}, A4, DIN 125", "Form A, without chamfer.",
        "0.04", _sizes("M4=0.6", "M5=0.7", "M6=0.9", "M8=1.2", "M10=1.9", "M12=2.7", "M16=4.4", "M20=7", "M24=11"),
        (("Material", "Stainless A4", ""), ("Standard", "DIN 125", "")), (1000, 10000, 50000), lead_days=3,
    ),
    "rod": Family(
        10404, "TR", "Threaded rod {size} × 1 m, 8.8 zinc", "DIN 976-1, cut to length on request.",
        "2.10", _sizes("M6=0.6", "M8=1", "M10=1.5", "M12=2.1", "M16=3.6", "M20=5.4", "M24=7.8", "M30=12"),
        (("Strength class", "8.8", ""), ("Length", "1000", "mm")), (50, 250, 1000), lead_days=3,
    ),
    "bearing": Family(
        10501, "DG", "Deep-groove ball bearing {size}, 2RS", "Sealed on both sides, C3 clearance, marked by batch.",
        "3.90", _sizes("6000=0.6", "6001=0.7", "6002=0.8", "6003=0.9", "6004=1", "6005=1.2", "6006=1.6", "6204=1.1",
                       "6205=1.3", "6206=1.9", "6207=2.6", "6208=3.3", "6305=2", "6308=4.6"),
        (("Clearance", "C3", ""), ("Seal", "2RS", ""), ("Steel", "100Cr6", "")), (20, 200, 1000), lead_days=4,
    ),
    "linear": Family(
        10506, "LG", "Linear guide rail {size} mm", "Hardened and ground, class N, with end caps.",
        "31.00", _sizes("15×400=0.7", "15×800=1.2", "20×600=1.3", "20×1000=1.9", "25×800=2.1", "25×1500=3.4",
                        "30×1000=3.3", "30×2000=6", "35×2000=7.7"),
        (("Class", "N", ""), ("Hardness", "60", "HRC")), (2, 10, 50), lead_days=8,
    ),
    "coupling": Family(
        10505, "CO", "Jaw coupling {size}, aluminium", "With 98 Shore A spider, bores H7 to order.",
        "14.20", _sizes("14/19=0.8", "19/24=1", "24/28=1.4", "28/38=2.1", "38/45=3.2", "42/55=4.5", "48/60=6", "55/70=8.3"),
        (("Spider", "98 Shore A", ""), ("Bore tolerance", "H7", "")), (5, 50, 200), lead_days=8,
    ),
    "valve": Family(
        10601, "BV", "Ball valve {size}, stainless 1.4408, PN 64", "Two-piece, full bore, tested at 96 bar.",
        "11.80", _sizes('1/4"=0.7', '3/8"=0.8', '1/2"=1', '3/4"=1.4', '1"=2', '1 1/4"=3', '1 1/2"=3.9', '2"=5.8',
                        '2 1/2"=9.7', '3"=13.4'),
        (("Material", "1.4408", ""), ("Pressure", "64", "bar"), ("Fire safe", "true", "")), (10, 100, 500), lead_days=9,
    ),
    "fitting": Family(
        10605, "FT", "Compression fitting {size} mm, brass", "EN 1254-2, for copper and steel pipe.",
        "2.30", _sizes("10=0.6", "12=0.7", "15=1", "18=1.2", "22=1.6", "28=2.4", "35=4.1", "42=6.3", "54=10"),
        (("Standard", "EN 1254-2", ""), ("Material", "CW617N", "")), (50, 500, 2000), lead_days=5,
    ),
    "gasket": Family(
        10606, "GK", "Flange gasket {size}, aramid fibre", "EN 1514-1 form IBC, 2 mm, to 100 bar.",
        "1.10", _sizes("DN15=0.5", "DN20=0.6", "DN25=0.7", "DN32=0.9", "DN40=1", "DN50=1.3", "DN65=1.6", "DN80=2", "DN100=2.6"),
        (("Thickness", "2", "mm"), ("Standard", "EN 1514-1", "")), (50, 500, 2000), lead_days=6,
    ),
    "pump": Family(
        10602, "CP", "Centrifugal pump {size} kW, stainless", "Close-coupled, IE3 motor, mechanical seal SiC/SiC.",
        "486.00", _sizes("0.37=0.7", "0.55=0.8", "0.75=0.9", "1.1=1", "1.5=1.2", "2.2=1.5", "3=1.9", "4=2.3", "5.5=3",
                         "7.5=3.9", "11=5.4"),
        (("Efficiency class", "IE3", ""), ("Voltage", "400", "V"), ("Seal", "SiC/SiC", "")), (1, 5, 20), lead_days=15,
    ),
    "seal": Family(
        10607, "OR", "O-ring {size} mm, FKM 75", "Shore A 75, −20 to 200 °C, bag of one size.",
        "0.46", _sizes("5×1.5=0.5", "8×2=0.6", "10×2=0.7", "15×2.5=0.9", "20×3=1.1", "30×3=1.5", "40×4=2.2", "60×5=3.9", "100×6=7.4"),
        (("Material", "FKM", ""), ("Hardness", "75", "Shore A")), (100, 1000, 5000), lead_days=5,
    ),
    "sensor": Family(
        10701, "IS", "Inductive sensor {size}, PNP, M12 plug", "Flush, short-circuit proof, IP67.",
        "19.50", _sizes("M8 2 mm=1", "M8 4 mm=1.1", "M12 4 mm=1", "M12 8 mm=1.2", "M18 8 mm=1.2", "M18 16 mm=1.4",
                        "M30 15 mm=1.7", "M30 30 mm=2", "M12 IO-Link=1.9"),
        (("Output", "PNP normally open", ""), ("Supply", "24", "V"), ("Protection", "IP67", "")), (5, 50, 250), lead_days=6,
    ),
    "switch": Family(
        10702, "SW", "Safety switch {size}", "Coded magnetic actuator, PL e with evaluation unit.",
        "42.00", _sizes("series 10=0.8", "series 20=1", "series 22=1.1", "series 30=1.4", "series 32=1.5", "series 40=1.9",
                        "series 44=2.2", "series 50=2.7"),
        (("Performance level", "PL e", ""), ("Cable", "3", "m")), (2, 20, 100), lead_days=8,
    ),
    "relay": Family(
        10703, "RL", "Coupling relay {size}", "6.2 mm wide, push-in, test button.",
        "6.90", _sizes("24 V DC 1CO=1", "24 V DC 2CO=1.3", "12 V DC 1CO=1", "48 V DC 1CO=1.1", "110 V AC 1CO=1.2",
                       "230 V AC 1CO=1.2", "230 V AC 2CO=1.5", "24 V SSR=1.9"),
        (("Width", "6.2", "mm"), ("Connection", "Push-in", "")), (10, 100, 500), lead_days=5,
    ),
    "profile": Family(
        10303, "EX", "Aluminium profile {size} mm, slot 8", "6063-T66, natural anodised, cut to length.",
        "7.40", _sizes("20×20=0.5", "30×30=0.8", "40×40=1", "40×80=1.8", "45×45=1.2", "60×60=2", "80×80=3.1", "90×90=3.8"),
        (("Alloy", "6063-T66", ""), ("Slot", "8", "mm")), (20, 200, 1000), "m", 11,
    ),
    "motor": Family(
        10503, "AM", "Asynchronous motor {size} kW, IE3", "B3, 1,500 rpm, IP55, PTC thermistor.",
        "158.00", _sizes("0.25=0.7", "0.37=0.8", "0.55=0.9", "0.75=1", "1.1=1.2", "1.5=1.4", "2.2=1.8", "3=2.2", "4=2.7",
                         "5.5=3.6", "7.5=4.6", "11=6.5"),
        (("Efficiency class", "IE3", ""), ("Speed", "1500", "rpm"), ("Protection", "IP55", "")), (1, 10, 50), lead_days=12,
    ),
    "gear": Family(
        10502, "GU", "Helical gear unit i = {size}", "Hollow shaft, synthetic oil for life.",
        "212.00", _sizes("5=0.9", "7.5=0.95", "10=1", "15=1.05", "20=1.1", "30=1.25", "40=1.35", "60=1.5", "80=1.6", "100=1.8"),
        (("Housing", "Cast iron", ""), ("Backlash", "12", "arcmin")), (1, 5, 20), lead_days=16,
    ),
    "drive": Family(
        10504, "FD", "Frequency drive {size} kW, 400 V", "STO SIL 3, PROFINET, book size.",
        "265.00", _sizes("0.37=0.8", "0.75=0.9", "1.5=1", "2.2=1.2", "4=1.5", "5.5=1.9", "7.5=2.3", "11=3", "15=3.9", "22=5.3"),
        (("Safety", "STO SIL 3", ""), ("Fieldbus", "PROFINET", "")), (1, 5, 20), lead_days=14,
    ),
    "spring": Family(
        10507, "CS", "Compression spring {size} mm", "EN 10270-1 SH, ground ends.",
        "0.62", _sizes("1×8×20=0.7", "1×10×30=0.8", "1.5×12×30=1", "2×16×40=1.3", "2.5×20×50=1.8", "3×25×60=2.5", "4×32×80=3.9", "5×40×100=5.8"),
        (("Wire", "EN 10270-1 SH", ""), ("Ends", "Ground", "")), (100, 1000, 5000), lead_days=13,
    ),
    "cable": Family(
        10803, "DC", "Drag-chain cable {size} mm², PUR", "Halogen-free, oil resistant, 5 million cycles.",
        "1.90", _sizes("2×0.75=0.5", "3×0.75=0.6", "4×0.75=0.7", "5×1=1", "7×1=1.3", "12×1=2", "18×1=2.9", "25×1=3.8", "4×2.5=1.6", "4×4=2.4"),
        (("Sheath", "PUR", ""), ("Halogen-free", "true", "")), (100, 500, 2000), "m", 4,
    ),
    "connector": Family(
        10801, "CN", "Circular connector {size}", "Zinc die-cast shell, gold contacts, IP67.",
        "8.60", _sizes("M12 4-pin A=0.6", "M12 5-pin A=0.7", "M12 8-pin A=0.9", "M12 4-pin D=0.8", "M16 7-pin=1.2",
                       "M23 12-pin=2.1", "M23 19-pin=2.6", "M40 8-pin=4.4"),
        (("Protection", "IP67", ""), ("Contacts", "Gold plated", "")), (10, 100, 500), lead_days=6,
    ),
    "terminal": Family(
        10704, "TB", "Terminal block {size} mm², push-in", "DIN rail TS 35, V0, markable.",
        "0.74", _sizes("1.5=0.8", "2.5=1", "4=1.2", "6=1.6", "10=2.4", "16=3.3", "35=6", "2.5 double=1.9"),
        (("Connection", "Push-in", ""), ("Flammability", "V0", "")), (100, 1000, 5000), lead_days=4,
    ),
    "supply": Family(
        10805, "PS", "DIN-rail power supply {size}", "94 % efficient, 150 % boost for 5 s.",
        "58.00", _sizes("24 V 2.5 A=0.7", "24 V 5 A=1", "24 V 10 A=1.6", "24 V 20 A=2.8", "24 V 40 A=5", "48 V 5 A=1.7", "12 V 10 A=1.3"),
        (("Efficiency", "94", "%"), ("Output", "24", "V")), (1, 10, 50), lead_days=5,
    ),
    "cutter": Family(
        10902, "EM", "Solid carbide end mill {size}, 4 flutes", "AlTiN, unequal pitch, for steel up to 52 HRC.",
        "16.40", _sizes("Ø3=0.7", "Ø4=0.75", "Ø5=0.8", "Ø6=0.9", "Ø8=1.3", "Ø10=1.8", "Ø12=2.4", "Ø16=4.4", "Ø20=7"),
        (("Coating", "AlTiN", ""), ("Flutes", "4", "")), (5, 25, 100), lead_days=3,
    ),
    "gauge": Family(
        10903, "MG", "Digital caliper {size} mm", "IP67, factory calibration certificate.",
        "64.00", _sizes("0–150=1", "0–200=1.3", "0–300=2.1", "0–500=4.6", "0–600=6", "0–1000=11"),
        (("Resolution", "0.01", "mm"), ("Protection", "IP67", "")), (1, 5, 20), lead_days=3,
    ),
    "glove": Family(
        10905, "GL", "Cut-resistant glove level D, size {size}", "PU palm, 13 gauge, EN 388 4X43D.",
        "4.10", _sizes("6=1", "7=1", "8=1", "9=1", "10=1", "11=1.05"),
        (("Standard", "EN 388", ""), ("Cut level", "D", "")), (12, 120, 600), "pair", 2,
    ),
    "crate": Family(
        11002, "CR", "Stacking crate {size} mm, PP", "Euro format, closed walls, 15 kg.",
        "7.80", _sizes("300×200×120=0.6", "400×300×120=0.8", "400×300×220=1", "600×400×120=1.2", "600×400×220=1.6",
                       "600×400×320=2.1", "800×600×320=4.2"),
        (("Material", "PP copolymer", ""), ("Stack load", "600", "kg")), (10, 100, 500), lead_days=4,
    ),
}  # fmt: skip


def drafts_of(supplier: Supplier) -> Iterator[ListingDraft]:
    """The catalogue of one supplier. Price level, stock and lead time differ by supplier, always the same way."""
    prefix = "".join(word[0] for word in supplier.slug.split("-"))[:3].upper()
    for name in supplier.families:
        family = FAMILIES[name]
        for number, (size, factor) in enumerate(family.sizes, start=1):
            sku = f"{prefix}-{family.sku}{number:02d}"
            noise = crc32(f"{supplier.slug}{sku}".encode())
            price = Decimal(family.base_price) * Decimal(factor) * (Decimal(86 + noise % 29) / 100)
            yield ListingDraft(
                sku=sku,
                title=family.title.format(size=size),
                description=f"{family.text}\n\nMade in {supplier.city}. Drawings and 3D models on request.",
                category_id=family.category_id,
                unit=family.unit,
                moq=family.breaks[0],
                lead_time_days=family.lead_days + noise % 5,
                stock=0 if noise % 4 == 0 else family.breaks[1] * (1 + noise % 7),
                attributes=_facts(family, size),
                prices=tuple(_prices(family, price)),
            )


def _facts(family: Family, size: str) -> tuple[Attribute, ...]:
    facts = [Attribute("Size", "text", size)]
    for name, value, unit in family.facts:
        kind = "boolean" if value == "true" else "number" if value.replace(".", "", 1).isdigit() else "text"
        facts.append(
            Attribute(name, "boolean" if kind == "boolean" else "number" if kind == "number" else "text", value, unit)
        )
    return tuple(facts)


def _prices(family: Family, price: Decimal) -> Iterator[Price]:
    for currency, rate in (("EUR", Decimal(1)), ("USD", Decimal("1.08"))):
        for quantity, share in zip(family.breaks, ("1", "0.88", "0.79"), strict=True):
            exact = price * rate * Decimal(share)
            # Small parts are priced in tenths of a cent, everything else in cents.
            step = Decimal("0.01") if exact >= 1 else Decimal("0.001")
            amount = exact.quantize(step, rounding=ROUND_HALF_EVEN)
            yield Price(currency, quantity, amount)
