-- Which process of a relay does the work that is to be done once（作业租约）.
CREATE TABLE job_lease (
  tenant     INTEGER NOT NULL,
  job        TEXT NOT NULL,
  holder     BLOB NOT NULL,           -- a process, by the number it drew at its start
  held_until INTEGER NOT NULL,        -- by the clock of the database
  PRIMARY KEY (tenant, job)
) STRICT, WITHOUT ROWID;
