"""Addresses of statements and of the ledger explorer."""

from django.urls import path

from escrow.statements.views import explorer, statements

urlpatterns = [
    path("statement/", statements.StatementScreen.as_view(), name="statement"),
    path("statement.csv", statements.StatementExport.as_view(), name="statement-export"),
    path("statement.pdf", statements.StatementDocument.as_view(), name="statement-pdf"),
    path("console/statement/", statements.MarketStatement.as_view(), name="console-statement"),
    path("console/statement.csv", statements.MarketStatementExport.as_view(), name="console-statement-export"),
    path("console/statement.pdf", statements.MarketStatementDocument.as_view(), name="console-statement-pdf"),
    path("console/ledger/", explorer.AccountList.as_view(), name="console-ledger"),
    path("console/ledger/entries/", explorer.EntryList.as_view(), name="console-entries"),
    path("console/ledger/entries.csv", explorer.EntryExport.as_view(), name="console-entries-export"),
    path("console/ledger/entries/<int:entry_id>/", explorer.EntryDetail.as_view(), name="console-entry"),
    path("console/ledger/accounts/<int:account_id>/", explorer.AccountDetail.as_view(), name="console-account"),
    path(
        "console/ledger/accounts/<int:account_id>.csv", explorer.AccountExport.as_view(), name="console-account-export"
    ),
]
