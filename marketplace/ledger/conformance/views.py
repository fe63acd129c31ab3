"""The four addresses of the kit's HTTP contract. A refusal of the ledger is an answer with status 200."""

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from marketplace.ledger.conformance import adapter, chain


@csrf_exempt
@require_POST
def reset(request: HttpRequest) -> JsonResponse:
    """Empty all state."""
    adapter.reset()
    return JsonResponse({})


@csrf_exempt
@require_POST
def post(request: HttpRequest) -> JsonResponse:
    """Book one transaction."""
    sent = json.loads(request.body)
    legs = [
        adapter.JudgedLeg(leg["accountId"], leg["type"], leg["amountSubunits"], leg["currency"]) for leg in sent["legs"]
    ]
    answer = adapter.judge(
        key=sent["idempotencyKey"],
        transaction_id=sent["transactionId"],
        legs=legs,
        allow_overdraft=sent.get("allowOverdraft", False),
    )
    return JsonResponse({"status": answer.status, "transactionId": answer.transaction, "reason": answer.reason})


@require_GET
def balance(request: HttpRequest) -> JsonResponse:
    """What one account holds."""
    return JsonResponse({"subunits": adapter.balance(request.GET["account"], request.GET["currency"])})


@require_GET
def journal(request: HttpRequest) -> JsonResponse:
    """Everything, in commit order."""
    adapter.require_scratch()
    return JsonResponse(chain.read(), safe=False)
