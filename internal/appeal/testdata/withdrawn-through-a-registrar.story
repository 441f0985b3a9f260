A registrar may withdraw only on the applicant's statement, and says what it was (art. 64(9)).

-- story --
2026-05-04 10:00 nobody submit kind=request body=min.health
2026-05-05 10:00 registrar withdraw
2026-05-05 10:05 head withdraw note=Өтінішіңіз бойынша.
2026-05-05 10:10 registrar withdraw note=Өтініш берушінің 5 мамырдағы жазбаша өтініші.
-- want --
2026-05-04 10:00 nobody submit kind=request body=min.health
  submitted, min.health, due 2026-05-28, art. 64(3)
2026-05-05 10:00 registrar withdraw
  refused: appeal.withdraw_needs_statement
2026-05-05 10:05 head withdraw note=Өтінішіңіз бойынша.
  refused: appeal.not_yours
2026-05-05 10:10 registrar withdraw note=Өтініш берушінің 5 мамырдағы жазбаша өтініші.
  withdrawn, min.health, due 2026-05-28, art. 64(9)
