Case L25: redirected and received on 20 February, due 16 March.
-- story --
2026-02-17 10:00 nobody submit kind=application body=akimat.750000000
2026-02-17 11:00 registrar register
2026-02-20 15:00 head redirect body=akimat.710000000 note=Құзыретті орган сол.
-- want --
2026-02-17 10:00 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2026-03-11, art. 64(3)
2026-02-17 11:00 registrar register
  routed, akimat.750000000, due 2026-03-11, art. 64(3)
2026-02-20 15:00 head redirect body=akimat.710000000 note=Құзыретті орган сол.
  redirected, akimat.710000000, due 2026-03-16, art. 65(1)
