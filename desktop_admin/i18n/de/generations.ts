<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Details</name>
    <message>
        <source>View pictures</source>
        <translation>Bilder ansehen</translation>
    </message>
    <message>
        <source>Redo…</source>
        <translation>Neu machen…</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>Abbrechen…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Copy the headshot&apos;s id</source>
        <translation>Kennung der Porträts kopieren</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>Angefragt</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>Noch nicht fertig</translation>
    </message>
    <message>
        <source>You are offline.</source>
        <translation>Sie sind offline.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Show as pictures</source>
        <translation>Als Bilder zeigen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Any style</source>
        <translation>Jeder Stil</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle Mitglieder</translation>
    </message>
</context>
<context>
    <name>GenerationsPage</name>
    <message>
        <source>Generations</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Every set of headshots, with live progress</source>
        <translation>Alle Porträtserien, mit laufendem Fortschritt</translation>
    </message>
    <message>
        <source>Invite members</source>
        <translation>Mitglieder einladen</translation>
    </message>
    <message>
        <source>No headshots yet</source>
        <translation>Noch keine Porträts</translation>
    </message>
    <message>
        <source>Members send their selfies to the bot; what they make shows here at once.</source>
        <translation>Mitglieder schicken ihre Selfies an den Bot; was entsteht, erscheint hier sofort.</translation>
    </message>
    <message>
        <source>Show headshots: {status}</source>
        <translation>Porträts zeigen: {status}</translation>
    </message>
    <message>
        <source>Download favourites as a ZIP</source>
        <translation>Favoriten als ZIP herunterladen</translation>
    </message>
    <message>
        <source>Headshots</source>
        <translation>Porträts</translation>
    </message>
    <message>
        <source>Download favourites</source>
        <translation>Favoriten herunterladen</translation>
    </message>
    <message numerus="yes">
        <source>%n favourite(s) saved: {file}</source>
        <translation>
            <numerusform>%n Favorit gespeichert: {file}</numerusform>
            <numerusform>%n Favoriten gespeichert: {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>CSV speichern</translation>
    </message>
    <message>
        <source>Download favourites…</source>
        <translation>Favoriten laden…</translation>
    </message>
    <message>
        <source>The favourites of this filter as one ZIP file</source>
        <translation>Die Favoriten dieses Filters als eine ZIP-Datei</translation>
    </message>
    <message>
        <source>Headshots as pictures</source>
        <translation>Porträts als Bilder</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Nothing matches this filter</source>
        <translation>Nichts passt zu diesem Filter</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
</context>
<context>
    <name>Headshots</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>In Arbeit</translation>
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
        <source>A member who left</source>
        <translation>Ein früheres Mitglied</translation>
    </message>
    <message>
        <source>1 credit is held until it is done.</source>
        <translation>1 Credit ist vorgemerkt, bis es fertig ist.</translation>
    </message>
    <message>
        <source>1 credit was used.</source>
        <translation>1 Credit wurde verbraucht.</translation>
    </message>
    <message>
        <source>The credit went back; nothing was used.</source>
        <translation>Der Credit ging zurück; nichts wurde verbraucht.</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} min {s} s</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>Angefragt</translation>
    </message>
</context>
<context>
    <name>MarkedBar</name>
    <message>
        <source>Cancel…</source>
        <translation>Abbrechen…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>You are offline.</source>
        <translation>Sie sind offline.</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Canceled on request.</source>
        <translation>Auf Wunsch abgebrochen.</translation>
    </message>
    <message>
        <source>Something went wrong while your headshots were made.</source>
        <translation>Bei der Arbeit an den Porträts ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Your headshots were not ready within a day.</source>
        <translation>Die Porträts waren nach einem Tag noch nicht fertig.</translation>
    </message>
    <message>
        <source>The machines that made your headshots stopped again and again.</source>
        <translation>Die Rechner, die die Porträts gemacht haben, sind immer wieder ausgefallen.</translation>
    </message>
    <message>
        <source>Not all of the pictures could be made.</source>
        <translation>Nicht alle Bilder konnten gemacht werden.</translation>
    </message>
    <message>
        <source>The photos are not there any more.</source>
        <translation>Die Fotos sind nicht mehr da.</translation>
    </message>
    <message>
        <source>The picture could not be worked on.</source>
        <translation>Das Bild ließ sich nicht bearbeiten.</translation>
    </message>
    <message>
        <source>The storage of the pictures is not answering.</source>
        <translation>Der Speicher für die Bilder antwortet nicht.</translation>
    </message>
    <message>
        <source>The storage of the pictures does not let this installation in.</source>
        <translation>Der Speicher für die Bilder lässt diese Installation nicht hinein.</translation>
    </message>
    <message>
        <source>The storage of the pictures does not exist.</source>
        <translation>Den Speicher für die Bilder gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no room left to keep pictures.</source>
        <translation>Es ist kein Platz mehr für Bilder.</translation>
    </message>
    <message>
        <source>The picture service is not set up here.</source>
        <translation>Der Bilderdienst ist hier nicht eingerichtet.</translation>
    </message>
    <message>
        <source>The picture service is not answering.</source>
        <translation>Der Bilderdienst antwortet nicht.</translation>
    </message>
    <message>
        <source>The picture service has too much to do.</source>
        <translation>Der Bilderdienst hat zu viel zu tun.</translation>
    </message>
    <message>
        <source>The picture service did not accept the order.</source>
        <translation>Der Bilderdienst hat den Auftrag nicht angenommen.</translation>
    </message>
    <message>
        <source>The picture service does not know what it was asked about.</source>
        <translation>Der Bilderdienst kennt nicht, wonach er gefragt wurde.</translation>
    </message>
    <message>
        <source>The picture service took too long.</source>
        <translation>Der Bilderdienst hat zu lange gebraucht.</translation>
    </message>
    <message>
        <source>The picture service could not make the pictures.</source>
        <translation>Der Bilderdienst konnte die Bilder nicht machen.</translation>
    </message>
    <message>
        <source>The work was stopped at the picture service.</source>
        <translation>Die Arbeit wurde beim Bilderdienst gestoppt.</translation>
    </message>
    <message>
        <source>The picture service refused these photos as sensitive.</source>
        <translation>Der Bilderdienst hat diese Fotos als heikel abgelehnt.</translation>
    </message>
    <message>
        <source>The picture service sent a file that is no usable picture.</source>
        <translation>Der Bilderdienst hat eine Datei geschickt, die kein brauchbares Bild ist.</translation>
    </message>
