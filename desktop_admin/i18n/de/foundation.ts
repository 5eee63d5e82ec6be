<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Address</name>
    <message>
        <source>This is not the address of a server.</source>
        <translation>Das ist keine Serveradresse.</translation>
    </message>
    <message>
        <source>It looks like closeup.example.com.</source>
        <translation>Sie sieht aus wie closeup.example.com.</translation>
    </message>
    <message>
        <source>Only https is safe for your key.</source>
        <translation>Nur https ist sicher für Ihren Schlüssel.</translation>
    </message>
    <message>
        <source>http works for a server on this machine.</source>
        <translation>http geht nur bei einem Server auf diesem Rechner.</translation>
    </message>
</context>
<context>
    <name>AmountEdit</name>
    <message>
        <source>Enter a whole number from {least} to {most}.</source>
        <translation>Geben Sie eine ganze Zahl von {least} bis {most} ein.</translation>
    </message>
</context>
<context>
    <name>ApiError</name>
    <message>
        <source>The server gave an answer that Closeup does not know.</source>
        <translation>Der Server hat eine Antwort gegeben, die Closeup nicht kennt.</translation>
    </message>
    <message>
        <source>Check the server&apos;s address, or try again.</source>
        <translation>Prüfen Sie die Adresse des Servers oder versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation>Der Server ist nicht zu erreichen.</translation>
    </message>
    <message>
        <source>Check your connection; nothing was lost.</source>
        <translation>Prüfen Sie Ihre Verbindung; nichts ging verloren.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted, so nothing was sent.</source>
        <translation>Dem Zertifikat des Servers wird nicht vertraut, darum wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Ask who looks after the server.</source>
        <translation>Fragen Sie, wer den Server betreut.</translation>
    </message>
    <message>
        <source>The server took too long to answer.</source>
        <translation>Der Server hat zu lange nicht geantwortet.</translation>
    </message>
    <message>
        <source>Try again; it will not be done twice.</source>
        <translation>Versuchen Sie es noch einmal; es wird nicht doppelt ausgeführt.</translation>
    </message>
    <message>
        <source>This address sends the console to another one.</source>
        <translation>Diese Adresse verweist die Konsole auf eine andere.</translation>
    </message>
    <message>
        <source>Sign in with the address it really has.</source>
        <translation>Melden Sie sich mit der wirklichen Adresse an.</translation>
    </message>
    <message>
        <source>The server&apos;s answer could not be read.</source>
        <translation>Die Antwort des Servers war nicht lesbar.</translation>
    </message>
    <message>
        <source>The console and the server may be of different versions.</source>
        <translation>Konsole und Server haben vielleicht verschiedene Versionen.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Show as a table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Keep as it is</source>
        <translation>So lassen</translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Export as CSV</source>
        <translation>Als CSV speichern</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>Die Datei ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Loading rows: {n}</source>
        <translation>Zeilen werden geladen: {n}</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>Something in the console went wrong.</source>
        <translation>In der Konsole ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>It was written down; your team&apos;s data is not touched.</source>
        <translation>Es wurde festgehalten; die Daten Ihres Teams sind unberührt.</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>English</source>
        <translation>Deutsch</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Add a team or server…</source>
        <translation>Team oder Server hinzufügen…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>This computer has no keyring.</source>
        <translation>Dieser Rechner hat keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>Your key is kept in memory only; sign in again after closing the console.</source>
        <translation>Ihr Schlüssel bleibt nur im Speicher; melden Sie sich nach dem Schließen neu an.</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>Your team has no credits left</source>
        <translation>Ihr Team hat keine Credits mehr</translation>
    </message>
    <message>
        <source>Members cannot start new headshots until you buy more.</source>
        <translation>Mitglieder können keine neuen Porträts beginnen, bis Sie welche kaufen.</translation>
    </message>
    <message>
        <source>Buy credits</source>
        <translation>Credits kaufen</translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) arrived in the pool.</source>
        <translation>
            <numerusform>%n Credit ist im Vorrat angekommen.</numerusform>
            <numerusform>%n Credits sind im Vorrat angekommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Payment received</source>
        <translation>Zahlung eingegangen</translation>
    </message>
