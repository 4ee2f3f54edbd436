-- The terms by which a delivery is found, in the row that has its body. Null in rows of an instance of an earlier version. A column without a default: no row is rewritten.
alter table {s}.inbox add column terms int[];

-- The deliveries that have a term, written some time after them, 10,000 deliveries of a writer at a time: then 256 rows instead of one for each term, and nothing that is looked up while
-- deliveries are stored. seqs[i] + base is the number of the delivery that has terms[i].
create table {s}.term (
    day date not null,
    bucket smallint not null,
    writer bigint not null,
    base bigint not null,
    oldest timestamptz not null,
    newest timestamptz not null,
    terms int[] not null,
    seqs int[] not null
) partition by range (day);

create index term_bucket on {s}.term (bucket, newest);

-- How far the deliveries of a writer are in term: all up to seq. Nothing more follows of a complete one. unknown_until: the last of them that has no terms.
create table {s}.term_cursor (
    writer bigint primary key,
    seq bigint not null,
    is_complete boolean not null,
    unknown_until timestamptz
) with (fillfactor = 50);

-- What was stored before this version is searched for without terms, until its day is dropped.
insert into {s}.term_cursor (writer, seq, is_complete, unknown_until)
select w.id, i.seq, w.closed_at is not null, clock_timestamp()
from {s}.writer w cross join lateral (select max(o.seq) as seq from {s}.inbox o where o.writer = w.id) i
where i.seq is not null;

create or replace function {s}.keep_days(ahead int) returns void
language plpgsql security definer set search_path = {s}, pg_temp set lock_timeout = '2s' as $$
declare
    today date := (clock_timestamp() at time zone 'UTC')::date;
    d date;
    t text;
begin
    -- One at a time, because two that create the same day would fail.
    perform pg_advisory_xact_lock(hashtext('{lock}'), 2);

    foreach t in array array['inbox', 'outcome', 'term'] loop
        for d in select today + generate_series(0, ahead) loop
            if to_regclass(format('%I.%I', '{name}', t || to_char(d, '_YYYYMMDD'))) is null then
                execute format('create table %I.%I partition of %I.%I for values from (%L) to (%L)', '{name}', t || to_char(d, '_YYYYMMDD'), '{name}', t, d, d + 1);
            end if;
        end loop;
    end loop;
end $$;

-- The terms go with the deliveries, in the same transaction, also when an instance of an earlier version drops the day.
create or replace function {s}.drop_day(kind text, d date, kept_days int) returns boolean
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

    if kind = 'inbox' then
        execute format('drop table if exists %I.%I', '{name}', 'term' || to_char(d, '_YYYYMMDD'));
    end if;

    return true;
end $$;

-- The days that exist already.
do $$
declare
    t text;
    d date;
begin
    for t in select right(c.relname, 8) from pg_inherits p join pg_class c on c.oid = p.inhrelid where p.inhparent = to_regclass('{s}.inbox') and c.relname ~ '_[0-9]{8}$' loop
        d := to_date(t, 'YYYYMMDD');
        execute format('create table %I.%I partition of %I.term for values from (%L) to (%L)', '{name}', 'term_' || t, '{name}', d, d + 1);
    end loop;
end $$;