</context>
<context>
    <name>RedoDialog</name>
    <message>
        <source>Make headshots again?</source>
        <translation>Porträts noch einmal machen?</translation>
    </message>
    <message>
        <source>Four new pictures are made from the same photos. This takes 1 more credit from {name}; the pictures that are there stay.</source>
        <translation>Aus denselben Fotos entstehen vier neue Bilder. Das kostet 1 weiteren Credit von {name}; die vorhandenen Bilder bleiben.</translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) left before this.</source>
        <translation>
            <numerusform>Vorher ist noch %n Credit da.</numerusform>
            <numerusform>Vorher sind noch %n Credits da.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep as it is</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Redo for 1 credit</source>
        <translation>Für 1 Credit neu machen</translation>
    </message>
    <message>
        <source>No credits left. Give some on the Allocations page.</source>
        <translation>Keine Credits mehr. Geben Sie welche auf der Seite Verteilung.</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>The file could not be written.</source>
        <translation>Die Datei konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message numerus="yes">
        <source>%n set(s) of headshots will stop. %n held credit(s) will come back; pictures made so far are not kept.</source>
        <translation>
            <numerusform>%n Porträtserie wird angehalten. %n vorgemerkter Credit kommt zurück; bisherige Bilder bleiben nicht.</numerusform>
            <numerusform>%n Porträtserien werden angehalten. %n vorgemerkte Credits kommen zurück; bisherige Bilder bleiben nicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>The work for {name} stops at its next step. The held credit comes back to {name}; pictures made so far are not kept.</source>
        <translation>Die Arbeit für {name} endet mit dem nächsten Schritt. Der vorgemerkte Credit geht an {name} zurück; bisherige Bilder bleiben nicht.</translation>
    </message>
    <message>
        <source>Cancel this?</source>
        <translation>Abbrechen?</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) of headshots</source>
        <translation>
            <numerusform>%n Porträtserie</numerusform>
            <numerusform>%n Porträtserien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{sets} with %n picture(s) will be deleted from storage for good.</source>
        <translation>
            <numerusform>{sets} mit %n Bild: wird endgültig aus dem Speicher gelöscht.</numerusform>
            <numerusform>{sets} mit %n Bildern: wird endgültig aus dem Speicher gelöscht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) stay used, and the books do not change.</source>
        <translation>
            <numerusform>%n Credit bleibt verbraucht, und die Bücher ändern sich nicht.</numerusform>
            <numerusform>%n Credits bleiben verbraucht, und die Bücher ändern sich nicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>No credit was used, and the books do not change.</source>
        <translation>Kein Credit wurde verbraucht, und die Bücher ändern sich nicht.</translation>
    </message>
    <message>
        <source>Delete these headshots?</source>
        <translation>Diese Porträts löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>New headshots for {name} are on their way.</source>
        <translation>Neue Porträts für {name} sind unterwegs.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) canceled; the credit comes back.</source>
        <translation>
            <numerusform>%n Serie abgebrochen; der Credit kommt zurück.</numerusform>
            <numerusform>%n Serien abgebrochen; die Credits kommen zurück.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) of headshots deleted.</source>
        <translation>
            <numerusform>%n Porträtserie gelöscht.</numerusform>
            <numerusform>%n Porträtserien gelöscht.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Headshots of {name}</source>
        <translation>Porträts von {name}</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Lädt…</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Favorit</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>Originalgröße</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} von {total}</translation>
    </message>
    <message>
        <source>Picture {n} of {total}, {name}</source>
        <translation>Bild {n} von {total}, {name}</translation>
    </message>
    <message>
        <source>Zoom to fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Gespeichert: {file}</translation>
    </message>
    <message>
        <source>Show picture {n}</source>
        <translation>Bild {n} zeigen</translation>
    </message>
    <message>
        <source>There are no pictures any more.</source>
        <translation>Es gibt keine Bilder mehr.</translation>
    </message>
    <message>
        <source>This file is no picture.</source>
        <translation>Diese Datei ist kein Bild.</translation>
    </message>
    <message>
        <source>Favourite chosen</source>
        <translation>Ist Favorit</translation>
    </message>
    <message>
        <source>Make favourite</source>
        <translation>Zum Favoriten</translation>
    </message>
</context>
<context>
    <name>ZipCard</name>
    <message>
        <source>Progress of the download</source>
        <translation>Fortschritt des Ladens</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Saving {file}: {done} of {total}</source>
        <translation>{file} wird gespeichert: {done} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>Looking for favourites: %n found</source>
        <translation>
            <numerusform>Favoriten werden gesucht: %n gefunden</numerusform>
            <numerusform>Favoriten werden gesucht: %n gefunden</numerusform>
        </translation>
    </message>
</context>
</TS>
