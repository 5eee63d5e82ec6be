<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Attention</name>
    <message>
        <source>Give credits</source>
        <translation>Credits geben</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Send the link again, or take it back.</source>
        <translation>Senden Sie den Link noch einmal oder ziehen Sie ihn zurück.</translation>
    </message>
    <message>
        <source>See invites</source>
        <translation>Einladungen</translation>
    </message>
</context>
<context>
    <name>AttentionCard</name>
    <message>
        <source>Nothing needs you right now.</source>
        <translation>Im Moment ist nichts zu tun.</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Zu tun</translation>
    </message>
</context>
<context>
    <name>NumberRow</name>
    <message>
        <source>Unallocated</source>
        <translation>Nicht verteilt</translation>
    </message>
    <message>
        <source>Allocated, unspent</source>
        <translation>Verteilt, offen</translation>
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
        <source>of {n} purchased</source>
        <translation>von {n} gekauften</translation>
    </message>
    <message>
        <source>{n} owed after a refund</source>
        <translation>{n} offen nach Erstattung</translation>
    </message>
    <message numerus="yes">
        <source>across %n member(s)</source>
        <translation>
            <numerusform>bei %n Mitglied</numerusform>
            <numerusform>bei %n Mitgliedern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generation(s) under way</source>
        <translation>
            <numerusform>%n Auftrag läuft</numerusform>
            <numerusform>%n Aufträge laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>+{n} in 7 days</source>
        <translation>+{n} in 7 Tagen</translation>
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
        <source>{n} unallocated</source>
        <translation>{n} nicht verteilt</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Credits across your team, updated live</source>
        <translation>Die Credits Ihres Teams, immer aktuell</translation>
    </message>
    <message>
        <source>Auto-distribute…</source>
        <translation>Verteilen…</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Einladen</translation>
    </message>
    <message>
        <source>Buy credits</source>
        <translation>Credits kaufen</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} T</translation>
    </message>
    <message>
        <source>Credits used per day</source>
        <translation>Verbrauchte Credits pro Tag</translation>
    </message>
    <message>
        <source>Your team has no credits yet</source>
        <translation>Ihr Team hat noch keine Credits</translation>
    </message>
    <message>
        <source>One credit is one set of four headshots.</source>
        <translation>Ein Credit ist ein Satz von vier Porträts.</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message numerus="yes">
        <source>%n in all</source>
        <translation>
            <numerusform>%n insgesamt</numerusform>
            <numerusform>%n insgesamt</numerusform>
        </translation>
    </message>
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Deactivated</source>
        <translation>Deaktiviert</translation>
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
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>PeopleCard</name>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV speichern</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Out of credits</source>
        <translation>Ohne Credits</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Deactivated</source>
        <translation>Deaktiviert</translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n member(s) without credits</source>
        <translation>
            <numerusform>%n Mitglied ohne Credits</numerusform>
            <numerusform>%n Mitglieder ohne Credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n headshot(s) failed</source>
        <translation>
            <numerusform>%n Porträt gescheitert</numerusform>
            <numerusform>%n Porträts gescheitert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n invite(s) not taken yet</source>
        <translation>
            <numerusform>%n Einladung noch offen</numerusform>
            <numerusform>%n Einladungen noch offen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n Credit</numerusform>
            <numerusform>%n Credits</numerusform>
        </translation>
    </message>
</context>
</TS>
