use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use wangge_domain::Timestamp;
use wangge_domain::public_report::{ReportLimits, ReportRefusal};
use wangge_sync_engine::store::StoreError;

use super::{IntakeStore, Submission, failed};

const HOUR_MS: i64 = 3_600_000;

/// What a visit is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VisitKind {
    /// A form sent, good or not.
    Try = 0,
    /// A report taken in.
    Report = 1,
    /// A question for a status.
    Question = 2,
}

impl IntakeStore {
    /// Counts a visit, unless the visitor or all together came too often this hour. What is turned
    /// away leaves no row behind, so that a flood does not fill the table.
    pub(crate) fn visit(
        &self,
        kind: VisitKind,
        visitor: &[u8; 32],
        now: Timestamp,
        (most, most_of_all): (u32, u32),
    ) -> Result<Result<(), ReportRefusal>, StoreError> {
        let mut connection = self.connection();
        let writing = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let counted = count(&writing, kind, visitor, now, (most, most_of_all)).map_err(failed)?;
        writing.commit().map_err(failed)?;
        Ok(counted)
    }

    /// Takes a report in, once per form: all of it, or the reason why not.
    pub(crate) fn take(
        &self,
        submission: &Submission,
        visitor: &[u8; 32],
        (nonce, expires_at): (&[u8; 16], Timestamp),
        limits: &ReportLimits,
    ) -> Result<Result<(), ReportRefusal>, StoreError> {
        let now = submission.received_at;
        let mut connection = self.connection();
        let writing = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let fresh = writing
            .execute("DELETE FROM used_form WHERE expires_at < ?1", [now.0])
            .and_then(|_| {
                writing.execute(
                    "INSERT OR IGNORE INTO used_form (nonce, expires_at) VALUES (?1, ?2)",
                    (nonce, expires_at.0),
                )
            })
            .map_err(failed)?;
        if fresh == 0 {
            return Ok(Err(ReportRefusal::StaleForm));
        }
        let waiting: u32 = writing
            .query_row("SELECT count(*) FROM submission", [], |row| row.get(0))
            .map_err(failed)?;
        if waiting >= limits.waiting {
            return Ok(Err(ReportRefusal::Busy));
        }
        let most = (limits.per_address_hour, limits.per_hour);
        let counted = count(&writing, VisitKind::Report, visitor, now, most).map_err(failed)?;
        if counted.is_err() {
            return Ok(counted);
        }
        insert(&writing, submission).map_err(failed)?;
        writing.commit().map_err(failed)?;
        Ok(Ok(()))
    }
}

fn count(
    writing: &Connection,
    kind: VisitKind,
    visitor: &[u8; 32],
    now: Timestamp,
    (most, most_of_all): (u32, u32),
) -> rusqlite::Result<Result<(), ReportRefusal>> {
    let hour = now.0.div_euclid(HOUR_MS);
    writing
        .prepare_cached("DELETE FROM visit WHERE hour < ?1")?
        .execute([hour])?;
    let so_far = |who: &[u8]| -> rusqlite::Result<u32> {
        let found = writing
            .prepare_cached(
                "SELECT count FROM visit WHERE hour = ?1 AND kind = ?2 AND visitor = ?3",
            )?
            .query_row((hour, kind as i64, who), |row| row.get(0))
            .optional()?;
        Ok(found.unwrap_or(0))
    };
    if so_far(visitor)? >= most {
        return Ok(Err(ReportRefusal::TooManyFromHere));
    }
    if so_far(&[])? >= most_of_all {
        return Ok(Err(ReportRefusal::Busy));
    }
    for who in [visitor.as_slice(), &[]] {
        writing
            .prepare_cached(
                "INSERT INTO visit (hour, kind, visitor, count) VALUES (?1, ?2, ?3, 1)
                 ON CONFLICT DO UPDATE SET count = count + 1",
            )?
            .execute((hour, kind as i64, who))?;
    }
    Ok(Ok(()))
}

fn insert(writing: &Connection, submission: &Submission) -> rusqlite::Result<()> {
    let (latitude, longitude) = submission.position.unzip();
    writing.execute(
        "INSERT INTO submission (received_at, receipt, claim, category, place, text, latitude,
                                 longitude, sealed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            submission.received_at.0,
            &submission.receipt.0,
            &submission.claim.0,
            &submission.category,
            &submission.place,
            &submission.text,
            latitude,
            longitude,
            &submission.sealed,
        ),
    )?;
    let number = writing.last_insert_rowid();
    for (place, bytes) in submission.photos.iter().enumerate() {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        writing.execute(
            "INSERT INTO submission_photo (submission, place, bytes) VALUES (?1, ?2, ?3)",
            (number, place, bytes),
        )?;
    }
    writing.execute(
        "INSERT INTO receipt (receipt, received_at) VALUES (?1, ?2)",
        (&submission.receipt.0, submission.received_at.0),
    )?;
    Ok(())
}
