"""The columns that each ledger reads: data, so that a new ledger is a new value here.

A column takes its value from FIELDS of exports/journal_files.py; one that begins with "=" is that text in every row.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """How a ledger wants its journal: `columns` are (head, field), `date_format` is strftime's."""

    name: str
    label: str
    columns: tuple[tuple[str, str], ...]
    date_format: str = "%Y-%m-%d"
    decimal_mark: str = "."
    delimiter: str = ","
    file_kinds: tuple[str, ...] = ("csv", "xlsx")


TEMPLATES = {
    one.name: one
    for one in (
        Template(
            "generic",
            "Any ledger",
            (
                ("Journal", "number"),
                ("Reference", "reference"),
                ("Date", "date"),
                ("Period", "period"),
                ("Account", "account"),
                ("Cost centre", "cost_centre"),
                ("Debit", "debit"),
                ("Credit", "credit"),
                ("Currency", "currency"),
                ("Text", "text"),
                ("Team", "team"),
                ("Month of the cost", "month"),
            ),
        ),
        Template(
            "sap",
            "SAP (general ledger upload)",
            (
                ("XBLNR", "reference"),
                ("BLDAT", "date"),
                ("BUDAT", "date"),
                ("BLART", "=SA"),
                ("WAERS", "currency"),
                ("BUZEI", "line"),
                ("BSCHL", "posting_key"),
                ("HKONT", "account"),
                ("WRBTR", "absolute"),
                ("KOSTL", "cost_centre"),
                ("SGTXT", "text"),
            ),
            date_format="%d.%m.%Y",
            decimal_mark=",",
            delimiter=";",
        ),
        Template(
            "netsuite",
            "Oracle NetSuite (journal import)",
            (
                ("External ID", "reference"),
                ("Date", "date"),
                ("Currency", "currency"),
                ("Account", "account"),
                ("Debit", "debit"),
                ("Credit", "credit"),
                ("Line Memo", "text"),
                ("Department", "cost_centre"),
                ("Memo", "number"),
            ),
            date_format="%m/%d/%Y",
        ),
        Template(
            "dynamics",
            "Microsoft Dynamics 365 (general journal)",
            (
                ("JOURNALBATCHNUMBER", "number"),
                ("LINENUMBER", "line"),
                ("VOUCHER", "reference"),
                ("TRANSDATE", "date"),
                ("ACCOUNTTYPE", "=Ledger"),
                ("ACCOUNTDISPLAYVALUE", "account_and_cost_centre"),
                ("DEBITAMOUNT", "debit"),
                ("CREDITAMOUNT", "credit"),
                ("CURRENCYCODE", "currency"),
                ("TEXT", "text"),
            ),
        ),
        Template(
            "xero",
            "Xero (manual journal)",
            (
                ("*Narration", "entry_text"),
                ("*Date", "date"),
                ("Description", "text"),
                ("*AccountCode", "account"),
                ("*TaxRate", "=Tax Exempt"),
                ("*Amount", "amount"),
                ("TrackingName1", "=Cost centre"),
                ("TrackingOption1", "cost_centre"),
            ),
            date_format="%d/%m/%Y",
        ),
        Template("beancount", "Beancount", (), file_kinds=("beancount",)),
    )
}
