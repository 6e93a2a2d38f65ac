-- Every table carries its tenant. Numbers of tenants, streams, chains and records are short
-- stand-ins for their identifiers, so that indexes stay small.

CREATE TABLE tenant (
  number     INTEGER PRIMARY KEY,
  tenant     BLOB NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  root_key   BLOB NOT NULL,
  demo       INTEGER NOT NULL,        -- 1: made by `init --demo`, may follow a clock file
  address    TEXT NOT NULL,           -- base address that phones are told
  created_at INTEGER NOT NULL         -- milliseconds since 1970, like every time below
) STRICT;

-- A log and its head.
CREATE TABLE stream (
  number      INTEGER PRIMARY KEY,
  tenant      INTEGER NOT NULL REFERENCES tenant(number),
  stream      BLOB NOT NULL,
  epoch       INTEGER NOT NULL,
  seq         INTEGER NOT NULL,       -- head; 0: no row yet
  chain_hash  BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  UNIQUE (tenant, stream)
) STRICT;

-- The chain of one (device, user) in one stream, with its highest place.
CREATE TABLE chain (
  number   INTEGER PRIMARY KEY,
  tenant   INTEGER NOT NULL,
  stream   INTEGER NOT NULL REFERENCES stream(number),
  device   BLOB NOT NULL,
  user     BLOB NOT NULL,
  seq      INTEGER NOT NULL,
  envelope BLOB NOT NULL,
  UNIQUE (stream, device, user)
) STRICT;

-- The dense, append-only logs. The key holds stream and seq, so that one stream lies together
-- and needs no second index.
CREATE TABLE log (
  place       INTEGER PRIMARY KEY,    -- stream number * 2^40 + seq
  tenant      INTEGER NOT NULL,
  epoch       INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  chain_hash  BLOB NOT NULL,
  envelope    BLOB NOT NULL,
  is_stub     INTEGER NOT NULL,
  reason      TEXT,                   -- of a stub
  author      INTEGER NOT NULL,       -- chain.number
  author_seq  INTEGER NOT NULL,
  record      BLOB,                   -- NULL for stubs
  has_events  INTEGER NOT NULL,
  body        BLOB NOT NULL           -- CBOR: header, operations, seal, decision; or the stub
) STRICT;
CREATE UNIQUE INDEX log_envelope ON log (envelope, tenant, is_stub);
CREATE INDEX log_author ON log (author, author_seq);
CREATE INDEX log_events ON log (record, place) WHERE has_events = 1;

CREATE TRIGGER log_keeps_rows BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_keeps_bytes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Derived state, rebuildable from the log. What lists show stands in columns.
CREATE TABLE record (
  number     INTEGER PRIMARY KEY,
  tenant     INTEGER NOT NULL,
  record     BLOB NOT NULL,
  stream     INTEGER NOT NULL REFERENCES stream(number),
  kind       TEXT NOT NULL,
  last_seq   INTEGER NOT NULL,
  status     TEXT NOT NULL,
  first_at   INTEGER NOT NULL,        -- relay time of its first row
  due        INTEGER,                 -- deadline in force
  due_key    INTEGER NOT NULL,        -- due, or the largest number: undated ones sort last
  premises   BLOB,                    -- what it hangs on; of a photo: the record it shows
  title      TEXT NOT NULL,           -- premises: name; inspection: result; hazard: what is wrong
  detail     TEXT NOT NULL,           -- premises: address; hazard: checklist item; photo: slot
  category   TEXT NOT NULL,           -- premises: category; hazard: severity; inspection: checklist
  village    TEXT NOT NULL,
  department TEXT NOT NULL,           -- hazard: where it was escalated to
  author     BLOB,                    -- who acted first
  number_text TEXT NOT NULL,          -- hazard: number of the notice, final or provisional
  flags      INTEGER NOT NULL,        -- 1 overdue, 2 suspected major, 4 life threat, 8 urged
  UNIQUE (tenant, record)
) STRICT;
CREATE INDEX record_newest ON record (tenant, kind, first_at, record);
CREATE INDEX record_due ON record (tenant, kind, due_key, record);
CREATE INDEX record_premises ON record (tenant, premises) WHERE premises IS NOT NULL;

CREATE TABLE document (
  number INTEGER PRIMARY KEY REFERENCES record(number),
  bytes  BLOB NOT NULL
) STRICT;

