"""Writes the finished headshot, with the one thing it says about itself: how it was made."""

import io
from enum import StrEnum
from typing import Final

from PIL import Image as PillowImage

from core.photos.studio.pixels import Image

QUALITY: Final = 92
VOCABULARY: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
# XMP as ISO 16684-1 lays it out, with IPTC's Photo Metadata property "Digital Source Type".
PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
   <Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


class Source(StrEnum):
    """IPTC's words for how a picture came to be: retouched by a program, or made by a trained model."""

    RETOUCHED = "algorithmicallyEnhanced"
    GENERATED = "trainedAlgorithmicMedia"


def write_headshot(picture: Image, source: Source = Source.RETOUCHED) -> bytes:
    """Encode a BGR picture as JPEG; its only metadata is IPTC's digital source type."""
    target = io.BytesIO()
    packet = PACKET.format(source=VOCABULARY + source.value).encode()
    PillowImage.fromarray(picture[:, :, ::-1]).save(target, "JPEG", quality=QUALITY, xmp=packet)
    return target.getvalue()
