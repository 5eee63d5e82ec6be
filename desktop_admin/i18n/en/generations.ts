<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>GenerationsPage</name>
    <message numerus="yes">
        <source>%n favourite(s) saved: {file}</source>
        <translation>
            <numerusform>%n favourite saved: {file}</numerusform>
            <numerusform>%n favourites saved: {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarkedBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RedoDialog</name>
    <message numerus="yes">
        <source>%n credit(s) left before this.</source>
        <translation>
            <numerusform>%n credit left before this.</numerusform>
            <numerusform>%n credits left before this.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message numerus="yes">
        <source>%n set(s) of headshots will stop. %n held credit(s) will come back; pictures made so far are not kept.</source>
        <translation>
            <numerusform>%n set of headshots will stop. %n held credit will come back; pictures made so far are not kept.</numerusform>
            <numerusform>%n sets of headshots will stop. %n held credits will come back; pictures made so far are not kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) of headshots</source>
        <translation>
            <numerusform>%n set of headshots</numerusform>
            <numerusform>%n sets of headshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{sets} with %n picture(s) will be deleted from storage for good.</source>
        <translation>
            <numerusform>{sets} with %n picture will be deleted from storage for good.</numerusform>
            <numerusform>{sets} with %n pictures will be deleted from storage for good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) stay used, and the books do not change.</source>
        <translation>
            <numerusform>%n credit stays used, and the books do not change.</numerusform>
            <numerusform>%n credits stay used, and the books do not change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) canceled; the credit comes back.</source>
        <translation>
            <numerusform>%n set canceled; the credit comes back.</numerusform>
            <numerusform>%n sets canceled; the credits come back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n set(s) of headshots deleted.</source>
        <translation>
            <numerusform>%n set of headshots deleted.</numerusform>
            <numerusform>%n sets of headshots deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ZipCard</name>
    <message numerus="yes">
        <source>Looking for favourites: %n found</source>
        <translation>
            <numerusform>Looking for favourites: %n found</numerusform>
            <numerusform>Looking for favourites: %n found</numerusform>
        </translation>
    </message>
</context>
</TS>