-- Envelopes that are not in the log. `bytes` is NULL when a device used up its quota: then only
-- the stub remains, and the device keeps the rest.
CREATE TABLE quarantine (
  number      INTEGER PRIMARY KEY,
  tenant      INTEGER NOT NULL,
  envelope    BLOB NOT NULL,
  stream      BLOB NOT NULL,
  record      BLOB NOT NULL,
  device      BLOB NOT NULL,
  user        BLOB NOT NULL,
  device_seq  INTEGER NOT NULL,
  reason      TEXT NOT NULL,
  is_final    INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  size        INTEGER NOT NULL,
  bytes       BLOB,
  UNIQUE (tenant, envelope)
) STRICT;
CREATE INDEX quarantine_record ON quarantine (tenant, record);
CREATE INDEX quarantine_device ON quarantine (tenant, device);
CREATE INDEX quarantine_chain ON quarantine (tenant, stream, device, user, device_seq);

CREATE TABLE lease (
  tenant    INTEGER NOT NULL,
  digest    BLOB NOT NULL,
  relay_key BLOB NOT NULL,
  signature BLOB NOT NULL,
  bytes     BLOB NOT NULL,
  PRIMARY KEY (tenant, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_number (
  tenant   INTEGER NOT NULL,
  issuer   TEXT NOT NULL,
  document TEXT NOT NULL,
  year     INTEGER NOT NULL,
  number   INTEGER NOT NULL,
  text     TEXT NOT NULL,
  envelope BLOB NOT NULL,
  PRIMARY KEY (tenant, issuer, document, year, number)
) STRICT, WITHOUT ROWID;

-- Blobs whose stored bytes were verified against their hash.
CREATE TABLE blob (
  tenant      INTEGER NOT NULL,
  digest      BLOB NOT NULL,
  size        INTEGER NOT NULL,
  verified_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, digest)
) STRICT, WITHOUT ROWID;

-- Which accepted rows name a blob: the only ground on which anybody may read it.
CREATE TABLE blob_reference (
  tenant INTEGER NOT NULL,
  digest BLOB NOT NULL,
  stream INTEGER NOT NULL,
  record BLOB NOT NULL,
  role   INTEGER NOT NULL,            -- 0 original, 1 view, 2 thumbnail
  PRIMARY KEY (tenant, digest, stream, record, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_reference_record ON blob_reference (tenant, record);

-- The photos that a record names, in log order.
CREATE TABLE blob_set (
  number    INTEGER PRIMARY KEY,
  tenant    INTEGER NOT NULL,
  record    BLOB NOT NULL,
  original  BLOB NOT NULL,
  view      BLOB NOT NULL,
  thumbnail BLOB NOT NULL,
  UNIQUE (tenant, record, original, view, thumbnail)
) STRICT;

CREATE TABLE upload (
  upload     BLOB PRIMARY KEY,
  tenant     INTEGER NOT NULL,
  device     BLOB NOT NULL,
  user       BLOB NOT NULL,
  stream     BLOB NOT NULL,
  digest     BLOB NOT NULL,
  role       TEXT NOT NULL,
  length     INTEGER NOT NULL,
  offset     INTEGER NOT NULL,        -- bytes that are on disk for good
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX upload_expiry ON upload (expires_at);
CREATE INDEX upload_device ON upload (tenant, device);

-- Sign-in by password.
CREATE TABLE account (
  tenant    INTEGER NOT NULL,
  name      TEXT NOT NULL,
  user      BLOB NOT NULL,
  password  TEXT NOT NULL,            -- Argon2id, PHC string
  PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  digest     BLOB PRIMARY KEY,        -- SHA-256 of the cookie
  tenant     INTEGER NOT NULL,
  user       BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed attempts by (what, account, address): nobody is locked out by somebody elsewhere.
CREATE TABLE attempt (
  tenant     INTEGER NOT NULL,
  what       TEXT NOT NULL,
  account    TEXT NOT NULL,
  address    TEXT NOT NULL,
  failures   INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL,
  PRIMARY KEY (tenant, what, account, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE enrollment_code (
  digest     BLOB PRIMARY KEY,        -- SHA-256 of the code; the code itself is kept nowhere
  tenant     INTEGER NOT NULL,
  user       BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER,
  used_by    BLOB
) STRICT, WITHOUT ROWID;

-- Service keys in use, with the control row that introduced each.
CREATE TABLE service_key (
  number      INTEGER PRIMARY KEY,
  tenant      INTEGER NOT NULL,
  public_key  BLOB NOT NULL UNIQUE,
  certificate BLOB NOT NULL,
  introduced  INTEGER NOT NULL,       -- seq of the control stream
  taken_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE policy_pack (
  tenant    INTEGER NOT NULL,
  revision  INTEGER NOT NULL,
  digest    BLOB NOT NULL,
  signature BLOB NOT NULL,            -- by the tenant's policy key, over the digest
  bytes     BLOB NOT NULL,
  PRIMARY KEY (tenant, revision)
) STRICT;

CREATE TABLE job_log (
  number INTEGER PRIMARY KEY,
  tenant INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  job    TEXT NOT NULL,
  note   TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
  tenant INTEGER NOT NULL,
  key    TEXT NOT NULL,
  value  TEXT NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
