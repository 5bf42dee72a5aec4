story A lamp fails at night, the alarm opens; the crew comes, it closes
city cities/demo
clock 2026-03-02T19:00:00+08:00

device lamp-7 profile lighting-lamp at 123.2 30.25
device cabinet-1 profile lighting-cabinet at 123.2001 30.2501

# An ordinary evening.
every 1m for 10m mqtt lamp-7 {"powerState":"on","powerConsumption":78.2,"temperature":24.1}
expect entity urn:ngsi-ld:Streetlight:lamp-7 powerConsumption 78.2
expect alarm lighting.lamp-out on urn:ngsi-ld:Streetlight:lamp-7 none

# It fails: still switched on, but it draws nothing. Two minutes are not enough to be sure.
every 1m for 2m mqtt lamp-7 {"powerState":"on","powerConsumption":0.3,"temperature":19}
expect alarm lighting.lamp-out on urn:ngsi-ld:Streetlight:lamp-7 none
every 1m for 4m mqtt lamp-7 {"powerState":"on","powerConsumption":0.3,"temperature":17}
expect alarm lighting.lamp-out on urn:ngsi-ld:Streetlight:lamp-7 open
expect entity urn:ngsi-ld:Alert:lighting.lamp-out:Streetlight:lamp-7 severity medium
expect entity urn:ngsi-ld:Alert:lighting.lamp-out:Streetlight:lamp-7 status open
http GET /ngsi-ld/v1/entities/urn:ngsi-ld:Alert:lighting.lamp-out:Streetlight:lamp-7
expect status 200
expect body "Street light is out"

# A restart neither loses nor repeats it.
restart
expect alarm lighting.lamp-out on urn:ngsi-ld:Streetlight:lamp-7 open

# By day it is switched off and draws nothing. That repairs no lamp.
wait 12h
mqtt lamp-7 {"powerState":"off","powerConsumption":0.1,"temperature":15}
expect alarm lighting.lamp-out on urn:ngsi-ld:Streetlight:lamp-7 open
expect alarm lighting.lamp-silent on urn:ngsi-ld:Streetlight:lamp-7 closed

# The next evening the crew has been there.
wait 11h
mqtt lamp-7 {"powerState":"on","powerConsumption":77.9,"temperature":22}
expect alarm lighting.lamp-out on urn:ngsi-ld:Streetlight:lamp-7 closed

# A silent cabinet is a dark quarter.
mqtt cabinet-1 {"totalActivePower":4.4,"voltageR":231}
expect entity urn:ngsi-ld:StreetlightControlCabinet:cabinet-1 totalActivePower 4.4
wait 16m
expect alarm lighting.cabinet-silent on urn:ngsi-ld:StreetlightControlCabinet:cabinet-1 open
mqtt cabinet-1 {"totalActivePower":4.5,"voltageR":230}
expect alarm lighting.cabinet-silent on urn:ngsi-ld:StreetlightControlCabinet:cabinet-1 closed
