"""Expected refusals: each has a stable code, one plain sentence, a mend and the HTTP status that tells it."""


class Refusal(Exception):  # noqa: N818 - a refusal is an expected answer, not an error of the program
    """Something a person asked for that the rules do not allow; nothing was changed.

    `code` is stable snake_case for programs, `sentence` is for people, `mend` says what to do about it,
    `status` is the HTTP status of the answer.
    """

    code: str = "refused"
    status: int = 400
    sentence: str = "That is not possible."
    mend: str = ""

    def __init__(
        self, sentence: str | None = None, mend: str | None = None, *, code: str | None = None
    ) -> None:
        self.sentence = self.sentence if sentence is None else sentence
        self.mend = self.mend if mend is None else mend
        self.code = self.code if code is None else code
        super().__init__(self.sentence)


class Malformed(Refusal):
    """The request cannot be read."""

    code, status = "malformed", 422


class NotFound(Refusal):
    """What was asked for does not exist, or belongs to somebody else."""

    code, status = "not_found", 404
    sentence = "There is nothing with that id here."


class NotSignedIn(Refusal):
    """No key, or a key that is unknown, expired or revoked."""

    code, status = "not_signed_in", 401
    sentence = "This needs a valid key."
    mend = "Sign in again with a one-time code."


class NotAllowed(Refusal):
    """The key is good but the team or the role is not."""

    code, status = "not_allowed", 403
    sentence = "Your role does not allow that."


class NotEnoughCredits(Refusal):
    """An account holds fewer credits than the move needs."""

    code, status = "not_enough_credits", 402
    sentence = "There are not enough credits for that."
    mend = "Ask an admin for credits, or buy a pack."


class Conflict(Refusal):
    """The request contradicts what is already so."""

    code, status = "conflict", 409


class PhotoRefused(Refusal):
    """A picture that cannot be used; `code` is a `PhotoProblem`."""

    code, status = "not_a_photo", 415


class TooLarge(Refusal):
    """More bytes, pictures or items than the rules take."""

    code, status = "too_large", 413


class TooManyRequests(Refusal):
    """The caller must wait; `retry_after` is in seconds."""

    code, status = "too_many_requests", 429
    sentence = "Too many tries."

    def __init__(self, retry_after: int) -> None:
        super().__init__(mend=f"Try again in {retry_after} seconds.")
        self.retry_after = retry_after


class Unavailable(Refusal):
    """An outside service or a part of this installation is not there; nothing was charged."""

    code, status = "unavailable", 503
    sentence = "A service this needs is not answering."
    mend = "Try again in a few minutes."
