Every act on an appeal of another body, by a colleague it was not given to, or in a wrong state is refused.
-- story --
2026-03-02 10:00 nobody submit kind=application body=akimat.750000000
2026-03-02 11:00 stranger register
2026-03-02 11:00 executor register
2026-03-02 11:00 controller register
2026-03-02 11:00 registrar answer outcome=explained note=Ерте.
2026-03-02 11:30 registrar register
2026-03-02 12:00 registrar assign to=executor
2026-03-02 12:10 colleague answer outcome=explained note=Менікі емес.
2026-03-02 12:20 stranger redirect body=akimat.710000000 note=Маған.
2026-03-02 12:30 applicant rate rating=not
2026-03-02 13:00 executor answer outcome=explained
2026-03-02 13:00 executor answer note=Нәтижесі жоқ.
2026-03-02 13:05 executor answer outcome=explained note=Түсіндірме.
-- want --
2026-03-02 10:00 nobody submit kind=application body=akimat.750000000
  submitted, akimat.750000000, due 2026-03-27, art. 64(3)
2026-03-02 11:00 stranger register
  refused: appeal.not_yours
2026-03-02 11:00 executor register
  refused: appeal.not_yours
2026-03-02 11:00 controller register
  refused: appeal.not_yours
2026-03-02 11:00 registrar answer outcome=explained note=Ерте.
  refused: appeal.not_yours
2026-03-02 11:30 registrar register
  routed, akimat.750000000, due 2026-03-27, art. 64(3)
2026-03-02 12:00 registrar assign to=executor
  assigned, akimat.750000000, due 2026-03-27, art. 
2026-03-02 12:10 colleague answer outcome=explained note=Менікі емес.
  refused: appeal.not_yours
2026-03-02 12:20 stranger redirect body=akimat.710000000 note=Маған.
  refused: appeal.not_yours
2026-03-02 12:30 applicant rate rating=not
  refused: appeal.wrong_state
2026-03-02 13:00 executor answer outcome=explained
  refused: appeal.answer_empty
2026-03-02 13:00 executor answer note=Нәтижесі жоқ.
  refused: appeal.choose_outcome
2026-03-02 13:05 executor answer outcome=explained note=Түсіндірме.
  answered, akimat.750000000, due 2026-03-27, art. 77(1)
