<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AllocationsPage</name>
    <message numerus="yes">
        <source>Reclaim %n unused credit(s) from {name}?</source>
        <translation>
            <numerusform>Reclaim %n unused credit from {name}?</numerusform>
            <numerusform>Reclaim %n unused credits from {name}?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reclaim %n</source>
        <translation>
            <numerusform>Reclaim %n</numerusform>
            <numerusform>Reclaim %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unused credit(s) stay with {name}.</source>
        <translation>
            <numerusform>%n unused credit stays with {name}.</numerusform>
            <numerusform>%n unused credits stay with {name}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} keeps the %n credit(s) already used.</source>
        <translation>
            <numerusform>{name} keeps the %n credit already used.</numerusform>
            <numerusform>{name} keeps the %n credits already used.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unused credit(s)</source>
        <translation>
            <numerusform>%n unused credit</numerusform>
            <numerusform>%n unused credits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GridCard</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) unspent</source>
        <translation>
            <numerusform>%n credit unspent</numerusform>
            <numerusform>%n credits unspent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MemberPanel</name>
    <message numerus="yes">
        <source>Give %n credit(s)</source>
        <translation>
            <numerusform>Give %n credit</numerusform>
            <numerusform>Give %n credits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mover</name>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n credit</numerusform>
            <numerusform>%n credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StageCard</name>
    <message numerus="yes">
        <source>Apply to %n member(s)</source>
        <translation>
            <numerusform>Apply to %n member</numerusform>
            <numerusform>Apply to %n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n credit</numerusform>
            <numerusform>%n credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One more for the %n who joined first.</source>
        <translation>
            <numerusform>One more for the one who joined first.</numerusform>
            <numerusform>One more for the %n who joined first.</numerusform>
        </translation>
    </message>
</context>
</TS>
