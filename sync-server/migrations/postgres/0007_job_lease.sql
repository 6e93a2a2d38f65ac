-- Which process of a relay does the work that is to be done once（作业租约）.
CREATE TABLE job_lease (
  tenant     bigint NOT NULL,
  job        text COLLATE "C" NOT NULL,
  holder     bytea NOT NULL,           -- a process, by the number it drew at its start
  held_until bigint NOT NULL,        -- by the clock of the database
  PRIMARY KEY (tenant, job)
);

ALTER TABLE job_lease ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_lease FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON job_lease USING (tenant = app_tenant());
