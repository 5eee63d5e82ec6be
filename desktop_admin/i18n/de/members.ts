<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Changer</name>
    <message>
        <source>{before} is now {after}</source>
        <translation>{before} heißt jetzt {after}</translation>
    </message>
    <message>
        <source>{name} is an admin now</source>
        <translation>{name} ist jetzt Admin</translation>
    </message>
    <message>
        <source>{name} is a member now</source>
        <translation>{name} ist jetzt Mitglied</translation>
    </message>
    <message>
        <source>{name} is back in the team</source>
        <translation>{name} ist wieder im Team</translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) returned to the pool</source>
        <translation>
            <numerusform>%n Credit ist zurück im Vorrat</numerusform>
            <numerusform>%n Credits sind zurück im Vorrat</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} is deactivated</source>
        <translation>{name} ist deaktiviert</translation>
    </message>
    <message>
        <source>Undone: {name} is as before</source>
        <translation>Rückgängig gemacht: {name} ist wie zuvor</translation>
    </message>
    <message>
        <source>It could not be undone.</source>
        <translation>Das ließ sich nicht rückgängig machen.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import members</source>
        <translation>Mitglieder einlesen</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Die Datei wird gelesen…</translation>
    </message>
    <message>
        <source>Lines of the file</source>
        <translation>Zeilen der Datei</translation>
    </message>
    <message>
        <source>Invite those of the same name too</source>
        <translation>Auch die mit gleichem Namen einladen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>The file could not be read. Choose another one.</source>
        <translation>Die Datei ließ sich nicht lesen. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>Try %n again</source>
        <translation>
            <numerusform>%n noch einmal versuchen</numerusform>
            <numerusform>%n noch einmal versuchen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Invite %n</source>
        <translation>
            <numerusform>%n einladen</numerusform>
            <numerusform>%n einladen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody in this file can be invited.</source>
        <translation>Aus dieser Datei kann niemand eingeladen werden.</translation>
    </message>
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Look first</source>
        <translation>Bitte ansehen</translation>
    </message>
    <message>
        <source>Cannot be taken</source>
        <translation>Nicht möglich</translation>
    </message>
    <message>
        <source>Invited</source>
        <translation>Eingeladen</translation>
    </message>
    <message>
        <source>Not invited</source>
        <translation>Nicht eingeladen</translation>
    </message>
    <message numerus="yes">
        <source>%n invited.</source>
        <translation>
            <numerusform>%n eingeladen.</numerusform>
            <numerusform>%n eingeladen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to go.</source>
        <translation>
            <numerusform>%n noch offen.</numerusform>
            <numerusform>%n noch offen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left.</source>
        <translation>
            <numerusform>%n übrig.</numerusform>
            <numerusform>%n übrig.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can be invited.</source>
        <translation>
            <numerusform>%n kann eingeladen werden.</numerusform>
            <numerusform>%n können eingeladen werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) cannot be taken; each says why.</source>
        <translation>
            <numerusform>%n Zeile kann nicht übernommen werden; der Grund steht dabei.</numerusform>
            <numerusform>%n Zeilen können nicht übernommen werden; der Grund steht jeweils dabei.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) go to them.</source>
        <translation>
            <numerusform>%n Credit geht an sie.</numerusform>
            <numerusform>%n Credits gehen an sie.</numerusform>
        </translation>
    </message>
    <message>
        <source>They would get {need} credits and {pool} are unallocated: some will wait for theirs.</source>
        <translation>Sie bekämen {need} Credits, unverteilt sind {pool}: Einige warten dann auf ihre.</translation>
    </message>
</context>
<context>
    <name>Importer</name>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Invited</source>
        <translation>Eingeladen</translation>
    </message>
    <message>
        <source>Not invited</source>
        <translation>Nicht eingeladen</translation>
    </message>
    <message>
        <source>Invited, without credits yet</source>
        <translation>Eingeladen, noch ohne Credits</translation>
    </message>
    <message>
        <source>Look first</source>
        <translation>Bitte ansehen</translation>
    </message>
    <message>
        <source>Cannot be taken</source>
        <translation>Nicht möglich</translation>
    </message>
