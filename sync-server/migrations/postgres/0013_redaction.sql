-- Rows whose changes were blanked by two people（涂销）, each with the envelope that confirmed it. The log
-- lets itself be changed in this one way: the body of a row that stands here, and nothing else of it.
CREATE TABLE redacted_row (
  place     bigint PRIMARY KEY REFERENCES log(place),
  tenant    bigint NOT NULL,
  confirmed bytea NOT NULL             -- envelope of the confirmation, in the same log
);

CREATE TRIGGER redacted_row_stays BEFORE UPDATE OR DELETE ON redacted_row
  FOR EACH ROW EXECUTE FUNCTION stays('a redaction stays');

-- It rests on an act of the same record that stands in the log.
CREATE FUNCTION redaction_rests() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN
    IF NOT EXISTS (
      SELECT 1 FROM log AS act JOIN log AS gone ON gone.place = NEW.place
      WHERE act.envelope = NEW.confirmed AND act.tenant = NEW.tenant AND act.is_stub = 0
        AND act.has_events = 1 AND gone.tenant = NEW.tenant AND gone.is_stub = 0
        AND act.record = gone.record)
    THEN
      RAISE EXCEPTION 'nobody confirmed that the row is to be blanked';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER redacted_row_rests BEFORE INSERT ON redacted_row
  FOR EACH ROW EXECUTE FUNCTION redaction_rests();

CREATE FUNCTION log_keeps() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'the log is append-only';
    END IF;
    IF ROW(NEW.place, NEW.tenant, NEW.epoch, NEW.received_at, NEW.chain_hash, NEW.envelope,
           NEW.is_stub, NEW.reason, NEW.author, NEW.author_seq, NEW.record, NEW.has_events)
      IS DISTINCT FROM
       ROW(OLD.place, OLD.tenant, OLD.epoch, OLD.received_at, OLD.chain_hash, OLD.envelope,
           OLD.is_stub, OLD.reason, OLD.author, OLD.author_seq, OLD.record, OLD.has_events)
      OR NOT EXISTS (SELECT 1 FROM redacted_row WHERE redacted_row.place = OLD.place)
    THEN
      RAISE EXCEPTION 'the log is append-only';
    END IF;
    RETURN NEW;
  END $$;
DROP TRIGGER log_stays ON log;
CREATE TRIGGER log_stays BEFORE UPDATE OR DELETE ON log
  FOR EACH ROW EXECUTE FUNCTION log_keeps();

ALTER TABLE redacted_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE redacted_row FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON redacted_row USING (tenant = app_tenant());
