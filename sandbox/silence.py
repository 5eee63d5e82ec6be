"""A WebSocket that can be told to fall silent: the connection stays, and not even pings are answered any more."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# An application sets this to true in its connection's scope["extensions"].
SILENT = "closeup.silent"


class SilenceableSocket(WebSocketsSansIOProtocol):
    """uvicorn's own protocol, except that a silenced connection answers no ping."""

    def handle_ping(self) -> None:
        """Answer a ping, unless the application fell silent."""
        if self.scope["extensions"].get(SILENT):
            # The pong is already made and must not go out with a later frame.
            self.conn.data_to_send()
            return
        super().handle_ping()
