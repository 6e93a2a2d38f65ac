-- Letters that were carried here by hand: what an answer needs, without the envelopes themselves.
CREATE TABLE courier_letter (
  tenant      bigint NOT NULL,
  letter      bytea NOT NULL,          -- hash of the letter
  device      bytea NOT NULL,
  "user"        bytea NOT NULL,
  number      bigint NOT NULL,       -- as the device counts
  imported_at bigint NOT NULL,
  paper       bytea NOT NULL,          -- CBOR of the letter, envelopes left out
  verdicts    bytea NOT NULL,          -- CBOR: envelope and what was said of it
  PRIMARY KEY (tenant, letter)
);
CREATE INDEX courier_letter_of ON courier_letter (tenant, device, "user", number);

ALTER TABLE courier_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE courier_letter FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON courier_letter USING (tenant = app_tenant());
