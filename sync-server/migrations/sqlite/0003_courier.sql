-- Letters that were carried here by hand: what an answer needs, without the envelopes themselves.
CREATE TABLE courier_letter (
  tenant      INTEGER NOT NULL,
  letter      BLOB NOT NULL,          -- hash of the letter
  device      BLOB NOT NULL,
  user        BLOB NOT NULL,
  number      INTEGER NOT NULL,       -- as the device counts
  imported_at INTEGER NOT NULL,
  paper       BLOB NOT NULL,          -- CBOR of the letter, envelopes left out
  verdicts    BLOB NOT NULL,          -- CBOR: envelope and what was said of it
  PRIMARY KEY (tenant, letter)
) STRICT, WITHOUT ROWID;
CREATE INDEX courier_letter_of ON courier_letter (tenant, device, user, number);
