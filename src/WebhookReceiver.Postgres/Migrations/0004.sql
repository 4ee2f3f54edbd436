-- People who were erased: what was received of them until then is stored until its day is dropped, and is not found.
create table {s}.erased (
    term bigint not null,
    at timestamptz not null,
    primary key (term, at)
);

-- The type of a failed call's exception, for people who look an event up.
alter table {s}.outcome add column exception text;

-- Says which event a dead letter is of, without reading the letter. Null in rows of an instance of an earlier version, whose letter has the key.
alter table {s}.dead_letter add column event_hash bigint;

-- Small, and cheap to insert into: finds the days, hours and minutes of a list that is read newest first.
create index inbox_received on {s}.inbox using brin (received_at) with (pages_per_range = 16, autosummarize = on);
