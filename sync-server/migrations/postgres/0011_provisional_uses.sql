-- Every provisional number（临时编号）that an envelope carried, with the act that it binds to: no other paper
-- bears it, and one whose act had no effect is void. What records of before carry is read from
-- their logs before the next turn: their numbers are unknown until then.
CREATE TABLE provisional_number (
  tenant      bigint NOT NULL,
  text        text COLLATE "C" NOT NULL,
  record      bytea NOT NULL,
  envelope    bytea NOT NULL,
  received_at bigint NOT NULL,
  void        text COLLATE "C" NOT NULL,          -- why it is void; empty: its act took effect
  PRIMARY KEY (tenant, text)
);
CREATE INDEX provisional_number_void ON provisional_number (tenant, text) WHERE void <> '';
CREATE INDEX document_number_text ON document_number (tenant, text);
-- The owner of the tables speaks for no tenant here.
ALTER TABLE record NO FORCE ROW LEVEL SECURITY;
UPDATE record SET provisional_text = NULL WHERE kind IN ('rectification', 'letter');
ALTER TABLE record FORCE ROW LEVEL SECURITY;

ALTER TABLE provisional_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE provisional_number FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON provisional_number USING (tenant = app_tenant());
