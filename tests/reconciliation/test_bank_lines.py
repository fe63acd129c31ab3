"""Bank statements as files."""

from datetime import date

import pytest

from escrow.reconciliation.bank_lines import BankLine, UnreadableStatement, read

CAMT = b"""<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="EUR">25000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><ValDt><Dt>2026-03-02</Dt></ValDt>
<AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Delft Instruments BV</Nm></Dbtr></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>RF33PO10493L1</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">12.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><ValDt><Dt>2026-03-02</Dt></ValDt>
<AcctSvcrRef>B-2</AcctSvcrRef></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def test_a_csv_of_a_bank_is_read() -> None:
    content = (
        "Booking;ID;Value date;Debtor;Remittance information;Currency;Amount\n"
        "x;B-1;02.03.2026;Delft Instruments BV;RF33 PO10 493L 1;EUR;25.000,00\n"
        "x;B-2;02.03.2026;;fee;EUR;-12,00\n"
        ";;;;;;\n"
    )
    assert read(content.encode()) == [
        BankLine(
            bank_ref="B-1",
            amount_minor=2_500_000,
            currency="EUR",
            value_date=date(2026, 3, 2),
            text="RF33 PO10 493L 1",
            payer="Delft Instruments BV",
        )
    ]


def test_currencies_have_their_own_decimals() -> None:
    content = b"bank_ref,amount,currency,value_date,reference\nB-1,1250,JPY,2026-03-02,x\nB-2,1.250,KWD,2026-03-02,x\n"
    assert [(line.amount_minor, line.currency) for line in read(content)] == [(1250, "JPY"), (1250, "KWD")]


def test_camt_is_read_without_its_debits() -> None:
    assert read(CAMT) == [
        BankLine(
            bank_ref="B-1",
            amount_minor=2_500_000,
            currency="EUR",
            value_date=date(2026, 3, 2),
            text="RF33PO10493L1",
            payer="Delft Instruments BV",
        )
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "missing: bank_ref"),
        (b"bank_ref,amount,currency,value_date\n", "missing: text"),
        (b"bank_ref,amount,currency,value_date,text\nB-1,ten,EUR,2026-03-02,x\n", "Line 2: 'ten' is not an amount"),
        (b"bank_ref,amount,currency,value_date,text\nB-1,10.005,EUR,2026-03-02,x\n", "Line 2: EUR has 2 decimals"),
        (b"bank_ref,amount,currency,value_date,text\nB-1,10,XXX,2026-03-02,x\n", "Line 2: 'XXX' is not a currency"),
        (b"bank_ref,amount,currency,value_date,text\nB-1,10,EUR,tomorrow,x\n", "Line 2: 'tomorrow' is not a date"),
        (
            b"bank_ref,amount,currency,value_date,text\n,10,EUR,2026-03-02,x\n",
            "Line 2: the bank.s reference",
        ),
        (b"bank_ref,amount,currency,value_date,text\nB-1,-5,EUR,2026-03-02,x\n", "no incoming payment"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"<Document>", "not well-formed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "not well-formed"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableStatement, match=says):
        read(content)
