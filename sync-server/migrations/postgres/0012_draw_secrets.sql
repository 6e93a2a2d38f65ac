-- Secrets of draws（抽查密值）until their day, each sealed by a service key that all relays of the tenant
-- hold. Those of draws announced before this step lie in the data folder that announced them.
CREATE TABLE draw_secret (
  tenant bigint NOT NULL,
  draw   bytea NOT NULL,
  key    bytea NOT NULL,               -- public half of the service key
  sealed bytea NOT NULL,
  PRIMARY KEY (tenant, draw)
);

ALTER TABLE draw_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE draw_secret FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON draw_secret USING (tenant = app_tenant());
