<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Allocations</name>
    <message>
        <source>Deactivated</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Has credits</source>
        <translation>Hat Credits</translation>
    </message>
    <message>
        <source>Without credits</source>
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
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Vorgemerkt</translation>
    </message>
    <message>
        <source>Unspent now</source>
        <translation>Jetzt offen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>AllocationsPage</name>
    <message>
        <source>Allocations</source>
        <translation>Verteilung</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV speichern</translation>
    </message>
    <message>
        <source>Auto-distribute…</source>
        <translation>Automatisch verteilen…</translation>
    </message>
    <message>
        <source>{pool} unallocated, {unspent} with members and unspent</source>
        <translation>{pool} unverteilt, {unspent} bei Mitgliedern und offen</translation>
    </message>
    <message>
        <source>Buy credits</source>
        <translation>Credits kaufen</translation>
    </message>
    <message>
        <source>There are no credits to share yet</source>
        <translation>Es gibt noch keine Credits zu verteilen</translation>
    </message>
    <message>
        <source>Buy some, then give them to your members here.</source>
        <translation>Kaufen Sie welche und geben Sie sie hier Ihren Mitgliedern.</translation>
    </message>
    <message>
        <source>Auto-distribute credits</source>
        <translation>Credits automatisch verteilen</translation>
    </message>
    <message>
        <source>Members without credits</source>
        <translation>Mitglieder ohne Credits</translation>
    </message>
    <message>
        <source>Give credits to {name}</source>
        <translation>Credits an {name} geben</translation>
    </message>
    <message>
        <source>Gave {credits} to {members}</source>
        <translation>{credits} an {members} gegeben</translation>
    </message>
    <message numerus="yes">
        <source>Reclaim %n unused credit(s) from {name}?</source>
        <translation>
            <numerusform>%n ungenutzten Credit von {name} zurückholen?</numerusform>
            <numerusform>%n ungenutzte Credits von {name} zurückholen?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reclaim %n</source>
        <translation>
            <numerusform>%n zurückholen</numerusform>
            <numerusform>%n zurückholen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unused credit(s) stay with {name}.</source>
        <translation>
            <numerusform>%n ungenutzter Credit bleibt bei {name}.</numerusform>
            <numerusform>%n ungenutzte Credits bleiben bei {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} has none left then.</source>
        <translation>{name} hat dann keine mehr.</translation>
    </message>
    <message>
        <source>What is used ({used}) or under way ({held}) stays as it is.</source>
        <translation>Was verbraucht ({used}) oder in Arbeit ({held}) ist, bleibt.</translation>
    </message>
    <message numerus="yes">
        <source>{name} keeps the %n credit(s) already used.</source>
        <translation>
            <numerusform>{name} behält den %n bereits verbrauchten Credit.</numerusform>
            <numerusform>{name} behält die %n bereits verbrauchten Credits.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was moved.</source>
        <translation>Es wurde nichts bewegt.</translation>
    </message>
    <message>
        <source>Reclaim {credits} from {members}?</source>
        <translation>{credits} von {members} zurückholen?</translation>
    </message>
    <message numerus="yes">
        <source>%n unused credit(s)</source>
        <translation>
            <numerusform>%n ungenutzten Credit</numerusform>
            <numerusform>%n ungenutzte Credits</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything they have not used goes back to the pool; they keep what they used.</source>
        <translation>Alles Ungenutzte geht zurück in den Vorrat; was verbraucht ist, bleibt.</translation>
    </message>
</context>
<context>
    <name>GridCard</name>
    <message>
        <source>Members and their credits</source>
        <translation>Mitglieder und ihre Credits</translation>
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
        <source>Credits for each</source>
        <translation>Credits für jedes</translation>
    </message>
    <message>
        <source>Give each</source>
        <translation>Jedem geben</translation>
    </message>
    <message>
        <source>Reclaim…</source>
        <translation>Zurückholen…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Without credits</source>
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
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
    <message>
        <source>They have nothing unspent.</source>
        <translation>Sie haben nichts Ungenutztes.</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) unspent</source>
        <translation>
            <numerusform>%n Credit offen</numerusform>
            <numerusform>%n Credits offen</numerusform>
        </translation>
    </message>
    <message>
        <source>Say how many credits each gets.</source>
        <translation>Sagen Sie, wie viele Credits jedes bekommt.</translation>
    </message>
    <message>
        <source>That needs {need} credits and {pool} are unallocated.</source>
        <translation>Dafür braucht es {need} Credits, unverteilt sind {pool}.</translation>
    </message>
