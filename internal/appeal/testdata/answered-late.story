The term passes: written down once, and the late answer is the same breach, not a second one.
-- story --
2026-02-02 10:00 nobody submit kind=complaint body=akimat.750000000
2026-02-02 11:00 registrar register
2026-03-02 19:00 machine lapse
2026-03-03 00:05 machine lapse
2026-03-03 01:05 machine lapse
2026-03-04 10:00 head answer outcome=refused note=Шағым негізсіз, себебі тексеру заңды болды.
-- want --
2026-02-02 10:00 nobody submit kind=complaint body=akimat.750000000
  submitted, akimat.750000000, due 2026-03-02, art. 64(3)
2026-02-02 11:00 registrar register
  routed, akimat.750000000, due 2026-03-02, art. 64(3)
2026-03-02 19:00 machine lapse
  refused: appeal.not_late
2026-03-03 00:05 machine lapse
  routed, akimat.750000000, due 2026-03-02, art. 99, LATE by art. 99: until 2026-03-02
2026-03-03 01:05 machine lapse
  refused: appeal.not_late
2026-03-04 10:00 head answer outcome=refused note=Шағым негізсіз, себебі тексеру заңды болды.
  answered, akimat.750000000, due 2026-03-02, art. 100(1), LATE by art. 99: until 2026-03-02
