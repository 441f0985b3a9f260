What another system registered before comes in registered, and awaits routing where the body is unknown.
-- story --
2026-02-02 10:00 nobody submit kind=application source=import
2026-02-02 11:00 window route body=min.health
-- want --
2026-02-02 10:00 nobody submit kind=application source=import
  registered, no body, due 2026-02-23, art. 64(3)
2026-02-02 11:00 window route body=min.health
  routed, min.health, due 2026-02-23, art. 65(1)
