"""What can go wrong between us and Replicate, as refusals; its own words stay out of every answer and log."""

from core.domain.refusals import Refusal, Unavailable


class GeneratorOff(Unavailable):
    """No token is configured, or Replicate does not take it."""

    code = "generator_off"
    sentence = "Replicate is not set up on this installation."
    mend = "Set REPLICATE_API_TOKEN."


class GeneratorUnreachable(Unavailable):
    """Replicate did not answer, not in time or not as expected; what was asked may have been done all the same."""

    code = "generator_unreachable"
    sentence = "The picture service is not answering."


class GeneratorBusy(Unavailable):
    """Replicate takes no more requests for a moment; what was asked was not done."""

    code = "generator_busy"
    sentence = "The picture service has too much to do."


class GeneratorRefused(Refusal):
    """Replicate understood what was asked and does not do it; asking again gets the same answer."""

    code, status = "generator_refused", 502
    sentence = "The picture service did not accept the order."
    mend = "Run: closeup doctor"


class UnknownToReplicate(GeneratorRefused):
    """What we name by id is not there, or not any more."""

    code = "generator_unknown"
    sentence = "The picture service does not know what it was asked about."


class OutputUnusable(Refusal):
    """What Replicate gave as a picture is none, or cannot be fetched."""

    code, status = "output_unusable", 502
    sentence = "The picture service sent a file that is no usable picture."
