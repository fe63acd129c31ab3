"""A statement on the screen, as CSV and as PDF: of the buyer, the supplier, and the market itself."""

from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from escrow.statements import documents, exports, queries
from escrow.statements.forms import PeriodForm
from escrow.statements.queries import Asked, Statement
from marketplace.lib.money import Money
from marketplace.web.request import MarketRequest
from marketplace.web.views import Door, Screen


def _asked(request: HttpRequest, side: str) -> Asked:
    asked = PeriodForm(request.GET).asked
    return replace(asked, side=side) if side else asked


class StatementScreen(Screen):
    """The actor's statement: opening balance, lines with causes, closing balance. All of it is in the address."""

    capability = "statement.view"
    template_name = "statements/statement.html"
    side: ClassVar[str] = ""
    base: ClassVar[str] = "statement"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """One keyset page of lines, the period in sum, and its balance as a line."""
        asked = _asked(request, self.side)
        statement = queries.get_statement(self.actor, asked, self.at)
        page = queries.statement_page(statement, asked.after)
        days = queries.balance_days(statement)
        return {
            "statement": statement,
            "page": page,
            "sides": [] if self.side else [side for side in queries.sides_of(self.actor) if side != "operator"],
            "series": [("Balance", [Money(balance, statement.currency).decimal for _, balance in days])],
            "days": [f"{day:%-d %b}" for day, _ in days],
            "moved": any(balance != days[0][1] or balance != statement.opening for _, balance in days),
            "is_first": not asked.after,
            **self._addresses(statement, page.following),
        }

    def _addresses(self, statement: Statement, following: str) -> dict[str, Any]:
        kept = {"side": statement.column.party.value} if not self.side else {}
        kept["currency"] = statement.currency
        here = {**kept, **statement.period.query}
        return {
            "own_url": reverse(self.base),
            "kept": kept,
            "before_url": f"?{urlencode({**kept, **statement.period.before.query})}",
            "after_url": f"?{urlencode({**kept, **statement.period.after.query})}",
            "next_url": f"?{urlencode({**here, 'after': following})}" if following else "",
            "first_url": f"?{urlencode(here)}",
            "csv_url": f"{reverse(f'{self.base}-export')}?{urlencode(here)}",
            "pdf_url": f"{reverse(f'{self.base}-pdf')}?{urlencode(here)}",
        }


class StatementExport(Door):
    """The same statement as CSV, with what is needed to recompute its hashes."""

    capability = "statement.view"
    side: ClassVar[str] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Streamed line by line."""
        statement = queries.get_statement(self.actor, _asked(request, self.side), self.at)
        response = StreamingHttpResponse(exports.as_csv(statement), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{documents.file_name(statement)}.csv"'
        return response


class StatementDocument(Door):
    """The same statement as PDF."""

    capability = "statement.view"
    side: ClassVar[str] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Made when it is asked for. 422 for more lines than a paper should have."""
        statement = queries.get_statement(self.actor, _asked(request, self.side), self.at)
        response = HttpResponse(documents.render(statement), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{documents.file_name(statement)}.pdf"'
        return response


class MarketStatement(StatementScreen):
    """The market's own statement."""

    capability = "money.view"
    side = "operator"
    base = "console-statement"


class MarketStatementExport(StatementExport):
    """The market's own statement as CSV."""

    capability = "money.view"
    side = "operator"


class MarketStatementDocument(StatementDocument):
    """The market's own statement as PDF."""

    capability = "money.view"
    side = "operator"
