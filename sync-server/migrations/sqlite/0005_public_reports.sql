-- Reports by the public, collected from the process that takes them in.
CREATE TABLE public_report (
  number      INTEGER PRIMARY KEY,
  tenant      INTEGER NOT NULL,
  report      BLOB NOT NULL,
  received_at INTEGER NOT NULL,       -- by the clock of the process that took it in
  receipt     BLOB NOT NULL,          -- hash of the receipt code
  claim       BLOB NOT NULL,          -- hash of the claim code
  category    TEXT NOT NULL,
  place       TEXT NOT NULL,
  text        TEXT NOT NULL,
  latitude    INTEGER,                -- microdegrees, WGS-84
  longitude   INTEGER,
  person      BLOB,                   -- keyed hash of the telephone number; NULL: none given
  photos      INTEGER NOT NULL,
  state       TEXT NOT NULL,          -- waiting, taken, joined, set_aside
  record      BLOB,                   -- the case it became or joined
  note        TEXT NOT NULL,
  published   TEXT NOT NULL,          -- JSON, what its reporter was told last
  is_final    INTEGER NOT NULL,       -- 1: nothing more will be told
  UNIQUE (tenant, report),
  UNIQUE (tenant, receipt)
) STRICT;
CREATE INDEX public_report_state ON public_report (tenant, state, received_at);
CREATE INDEX public_report_record ON public_report (tenant, record) WHERE record IS NOT NULL;
CREATE INDEX public_report_open ON public_report (tenant, number) WHERE is_final = 0;
CREATE INDEX public_report_claim ON public_report (tenant, claim);

-- Photos of reports that wait for triage; afterwards they are photos of the case.
CREATE TABLE public_photo (
  report INTEGER NOT NULL REFERENCES public_report(number),
  place  INTEGER NOT NULL,
  bytes  BLOB NOT NULL,
  PRIMARY KEY (report, place)
) STRICT, WITHOUT ROWID;

-- Who reported, sealed under a key of its own. The subject is a public report or a case.
CREATE TABLE reporter_identity (
  tenant  INTEGER NOT NULL,
  subject BLOB NOT NULL,
  sealed  BLOB NOT NULL,
  PRIMARY KEY (tenant, subject)
) STRICT, WITHOUT ROWID;

-- Every look at it.
CREATE TABLE identity_look (
  number  INTEGER PRIMARY KEY,
  tenant  INTEGER NOT NULL,
  subject BLOB NOT NULL,
  user    BLOB NOT NULL,
  at      INTEGER NOT NULL,
  reason  TEXT NOT NULL
) STRICT;
CREATE INDEX identity_look_subject ON identity_look (tenant, subject);

CREATE TRIGGER identity_look_stays BEFORE DELETE ON identity_look
BEGIN SELECT RAISE(ABORT, 'a look stays'); END;
CREATE TRIGGER identity_look_keeps BEFORE UPDATE ON identity_look
BEGIN SELECT RAISE(ABORT, 'a look stays'); END;

-- What was done about the reward of a report: decided once, paid once, and one reward a hazard.
CREATE TABLE public_reward (
  tenant INTEGER NOT NULL,
  report BLOB NOT NULL,
  deed   TEXT NOT NULL,               -- decision, claim
  hazard BLOB NOT NULL,
  fen    INTEGER NOT NULL,            -- of a decision: 0 rejects
  user   BLOB NOT NULL,
  at     INTEGER NOT NULL,
  note   TEXT NOT NULL,
  PRIMARY KEY (tenant, report, deed)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX public_reward_once ON public_reward (tenant, hazard)
  WHERE deed = 'decision' AND fen > 0;

CREATE TRIGGER public_reward_stays BEFORE DELETE ON public_reward
BEGIN SELECT RAISE(ABORT, 'the reward ledger is append-only'); END;
CREATE TRIGGER public_reward_keeps BEFORE UPDATE ON public_reward
BEGIN SELECT RAISE(ABORT, 'the reward ledger is append-only'); END;
