"""The paid invoice that Checkout makes when `invoice_creation` is on."""

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.objects.invoices import write_invoice
from sandbox.stripe.tables import StripeObject


def create_paid_invoice(account: StripeAccount, session: StripeObject) -> None:
    """Add a finalized, paid invoice to the session and tell its events; nothing when it was not asked."""
    if not session["invoice_creation"]["enabled"]:
        return
    own = account.private[session["id"]]
    invoice = account.tables.invoices.add(
        write_invoice(
            account.new_id("in"), session, own["items"], base_url=own["base_url"], created=account.clock.now()
        )
    )
    account.change(session, invoice=invoice["id"])
    for type_ in ("invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded"):
        account.emit(type_, invoice)
