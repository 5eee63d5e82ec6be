<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n credit(s)</source>
        <translation>
            <numerusform>%n credit</numerusform>
            <numerusform>%n credits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n credit(s) taken back.</source>
        <translation>
            <numerusform>%n credit taken back.</numerusform>
            <numerusform>%n credits taken back.</numerusform>
        </translation>
    </message>
</context>
</TS>
