Before 29.12.2025 the term ran from receipt; the edition stays with the case.
-- story --
2025-12-05 10:00 nobody submit kind=application body=akimat.750000000
2025-12-05 11:00 registrar register
2025-12-30 10:00 head answer outcome=satisfied note=Орындалды.
-- want --
2025-12-05 10:00 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2025-12-29, art. 64(3)
2025-12-05 11:00 registrar register
  routed, akimat.750000000, due 2025-12-29, art. 64(3)
2025-12-30 10:00 head answer outcome=satisfied note=Орындалды.
  answered, akimat.750000000, due 2025-12-29, art. 77(1), LATE by art. 76(1): until 2025-12-29
