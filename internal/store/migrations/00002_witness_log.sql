-- The witness log. A leaf gets its place in the tree (log_leaf.tree_index)
-- when it is sealed; the salt is no longer kept, it follows from the case key.

-- when the leaf was written, by the clock of the machine: imported events are
-- older than that, and the promise to seal counts from here
alter table log_leaf add column known_at {{.Time}};

-- hashes of the tree in tiles of up to 256 (C2SP tlog-tiles)
create table log_tile (
    level  integer not null,
    n      bigint not null,
    hashes {{.Bytes}} not null,
    primary key (level, n)
);

-- the entries themselves, 256 together, and whose they are: 8 bytes of
-- appeal_id and 4 of seq for each
create table log_bundle (
    n       {{.ID}} primary key,
    entries {{.Bytes}} not null,
    owners  {{.Bytes}} not null
);

create table log_checkpoint (
    size bigint not null,
    at   {{.Time}} not null,
    note text not null,
    primary key (size, at)
);

-- what happened to the house and not to a case: an erasure by law, a return
-- to a backup. Its leaf has appeal_id 0.
create table house_event (
    seq  bigint primary key,
    at   {{.Time}} not null,
    what text not null,
    said text not null
);

-- from a place in the tree to its leaf; also: no place is given twice
create unique index log_leaf_placed on log_leaf (tree_index) where tree_index is not null;
