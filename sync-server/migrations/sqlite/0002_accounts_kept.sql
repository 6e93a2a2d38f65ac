-- What figures take from each record: derived state, rebuildable from the log. `change` grows with
-- every write, so that a process that has read so far reads only what changed since.
CREATE TABLE measure (
  number INTEGER PRIMARY KEY REFERENCES record(number),
  tenant INTEGER NOT NULL,
  change INTEGER NOT NULL,
  bytes  BLOB NOT NULL                -- CBOR
) STRICT;
CREATE INDEX measure_change ON measure (tenant, change);

-- Double random draws: one row per entry of a record, oldest first, never changed.
CREATE TABLE draw_entry (
  tenant INTEGER NOT NULL,
  draw   BLOB NOT NULL,
  place  INTEGER NOT NULL,            -- 0: the announcement
  at     INTEGER NOT NULL,
  entry  TEXT NOT NULL,               -- JSON
  PRIMARY KEY (tenant, draw, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER draw_entry_stays BEFORE DELETE ON draw_entry
BEGIN SELECT RAISE(ABORT, 'the record of a draw is append-only'); END;
CREATE TRIGGER draw_entry_keeps_bytes BEFORE UPDATE ON draw_entry
BEGIN SELECT RAISE(ABORT, 'the record of a draw is append-only'); END;

-- Figures of a period, frozen. One snapshot per scope and period, never changed.
CREATE TABLE snapshot (
  tenant    INTEGER NOT NULL,
  kind      TEXT NOT NULL,            -- month, quarter, half_year, year
  first_day TEXT NOT NULL,
  scope     BLOB NOT NULL,            -- grid
  digest    BLOB NOT NULL,
  frozen_at INTEGER NOT NULL,
  bytes     BLOB NOT NULL,            -- canonical JSON
  PRIMARY KEY (tenant, kind, first_day, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_digest ON snapshot (tenant, digest);

CREATE TRIGGER snapshot_stays BEFORE DELETE ON snapshot
BEGIN SELECT RAISE(ABORT, 'a snapshot stays'); END;
CREATE TRIGGER snapshot_keeps_bytes BEFORE UPDATE ON snapshot
BEGIN SELECT RAISE(ABORT, 'a snapshot stays'); END;

-- What was decided on workers' objections. One decision per objection, never changed.
CREATE TABLE objection_decision (
  tenant   INTEGER NOT NULL,
  record   BLOB NOT NULL,
  worker   BLOB NOT NULL,
  code     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  decision TEXT NOT NULL,             -- JSON
  PRIMARY KEY (tenant, record, worker, code)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER objection_decision_stays BEFORE DELETE ON objection_decision
BEGIN SELECT RAISE(ABORT, 'a decision stays'); END;
CREATE TRIGGER objection_decision_keeps BEFORE UPDATE ON objection_decision
BEGIN SELECT RAISE(ABORT, 'a decision stays'); END;

-- Counts of records by log, kind and status, kept by triggers: a summary never reads the records.
CREATE TABLE record_count (
  tenant  INTEGER NOT NULL,
  stream  INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  status  TEXT NOT NULL,
  overdue INTEGER NOT NULL,           -- 1: the overdue mark stands
  count   INTEGER NOT NULL,
  PRIMARY KEY (tenant, stream, kind, status, overdue)
) STRICT, WITHOUT ROWID;

INSERT INTO record_count
  SELECT tenant, stream, kind, status, flags & 1, count(*) FROM record
  GROUP BY tenant, stream, kind, status, flags & 1;

CREATE TRIGGER record_counted AFTER INSERT ON record BEGIN
  INSERT INTO record_count VALUES (new.tenant, new.stream, new.kind, new.status, new.flags & 1, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER record_uncounted AFTER DELETE ON record BEGIN
  UPDATE record_count SET count = count - 1
    WHERE tenant = old.tenant AND stream = old.stream AND kind = old.kind
      AND status = old.status AND overdue = old.flags & 1;
END;
CREATE TRIGGER record_recounted AFTER UPDATE OF tenant, stream, kind, status, flags ON record
WHEN (old.tenant, old.stream, old.kind, old.status, old.flags & 1)
  IS NOT (new.tenant, new.stream, new.kind, new.status, new.flags & 1)
BEGIN
  UPDATE record_count SET count = count - 1
    WHERE tenant = old.tenant AND stream = old.stream AND kind = old.kind
      AND status = old.status AND overdue = old.flags & 1;
  INSERT INTO record_count VALUES (new.tenant, new.stream, new.kind, new.status, new.flags & 1, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

-- A list of one status reads no others, even if there are none of it.
CREATE INDEX record_status_newest ON record (tenant, kind, status, first_at, record);
CREATE INDEX record_status_due ON record (tenant, kind, status, due_key, record);
