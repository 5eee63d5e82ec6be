<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>MembersCard</name>
    <message>
        <source>Usage per member</source>
        <translation>Nutzung je Mitglied</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV speichern</translation>
    </message>
    <message>
        <source>Per member</source>
        <translation>Je Mitglied</translation>
    </message>
</context>
<context>
    <name>ReportNumbers</name>
    <message>
        <source>Credits used</source>
        <translation>Verbrauchte Credits</translation>
    </message>
    <message>
        <source>Success rate</source>
        <translation>Erfolgsquote</translation>
    </message>
    <message>
        <source>Time to ready</source>
        <translation>Zeit bis fertig</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln headshot(s) asked for</source>
        <translation>
            <numerusform>%Ln Porträt bestellt</numerusform>
            <numerusform>%Ln Porträts bestellt</numerusform>
        </translation>
    </message>
    <message>
        <source>{failed} failed, {canceled} canceled</source>
        <translation>{failed} Fehler, {canceled} Abbrüche</translation>
    </message>
    <message>
        <source>95 of 100 within {time}</source>
        <translation>95 von 100 in {time}</translation>
    </message>
    <message>
        <source>asked for a headshot</source>
        <translation>haben ein Porträt bestellt</translation>
    </message>
</context>
<context>
    <name>UsageDays</name>
    <message>
        <source>{n}%</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} min {s} s</translation>
    </message>
    <message>
        <source>nothing ended</source>
        <translation>nichts beendet</translation>
    </message>
</context>
<context>
    <name>UsageMembers</name>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Bestellt</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Canceled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Success rate</source>
        <translation>Erfolgsquote</translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message>
        <source>Usage</source>
        <translation>Nutzung</translation>
    </message>
    <message>
        <source>Days are counted in UTC</source>
        <translation>Tage zählen nach UTC</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Export days</source>
        <translation>Tage speichern</translation>
    </message>
    <message>
        <source>Credits used per day</source>
        <translation>Verbrauchte Credits je Tag</translation>
    </message>
    <message>
        <source>Success rate</source>
        <translation>Erfolgsquote</translation>
    </message>
    <message>
        <source>Time to ready</source>
        <translation>Zeit bis fertig</translation>
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
        <source>%Ln in all</source>
        <translation>
            <numerusform>%Ln insgesamt</numerusform>
            <numerusform>%Ln insgesamt</numerusform>
        </translation>
    </message>
    <message>
        <source>per day, of those that ended</source>
        <translation>je Tag, der beendeten</translation>
    </message>
    <message>
        <source>median of each day</source>
        <translation>Median jedes Tages</translation>
    </message>
    <message>
        <source>No headshots in this time</source>
        <translation>Keine Porträts in dieser Zeit</translation>
    </message>
    <message>
        <source>Show a year</source>
        <translation>Ein Jahr zeigen</translation>
    </message>
    <message>
        <source>Look at a longer time.</source>
        <translation>Sehen Sie sich einen längeren Zeitraum an.</translation>
    </message>
    <message>
        <source>They are counted here as soon as a member asks the bot for some.</source>
        <translation>Sie zählen hier, sobald ein Mitglied den Bot um welche bittet.</translation>
    </message>
    <message>
        <source>Usage of {span}</source>
        <translation>Nutzung über {span}</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 Jahr</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} Tage</translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n Credit</numerusform>
            <numerusform>%n Credits</numerusform>
        </translation>
    </message>
</context>
</TS>
