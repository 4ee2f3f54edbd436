-- For operators: dead letters by the type of their exception, what was done, and which handlers are paused.

-- Empty when there was none; null in rows of an instance of an earlier version, whose letter has it.
alter table {s}.dead_letter add column exception_type text;

update {s}.dead_letter set exception_type = coalesce(letter::json ->> 'ExceptionType', '');

create table {s}.audit (
    n bigint generated always as identity primary key,
    id uuid not null unique,
    at timestamptz not null,
    action text not null,
    target text,
    detail text,
    amount bigint,
    actor text not null,
    address text
);

create index audit_age on {s}.audit (at);

create table {s}.paused_handler (
    handler text primary key,
    paused_at timestamptz not null,
    paused_by text not null
);
