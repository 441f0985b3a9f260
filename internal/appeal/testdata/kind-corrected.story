The registrar reads a complaint in what was sent as an application: the term becomes the complaint's.
-- story --
2026-02-02 10:00 nobody submit kind=application body=akimat.750000000
2026-02-02 11:00 registrar register kind=nonsense
2026-02-02 11:00 registrar register kind=complaint
-- want --
2026-02-02 10:00 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2026-02-23, art. 64(3)
2026-02-02 11:00 registrar register kind=nonsense
  refused: appeal.choose_kind
2026-02-02 11:00 registrar register kind=complaint
  routed, akimat.750000000, due 2026-03-02, art. 64(3)
