-- Erasures by law. One person asks, another approves, and then the case is
-- destroyed: house_seq names the leaf of the house that says so, 0 before.
create table erasure (
    appeal_id   {{.ID}} primary key,
    article     text not null,
    reason      text not null,
    asked_at    {{.Time}} not null,
    asked_by    bigint not null,
    approved_at {{.Time}},
    approved_by bigint not null,
    house_seq   bigint not null
);
