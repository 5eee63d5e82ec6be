"""Reads request bodies without letting anybody fill the memory."""

from starlette.requests import Request

from sandbox.stripe.refusals import StripeRefusal


async def read_body(request: Request, most: int) -> str:
    """The body as text; raises StripeRefusal when it is longer than `most` bytes or not UTF-8."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise StripeRefusal("Request body too large.", status=413)
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise StripeRefusal("Invalid request body: it could not be read as text.") from None
