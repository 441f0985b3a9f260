Received on the Saturday of Nauryz: registered on the next working day, the term counts from the day after (cases L20). Registering later is done, and marked.
-- story --
2026-03-21 09:05 nobody submit kind=application body=akimat.750000000
2026-03-26 10:00 registrar register
-- want --
2026-03-21 09:05 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2026-04-16, art. 64(3)
2026-03-26 10:00 registrar register
  routed, akimat.750000000, due 2026-04-16, art. 64(3)
