<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Changer</name>
    <message numerus="yes">
        <source>%n credit(s) returned to the pool</source>
        <translation>
            <numerusform>%n credit returned to the pool</numerusform>
            <numerusform>%n credits returned to the pool</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>Try %n again</source>
        <translation>
            <numerusform>Try %n again</numerusform>
            <numerusform>Try %n again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Invite %n</source>
        <translation>
            <numerusform>Invite %n</numerusform>
            <numerusform>Invite %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n invited.</source>
        <translation>
            <numerusform>%n invited.</numerusform>
            <numerusform>%n invited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to go.</source>
        <translation>
            <numerusform>%n to go.</numerusform>
            <numerusform>%n to go.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left.</source>
        <translation>
            <numerusform>%n left.</numerusform>
            <numerusform>%n left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can be invited.</source>
        <translation>
            <numerusform>%n can be invited.</numerusform>
            <numerusform>%n can be invited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) cannot be taken; each says why.</source>
        <translation>
            <numerusform>%n line cannot be taken and says why.</numerusform>
            <numerusform>%n lines cannot be taken; each says why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) go to them.</source>
        <translation>
            <numerusform>%n credit goes to them.</numerusform>
            <numerusform>%n credits go to them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InvitePanel</name>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InvitesCard</name>
    <message numerus="yes">
        <source>%n invite(s)</source>
        <translation>
            <numerusform>%n invite</numerusform>
            <numerusform>%n invites</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message numerus="yes">
        <source>%n active member(s)</source>
        <translation>
            <numerusform>%n active member</numerusform>
            <numerusform>%n active members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not joined in chat yet</source>
        <translation>
            <numerusform>%n not joined in chat yet</numerusform>
            <numerusform>%n not joined in chat yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unused credit(s) return to the pool.</source>
        <translation>
            <numerusform>%n unused credit returns to the pool.</numerusform>
            <numerusform>%n unused credits return to the pool.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generation(s) under way still finish.</source>
        <translation>
            <numerusform>%n generation under way still finishes.</numerusform>
            <numerusform>%n generations under way still finish.</numerusform>
        </translation>
    </message>
</context>
</TS>
