"""Where companies of this market may be registered: ISO 3166-1 alpha-2 codes with their English short names."""

COUNTRIES: tuple[tuple[str, str], ...] = (
    ("AE", "United Arab Emirates"), ("AR", "Argentina"), ("AT", "Austria"), ("AU", "Australia"), ("BD", "Bangladesh"),
    ("BE", "Belgium"), ("BG", "Bulgaria"), ("BH", "Bahrain"), ("BR", "Brazil"), ("CA", "Canada"),
    ("CH", "Switzerland"), ("CL", "Chile"), ("CN", "China"), ("CO", "Colombia"), ("CY", "Cyprus"),
    ("CZ", "Czechia"), ("DE", "Germany"), ("DK", "Denmark"), ("EE", "Estonia"), ("EG", "Egypt"),
    ("ES", "Spain"), ("FI", "Finland"), ("FR", "France"), ("GB", "United Kingdom"), ("GR", "Greece"),
    ("HK", "Hong Kong"), ("HR", "Croatia"), ("HU", "Hungary"), ("ID", "Indonesia"), ("IE", "Ireland"),
    ("IL", "Israel"), ("IN", "India"), ("IS", "Iceland"), ("IT", "Italy"), ("JO", "Jordan"),
    ("JP", "Japan"), ("KE", "Kenya"), ("KR", "South Korea"), ("KW", "Kuwait"), ("LI", "Liechtenstein"),
    ("LT", "Lithuania"), ("LU", "Luxembourg"), ("LV", "Latvia"), ("MA", "Morocco"), ("MT", "Malta"),
    ("MX", "Mexico"), ("MY", "Malaysia"), ("NL", "Netherlands"), ("NO", "Norway"), ("NZ", "New Zealand"),
    ("OM", "Oman"), ("PE", "Peru"), ("PH", "Philippines"), ("PK", "Pakistan"), ("PL", "Poland"),
    ("PT", "Portugal"), ("QA", "Qatar"), ("RO", "Romania"), ("RS", "Serbia"), ("SA", "Saudi Arabia"),
    ("SE", "Sweden"), ("SG", "Singapore"), ("SI", "Slovenia"), ("SK", "Slovakia"), ("TH", "Thailand"),
    ("TN", "Tunisia"), ("TR", "Türkiye"), ("TW", "Taiwan"), ("UA", "Ukraine"), ("US", "United States"),
    ("UY", "Uruguay"), ("VN", "Vietnam"), ("ZA", "South Africa"),
)  # fmt: skip

NAMES = dict(COUNTRIES)
BY_NAME: tuple[tuple[str, str], ...] = tuple(sorted(COUNTRIES, key=lambda pair: pair[1]))
