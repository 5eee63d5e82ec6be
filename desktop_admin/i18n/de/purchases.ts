<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CustomCard</name>
    <message>
        <source>How many credits</source>
        <translation>Wie viele Credits</translation>
    </message>
    <message>
        <source>Buy credits</source>
        <translation>Credits kaufen</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Freie Menge</translation>
    </message>
    <message>
        <source>{each} per credit</source>
        <translation>{each} je Credit</translation>
    </message>
    <message>
        <source>Cheaper as a pack: {name} has {credits} for {amount}, {saved} less.</source>
        <translation>Als Paket günstiger: {name} hat {credits} für {amount}, {saved} weniger.</translation>
    </message>
    <message>
        <source>For the same money the {name} pack has {credits}.</source>
        <translation>Für dasselbe Geld hat das Paket {name} {credits}.</translation>
    </message>
    <message>
        <source>Digits only: a whole number from {least} to {most}.</source>
        <translation>Nur Ziffern: eine ganze Zahl von {least} bis {most}.</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Open receipt</source>
        <translation>Beleg öffnen</translation>
    </message>
    <message>
        <source>Go on to payment</source>
        <translation>Weiter zur Zahlung</translation>
    </message>
    <message>
        <source>Copy the purchase&apos;s id</source>
        <translation>Kennung des Kaufs kopieren</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Paid by</source>
        <translation>Bezahlt von</translation>
    </message>
    <message>
        <source>Purchase</source>
        <translation>Kauf</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>HistoryCard</name>
    <message>
        <source>Purchases</source>
        <translation>Käufe</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV speichern</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Zu prüfen</translation>
    </message>
    <message>
        <source>No purchase is like this.</source>
        <translation>Kein Kauf ist so.</translation>
    </message>
    <message>
        <source>No purchases yet. Choose a pack above; what becomes of it is kept here.</source>
        <translation>Noch keine Käufe. Wählen Sie oben ein Paket; was daraus wird, steht hier.</translation>
    </message>
</context>
<context>
    <name>LinkLine</name>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>This link was not opened from here. Copy it into a browser if you trust its address.</source>
        <translation>Dieser Link wurde nicht von hier geöffnet. Kopieren Sie ihn in einen Browser, wenn Sie seiner Adresse trauen.</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
</context>
<context>
    <name>PackCard</name>
    <message>
        <source>Buy {name}</source>
        <translation>{name} kaufen</translation>
    </message>
    <message>
        <source>{each} per credit</source>
        <translation>{each} je Credit</translation>
    </message>
    <message>
        <source>Best price</source>
        <translation>Bester Preis</translation>
    </message>
</context>
<context>
    <name>Purchases</name>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Waiting for payment</source>
        <translation>Wartet auf Zahlung</translation>
    </message>
    <message>
        <source>At the bank</source>
        <translation>Bei der Bank</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Partly refunded</source>
        <translation>Teils erstattet</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Disputed</source>
        <translation>Angefochten</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Freie Menge</translation>
    </message>
    <message>
        <source>{amount} refunded.</source>
        <translation>{amount} erstattet.</translation>
    </message>
    <message>
        <source>{amount} disputed by the buyer&apos;s bank.</source>
        <translation>{amount} von der Bank des Käufers angefochten.</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Credits</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>PurchasesPage</name>
    <message>
        <source>Purchases</source>
        <translation>Käufe</translation>
    </message>
    <message>
        <source>One credit is one set of four headshots</source>
        <translation>Ein Credit ist ein Satz von vier Porträts</translation>
    </message>
    <message>
        <source>Test mode: no real money moves</source>
        <translation>Testbetrieb: es fließt kein echtes Geld</translation>
    </message>
    <message>
        <source>Purchase</source>
        <translation>Kauf</translation>
    </message>
    <message>
        <source>No longer waiting. The checkout is open until {time}, from the history.</source>
        <translation>Es wird nicht mehr gewartet. Die Zahlung ist bis {time} über den Verlauf möglich.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Nothing was bought.</source>
        <translation>Es wurde nichts gekauft.</translation>
    </message>
    <message>
        <source>{credits} arrived in the pool.</source>
        <translation>{credits} sind im Vorrat angekommen.</translation>
    </message>
    <message>
        <source>Payment received</source>
        <translation>Zahlung eingegangen</translation>
    </message>
    <message>
        <source>You are offline.</source>
        <translation>Keine Verbindung.</translation>
    </message>
    <message>
        <source>Payments are off on this server.</source>
        <translation>Auf diesem Server sind Zahlungen ausgeschaltet.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>Nothing is lost: credits you have can be given out. Whoever runs it connects Stripe.</source>
        <translation>Nichts geht verloren: vorhandene Credits lassen sich verteilen. Wer den Server betreibt, verbindet Stripe.</translation>
    </message>
