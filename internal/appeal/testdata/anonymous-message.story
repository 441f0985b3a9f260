Case L39: an anonymous message without a threat may be ended, by the head or the deputy only (art. 88(1)2), 88(2)).
-- story --
2026-02-24 10:00 nobody submit kind=message body=akimat.750000000
2026-02-24 11:00 registrar register
2026-02-25 10:00 registrar terminate ground=anonymous note=Авторы анықталмады.
2026-02-25 10:00 executor terminate ground=anonymous note=Авторы анықталмады.
2026-02-25 10:05 deputy terminate ground=insult note=Дөрекі.
2026-02-25 10:10 deputy terminate ground=anonymous
2026-02-25 10:15 deputy terminate ground=anonymous note=Авторы анықталмады, мекенжайы жоқ.
2026-02-25 10:20 deputy terminate ground=no_essence nocrime=yes note=Мәні жоқ.
2026-02-25 10:25 deputy terminate ground=anonymous nocrime=yes note=Авторы анықталмады, мекенжайы жоқ.
-- want --
2026-02-24 10:00 nobody submit kind=message body=akimat.750000000
  submitted, akimat.750000000, due 2026-03-18, art. 64(3)
2026-02-24 11:00 registrar register
  routed, akimat.750000000, due 2026-03-18, art. 64(3)
2026-02-25 10:00 registrar terminate ground=anonymous note=Авторы анықталмады.
  refused: appeal.head_decides_ground
2026-02-25 10:00 executor terminate ground=anonymous note=Авторы анықталмады.
  refused: appeal.not_yours
2026-02-25 10:05 deputy terminate ground=insult note=Дөрекі.
  refused: appeal.choose_ground
2026-02-25 10:10 deputy terminate ground=anonymous
  refused: appeal.terminate_needs_reason
2026-02-25 10:15 deputy terminate ground=anonymous note=Авторы анықталмады, мекенжайы жоқ.
  refused: appeal.confirm_no_crime
2026-02-25 10:20 deputy terminate ground=no_essence nocrime=yes note=Мәні жоқ.
  refused: appeal.choose_ground
2026-02-25 10:25 deputy terminate ground=anonymous nocrime=yes note=Авторы анықталмады, мекенжайы жоқ.
  terminated, akimat.750000000, due 2026-03-18, art. 88(1)2)
