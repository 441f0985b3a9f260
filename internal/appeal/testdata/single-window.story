Nobody need know the body: the single window registers it and finds the body; the term runs from registration all the while (art. 76(1)).
-- story --
2026-03-02 10:00 nobody submit kind=application
2026-03-02 11:00 head register
2026-03-02 11:00 window register
2026-03-04 10:00 window answer outcome=explained note=Түсіндірме.
2026-03-04 10:00 window route
2026-03-04 11:00 window route body=akimat.750000000
2026-03-04 12:00 window assign to=executor
-- want --
2026-03-02 10:00 nobody submit kind=application
  submitted, no body, due 2026-03-27, art. 64(3)
2026-03-02 11:00 head register
  refused: appeal.not_yours
2026-03-02 11:00 window register
  registered, no body, due 2026-03-27, art. 64(3)
2026-03-04 10:00 window answer outcome=explained note=Түсіндірме.
  refused: appeal.not_yours
2026-03-04 10:00 window route
  refused: appeal.choose_body
2026-03-04 11:00 window route body=akimat.750000000
  routed, akimat.750000000, due 2026-03-27, art. 65(1)
2026-03-04 12:00 window assign to=executor
  refused: appeal.not_yours
