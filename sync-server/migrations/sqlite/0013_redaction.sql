-- Rows whose changes were blanked by two people（涂销）, each with the envelope that confirmed it. The log
-- lets itself be changed in this one way: the body of a row that stands here, and nothing else of it.
CREATE TABLE redacted_row (
  place     INTEGER PRIMARY KEY REFERENCES log(place),
  tenant    INTEGER NOT NULL,
  confirmed BLOB NOT NULL             -- envelope of the confirmation, in the same log
) STRICT;

CREATE TRIGGER redacted_row_stays BEFORE DELETE ON redacted_row
BEGIN SELECT RAISE(ABORT, 'a redaction stays'); END;
CREATE TRIGGER redacted_row_keeps BEFORE UPDATE ON redacted_row
BEGIN SELECT RAISE(ABORT, 'a redaction stays'); END;
-- It rests on an act of the same record that stands in the log.
CREATE TRIGGER redacted_row_rests BEFORE INSERT ON redacted_row
WHEN NOT EXISTS (
  SELECT 1 FROM log AS act JOIN log AS gone ON gone.place = new.place
  WHERE act.envelope = new.confirmed AND act.tenant = new.tenant AND act.is_stub = 0
    AND act.has_events = 1 AND gone.tenant = new.tenant AND gone.is_stub = 0
    AND act.record = gone.record)
BEGIN SELECT RAISE(ABORT, 'nobody confirmed that the row is to be blanked'); END;

DROP TRIGGER log_keeps_bytes;
CREATE TRIGGER log_keeps_bytes BEFORE UPDATE ON log
WHEN (new.place, new.tenant, new.epoch, new.received_at, new.chain_hash, new.envelope, new.is_stub,
      new.reason, new.author, new.author_seq, new.record, new.has_events)
  IS NOT (old.place, old.tenant, old.epoch, old.received_at, old.chain_hash, old.envelope,
      old.is_stub, old.reason, old.author, old.author_seq, old.record, old.has_events)
  OR NOT EXISTS (SELECT 1 FROM redacted_row WHERE redacted_row.place = old.place)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
