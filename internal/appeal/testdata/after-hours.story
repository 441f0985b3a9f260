Received after the end of the working day: registered on the next working day (art. 64(3)).
-- story --
2026-03-19 18:31 nobody submit kind=message body=akimat.750000000
2026-03-19 18:35 registrar register
2026-03-23 18:35 registrar register
-- want --
2026-03-19 18:31 nobody submit kind=message body=akimat.750000000
  submitted, akimat.750000000, due 2026-04-15, art. 64(3)
2026-03-19 18:35 registrar register
  routed, akimat.750000000, due 2026-04-15, art. 64(3)
2026-03-23 18:35 registrar register
  refused: appeal.wrong_state
