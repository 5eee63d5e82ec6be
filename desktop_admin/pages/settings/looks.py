"""The sections of what a person chooses: theme, language, notifications."""

from desktop_admin.context import Context
from desktop_admin.i18n import LANGUAGE
from desktop_admin.pages.settings.sections import Section, make_fact
from desktop_admin.platform.tray import NOTIFICATIONS, is_tray_there, wants_notifications
from desktop_admin.theme.theme import THEME_MODE, ThemeMode
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.choice import Choice
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_row

ON, OFF = "on", "off"


class LooksSection(Section):
    """Theme at once, language from the next start."""

    def __init__(self, context: Context) -> None:
        super().__init__("")
        self._context = context
        self.title.setText(self.tr("Looks and language"))
        self.setAccessibleName(self.tr("Looks and language"))
        self.themes = Chips(context.theme)
        self.themes.setAccessibleName(self.tr("Theme"))
        self.themes.show_choices(
            [
                (ThemeMode.SYSTEM.value, self.tr("System"), None),
                (ThemeMode.LIGHT.value, self.tr("Light"), None),
                (ThemeMode.DARK.value, self.tr("Dark"), None),
            ]
        )
        self.themes.chosen.connect(self._choose_theme)
        self.languages = Choice(context.theme, self.tr("Language"), 220)
        self._was = str(context.settings.value(LANGUAGE, ""))
        # A language is called what its speakers call it.
        choices = [("", self.tr("As the desktop's")), ("en", "English"), ("de", "Deutsch")]
        self.languages.show_choices(choices, self._was)
        self.languages.chosen.connect(self._choose_language)
        self.note = Label("", "muted")
        self.rows.addLayout(make_fact(self.tr("Theme"), self.themes, None))
        self.rows.addLayout(make_fact(self.tr("Language"), self.languages, self.note, None))
        context.theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """What is chosen now, also elsewhere."""
        self.themes.preset(self._context.theme.mode.value)

    def _choose_theme(self, mode: str) -> None:
        self._context.settings.setValue(THEME_MODE, mode)
        self._context.theme.choose(ThemeMode(mode))

    def _choose_language(self, language: str) -> None:
        self._context.settings.setValue(LANGUAGE, language)
        is_other = language != self._was
        self.note.setText(self.tr("From the next start of the console.") if is_other else "")


class NoticesSection(Section):
    """Desktop notifications; inside the window the same is always said."""

    def __init__(self, context: Context) -> None:
        super().__init__("")
        self._context = context
        self.title.setText(self.tr("Notifications"))
        self.setAccessibleName(self.tr("Notifications"))
        self.text.setText(self.tr("Tell me on the desktop when a payment lands or credits run out."))
        self.text.show()
        self.wanted = Chips(context.theme)
        self.wanted.setAccessibleName(self.tr("Notifications"))
        self.wanted.show_choices([(ON, self.tr("On"), None), (OFF, self.tr("Off"), None)])
        self.wanted.preset(ON if wants_notifications(context.settings) else OFF)
        self.wanted.chosen.connect(self._choose)
        self.note = Label("", "muted", wraps=True)
        self.rows.addLayout(make_row(self.wanted, None))
        self.rows.addWidget(self.note)
        self.refresh()

    def refresh(self) -> None:
        """What this desktop can do."""
        if is_tray_there():
            self.note.setText(self.tr("The console says the same inside its window."))
        else:
            self.note.setText(
                self.tr(
                    "This desktop shows no notifications of ours; the console says the same inside its window."
                )
            )

    def _choose(self, wanted: str) -> None:
        self._context.settings.setValue(NOTIFICATIONS, wanted == ON)
