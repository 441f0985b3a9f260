Nobody wrote the lapse down before the late answer: the answer carries the breach.
-- story --
2026-02-02 10:00 nobody submit kind=application body=akimat.750000000
2026-02-02 11:00 registrar register
2026-02-25 10:00 head answer outcome=explained note=Түсіндірме.
-- want --
2026-02-02 10:00 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2026-02-23, art. 64(3)
2026-02-02 11:00 registrar register
  routed, akimat.750000000, due 2026-02-23, art. 64(3)
2026-02-25 10:00 head answer outcome=explained note=Түсіндірме.
  answered, akimat.750000000, due 2026-02-23, art. 77(1), LATE by art. 76(1): until 2026-02-23
