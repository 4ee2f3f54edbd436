-- The trace context of the POST that brought a delivery (16 bytes of the trace, 8 of the span), where it was traced. A column without a default: no row is rewritten.
alter table {s}.inbox add column trace_context bytea;