</context>
<context>
    <name>InvitePanel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>For how many people</source>
        <translation>Für wie viele Personen</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>One person</source>
        <translation>Eine Person</translation>
    </message>
    <message>
        <source>A link for several</source>
        <translation>Ein Link für mehrere</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <source>Only the owner may invite admins.</source>
        <translation>Nur der Inhaber darf Admins einladen.</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n Tag</numerusform>
            <numerusform>in %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Say who it is.</source>
        <translation>Sagen Sie, wer es ist.</translation>
    </message>
    <message>
        <source>This name is too long.</source>
        <translation>Dieser Name ist zu lang.</translation>
    </message>
    <message>
        <source>Say for how many.</source>
        <translation>Sagen Sie, für wie viele.</translation>
    </message>
    <message>
        <source>{name} is invited. Send them this:</source>
        <translation>{name} ist eingeladen. Senden Sie das:</translation>
    </message>
    <message>
        <source>The link is ready. Send it to everybody:</source>
        <translation>Der Link ist bereit. Senden Sie ihn an alle:</translation>
    </message>
    <message>
        <source>Make the invite</source>
        <translation>Einladung erstellen</translation>
    </message>
    <message>
        <source>Make the link</source>
        <translation>Link erstellen</translation>
    </message>
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
</context>
<context>
    <name>InviteView</name>
    <message>
        <source>QR code of the invite</source>
        <translation>QR-Code der Einladung</translation>
    </message>
    <message>
        <source>Telegram link</source>
        <translation>Telegram-Link</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Link kopiert</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Code kopiert</translation>
    </message>
    <message>
        <source>On Slack</source>
        <translation>In Slack</translation>
    </message>
    <message>
        <source>Slack command copied</source>
        <translation>Slack-Befehl kopiert</translation>
    </message>
    <message>
        <source>Scan it with a phone to open the bot, or send the link.</source>
        <translation>Mit dem Telefon scannen, um den Bot zu öffnen, oder den Link senden.</translation>
    </message>
    <message>
        <source>No Telegram bot runs here yet; the code joins on any platform.</source>
        <translation>Hier läuft noch kein Telegram-Bot; der Code gilt auf jeder Plattform.</translation>
    </message>
    <message>
        <source>{used} of {cap} used</source>
        <translation>{used} von {cap} genutzt</translation>
    </message>
    <message>
        <source>{used}; it does not expire.</source>
        <translation>{used}; ohne Ablauf.</translation>
    </message>
    <message>
        <source>{used}; it expires on {day}.</source>
        <translation>{used}; läuft ab am {day}.</translation>
    </message>
    <message>
        <source>Copy: {what}</source>
        <translation>Kopieren: {what}</translation>
    </message>
</context>
<context>
    <name>InvitesCard</name>
    <message>
        <source>Invites</source>
        <translation>Einladungen</translation>
    </message>
    <message>
        <source>There is no invite like this.</source>
        <translation>Eine solche Einladung gibt es nicht.</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>Zurückziehen…</translation>
    </message>
    <message numerus="yes">
        <source>%n invite(s)</source>
        <translation>
            <numerusform>%n Einladung</numerusform>
            <numerusform>%n Einladungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Used up</source>
        <translation>Aufgebraucht</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Link kopiert</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Code kopiert</translation>
    </message>
