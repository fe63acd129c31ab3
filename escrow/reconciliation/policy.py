"""Who may compare, resolve and record. Pure."""

from marketplace.lib.actor import Actor


def may_see_money(actor: Actor) -> bool:
    """The operator's money roles."""
    return actor.is_system or (actor.operates and actor.can("money.view"))


def may_reconcile(actor: Actor) -> bool:
    """The clock, or the operator's finance."""
    return actor.is_system or (actor.operates and actor.can("money.move"))


def may_resolve_item(actor: Actor) -> bool:
    """A person answers for it: the operator's finance."""
    return actor.user_id is not None and actor.operates and actor.can("money.move")


def may_record_bank_receipt(actor: Actor) -> bool:
    """The operator's finance, or a feed of the bank."""
    return actor.is_system or (actor.operates and actor.can("money.move"))
