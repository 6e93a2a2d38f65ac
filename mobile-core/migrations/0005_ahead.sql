-- Rows of whole records that came ahead of their log (ADR 0021), until the log has caught up with
-- them. place as in log_row. None is ever one of this phone's own.
CREATE TABLE ahead_row (
    place INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES record_number,
    received_at INTEGER NOT NULL,
    chain BLOB NOT NULL,
    header BLOB NOT NULL,
    ops BLOB NOT NULL,
    seal BLOB NOT NULL,
    decision BLOB NOT NULL          -- CBOR
) STRICT;
CREATE INDEX ahead_row_by_record ON ahead_row (record, place);
-- How far down each log the phone has been told of the newest records; 0: to the end.
CREATE TABLE ahead_mark (
    stream INTEGER PRIMARY KEY REFERENCES stream,
    until INTEGER NOT NULL
) STRICT;
