-- Version 1: the store of one phone for one person.
-- Ground truth: log_row, own_envelope, draft, blob. Derived (rebuilt from the truth at any time):
-- record, premises, inspection, hazard, photo, search_text, search_index.
-- Identifiers are 16 raw bytes, digests 32; times are milliseconds since 1970, UTC.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE identity (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    tenant BLOB NOT NULL,
    user BLOB NOT NULL,
    device BLOB NOT NULL,
    incarnation INTEGER NOT NULL,   -- rises when a record must be made again under a new actor
    lease BLOB NOT NULL,            -- CBOR of the signed lease
    root_key BLOB NOT NULL
) STRICT;

-- Policy packs as the relay served them; records pin the revision they were made under.
CREATE TABLE policy (
    digest BLOB PRIMARY KEY,
    revision INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- Every lease this device ever held: envelopes that cite an earlier one may still wait.
CREATE TABLE lease (
    digest BLOB PRIMARY KEY,
    lease BLOB NOT NULL             -- CBOR of the signed lease
) STRICT;

CREATE TABLE service_key (
    key BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE anchor (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    stream BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL,
    boot_id INTEGER NOT NULL,
    monotonic_ms INTEGER NOT NULL,
    carried_ms INTEGER NOT NULL
) STRICT;

-- Short numbers for streams and records, so that keys of big tables stay small.
CREATE TABLE stream (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE record_number (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE cursor (
    stream INTEGER PRIMARY KEY REFERENCES stream,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL,
    own_seq INTEGER NOT NULL,
    own_last BLOB NOT NULL
) STRICT;

-- End of the own chain per stream, sealed envelopes included.
CREATE TABLE chain_tip (
    stream INTEGER PRIMARY KEY REFERENCES stream,
    seq INTEGER NOT NULL,
    last BLOB NOT NULL
) STRICT;

-- Envelopes made here. They stay while their stream is granted, refused ones for good.
CREATE TABLE own_envelope (
    seal_order INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    stream INTEGER NOT NULL REFERENCES stream,
    record INTEGER NOT NULL REFERENCES record_number,
    header BLOB NOT NULL,           -- bytes as signed
    ops BLOB NOT NULL,              -- CBOR
    seal BLOB NOT NULL,             -- CBOR
    verdict TEXT NOT NULL DEFAULT 'pending'
        CHECK (verdict IN ('pending', 'accepted', 'refused', 'quarantined')),
    seq INTEGER,                    -- place, once accepted
    reason TEXT,                    -- refusal, in the words of the wire
    decided_at INTEGER,
    applied_again INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX own_envelope_by_verdict ON own_envelope (verdict, seal_order);
CREATE INDEX own_envelope_by_record ON own_envelope (record, seal_order);

-- The accepted log as received. place = stream number * 2^40 + seq.
CREATE TABLE log_row (
    place INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    record INTEGER REFERENCES record_number,  -- NULL for a stub
    received_at INTEGER NOT NULL,
    chain BLOB NOT NULL,
    own BLOB REFERENCES own_envelope (id),    -- set: the bytes stand there
    header BLOB,
    ops BLOB,
    seal BLOB,
    decision BLOB,                  -- CBOR as hashed into the chain; NULL for a stub
    stub BLOB                       -- CBOR
) STRICT;
CREATE INDEX log_row_by_record ON log_row (record, place) WHERE record IS NOT NULL;

CREATE TABLE draft (
    record INTEGER PRIMARY KEY REFERENCES record_number,
    stream INTEGER NOT NULL REFERENCES stream,
    kind TEXT NOT NULL,
    base_heads BLOB NOT NULL        -- CBOR list of digests
) STRICT;

CREATE TABLE draft_edit (
    record INTEGER NOT NULL REFERENCES draft ON DELETE CASCADE,
    key TEXT NOT NULL,
    value BLOB NOT NULL,            -- CBOR scalar
    PRIMARY KEY (record, key)
) STRICT, WITHOUT ROWID;

-- Drafts read out of a damaged database: laid on their records again once these are back.
CREATE TABLE salvaged_edit (
    record BLOB NOT NULL,
    stream BLOB NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (record, key)
) STRICT, WITHOUT ROWID;

-- Encrypted photo files. The key of each file is wrapped under the blob key.
CREATE TABLE blob (
    digest BLOB PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('original', 'view', 'thumbnail')),
    photo BLOB NOT NULL,            -- record of the photo
    stream BLOB NOT NULL,
    length INTEGER NOT NULL,
    file TEXT,                      -- name in the blob folder; NULL: let go after the relay held it
    wrapped_key BLOB,
    made_at INTEGER NOT NULL,
    upload TEXT,                    -- address of an upload begun
    held_at INTEGER,                -- the relay holds it verified since
    lost INTEGER NOT NULL DEFAULT 0 -- the file is gone though the relay never held it
) STRICT;
CREATE INDEX blob_to_send ON blob (role, made_at) WHERE held_at IS NULL;
CREATE INDEX blob_by_photo ON blob (photo);

-- ---- Derived -----------------------------------------------------------------------------------

CREATE TABLE record (
    number INTEGER PRIMARY KEY REFERENCES record_number,
    stream INTEGER NOT NULL REFERENCES stream,
    kind TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    status TEXT NOT NULL,
    heads BLOB NOT NULL,
    content BLOB NOT NULL,          -- CBOR, with pending and draft on top
    document BLOB NOT NULL          -- accepted changes, saved uncompressed; empty: none yet
) STRICT;
CREATE INDEX record_by_stream ON record (stream);

CREATE TABLE premises (
    number INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    stream BLOB NOT NULL,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    address TEXT NOT NULL,
    category TEXT NOT NULL,
    phone TEXT NOT NULL,
    status TEXT NOT NULL,
    latitude INTEGER,               -- microdegrees
    longitude INTEGER,
    last_visit INTEGER,             -- newest inspection submitted from this premises
    census_outcome TEXT,
    census_at INTEGER,
    pending INTEGER NOT NULL
) STRICT;
CREATE INDEX premises_by_stream ON premises (stream, status);
CREATE INDEX premises_by_latitude ON premises (latitude) WHERE latitude IS NOT NULL;

CREATE TABLE inspection (
    number INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    premises BLOB NOT NULL,
    stream BLOB NOT NULL,
    checklist TEXT NOT NULL,
    status TEXT NOT NULL,
    inspector BLOB,
    started_at INTEGER NOT NULL,
    submitted_at INTEGER,
    rounds INTEGER NOT NULL,
    pending INTEGER NOT NULL
) STRICT;
CREATE INDEX inspection_by_premises ON inspection (premises, started_at);
CREATE INDEX inspection_by_status ON inspection (status, started_at);

CREATE TABLE hazard (
    number INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    premises BLOB NOT NULL,
    inspection BLOB,
    stream BLOB NOT NULL,
    item TEXT NOT NULL,             -- checklist item; empty: none
    common_key TEXT NOT NULL,       -- what makes it a repeat
    description TEXT NOT NULL,
    status TEXT NOT NULL,
    due INTEGER,
    overdue INTEGER NOT NULL,
    life_threat INTEGER NOT NULL,
    suspected_major INTEGER NOT NULL,
    notice_number TEXT,             -- final if given, else provisional
    found_at INTEGER NOT NULL,
    pending INTEGER NOT NULL
) STRICT;
CREATE INDEX hazard_by_premises ON hazard (premises, found_at);
CREATE INDEX hazard_by_status ON hazard (status, due);

CREATE TABLE photo (
    number INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    target BLOB NOT NULL,           -- record the photo is about
    stream BLOB NOT NULL,
    item TEXT NOT NULL,             -- checklist item or slot; empty: none
    status TEXT NOT NULL,
    original BLOB NOT NULL,
    view BLOB NOT NULL,
    thumbnail BLOB NOT NULL,
    taken_at INTEGER,
    pending INTEGER NOT NULL
) STRICT;
CREATE INDEX photo_by_target ON photo (target, item);

-- What a search verifies its hits against: one line per field, normalized.
CREATE TABLE search_text (
    number INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

-- Tokens are made by the program: single characters, pairs, windows of digits and of pinyin
-- initials. rowid = record number.
CREATE VIRTUAL TABLE search_index USING fts5 (
    tokens,
    content = '',
    contentless_delete = 1,
    detail = none,
    tokenize = "unicode61 remove_diacritics 0"
);
