<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Audit</name>
    <message>
        <source>Founded the team</source>
        <translation>Team gegründet</translation>
    </message>
    <message>
        <source>Invited a member</source>
        <translation>Mitglied eingeladen</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>Beigetreten</translation>
    </message>
    <message>
        <source>Linked another chat account</source>
        <translation>Weiteres Chat-Konto verbunden</translation>
    </message>
    <message>
        <source>Renamed a member</source>
        <translation>Mitglied umbenannt</translation>
    </message>
    <message>
        <source>Changed a role</source>
        <translation>Rolle geändert</translation>
    </message>
    <message>
        <source>Deactivated a member</source>
        <translation>Mitglied deaktiviert</translation>
    </message>
    <message>
        <source>Reactivated a member</source>
        <translation>Mitglied reaktiviert</translation>
    </message>
    <message>
        <source>Deleted their own data</source>
        <translation>Eigene Daten gelöscht</translation>
    </message>
    <message>
        <source>Agreed to photo processing</source>
        <translation>Der Fotoverarbeitung zugestimmt</translation>
    </message>
    <message>
        <source>Created an invite</source>
        <translation>Einladung erstellt</translation>
    </message>
    <message>
        <source>Took an invite back</source>
        <translation>Einladung entzogen</translation>
    </message>
    <message>
        <source>Signed in to the console</source>
        <translation>An der Konsole angemeldet</translation>
    </message>
    <message>
        <source>Revoked a key</source>
        <translation>Schlüssel widerrufen</translation>
    </message>
    <message>
        <source>Gave credits</source>
        <translation>Credits gegeben</translation>
    </message>
    <message>
        <source>Reclaimed credits</source>
        <translation>Credits zurückgeholt</translation>
    </message>
    <message>
        <source>Moved credits</source>
        <translation>Credits umgebucht</translation>
    </message>
    <message>
        <source>Distributed credits</source>
        <translation>Credits verteilt</translation>
    </message>
    <message>
        <source>Opened a checkout</source>
        <translation>Bezahlvorgang eröffnet</translation>
    </message>
    <message>
        <source>Payment credited</source>
        <translation>Zahlung gutgeschrieben</translation>
    </message>
    <message>
        <source>Payment set aside</source>
        <translation>Zahlung zurückgestellt</translation>
    </message>
    <message>
        <source>Refund or dispute</source>
        <translation>Erstattung oder Einspruch</translation>
    </message>
    <message>
        <source>Requested headshots</source>
        <translation>Porträts angefragt</translation>
    </message>
    <message>
        <source>Made headshots again</source>
        <translation>Porträts neu gemacht</translation>
    </message>
    <message>
        <source>Canceled headshots</source>
        <translation>Porträts abgebrochen</translation>
    </message>
    <message>
        <source>Chose a favourite</source>
        <translation>Favorit gewählt</translation>
    </message>
    <message>
        <source>Deleted headshots</source>
        <translation>Porträts gelöscht</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Kommandozeile</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Betrifft</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von wo</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>places</source>
        <translation>Plätze</translation>
    </message>
    <message>
        <source>credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>invite</source>
        <translation>Einladung</translation>
    </message>
    <message>
        <source>for</source>
        <translation>für</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>made from</source>
        <translation>neu aus</translation>
    </message>
    <message>
        <source>pack</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>credits returned</source>
        <translation>zurück in den Vorrat</translation>
    </message>
    <message>
        <source>role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>strategy</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>trouble</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Fassung</translation>
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
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>in equal parts</source>
        <translation>zu gleichen Teilen</translation>
    </message>
    <message>
        <source>topped up</source>
        <translation>aufgefüllt</translation>
    </message>
    <message>
        <source>Professional</source>
        <translation>Professionell</translation>
    </message>
    <message>
        <source>Casual</source>
        <translation>Locker</translation>
    </message>
    <message>
        <source>Creative</source>
        <translation>Kreativ</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Freie Menge</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>Audit log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Who did what, when and from where. Nothing here can be changed.</source>
        <translation>Wer was wann und von wo aus getan hat. Hier lässt sich nichts ändern.</translation>
    </message>
    <message>
        <source>Audit: {action}</source>
        <translation>Protokoll: {action}</translation>
    </message>
    <message>
        <source>Audit line</source>
        <translation>Protokolleintrag</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV speichern</translation>
    </message>
    <message>
        <source>Nothing matches this filter</source>
        <translation>Nichts passt zu diesem Filter</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Betrifft</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von wo</translation>
    </message>
    <message>
        <source>All by the same</source>
        <translation>Alles von dort</translation>
    </message>
    <message>
        <source>All about this</source>
        <translation>Alles dazu</translation>
    </message>
    <message>
        <source>Copy the id</source>
        <translation>Kennung kopieren</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>As the server keeps it</source>
        <translation>So steht es beim Server</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>About: an id, then Enter</source>
        <translation>Kennung, dann Enter</translation>
    </message>
    <message>
        <source>About which id</source>
        <translation>Betrifft welche Kennung</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>Alles</translation>
    </message>
</context>
</TS>