</context>
<context>
    <name>MemberPanel</name>
    <message>
        <source>Another member</source>
        <translation>Anderes Mitglied</translation>
    </message>
    <message>
        <source>Move here</source>
        <translation>Hierher</translation>
    </message>
    <message>
        <source>Reclaim…</source>
        <translation>Zurückholen…</translation>
    </message>
    <message>
        <source>Deactivated</source>
        <translation>Deaktiviert</translation>
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
        <source>Give credits</source>
        <translation>Credits geben</translation>
    </message>
    <message>
        <source>Move from another member</source>
        <translation>Von einem anderen Mitglied</translation>
    </message>
    <message>
        <source>Reclaim unspent credits</source>
        <translation>Ungenutzte Credits zurückholen</translation>
    </message>
    <message>
        <source>Credits to give</source>
        <translation>Credits zum Geben</translation>
    </message>
    <message>
        <source>Credits to move</source>
        <translation>Credits zum Übertragen</translation>
    </message>
    <message>
        <source>Credits to reclaim</source>
        <translation>Credits zum Zurückholen</translation>
    </message>
    <message numerus="yes">
        <source>Give %n credit(s)</source>
        <translation>
            <numerusform>%n Credit geben</numerusform>
            <numerusform>%n Credits geben</numerusform>
        </translation>
    </message>
    <message>
        <source>A deactivated member gets no credits. Let them back in first.</source>
        <translation>Ein deaktiviertes Mitglied bekommt keine Credits. Nehmen Sie es zuerst wieder auf.</translation>
    </message>
    <message>
        <source>Only {pool} are unallocated.</source>
        <translation>Nur {pool} sind unverteilt.</translation>
    </message>
    <message>
        <source>Say how many.</source>
        <translation>Sagen Sie, wie viele.</translation>
    </message>
    <message>
        <source>Unallocated: {before} → {after}</source>
        <translation>Unverteilt: {before} → {after}</translation>
    </message>
    <message>
        <source>Choose from whom.</source>
        <translation>Wählen Sie, von wem.</translation>
    </message>
    <message>
        <source>{name} has {n} unspent.</source>
        <translation>{name} hat {n} offen.</translation>
    </message>
    <message>
        <source>There is nothing unspent.</source>
        <translation>Es ist nichts ungenutzt.</translation>
    </message>
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
</context>
<context>
    <name>Mover</name>
    <message>
        <source>Gave {credits} to {name}</source>
        <translation>{credits} an {name} gegeben</translation>
    </message>
    <message>
        <source>Reclaimed {credits} from {name}</source>
        <translation>{credits} von {name} zurückgeholt</translation>
    </message>
    <message>
        <source>Moved {credits} from {giver} to {taker}</source>
        <translation>{credits} von {giver} an {taker} übertragen</translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n Credit</numerusform>
            <numerusform>%n Credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was moved for {members}.</source>
        <translation>Für {members} wurde nichts bewegt.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Gave {credits} to {members}</source>
        <translation>{credits} an {members} gegeben</translation>
    </message>
    <message>
        <source>Reclaimed {credits} from {members}</source>
        <translation>{credits} von {members} zurückgeholt</translation>
    </message>
    <message>
        <source>Undone: {credits} are back</source>
        <translation>Rückgängig gemacht: {credits}</translation>
    </message>
</context>
<context>
    <name>StageCard</name>
    <message>
        <source>Equal shares</source>
        <translation>Zu gleichen Teilen</translation>
    </message>
    <message>
        <source>Top up</source>
        <translation>Auffüllen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Auto-distribute</source>
        <translation>Automatisch verteilen</translation>
    </message>
    <message>
        <source>Credits to share</source>
        <translation>Zu verteilen</translation>
    </message>
    <message>
        <source>Everybody up to</source>
        <translation>Alle bis auf</translation>
    </message>
    <message numerus="yes">
        <source>Apply to %n member(s)</source>
        <translation>
            <numerusform>Für %n Mitglied anwenden</numerusform>
            <numerusform>Für %n Mitglieder anwenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Waits until the server is back.</source>
        <translation>Wartet, bis der Server wieder da ist.</translation>
    </message>
    <message>
        <source>There is nothing to apply yet.</source>
        <translation>Es ist noch nichts anzuwenden.</translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation>Wird angewendet…</translation>
    </message>
    <message>
        <source>There are no unallocated credits to share. Buy some first.</source>
        <translation>Es gibt keine unverteilten Credits. Kaufen Sie zuerst welche.</translation>
    </message>
    <message>
        <source>Say how many.</source>
        <translation>Sagen Sie, wie viele.</translation>
    </message>
    <message>
        <source>Asking the server what this would do…</source>
        <translation>Der Server wird gefragt, was das bewirkt…</translation>
    </message>
    <message>
        <source>The team changed meanwhile, so this is a new preview.</source>
        <translation>Im Team hat sich inzwischen etwas geändert; das ist eine neue Vorschau.</translation>
    </message>
    <message>
        <source>Everybody has as many already, so there is nothing to do.</source>
        <translation>Alle haben schon so viele, es ist nichts zu tun.</translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n Credit</numerusform>
            <numerusform>%n Credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} stay unallocated.</source>
        <translation>{n} bleiben unverteilt.</translation>
    </message>
    <message>
        <source>None stays unallocated.</source>
        <translation>Keiner bleibt unverteilt.</translation>
    </message>
    <message>
        <source>{credits} to {members} who have less.</source>
        <translation>{credits} an {members}, die weniger haben.</translation>
    </message>
    <message>
        <source>{credits} to {members}, {n} each.</source>
        <translation>{credits} an {members}, je {n}.</translation>
    </message>
    <message numerus="yes">
        <source>One more for the %n who joined first.</source>
        <translation>
            <numerusform>Einen mehr für %n Mitglied, das zuerst beigetreten ist.</numerusform>
            <numerusform>Einen mehr für die %n, die zuerst beigetreten sind.</numerusform>
        </translation>
    </message>
</context>
</TS>