</context>
<context>
    <name>Members</name>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Credits used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>In the team since</source>
        <translation>Im Team seit</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>{used} of {cap}</source>
        <translation>{used} von {cap}</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Telegram link</source>
        <translation>Telegram-Link</translation>
    </message>
    <message>
        <source>One person</source>
        <translation>Eine Person</translation>
    </message>
    <message>
        <source>Whoever comes first</source>
        <translation>Wer zuerst kommt</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <source>Not joined yet</source>
        <translation>Noch nicht dabei</translation>
    </message>
    <message>
        <source>Deactivated</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Invited</source>
        <translation>Eingeladen</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Out of credits</source>
        <translation>Ohne Credits</translation>
    </message>
    <message>
        <source>Used up</source>
        <translation>Aufgebraucht</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Gegeben</translation>
    </message>
    <message>
        <source>Reclaimed</source>
        <translation>Zurückgeholt</translation>
    </message>
    <message>
        <source>Held for headshots</source>
        <translation>Für Porträts vorgemerkt</translation>
    </message>
    <message>
        <source>Used for headshots</source>
        <translation>Für Porträts verbraucht</translation>
    </message>
    <message>
        <source>Released again</source>
        <translation>Wieder frei</translation>
    </message>
    <message>
        <source>Moved here</source>
        <translation>Erhalten</translation>
    </message>
    <message>
        <source>Moved away</source>
        <translation>Abgegeben</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV speichern</translation>
    </message>
    <message>
        <source>Import CSV…</source>
        <translation>CSV einlesen…</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Einladen</translation>
    </message>
    <message>
        <source>Open invites</source>
        <translation>Offene Einladungen</translation>
    </message>
    <message>
        <source>Invite somebody</source>
        <translation>Jemanden einladen</translation>
    </message>
    <message>
        <source>Import members from CSV</source>
        <translation>Mitglieder aus CSV einlesen</translation>
    </message>
    <message>
        <source>Show the invites</source>
        <translation>Einladungen zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n active member(s)</source>
        <translation>
            <numerusform>%n aktives Mitglied</numerusform>
            <numerusform>%n aktive Mitglieder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not joined in chat yet</source>
        <translation>
            <numerusform>%n noch nicht im Chat</numerusform>
            <numerusform>%n noch nicht im Chat</numerusform>
        </translation>
    </message>
    <message>
        <source>loading more…</source>
        <translation>weitere werden geladen…</translation>
    </message>
    <message>
        <source>Deactivate {name}?</source>
        <translation>{name} deaktivieren?</translation>
    </message>
    <message numerus="yes">
        <source>%n unused credit(s) return to the pool.</source>
        <translation>
            <numerusform>%n ungenutzter Credit geht zurück in den Vorrat.</numerusform>
            <numerusform>%n ungenutzte Credits gehen zurück in den Vorrat.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generation(s) under way still finish.</source>
        <translation>
            <numerusform>%n laufende Erstellung wird noch fertig.</numerusform>
            <numerusform>%n laufende Erstellungen werden noch fertig.</numerusform>
        </translation>
    </message>
    <message>
        <source>They can no longer use the bot or the console. Their history stays.</source>
        <translation>Bot und Konsole sind dann nicht mehr nutzbar. Der Verlauf bleibt.</translation>
    </message>
    <message>
        <source>Deactivate</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Take back the invite for {name}?</source>
        <translation>Einladung für {name} zurückziehen?</translation>
    </message>
    <message>
        <source>Its code and link stop working at once. Whoever joined by it stays.</source>
        <translation>Code und Link gelten sofort nicht mehr. Wer damit beigetreten ist, bleibt.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>The invite for {name} is taken back</source>
        <translation>Einladung für {name} zurückgezogen</translation>
    </message>
