-- Registers of cases: one row a case, for lists.
CREATE TABLE case_row (
    number INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    kind TEXT NOT NULL,
    premises BLOB,                  -- absent: a matter of a grid as a whole
    stream BLOB NOT NULL,
    title TEXT NOT NULL,
    category TEXT NOT NULL,         -- type of measure, level, severity
    department TEXT NOT NULL,       -- code of the department it lies with; empty: none
    drive TEXT NOT NULL,            -- signing drive of a letter; empty: none
    status TEXT NOT NULL,
    due INTEGER,
    overdue INTEGER NOT NULL,
    case_number TEXT,               -- final if given, else provisional
    began_at INTEGER NOT NULL,
    pending INTEGER NOT NULL
) STRICT;
CREATE INDEX case_row_by_kind ON case_row (kind, status, due);
CREATE INDEX case_row_by_premises ON case_row (premises, kind);
