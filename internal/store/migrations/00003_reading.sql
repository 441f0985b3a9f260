-- Who of staff read an unmasked case, why and when: one row for each person,
-- reason and hour. since begins the hour: by the clock for those who have the
-- case in work, else when the reason was given. Name and words are sealed
-- with the key of the case.
create table reading (
    appeal_id bigint not null,
    staff_id  bigint not null,
    since     {{.Time}} not null,
    why       text not null,
    role      text not null,
    body_id   bigint not null,
    first_at  {{.Time}} not null,
    last_at   {{.Time}} not null,
    times     bigint not null,
    sealed    {{.Bytes}} not null,
    primary key (appeal_id, staff_id, since, why, role, body_id)
){{.Keyed}};
