-- Letters that were written to be carried by hand, so that receipts and answers find them.
CREATE TABLE courier_letter (
    number INTEGER PRIMARY KEY,     -- as this device counts
    letter BLOB NOT NULL,           -- hash of the letter
    file BLOB NOT NULL,             -- hash of the file's body
    made_at INTEGER NOT NULL,
    envelopes INTEGER NOT NULL,
    carried_at INTEGER,             -- another relay has it since
    answered_at INTEGER             -- relay time of the newest answer
) STRICT;
