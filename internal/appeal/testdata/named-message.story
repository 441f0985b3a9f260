A message whose author gave a name cannot be ended as anonymous (art. 88(1)2)).

-- story --
2026-02-24 10:00 nobody submit kind=message body=akimat.750000000 name=Сынақ Сынақов
2026-02-24 11:00 registrar register
2026-02-25 10:20 head terminate ground=anonymous nocrime=yes note=Авторы анықталмады.
-- want --
2026-02-24 10:00 nobody submit kind=message body=akimat.750000000 name=Сынақ Сынақов
  submitted, akimat.750000000, due 2026-03-18, art. 64(3)
2026-02-24 11:00 registrar register
  routed, akimat.750000000, due 2026-03-18, art. 64(3)
2026-02-25 10:20 head terminate ground=anonymous nocrime=yes note=Авторы анықталмады.
  refused: appeal.choose_ground
