"""The Generations page."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from core.domain.generations import GenerationStatus
from core.schemas.generations import Headshot
from core.schemas.shapes import Page as Answer
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError
from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.generations.details import Details
from desktop_admin.pages.generations.filters import Filters
from desktop_admin.pages.generations.gallery import PICTURE, Gallery
from desktop_admin.pages.generations.marked import MarkedBar
from desktop_admin.pages.generations.pictures import Thumbnails
from desktop_admin.pages.generations.saving import FavouritesZip, describe_unwritable
from desktop_admin.pages.generations.states import list_columns, write_name, write_status
from desktop_admin.pages.generations.verbs import Verbs
from desktop_admin.pages.generations.viewer import Viewer
from desktop_admin.pages.generations.zipping import ZipCard
from desktop_admin.pages.page import Action, Page
from desktop_admin.shell import Notice
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.stores.headshots import HeadshotFilter, HeadshotsStore, NewestStore, count_headshots
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.empty_state import EmptyState
from desktop_admin.widgets.export import export_table
from desktop_admin.widgets.layouts import make_column
from desktop_admin.widgets.list_loader import Exporter
from desktop_admin.widgets.table import Table

if TYPE_CHECKING:
    from core.schemas.credits import MemberCredits

NARROW = 820  # pixels
_LESS = {"pictures", "favourite"}
_GALLERY = "generations/gallery"


class GenerationsPage(Page):
    """A table or a wall of pictures, through filters; the drawer and the viewer show one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=0)
        self.title.setText(self.tr("Generations"))
        self.subtitle.setText(self.tr("Every set of headshots, with live progress"))
        self.setAccessibleName(self.tr("Generations"))
        stores = context.stores
        self.headshots, self.newest = stores.get(HeadshotsStore), stores.get(NewestStore)
        self.credits = stores.get(CreditsStore)
        self.members: dict[str, MemberCredits] = {}
        columns = list_columns(lambda: self.members, context.clock, context.locale)
        self.model = TableModel(columns, lambda shot: shot.headshot_id, self)
        self.pictures = Thumbnails(context.api, PICTURE * self.devicePixelRatioF(), self)
        self.verbs = Verbs(context, self, lambda: self.members)
        self.details: Details | None = None
        self._shown = HeadshotFilter()
        self._build()
        self._connect()
        self.follow(self.headshots, self.newest, self.credits)

    def render_data(self) -> None:
        """Show what is known; a new filter begins at the top, news keep the place."""
        data, store = self.headshots.data, self.headshots
        if data is None:
            return
        self._take_members()
        if store.shown != self._shown:
            self._shown = store.shown
            self.model.show(data.items, data.next_cursor)
            self.table.scrollToTop()
            self.gallery.scrollToTop()
        else:
            self.model.reconcile_head(data.items, data.next_cursor)
        self._count()
        self._choose_view()
        self._follow_details(data.items)

    def describe_empty(self) -> tuple[str, str, Action | None]:
        """Before the first headshot."""
        invite: Action = (
            self.tr("Invite members"),
            lambda: self.context.shell.open_page("members", "invite"),
        )
        return (
            self.tr("No headshots yet"),
            self.tr("Members send their selfies to the bot; what they make shows here at once."),
            invite,
        )

    def list_commands(self) -> Iterable[Command]:
        """Each status as a filter, and the ZIP."""
        group = self.tr("Generations")
        for status in GenerationStatus:
            yield Command(
                self.tr("Show headshots: {status}").format(status=write_status(status)),
                partial(self.context.shell.open_page, "generations", status.value),
                group,
                icon="generations",
            )
        yield Command(self.tr("Download favourites as a ZIP"), self.save_favourites, group, icon="download")

    def show_subject(self, subject: object) -> None:
        """A status by its name, or a member by their id."""
        wanted = str(subject)
        if wanted in set(GenerationStatus):
            self.choose(HeadshotFilter(status=GenerationStatus(wanted)))
        else:
            self.choose(HeadshotFilter(member_id=wanted))

    def choose(self, wanted: HeadshotFilter) -> None:
        """Show what passes another filter."""
        self.headshots.choose(wanted)
        self._count()

    def open_details(self, shot: Headshot) -> None:
        """One of them in the drawer."""
        self.details = details = Details(self.context, shot, self.verbs, lambda: self.members)
        details.viewed.connect(self.open_viewer)
        details.destroyed.connect(partial(self._forget_details, details))
        self.context.shell.open_drawer(self.tr("Headshots"), details)

    def open_viewer(self, shot: Headshot) -> Viewer | None:
        """Its pictures in full; without any, the drawer."""
        if shot.status is not GenerationStatus.COMPLETED or not shot.done:
            self.open_details(shot)
            return None
        viewer = Viewer(self.context, shot, write_name(shot, self.members), self.verbs.favour, self)
        viewer.open()
        return viewer

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The filters take what room there is; beside the drawer, which says it too, two columns give way."""
        super().resizeEvent(event)
        self.filters.fit(self.width())
        for place, column in enumerate(self.model.columns):
            if column.name in _LESS:
                self.table.setColumnHidden(place, self.width() < NARROW)

    # ---- saving

    def export_rows(self) -> None:
        """Everything that passes the filter as CSV."""
        self._exporter.run()

    def save_rows(self) -> None:
        """Ask where to, and write the rows that are here."""
        export_table(self, self.context.shell, self.model, "closeup-headshots")

    def save_favourites(self) -> None:
        """Ask where to, then write the favourites of the filter."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Download favourites"), "closeup-favourites.zip", "ZIP (*.zip)"
        )
        if chosen:
            self.zip_favourites(Path(chosen))

    def zip_favourites(self, path: Path) -> FavouritesZip:
        """Write the favourites of the filter to a file."""
        job = FavouritesZip(
            self.context.api,
            self.headshots,
            self.headshots.filter,
            lambda shot: write_name(shot, self.members),
            self,
        )
        self.zipping.follow(job, path.name)
        job.finished.connect(lambda saved: self._tell_saved(saved, path.name))
        job.broken.connect(lambda: self.show_notice(Notice("bad", *describe_unwritable()), "zip"))
        self.zip.setEnabled(False)
        job.start(path)
        return job

    def _tell_saved(self, saved: int, name: str) -> None:
        self.context.shell.say(self.tr("%n favourite(s) saved: {file}", "", saved).format(file=name))

    # ---- its own

    def _build(self) -> None:
        context = self.context
        self.export = self.add_action(self.tr("Export CSV"), self.export_rows, icon="export")
        self._exporter = Exporter(
            self.export, self.model, self._ask_more, self.save_rows, self._refuse_export, self
        )
        self.zip = self.add_action(self.tr("Download favourites…"), self.save_favourites, icon="download")
        self.zip.setToolTip(self.tr("The favourites of this filter as one ZIP file"))
        self.filters = Filters(context)
        self.marked = MarkedBar(context, self.verbs)
        self.zipping = ZipCard(context)
        self.table = Table(context.theme, self.model, context.settings, "generations")
        self.table.setAccessibleName(self.tr("Headshots"))
        self.gallery = Gallery(context.theme, self.model, self.pictures)
        self.gallery.setAccessibleName(self.tr("Headshots as pictures"))
        self.nothing = EmptyState(context.theme, "search")
        self.views = QStackedWidget()
        for view in (self.table, self.gallery, self.nothing):
            self.views.addWidget(view)
        card = Card()
        card.setLayout(make_column(self.views, margins=(1, 6, 1, 6)))
        for widget in (self.filters, self.zipping, self.marked):
            self.body.addWidget(widget)
        self.body.addWidget(card, 1)
        is_gallery = self.context.settings.value(_GALLERY, "false") in ("true", True)
        self.filters.show_gallery(is_gallery=is_gallery)

    def _connect(self) -> None:
        self.filters.chosen.connect(self.choose)
        self.filters.gallery_chosen.connect(self._switch)
        self.model.more_wanted.connect(self._load_more)
        for view in (self.table, self.gallery):
            view.opened.connect(self.open_viewer)
            view.peeked.connect(self.open_details)
            view.marked.connect(self._show_marked)
        self.table.clicked.connect(lambda index: self.open_details(self.model.record(index.row())))
        self.zipping.ended.connect(lambda: self.zip.setEnabled(True))
        # Nobody's face stays in memory once they signed out.
        self.context.session.changed.connect(self.pictures.forget)
        self.context.session.ended.connect(self.pictures.forget)

    def _load_more(self, cursor: str) -> None:
        wanted = self.headshots.shown

        def take(page: Answer[Headshot]) -> None:
            if wanted == self.headshots.shown:
                self.model.append(page.items, page.next_cursor)

        call = self.headshots.fetch_more(cursor).cancel_with(self)
        call.then(take, lambda _error: self.model.fail_more())

    def _ask_more(self, cursor: str) -> Call[Answer[Headshot]] | None:
        return self.headshots.fetch_more(cursor) if self._shown == self.headshots.filter else None

    def _refuse_export(self, error: ApiError) -> None:
        again = (self.tr("Try again"), self.export_rows)
        self.show_notice(Notice("warn", error.sentence, error.mend, again), "export")

    def _take_members(self) -> None:
        overview = self.credits.data
        before = self.members
        self.members = {one.member_id: one for one in overview.members} if overview else {}
        renamed = {
            member_id
            for member_id, member in self.members.items()
            if member_id not in before or before[member_id].name != member.name
        }
        if renamed:
            self.model.remake(lambda shot: shot.member_id in renamed or shot.member_id not in self.members)

    def _count(self) -> None:
        newest = self.newest.data
        if newest is not None:
            wanted = self.headshots.filter
            counts = count_headshots(newest.items, wanted, is_whole=newest.next_cursor is None)
            self.filters.show_counts(counts, self.members, wanted)

    def _switch(self, is_gallery: bool) -> None:  # noqa: FBT001 - a signal hands its value over so
        self.context.settings.setValue(_GALLERY, is_gallery)
        current = self.gallery if not is_gallery else self.table
        row = current.currentIndex().row()
        self._choose_view()
        shown = self.views.currentWidget()
        if row >= 0 and shown in (self.table, self.gallery):
            self.table.setCurrentIndex(self.model.index(row, 0))
            self.gallery.setCurrentIndex(self.model.index(row, 0))
        self._show_marked()

    def _choose_view(self) -> None:
        if not self.model.rowCount():
            self.nothing.show_words(
                self.tr("Nothing matches this filter"),
                "",
                (self.tr("Show everything"), lambda: self.choose(HeadshotFilter())),
            )
            self.views.setCurrentWidget(self.nothing)
        else:
            self.views.setCurrentWidget(self.gallery if self.filters.gallery.isChecked() else self.table)

    def _show_marked(self) -> None:
        view = self.gallery if self.filters.gallery.isChecked() else self.table
        self.marked.show_marked(view.selected)

    def _follow_details(self, shots: Iterable[Headshot]) -> None:
        if self.details is None:
            return
        wanted = self.details.shot.headshot_id
        found = next((shot for shot in shots if shot.headshot_id == wanted), None)
        if found is not None and found != self.details.shot:
            self.details.show_headshot(found)

    def _forget_details(self, details: Details) -> None:
        if self.details is details:
            self.details = None
