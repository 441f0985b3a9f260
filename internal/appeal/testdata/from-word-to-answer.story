An application to an akimat, registered, worked and answered within the term across Nauryz (art. 64(3), 76).
-- story --
2026-03-17 10:00 nobody submit kind=application body=akimat.750000000 name=Сынақ Сынақов
2026-03-17 11:00 registrar register
2026-03-18 09:00 head assign to=executor
2026-04-10 18:00 executor answer outcome=satisfied note=Жарық жөнделді.
2026-04-11 12:00 applicant rate rating=solved
2026-04-11 12:01 applicant rate rating=not
-- want --
2026-03-17 10:00 nobody submit kind=application body=akimat.750000000 name=Сынақ Сынақов
  submitted, akimat.750000000, due 2026-04-10, art. 64(3)
2026-03-17 11:00 registrar register
  routed, akimat.750000000, due 2026-04-10, art. 64(3)
2026-03-18 09:00 head assign to=executor
  assigned, akimat.750000000, due 2026-04-10, art. 
2026-04-10 18:00 executor answer outcome=satisfied note=Жарық жөнделді.
  answered, akimat.750000000, due 2026-04-10, art. 77(1)
2026-04-11 12:00 applicant rate rating=solved
  answered, akimat.750000000, due 2026-04-10, art. 
2026-04-11 12:01 applicant rate rating=not
  refused: appeal.rated_already
