"""Python runs this first in every process of a story: the product, too, stays on this machine."""

from tests.loopback import forbid_outside_connections

forbid_outside_connections()
