<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>Diese Konsole</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
</context>
<context>
    <name>AccountsSection</name>
    <message>
        <source>Teams and servers</source>
        <translation>Teams und Server</translation>
    </message>
    <message>
        <source>Add a team or server…</source>
        <translation>Team oder Server hinzufügen…</translation>
    </message>
    <message>
        <source>The key of this computer for {team} stops working on the server and is forgotten here. The team and its credits stay as they are.</source>
        <translation>Der Schlüssel dieses Rechners für {team} gilt beim Server nicht mehr und wird hier vergessen. Das Team und seine Credits bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Sign out of {team}?</source>
        <translation>Von {team} abmelden?</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>Abmelden…</translation>
    </message>
    <message>
        <source>Sign out of {team}</source>
        <translation>Von {team} abmelden</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Switch to it</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden…</translation>
    </message>
</context>
<context>
    <name>KeysSection</name>
    <message>
        <source>Who is signed in</source>
        <translation>Wer angemeldet ist</translation>
    </message>
    <message>
        <source>Every console signed in to this team has a key of its own. Revoke one that should not be.</source>
        <translation>Jede angemeldete Konsole dieses Teams hat einen eigenen Schlüssel. Widerrufen Sie, was nicht sein soll.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Lädt…</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>You are offline.</source>
        <translation>Sie sind offline.</translation>
    </message>
    <message>
        <source>The console that {name} signed in on {when} is signed out at once. Nothing else changes; they can sign in again with a new code.</source>
        <translation>Die Konsole, die {name} am {when} angemeldet hat, wird sofort abgemeldet. Sonst ändert sich nichts; mit einem neuen Code ist die Anmeldung wieder möglich.</translation>
    </message>
    <message>
        <source>This is the key of this console: you are signed out at once.</source>
        <translation>Das ist der Schlüssel dieser Konsole: Sie werden sofort abgemeldet.</translation>
    </message>
    <message>
        <source>Revoke this key?</source>
        <translation>Diesen Schlüssel widerrufen?</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Signed out: {name}</source>
        <translation>Abgemeldet: {name}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Since {when}, until {day}</source>
        <translation>Seit {when}, bis {day}</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>Diese Konsole</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Widerrufen…</translation>
    </message>
    <message>
        <source>Revoke the key of {name}</source>
        <translation>Schlüssel von {name} widerrufen</translation>
    </message>
</context>
<context>
    <name>Licences</name>
    <message>
        <source>Closeup is free software under the MIT licence.</source>
        <translation>Closeup ist freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Qt and Qt for Python are used under the GNU Lesser General Public License, version 3. They are installed as separate libraries: you may replace them with your own build, change them, and study them. Their source is at code.qt.io; the text of the licence is at gnu.org/licenses/lgpl-3.0.</source>
        <translation>Qt und Qt for Python werden unter der GNU Lesser General Public License, Version 3, benutzt. Sie sind als eigene Bibliotheken installiert: Sie dürfen sie durch eigene ersetzen, verändern und untersuchen. Ihr Quelltext steht auf code.qt.io, der Text der Lizenz auf gnu.org/licenses/lgpl-3.0.</translation>
    </message>
    <message>
        <source>About Qt</source>
        <translation>Über Qt</translation>
    </message>
</context>
<context>
    <name>LooksSection</name>
    <message>
        <source>Looks and language</source>
        <translation>Aussehen und Sprache</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the desktop&apos;s</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>From the next start of the console.</source>
        <translation>Ab dem nächsten Start der Konsole.</translation>
    </message>
</context>
<context>
    <name>NoticesSection</name>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Tell me on the desktop when a payment lands or credits run out.</source>
        <translation>Auf dem Desktop melden, wenn eine Zahlung eingeht oder die Credits ausgehen.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>The console says the same inside its window.</source>
        <translation>Die Konsole sagt dasselbe in ihrem Fenster.</translation>
    </message>
    <message>
        <source>This desktop shows no notifications of ours; the console says the same inside its window.</source>
        <translation>Dieser Desktop zeigt unsere Benachrichtigungen nicht; die Konsole sagt dasselbe in ihrem Fenster.</translation>
    </message>
</context>
<context>
    <name>ServerSection</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation>Angemeldet als</translation>
    </message>
    <message>
        <source>Your key</source>
        <translation>Ihr Schlüssel</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Lädt…</translation>
    </message>
    <message>
        <source>{name}, until {day}</source>
        <translation>{name}, bis {day}</translation>
    </message>
    <message>
        <source>Kept in this computer&apos;s keyring, never in a file.</source>
        <translation>Liegt im Schlüsselbund dieses Rechners, nie in einer Datei.</translation>
    </message>
    <message>
        <source>Kept in memory only, since this computer has no keyring. You sign in again after closing the console.</source>
        <translation>Liegt nur im Speicher, da dieser Rechner keinen Schlüsselbund hat. Nach dem Schließen melden Sie sich neu an.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Accounts, keys, looks and notifications of this computer</source>
        <translation>Konten, Schlüssel, Aussehen und Benachrichtigungen dieses Rechners</translation>
    </message>
    <message>
        <source>Show licences</source>
        <translation>Lizenzen zeigen</translation>
    </message>
</context>
</TS>