</context>
<context>
    <name>OfflineStrip</name>
    <message>
        <source>Retry now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Offline.</source>
        <translation>Offline.</translation>
    </message>
    <message>
        <source>Showing data from {time}.</source>
        <translation>Daten von {time}.</translation>
    </message>
    <message>
        <source>Retrying in {n} s.</source>
        <translation>Nächster Versuch in {n} s.</translation>
    </message>
    <message>
        <source>Trying again now.</source>
        <translation>Neuer Versuch läuft.</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>PaletteDialog</name>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>Search pages, members and commands</source>
        <translation>Seiten, Mitglieder und Befehle suchen</translation>
    </message>
    <message>
        <source>Nothing has all of these words.</source>
        <translation>Nichts enthält alle diese Wörter.</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>This needs a valid key.</source>
        <translation>Dafür braucht es einen gültigen Schlüssel.</translation>
    </message>
    <message>
        <source>Sign in again with a one-time code.</source>
        <translation>Melden Sie sich mit einem Einmalcode neu an.</translation>
    </message>
    <message>
        <source>Your role does not allow that.</source>
        <translation>Ihre Rolle erlaubt das nicht.</translation>
    </message>
    <message>
        <source>That is not there any more.</source>
        <translation>Das gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Fetch everything again with F5.</source>
        <translation>Laden Sie mit F5 alles neu.</translation>
    </message>
    <message>
        <source>There are not enough credits for that.</source>
        <translation>Dafür sind nicht genug Credits da.</translation>
    </message>
    <message>
        <source>Buy credits or give less.</source>
        <translation>Kaufen Sie Credits oder geben Sie weniger.</translation>
    </message>
    <message>
        <source>That does not fit with how things stand now.</source>
        <translation>Das passt nicht mehr zum jetzigen Stand.</translation>
    </message>
    <message>
        <source>Look again and decide anew.</source>
        <translation>Sehen Sie noch einmal nach und entscheiden Sie neu.</translation>
    </message>
    <message>
        <source>This member is deactivated.</source>
        <translation>Dieses Mitglied ist deaktiviert.</translation>
    </message>
    <message>
        <source>Let them back in first.</source>
        <translation>Lassen Sie es zuerst wieder herein.</translation>
    </message>
    <message>
        <source>These headshots have already come to their end.</source>
        <translation>Diese Porträts sind schon abgeschlossen.</translation>
    </message>
    <message>
        <source>These headshots are still being made.</source>
        <translation>Diese Porträts sind noch in Arbeit.</translation>
    </message>
    <message>
        <source>Cancel them first, or wait for their end.</source>
        <translation>Brechen Sie sie zuerst ab oder warten Sie, bis sie fertig sind.</translation>
    </message>
    <message>
        <source>The photos for this are not there any more.</source>
        <translation>Die Fotos dafür sind nicht mehr da.</translation>
    </message>
    <message>
        <source>The member has to send new ones.</source>
        <translation>Das Mitglied muss neue schicken.</translation>
    </message>
    <message>
        <source>Too many tries.</source>
        <translation>Zu viele Versuche.</translation>
    </message>
    <message>
        <source>Try again in a minute.</source>
        <translation>Versuchen Sie es in einer Minute noch einmal.</translation>
    </message>
    <message>
        <source>Payments are not set up here.</source>
        <translation>Zahlungen sind hier nicht eingerichtet.</translation>
    </message>
    <message>
        <source>The payment service is not answering.</source>
        <translation>Der Zahlungsdienst antwortet nicht.</translation>
    </message>
    <message>
        <source>Try again in a minute; nothing was charged.</source>
        <translation>Versuchen Sie es in einer Minute noch einmal; es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>The payment service did not take the order.</source>
        <translation>Der Zahlungsdienst hat die Bestellung nicht angenommen.</translation>
    </message>
    <message>
        <source>Ask who looks after the server.</source>
        <translation>Fragen Sie, wer den Server betreut.</translation>
    </message>
    <message>
        <source>The server&apos;s database is not answering.</source>
        <translation>Die Datenbank des Servers antwortet nicht.</translation>
    </message>
    <message>
        <source>The storage of the pictures is not answering.</source>
        <translation>Der Speicher für die Bilder antwortet nicht.</translation>
    </message>
    <message>
        <source>A service this needs is not answering.</source>
        <translation>Ein Dienst, den es dafür braucht, antwortet nicht.</translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation>Versuchen Sie es in ein paar Minuten noch einmal.</translation>
    </message>
    <message>
        <source>The server is just stopping.</source>
        <translation>Der Server wird gerade beendet.</translation>
    </message>
    <message>
        <source>Something went wrong on the server.</source>
        <translation>Auf dem Server ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Try again; the fault has been logged.</source>
        <translation>Versuchen Sie es noch einmal; der Fehler ist protokolliert.</translation>
    </message>
</context>
<context>
    <name>Registry</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Purchases</source>
        <translation>Käufe</translation>
    </message>
    <message>
        <source>Allocations</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Generations</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Nutzung</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Your key for {team} no longer opens. Sign in again; nothing was lost.</source>
        <translation>Ihr Schlüssel für {team} gilt nicht mehr. Melden Sie sich neu an; nichts ging verloren.</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>Team {name}, change team</source>
        <translation>Team {name}, Team wechseln</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbinde</translation>
    </message>
    <message>
        <source>synced {n} s ago</source>
        <translation>Stand vor {n} s</translation>
    </message>
    <message>
        <source>synced just now</source>
        <translation>Stand jetzt</translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>One-time code</source>
        <translation>Einmalcode</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Enter the code that closeup init or /console gave you.</source>
        <translation>Geben Sie den Code ein, den closeup init oder /console Ihnen gab.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft…</translation>
    </message>
    <message>
        <source>The code comes from closeup init, or from the bot when you send /console. It works once, for 10 minutes.</source>
        <translation>Der Code kommt von closeup init oder vom Bot, wenn Sie /console senden. Er gilt einmal, 10 Minuten lang.</translation>
    </message>
    <message>
        <source>Sign in to Closeup</source>
        <translation>Bei Closeup anmelden</translation>
    </message>
</context>
<context>
    <name>Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
</context>
<context>
    <name>ToastBar</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Use the light theme</source>
        <translation>Helles Aussehen</translation>
    </message>
    <message>
        <source>Use the dark theme</source>
        <translation>Dunkles Aussehen</translation>
    </message>
    <message>
        <source>Use the system&apos;s theme</source>
        <translation>Aussehen des Systems</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Add a team or server</source>
        <translation>Team oder Server hinzufügen</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>vor {n} Min.</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>vor {n} Std.</translation>
    </message>
    <message>
        <source>{n} d ago</source>
        <translation>vor {n} T.</translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n row(s) saved</source>
        <translation>
            <numerusform>%n Zeile gespeichert</numerusform>
            <numerusform>%n Zeilen gespeichert</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Shapes</name>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
</context>
</TS>
