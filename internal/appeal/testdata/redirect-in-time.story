Art. 65(1): within three working days of receipt; 65(3) and 76(2): the term starts anew the day after the competent body received it (case L23 for the limit).
-- story --
2026-03-20 10:00 nobody submit kind=message body=akimat.750000000
2026-03-20 11:00 registrar register
2026-03-27 15:00 registrar redirect body=akimat.710000000 note=Жол сол қаланың құзырында.
-- want --
2026-03-20 10:00 nobody submit kind=message body=akimat.750000000
  submitted, akimat.750000000, due 2026-04-15, art. 64(3)
2026-03-20 11:00 registrar register
  routed, akimat.750000000, due 2026-04-15, art. 64(3)
2026-03-27 15:00 registrar redirect body=akimat.710000000 note=Жол сол қаланың құзырында.
  redirected, akimat.710000000, due 2026-04-17, art. 65(1)
