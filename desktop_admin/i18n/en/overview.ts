<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>NumberRow</name>
    <message numerus="yes">
        <source>across %n member(s)</source>
        <translation>
            <numerusform>across %n member</numerusform>
            <numerusform>across %n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generation(s) under way</source>
        <translation>
            <numerusform>%n generation under way</numerusform>
            <numerusform>%n generations under way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>%n in all</source>
        <translation>
            <numerusform>%n in all</numerusform>
            <numerusform>%n in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n member(s) without credits</source>
        <translation>
            <numerusform>%n member without credits</numerusform>
            <numerusform>%n members without credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n headshot(s) failed</source>
        <translation>
            <numerusform>%n headshot failed</numerusform>
            <numerusform>%n headshots failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n invite(s) not taken yet</source>
        <translation>
            <numerusform>%n invite not taken yet</numerusform>
            <numerusform>%n invites not taken yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n credit</numerusform>
            <numerusform>%n credits</numerusform>
        </translation>
    </message>
</context>
</TS>
