-- For operators: dead letters by the type of their exception.

-- Empty when there was none; null in rows of an instance of an earlier version, whose letter has it.
alter table {s}.dead_letter add column exception_type text;

update {s}.dead_letter set exception_type = coalesce(letter::json ->> 'ExceptionType', '');
