-- The journal in tables. Tables that grow take inserts only, partitioned by day (UTC); old days are dropped as a whole.

create table {s}.instance (
    id bigint primary key,
    name text not null,
    started_at timestamptz not null default clock_timestamp(),
    lease_until timestamptz not null
);

-- A writer is one life of one connection that stores deliveries. Its sequence numbers have no gaps. Once it is closed, nothing more is stored under its id.
create table {s}.writer (
    id bigint primary key,
    instance bigint not null,
    opened_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz,
    retired_at timestamptz
);

create index writer_unretired on {s}.writer (id) where retired_at is null;

create table {s}.slot (
    id smallint primary key,
    owner bigint,
    epoch bigint not null default 0
) with (fillfactor = 50);

insert into {s}.slot (id) select generate_series(0, 255);

-- How far the deliveries of a writer in a slot are settled: all up to seq, and those in settled.
create table {s}.slot_cursor (
    slot smallint not null,
    writer bigint not null,
    seq bigint not null,
    settled bigint[] not null default '{}',
    primary key (slot, writer)
) with (fillfactor = 50);

-- A row for each slot that a delivery touches; the body is in the row of its first slot.
create table {s}.inbox (
    day date not null,
    writer bigint not null,
    seq bigint not null,
    slot smallint not null,
    received_at timestamptz not null,
    endpoint text not null,
    trace uuid not null,
    phone text,
    slots bytea not null,
    body bytea,
    primary key (writer, seq, slot, day)
) partition by range (day);

-- What is known of an event. Rows of a key are in the order of (epoch, n): an epoch has one owner, and n counts in its process.
create table {s}.outcome (
    day date not null,
    at timestamptz not null,
    slot smallint not null,
    epoch bigint not null,
    n bigint not null,
    key uuid not null,
    kind smallint not null,
    detail text,
    failure text
) partition by range (day);

create index outcome_key on {s}.outcome (slot, key);

create table {s}.dead_letter (
    id uuid primary key,
    slot smallint not null,
    kept_since timestamptz not null default clock_timestamp(),
    is_replaying boolean not null,
    handler text,
    event_type text not null,
    cause text not null,
    endpoint text not null,
    last_attempt_at timestamptz not null,
    letter text not null,
    body bytea not null
);

create index dead_letter_replaying on {s}.dead_letter (slot, id) where is_replaying;
create index dead_letter_age on {s}.dead_letter (kept_since);

-- The service may have no right to create or drop tables; these functions run with the rights of the owner of the schema.
create function {s}.keep_days(ahead int) returns void
language plpgsql security definer set search_path = {s}, pg_temp set lock_timeout = '2s' as $$
declare
    today date := (clock_timestamp() at time zone 'UTC')::date;
    d date;
    t text;
begin
    -- One at a time, because two that create the same day would fail.
    perform pg_advisory_xact_lock(hashtext('{lock}'), 2);

    foreach t in array array['inbox', 'outcome'] loop
        for d in select today + generate_series(0, ahead) loop
            if to_regclass(format('%I.%I', '{name}', t || to_char(d, '_YYYYMMDD'))) is null then
                execute format('create table %I.%I partition of %I.%I for values from (%L) to (%L)', '{name}', t || to_char(d, '_YYYYMMDD'), '{name}', t, d, d + 1);
            end if;
        end loop;
    end loop;
end $$;

-- Drops a day if it is due by age and nothing in it is open. A short lock_timeout: who waits for the lock makes everybody behind it wait too.
create function {s}.drop_day(kind text, d date, kept_days int) returns boolean
language plpgsql security definer set search_path = {s}, pg_temp set lock_timeout = '200ms' as $$
declare
    today date := (clock_timestamp() at time zone 'UTC')::date;
    has_open boolean;
begin
    if kind not in ('inbox', 'outcome') or d >= today - kept_days or to_regclass(format('%I.%I', '{name}', kind || to_char(d, '_YYYYMMDD'))) is null then
        return false;
    end if;

    -- The outcomes of an open delivery are no older than the delivery, so a day of outcomes stays while a delivery of that day or an earlier one is open.
    select exists (
        select 1 from {s}.inbox i left join {s}.slot_cursor c on c.slot = i.slot and c.writer = i.writer
        where (i.day = d or (kind = 'outcome' and i.day < d)) and i.seq > coalesce(c.seq, 0)) into has_open;

    if has_open then
        return false;
    end if;

    execute format('drop table %I.%I', '{name}', kind || to_char(d, '_YYYYMMDD'));
    return true;
end $$;

revoke execute on function {s}.keep_days(int) from public;
revoke execute on function {s}.drop_day(text, date, int) from public;
