-- What the public sent, until the relay has collected it; and what may be told of it.
CREATE TABLE rules (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  text TEXT NOT NULL                  -- JSON
) STRICT;

CREATE TABLE submission (
  number      INTEGER PRIMARY KEY,
  received_at INTEGER NOT NULL,       -- milliseconds since 1970
  receipt     BLOB NOT NULL UNIQUE,   -- hash of the receipt code; the code is kept nowhere
  claim       BLOB NOT NULL,          -- hash of the claim code
  category    TEXT NOT NULL,
  place       TEXT NOT NULL,
  text        TEXT NOT NULL,
  latitude    INTEGER,                -- microdegrees, WGS-84, from a photo
  longitude   INTEGER,
  sealed      BLOB                    -- who reported, sealed; NULL: nobody said
) STRICT;

CREATE TABLE submission_photo (
  submission INTEGER NOT NULL REFERENCES submission(number) ON DELETE CASCADE,
  place      INTEGER NOT NULL,
  bytes      BLOB NOT NULL,           -- drawn anew, without metadata
  PRIMARY KEY (submission, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
  receipt     BLOB PRIMARY KEY,
  received_at INTEGER NOT NULL,
  status      TEXT                    -- JSON, as the relay published it
) STRICT, WITHOUT ROWID;

-- Forms that were sent: each counts once.
CREATE TABLE used_form (
  nonce      BLOB PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How often somebody came in an hour; the visitor is a keyed hash, empty: all together.
CREATE TABLE visit (
  hour    INTEGER NOT NULL,
  kind    INTEGER NOT NULL,           -- 0 tries, 1 reports, 2 questions
  visitor BLOB NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (hour, kind, visitor)
) STRICT, WITHOUT ROWID;
