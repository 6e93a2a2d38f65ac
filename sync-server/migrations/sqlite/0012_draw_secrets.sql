-- Secrets of draws（抽查密值）until their day, each sealed by a service key that all relays of the tenant
-- hold. Those of draws announced before this step lie in the data folder that announced them.
CREATE TABLE draw_secret (
  tenant INTEGER NOT NULL,
  draw   BLOB NOT NULL,
  key    BLOB NOT NULL,               -- public half of the service key
  sealed BLOB NOT NULL,
  PRIMARY KEY (tenant, draw)
) STRICT, WITHOUT ROWID;
