Later than three working days: the redirect stands, the breach is marked and counted.
-- story --
2026-02-17 10:00 nobody submit kind=application body=akimat.750000000
2026-02-17 11:00 registrar register
2026-02-23 15:00 head redirect body=akimat.710000000 note=Құзыретті орган сол.
2026-02-23 16:00 head redirect body=akimat.710000000 note=Тағы.
2026-02-23 16:00 head redirect body=akimat.750000000
-- want --
2026-02-17 10:00 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2026-03-11, art. 64(3)
2026-02-17 11:00 registrar register
  routed, akimat.750000000, due 2026-03-11, art. 64(3)
2026-02-23 15:00 head redirect body=akimat.710000000 note=Құзыретті орган сол.
  redirected, akimat.710000000, due 2026-03-17, art. 65(1), LATE by art. 65(1): until 2026-02-20
2026-02-23 16:00 head redirect body=akimat.710000000 note=Тағы.
  refused: appeal.same_body
2026-02-23 16:00 head redirect body=akimat.750000000
  refused: appeal.redirect_needs_reason
