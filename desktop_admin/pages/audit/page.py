"""The Audit log page."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from core.schemas.shapes import Page as Answer
from core.schemas.teams import AuditLine
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError
from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.audit.details import Details
from desktop_admin.pages.audit.filters import Filters
from desktop_admin.pages.audit.lines import list_actions, list_columns
from desktop_admin.pages.page import Page
from desktop_admin.shell import Notice
from desktop_admin.stores.audit import AuditFilter, AuditStore
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.empty_state import EmptyState
from desktop_admin.widgets.export import export_table
from desktop_admin.widgets.layouts import make_column
from desktop_admin.widgets.list_loader import Exporter
from desktop_admin.widgets.table import Table

GIVE_WAY = {"origin": 880, "detail": 740}  # beside the drawer, which says it too, there is no room for them


class AuditPage(Page):
    """A table that only grows, through filters; the drawer shows a line in full."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=0)
        self.title.setText(self.tr("Audit log"))
        self.subtitle.setText(self.tr("Who did what, when and from where. Nothing here can be changed."))
        self.setAccessibleName(self.tr("Audit log"))
        self.lines, self.credits = context.stores.get(AuditStore), context.stores.get(CreditsStore)
        self.names: dict[str, str] = {}
        self._shown = AuditFilter()
        columns = list_columns(lambda: self.names, context.clock, context.locale)
        self.model = TableModel(columns, lambda line: line.audit_id, self)
        self.filters = Filters(context)
        self.table = Table(context.theme, self.model, context.settings, "audit")
        self.table.setAccessibleName(self.tr("Audit log"))
        self.table.give_way(GIVE_WAY)
        self.nothing = EmptyState(context.theme, "search")
        self._build()
        self.follow(self.lines, self.credits)

    def render_data(self) -> None:
        """New lines come on top; a new filter begins there."""
        data = self.lines.data
        if data is None:
            return
        self._take_names()
        if self.lines.shown != self._shown:
            self._shown = self.lines.shown
            self.model.show(data.items, data.next_cursor)
            self.table.scrollToTop()
        else:
            self.model.reconcile_head(data.items, data.next_cursor)
        self.filters.show_filter(self.lines.filter, self.names)
        self._views.setCurrentWidget(self.table if self.model.rowCount() else self.nothing)

    def list_commands(self) -> Iterable[Command]:
        """Each action as a filter."""
        group = self.tr("Audit log")
        for action, title in list_actions().items():
            yield Command(
                self.tr("Audit: {action}").format(action=title),
                partial(self.context.shell.open_page, "audit", AuditFilter(action=action)),
                group,
                words=action,
                icon="audit",
            )

    def show_subject(self, subject: object) -> None:
        """A filter, or the id of what it is to be about."""
        self.choose(subject if isinstance(subject, AuditFilter) else AuditFilter(about=str(subject)))

    def choose(self, wanted: AuditFilter) -> None:
        """Show what passes another filter."""
        self.lines.choose(wanted)
        self.filters.show_filter(wanted, self.names)

    def open_details(self, line: AuditLine) -> None:
        """A line in the drawer."""
        details = Details(self.context, line, self.names)
        details.wanted.connect(self.choose)
        self.context.shell.open_drawer(self.tr("Audit line"), details)

    def export_rows(self) -> None:
        """Everything that passes the filter as CSV."""
        self._exporter.run()

    def save_rows(self) -> None:
        """Ask where to, and write the rows that are here."""
        export_table(self, self.context.shell, self.model, "closeup-audit")

    def _build(self) -> None:
        self.export = self.add_action(self.tr("Export CSV"), self.export_rows, icon="export")
        self._exporter = Exporter(
            self.export, self.model, self._ask_more, self.save_rows, self._refuse_export, self
        )
        self._views = QStackedWidget()
        self._views.addWidget(self.table)
        self._views.addWidget(self.nothing)
        self.nothing.show_words(
            self.tr("Nothing matches this filter"),
            "",
            (self.tr("Show everything"), lambda: self.choose(AuditFilter())),
        )
        card = Card()
        card.setLayout(make_column(self._views, margins=(1, 6, 1, 6)))
        self.body.addWidget(self.filters)
        self.body.addWidget(card, 1)
        self.filters.chosen.connect(self.choose)
        self.table.opened.connect(self.open_details)
        self.table.peeked.connect(self.open_details)
        self.table.clicked.connect(lambda index: self.open_details(self.model.record(index.row())))
        self.model.more_wanted.connect(self._load_more)

    def _load_more(self, cursor: str) -> None:
        wanted = self.lines.shown

        def take(page: Answer[AuditLine]) -> None:
            if wanted == self.lines.shown:
                self.model.append(page.items, page.next_cursor)

        call = self.lines.fetch_more(cursor).cancel_with(self)
        call.then(take, lambda _error: self.model.fail_more())

    def _ask_more(self, cursor: str) -> Call[Answer[AuditLine]] | None:
        return self.lines.fetch_more(cursor) if self._shown == self.lines.filter else None

    def _refuse_export(self, error: ApiError) -> None:
        again = (self.tr("Try again"), self.export_rows)
        self.show_notice(Notice("warn", error.sentence, error.mend, again), "export")

    def _take_names(self) -> None:
        overview = self.credits.data
        names = {one.member_id: one.name for one in overview.members} if overview else {}
        if names != self.names:
            self.names = names
            self.model.remake(lambda _line: True)
