An application lapsed on its fifteenth day; then the registrar reads a complaint in it, whose twenty days have not passed: the lapse is taken back, only the late registration is counted.

-- story --
2026-03-02 10:00 nobody submit kind=application body=akimat.750000000
2026-03-28 00:10 machine lapse
2026-04-01 10:00 registrar register kind=complaint
2026-04-04 00:10 machine lapse
-- want --
2026-03-02 10:00 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2026-03-27, art. 64(3)
2026-03-28 00:10 machine lapse
  submitted, akimat.750000000, due 2026-03-27, art. 76(1), LATE by art. 76(1): until 2026-03-27
2026-04-01 10:00 registrar register kind=complaint
  routed, akimat.750000000, due 2026-04-03, art. 64(3), LATE by art. 64(3): until 2026-03-02
2026-04-04 00:10 machine lapse
  routed, akimat.750000000, due 2026-04-03, art. 99, LATE by art. 99: until 2026-04-03
