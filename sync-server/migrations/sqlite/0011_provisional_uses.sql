-- Every provisional number（临时编号）that an envelope carried, with the act that it binds to: no other paper
-- bears it, and one whose act had no effect is void. What records of before carry is read from
-- their logs before the next turn: their numbers are unknown until then.
CREATE TABLE provisional_number (
  tenant      INTEGER NOT NULL,
  text        TEXT NOT NULL,
  record      BLOB NOT NULL,
  envelope    BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  void        TEXT NOT NULL,            -- why it is void; empty: its act took effect
  PRIMARY KEY (tenant, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX provisional_number_void ON provisional_number (tenant, text) WHERE void <> '';
CREATE INDEX document_number_text ON document_number (tenant, text);
UPDATE record SET provisional_text = NULL WHERE kind IN ('rectification', 'letter');
