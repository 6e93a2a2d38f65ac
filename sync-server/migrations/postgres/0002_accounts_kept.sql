-- What figures take from each record: derived state, rebuildable from the log. `change` grows with
-- every write, so that a process that has read so far reads only what changed since.
CREATE TABLE measure (
  number bigint PRIMARY KEY REFERENCES record(number),
  tenant bigint NOT NULL,
  change bigint NOT NULL,
  bytes  bytea NOT NULL                -- CBOR
);
CREATE INDEX measure_change ON measure (tenant, change);

-- Double random draws: one row per entry of a record, oldest first, never changed.
CREATE TABLE draw_entry (
  tenant bigint NOT NULL,
  draw   bytea NOT NULL,
  place  bigint NOT NULL,            -- 0: the announcement
  at     bigint NOT NULL,
  entry  text COLLATE "C" NOT NULL,               -- JSON
  PRIMARY KEY (tenant, draw, place)
);


-- Figures of a period, frozen. One snapshot per scope and period, never changed.
CREATE TABLE snapshot (
  tenant    bigint NOT NULL,
  kind      text COLLATE "C" NOT NULL,            -- month, quarter, half_year, year
  first_day text COLLATE "C" NOT NULL,
  scope     bytea NOT NULL,            -- grid
  digest    bytea NOT NULL,
  frozen_at bigint NOT NULL,
  bytes     bytea NOT NULL,            -- canonical JSON
  PRIMARY KEY (tenant, kind, first_day, scope)
);
CREATE INDEX snapshot_digest ON snapshot (tenant, digest);


-- What was decided on workers' objections. One decision per objection, never changed.
CREATE TABLE objection_decision (
  tenant   bigint NOT NULL,
  record   bytea NOT NULL,
  worker   bytea NOT NULL,
  code     text COLLATE "C" NOT NULL,
  at       bigint NOT NULL,
  decision text COLLATE "C" NOT NULL,             -- JSON
  PRIMARY KEY (tenant, record, worker, code)
);


-- Counts of records by log, kind and status: a summary never reads the records.
CREATE TABLE record_count (
  tenant  bigint NOT NULL,
  stream  bigint NOT NULL,
  kind    text COLLATE "C" NOT NULL,
  status  text COLLATE "C" NOT NULL,
  overdue bigint NOT NULL,           -- 1: the overdue mark stands
  count   bigint NOT NULL,
  PRIMARY KEY (tenant, stream, kind, status, overdue)
);

-- A list of one status reads no others, even if there are none of it.
CREATE INDEX record_status_newest ON record (tenant, kind, status, first_at, record);
CREATE INDEX record_status_due ON record (tenant, kind, status, due_key, record);

CREATE TRIGGER draw_entry_stays BEFORE UPDATE OR DELETE ON draw_entry
  FOR EACH ROW EXECUTE FUNCTION stays('the record of a draw is append-only');

CREATE TRIGGER snapshot_stays BEFORE UPDATE OR DELETE ON snapshot
  FOR EACH ROW EXECUTE FUNCTION stays('a snapshot stays');

CREATE TRIGGER objection_decision_stays BEFORE UPDATE OR DELETE ON objection_decision
  FOR EACH ROW EXECUTE FUNCTION stays('a decision stays');

ALTER TABLE measure ENABLE ROW LEVEL SECURITY;
ALTER TABLE measure FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON measure USING (tenant = app_tenant());
ALTER TABLE draw_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE draw_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON draw_entry USING (tenant = app_tenant());
ALTER TABLE snapshot ENABLE ROW LEVEL SECURITY;
ALTER TABLE snapshot FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON snapshot USING (tenant = app_tenant());
ALTER TABLE objection_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE objection_decision FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON objection_decision USING (tenant = app_tenant());
ALTER TABLE record_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_count FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON record_count USING (tenant = app_tenant());
