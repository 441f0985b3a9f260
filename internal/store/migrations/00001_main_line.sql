-- One body of SQL for two dialects: only the words in double braces differ.
-- Every table of an appeal has appeal_id first in its key, so that the same
-- tables can be spread over several machines by it.

create table meta (
    name  text primary key,
    value text not null
);

{{if .Postgres}}
create sequence appeal_id_seq;
create sequence directory_id_seq;
{{else}}
create table sequence (name text primary key, last integer not null);
insert into sequence (name, last) values ('appeal_id_seq', 0), ('directory_id_seq', 0);
{{end}}

create table appeal (
    appeal_id     {{.ID}} primary key,
    version       bigint not null,
    company       boolean not null,
    year          integer not null,
    anonymous     boolean not null,
    source        text not null,
    language      text not null,
    reader        text not null,
    received_at   {{.Time}} not null,
    files         integer not null,
    reachable     boolean not null,
    state         text not null,
    open          boolean not null,
    kind          text not null,
    edition       text not null,
    body_id       bigint not null,
    unit_id       bigint not null,
    executor_id   bigint not null,
    place         text not null,
    topic         text not null,
    registered_on date not null,
    reached_on    date not null,
    counted_from  date not null,
    due_on        date not null,
    closed_on     date,
    outcome       text not null,
    rating        text not null,
    breaches      integer not null,
    lapsed        boolean not null,
    code_hash     {{.Bytes}},
    head          {{.Bytes}} not null
);
-- a body's queue and a person's own cases, soonest due first
create index appeal_queue on appeal (body_id, due_on, appeal_id) where open;
create index appeal_mine on appeal (executor_id, due_on, appeal_id) where open and executor_id <> 0;
create index appeal_unassigned on appeal (body_id, appeal_id) where open and executor_id = 0;
-- what is finished, newest first
create index appeal_done on appeal (body_id, appeal_id) where not open;
create index appeal_done_mine on appeal (executor_id, appeal_id) where not open and executor_id <> 0;
-- the clock's question: which terms passed
create index appeal_term on appeal (due_on, appeal_id) where open and not lapsed;
-- the calendar's question: which terms run over a day
create index appeal_counted on appeal (counted_from, appeal_id) where open;

create table appeal_content (
    appeal_id {{.ID}} primary key,
    ring      text not null,     -- fingerprint of the master key
    case_key  {{.Bytes}},         -- wrapped; null once erased by law
    sealed    {{.Bytes}}
);

create table appeal_event (
    appeal_id      bigint not null,
    seq            bigint not null,
    act            text not null,
    at             {{.Time}} not null,
    by_kind        text not null,
    staff_id       bigint not null,
    state          text not null,
    kind           text not null,
    edition        text not null,
    body_id        bigint not null,
    unit_id        bigint not null,
    executor_id    bigint not null,
    place          text not null,
    topic          text not null,
    registered_on  date not null,
    reached_on     date not null,
    counted_from   date not null,
    due_on         date not null,
    article        text not null,
    ground         text not null,
    outcome        text not null,
    rating         text not null,
    breach_article text not null,
    breach_by      date,
    lifts          boolean not null,
    facts          text,
    details        {{.Bytes}},
    primary key (appeal_id, seq)
){{.Keyed}};

create table attachment (
    appeal_id bigint not null,
    blob_id   text not null,
    primary key (appeal_id, blob_id)
){{.Keyed}};
create index attachment_blob on attachment (blob_id);

create table appeal_label (
    appeal_id bigint not null,
    name      text not null,
    value     text not null,
    primary key (appeal_id, name)
){{.Keyed}};

-- small look-up tables for what is not found by appeal_id
create table submitted_token (
    token_hash {{.Bytes}} primary key,
    appeal_id  bigint not null
){{.Keyed}};
create table applicant_hash (
    iin_hash  {{.Bytes}} not null,
    appeal_id bigint not null,
    primary key (iin_hash, appeal_id)
){{.Keyed}};
create table external_id (
    external_id text primary key,
    appeal_id   bigint not null
){{.Keyed}};

-- leaves of the witness log: a salted hash of each event, nothing personal
create table log_leaf (
    appeal_id  bigint not null,
    seq        bigint not null,
    salt       {{.Bytes}},
    leaf_hash  {{.Bytes}} not null,
    tree_index bigint,
    primary key (appeal_id, seq)
){{.Keyed}};
create index log_leaf_unsealed on log_leaf (appeal_id, seq) where tree_index is null;

-- roll-ups: appeals that came into a cell and left it on a day. The deltas
-- are appended by commits and added up by a job.
{{range .RollupTables}}
create table {{.Name}} (
    {{.Key}}
    day      date not null,
    body_id  bigint not null,
    place    text not null,
    topic    text not null,
    kind     text not null,
    state    text not null,
    language text not null,
    source   text not null,
    came     bigint not null,
    gone     bigint not null,
    breaches bigint not null{{.Tail}}
);
{{end}}

{{if .Postgres}}
create table appeal_search (
    appeal_id bigint primary key,
    doc       tsvector not null
);
create index appeal_search_doc on appeal_search using gin (doc);
{{else}}
create virtual table appeal_search using fts5(words, facets, tokenize = "unicode61 remove_diacritics 0");
{{end}}

create table place (
    code text primary key, parent text not null, level text not null,
    name_kk text not null, name_ru text not null, name_en text not null
);
create table body (
    body_id bigint primary key, code text not null unique, kind text not null, place text not null,
    parent_id bigint not null, higher_id bigint not null,
    name_kk text not null, name_ru text not null, name_en text not null,
    short_kk text not null, short_ru text not null, short_en text not null,
    from_day date, to_day date
);
create table unit (
    unit_id bigint primary key, body_id bigint not null,
    name_kk text not null, name_ru text not null, name_en text not null
);
create table topic (
    code text primary key, parent text not null, sort integer not null, danger boolean not null,
    name_kk text not null, name_ru text not null, name_en text not null,
    hint_kk text not null, hint_ru text not null, hint_en text not null
);

create table calendar_exception (
    day date primary key, working boolean not null, reason text not null
);

create table staff (
    staff_id bigint primary key, login text not null unique, name text not null,
    password text not null, locked boolean not null, demo boolean not null
);
create table staff_seat (
    staff_id bigint not null, body_id bigint not null, unit_id bigint not null, role text not null,
    primary key (staff_id, body_id, unit_id, role)
);
create index staff_seat_body on staff_seat (body_id, role);
create table session (
    token_hash {{.Bytes}} primary key, staff_id bigint not null,
    started_at {{.Time}} not null, used_at {{.Time}} not null
);
create index session_used on session (used_at);
-- who changed what outside the cases: people, directory, calendar
create table admin_event (
    admin_event_id {{.Identity}}, at {{.Time}} not null, by_kind text not null, staff_id bigint not null,
    act text not null, target text not null, detail text not null
);

-- letters: first a row, then an act
create table notice (
    appeal_id bigint not null, seq bigint not null, channel text not null,
    state text not null, tries integer not null, at {{.Time}} not null,
    primary key (appeal_id, seq, channel)
);

-- files being imported: how far they are on disk
create table import_run (
    file_hash text primary key, name text not null, rows_done bigint not null,
    imported bigint not null, rejected bigint not null, doubles bigint not null,
    finished boolean not null, updated_at {{.Time}} not null
);