</context>
<context>
    <name>MovesList</name>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>No credits were moved yet.</source>
        <translation>Es wurden noch keine Credits bewegt.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>PeopleCard</name>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Search members</source>
        <translation>Mitglieder suchen</translation>
    </message>
    <message>
        <source>Nobody matches this.</source>
        <translation>Dazu passt niemand.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Not joined yet</source>
        <translation>Noch nicht dabei</translation>
    </message>
    <message>
        <source>Admins</source>
        <translation>Admins</translation>
    </message>
    <message>
        <source>Out of credits</source>
        <translation>Ohne Credits</translation>
    </message>
    <message>
        <source>Deactivated</source>
        <translation>Deaktiviert</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>Give or reclaim credits…</source>
        <translation>Credits geben oder zurückholen…</translation>
    </message>
    <message>
        <source>Show their invite</source>
        <translation>Einladung zeigen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Deactivate…</source>
        <translation>Deaktivieren…</translation>
    </message>
    <message>
        <source>Let back in</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>seit {day}</translation>
    </message>
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
    <message>
        <source>The owner cannot be deactivated.</source>
        <translation>Der Inhaber kann nicht deaktiviert werden.</translation>
    </message>
    <message>
        <source>Unspent</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Vorgemerkt</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Moves of their credits</source>
        <translation>Bewegungen der Credits</translation>
    </message>
    <message>
        <source>{n} used</source>
        <translation>{n} verbraucht</translation>
    </message>
    <message>
        <source>{n} held</source>
        <translation>{n} vorgemerkt</translation>
    </message>
    <message>
        <source>{n} unspent</source>
        <translation>{n} offen</translation>
    </message>
    <message>
        <source>The owner&apos;s role stays.</source>
        <translation>Die Rolle des Inhabers bleibt.</translation>
    </message>
    <message>
        <source>Only the owner may change roles.</source>
        <translation>Nur der Inhaber darf Rollen ändern.</translation>
    </message>
    <message>
        <source>A name has at least one letter.</source>
        <translation>Ein Name hat mindestens einen Buchstaben.</translation>
    </message>
    <message>
        <source>This name is too long.</source>
        <translation>Dieser Name ist zu lang.</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>The file is larger than 1 MB. Split it into smaller ones.</source>
        <translation>Die Datei ist größer als 1 MB. Teilen Sie sie auf.</translation>
    </message>
    <message>
        <source>This is not a CSV file. Save the list as CSV (UTF-8) and choose that.</source>
        <translation>Das ist keine CSV-Datei. Speichern Sie die Liste als CSV (UTF-8) und wählen Sie diese.</translation>
    </message>
    <message>
        <source>The file names nobody. Put one person on each line: name, role, credits.</source>
        <translation>In der Datei steht niemand. Je Zeile eine Person: Name, Rolle, Credits.</translation>
    </message>
    <message>
        <source>The file has more than {most} lines. Split it into smaller ones.</source>
        <translation>Die Datei hat mehr als {most} Zeilen. Teilen Sie sie auf.</translation>
    </message>
    <message>
        <source>The same name as in line {n}.</source>
        <translation>Der gleiche Name wie in Zeile {n}.</translation>
    </message>
    <message>
        <source>Somebody of this name is in the team already.</source>
        <translation>Jemand mit diesem Namen ist schon im Team.</translation>
    </message>
    <message>
        <source>A quotation mark is opened and not closed.</source>
        <translation>Ein Anführungszeichen wird geöffnet und nicht geschlossen.</translation>
    </message>
    <message>
        <source>A name has at most {most} letters.</source>
        <translation>Ein Name hat höchstens {most} Zeichen.</translation>
    </message>
    <message>
        <source>The name is missing.</source>
        <translation>Der Name fehlt.</translation>
    </message>
    <message>
        <source>A team has one owner. Use member or admin.</source>
        <translation>Ein Team hat einen Inhaber. Möglich sind member oder admin.</translation>
    </message>
    <message>
        <source>There is no role &quot;{role}&quot;. Use member or admin.</source>
        <translation>Die Rolle „{role}“ gibt es nicht. Möglich sind member oder admin.</translation>
    </message>
    <message>
        <source>Only the owner may invite admins.</source>
        <translation>Nur der Inhaber darf Admins einladen.</translation>
    </message>
    <message>
        <source>Credits are a whole number, not &quot;{text}&quot;.</source>
        <translation>Credits sind eine ganze Zahl, nicht „{text}“.</translation>
    </message>
    <message>
        <source>That is more credits than anybody can have.</source>
        <translation>So viele Credits kann niemand haben.</translation>
    </message>
</context>
</TS>
