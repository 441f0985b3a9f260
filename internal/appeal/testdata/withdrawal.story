Case L42: withdrawn before the decision (art. 64(9)); after it nothing can be withdrawn.
-- story --
2026-05-04 10:00 nobody submit kind=request body=min.health
2026-05-04 11:00 registrar register
2026-05-14 10:00 applicant withdraw
2026-05-14 10:05 applicant withdraw
2026-05-14 10:06 registrar register
-- want --
2026-05-04 10:00 nobody submit kind=request body=min.health
  submitted, min.health, due 2026-05-28, art. 64(3)
2026-05-04 11:00 registrar register
  routed, min.health, due 2026-05-28, art. 64(3)
2026-05-14 10:00 applicant withdraw
  withdrawn, min.health, due 2026-05-28, art. 64(9)
2026-05-14 10:05 applicant withdraw
  refused: appeal.wrong_state
2026-05-14 10:06 registrar register
  refused: appeal.wrong_state
