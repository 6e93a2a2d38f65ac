-- What is open, by deadline（在办期限）: closed records keep their deadlines, and soon are most of them.
CREATE INDEX record_open_due ON record (tenant, kind, due_key, record)
  WHERE status NOT IN ('closed', 'voided', 'withdrawn');