</context>
<context>
    <name>StatusCard</name>
    <message>
        <source>Open again</source>
        <translation>Noch einmal öffnen</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stops waiting. The link stays good, and nothing is charged.</source>
        <translation>Beendet das Warten. Der Link bleibt gültig, und nichts wird berechnet.</translation>
    </message>
    <message>
        <source>Give credits out</source>
        <translation>Credits verteilen</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Buy again</source>
        <translation>Erneut kaufen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Waiting for payment</source>
        <translation>Wartet auf Zahlung</translation>
    </message>
    <message>
        <source>{credits} are in the pool.</source>
        <translation>{credits} sind im Vorrat.</translation>
    </message>
    <message>
        <source>The bank is at work, which can take days. The credits come with the money.</source>
        <translation>Die Bank arbeitet daran, das kann Tage dauern. Die Credits kommen mit dem Geld.</translation>
    </message>
    <message>
        <source>The payment did not go through.</source>
        <translation>Die Zahlung ist nicht zustande gekommen.</translation>
    </message>
    <message>
        <source>Nobody paid in time, and nothing was charged.</source>
        <translation>Niemand hat rechtzeitig bezahlt, und nichts wurde berechnet.</translation>
    </message>
    <message>
        <source>Nothing was credited; whoever runs Stripe here can refund it.</source>
        <translation>Es wurde nichts gutgeschrieben; wer hier Stripe betreut, kann es erstatten.</translation>
    </message>
    <message>
        <source>Paid and credited</source>
        <translation>Bezahlt und gutgeschrieben</translation>
    </message>
    <message>
        <source>Payment under way</source>
        <translation>Zahlung unterwegs</translation>
    </message>
    <message>
        <source>Payment failed</source>
        <translation>Zahlung gescheitert</translation>
    </message>
    <message>
        <source>The checkout has expired</source>
        <translation>Der Zahlungslink ist abgelaufen</translation>
    </message>
    <message>
        <source>Payment set aside</source>
        <translation>Zahlung zurückgestellt</translation>
    </message>
    <message>
        <source>The checkout is still open: try again there.</source>
        <translation>Die Zahlung ist noch offen: versuchen Sie es dort noch einmal.</translation>
    </message>
    <message>
        <source>The console keeps looking.</source>
        <translation>Die Konsole sieht weiter nach.</translation>
    </message>
    <message>
        <source>Pay in the browser; the credits appear here by themselves.</source>
        <translation>Bezahlen Sie im Browser; die Credits erscheinen hier von selbst.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Checkout opened</source>
        <translation>Zahlung geöffnet</translation>
    </message>
    <message>
        <source>Credited</source>
        <translation>Gutgeschrieben</translation>
    </message>
    <message>
        <source>Open until {moment}</source>
        <translation>Offen bis {moment}</translation>
    </message>
    <message>
        <source>Waiting for payment</source>
        <translation>Wartet auf Zahlung</translation>
    </message>
    <message>
        <source>The bank is at work</source>
        <translation>Die Bank arbeitet daran</translation>
    </message>
    <message>
        <source>Payment under way</source>
        <translation>Zahlung unterwegs</translation>
    </message>
    <message>
        <source>Payment failed</source>
        <translation>Zahlung gescheitert</translation>
    </message>
    <message>
        <source>Nothing was credited</source>
        <translation>Nichts wurde gutgeschrieben</translation>
    </message>
    <message>
        <source>Nothing was charged</source>
        <translation>Nichts wurde berechnet</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Paid, but set aside</source>
        <translation>Bezahlt, aber zurückgestellt</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Zurückgenommen</translation>
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
    <message numerus="yes">
        <source>%n credit(s) taken back.</source>
        <translation>
            <numerusform>%n Credit zurückgenommen.</numerusform>
            <numerusform>%n Credits zurückgenommen.</numerusform>
        </translation>
    </message>
</context>
</TS>
