use rusqlite::{OptionalExtension as _, Row, params};
use wangge_domain::{Digest, RecordId, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{
    corrupt, digest, failed, from_sql, id16, record as record_id, to_sql, u32_from,
};
use super::database::SqliteDatabase;
use super::measures::once;
use crate::store::{
    IdentityLook, PublicReport, PublicReportStore, ReportState, RewardAct, RewardDeed,
};

const COLUMNS: &str = "report, received_at, receipt, claim, category, place, text, latitude, \
                       longitude, person, photos, state, record, note, published";

/// A row as SQL has it.
struct Raw {
    ids: [Vec<u8>; 3],
    received_at: i64,
    texts: [String; 6],
    position: (Option<i64>, Option<i64>),
    person: Option<Vec<u8>>,
    photos: i64,
    record: Option<Vec<u8>>,
}

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok(Raw {
        ids: [row.get(0)?, row.get(2)?, row.get(3)?],
        received_at: row.get(1)?,
        texts: [
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            row.get(11)?,
            row.get(13)?,
            row.get(14)?,
        ],
        position: (row.get(7)?, row.get(8)?),
        person: row.get(9)?,
        photos: row.get(10)?,
        record: row.get(12)?,
    })
}

fn open(raw: Raw) -> Result<PublicReport, StoreError> {
    let [report, receipt, claim] = raw.ids;
    let [category, place, text, state, note, published] = raw.texts;
    let record = raw.record.as_deref().map(record_id).transpose()?;
    Ok(PublicReport {
        report: record_id(&report)?,
        received_at: Timestamp(raw.received_at),
        receipt: digest(&receipt)?,
        claim: digest(&claim)?,
        category,
        place,
        text,
        position: raw.position.0.zip(raw.position.1),
        person: raw.person.as_deref().map(digest).transpose()?,
        photos: u32_from(raw.photos),
        state: ReportState::parse(&state).ok_or_else(|| corrupt("a state is unknown"))?,
        record,
        note,
        published,
    })
}

impl SqliteDatabase {
    fn reports_where(
        &self,
        condition: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<Vec<PublicReport>, StoreError> {
        let reader = self.reader()?;
        let sql = format!("SELECT {COLUMNS} FROM public_report WHERE {condition}");
        let mut statement = reader.prepare_cached(&sql).map_err(failed)?;
        let rows = statement.query_map(parameters, raw).map_err(failed)?;
        rows.map(|row| row.map_err(failed).and_then(open)).collect()
    }
}

impl PublicReportStore for SqliteDatabase {
    fn add_public_report(
        &self,
        tenant: TenantId,
        report: &PublicReport,
        photos: Vec<Vec<u8>>,
        sealed: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let report = report.clone();
        self.write(move |connection| {
            let (latitude, longitude) = report.position.unzip();
            let added = connection.execute(
                "INSERT OR IGNORE INTO public_report
                   (tenant, report, received_at, receipt, claim, category, place, text, latitude,
                    longitude, person, photos, state, record, note, published, is_final)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'waiting', NULL, ?13,
                         '', 0)",
                params![
                    number,
                    report.report.as_bytes(),
                    report.received_at.0,
                    &report.receipt.0,
                    &report.claim.0,
                    report.category,
                    report.place,
                    report.text,
                    latitude,
                    longitude,
                    report.person.map(|person| person.0.to_vec()),
                    report.photos,
                    report.note,
                ],
            )?;
            if added == 0 {
                return Ok(());
            }
            let row = connection.last_insert_rowid();
            for (place, bytes) in photos.iter().enumerate() {
                connection.execute(
                    "INSERT INTO public_photo (report, place, bytes) VALUES (?1, ?2, ?3)",
                    (row, to_sql(place as u64), bytes),
                )?;
            }
            if let Some(sealed) = sealed {
                connection.execute(
                    "INSERT INTO reporter_identity (tenant, subject, sealed) VALUES (?1, ?2, ?3)",
                    (number, report.report.as_bytes(), sealed),
                )?;
            }
            Ok(())
        })
    }

    fn public_report(
        &self,
        tenant: TenantId,
        report: RecordId,
    ) -> Result<Option<PublicReport>, StoreError> {
        let number = self.number(tenant)?;
        let condition = "tenant = ?1 AND report = ?2";
        let mut found = self.reports_where(condition, (number, report.as_bytes()))?;
        Ok(found.pop())
    }

    fn public_reports(
        &self,
        tenant: TenantId,
        state: ReportState,
        limit: u32,
    ) -> Result<Vec<PublicReport>, StoreError> {
        let number = self.number(tenant)?;
        let condition = "tenant = ?1 AND state = ?2 ORDER BY received_at, number LIMIT ?3";
        self.reports_where(condition, (number, state.as_str(), limit))
    }

    fn public_reports_of(
        &self,
        tenant: TenantId,
        record: RecordId,
    ) -> Result<Vec<PublicReport>, StoreError> {
        let number = self.number(tenant)?;
        let condition = "tenant = ?1 AND record = ?2 ORDER BY received_at, number";
        self.reports_where(condition, (number, record.as_bytes()))
    }

    fn open_public_reports(
        &self,
        tenant: TenantId,
        limit: u32,
    ) -> Result<Vec<PublicReport>, StoreError> {
        let number = self.number(tenant)?;
        let condition = "tenant = ?1 AND is_final = 0 ORDER BY number DESC LIMIT ?2";
        self.reports_where(condition, (number, limit))
    }

    fn public_report_of_claim(
        &self,
        tenant: TenantId,
        claim: Digest,
    ) -> Result<Option<PublicReport>, StoreError> {
        let number = self.number(tenant)?;
        let mut found = self.reports_where("tenant = ?1 AND claim = ?2", (number, &claim.0))?;
        Ok(found.pop())
    }

    fn public_photo(
        &self,
        tenant: TenantId,
        report: RecordId,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let number = self.number(tenant)?;
        self.reader()?
            .query_row(
                "SELECT p.bytes FROM public_photo p JOIN public_report r ON r.number = p.report
                 WHERE r.tenant = ?1 AND r.report = ?2 AND p.place = ?3",
                (number, report.as_bytes(), place),
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)
    }

    fn settle_public_report(
        &self,
        tenant: TenantId,
        report: RecordId,
        state: ReportState,
        record: Option<RecordId>,
        note: &str,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let note = note.to_owned();
        let written = self.write(move |connection| {
            let moved = connection.execute(
                "UPDATE public_report SET state = ?3, record = ?4, note = ?5
                 WHERE tenant = ?1 AND report = ?2 AND state = 'waiting'",
                (
                    number,
                    report.as_bytes(),
                    state.as_str(),
                    record.map(|record| record.as_bytes().to_vec()),
                    note,
                ),
            )?;
            if moved == 1 && state == ReportState::Taken {
                // They are photos of the case by now.
                connection.execute(
                    "DELETE FROM public_photo WHERE report =
                       (SELECT number FROM public_report WHERE tenant = ?1 AND report = ?2)",
                    (number, report.as_bytes()),
                )?;
            }
            Ok(moved)
        })?;
        once(written)
    }

    fn set_published(
        &self,
        tenant: TenantId,
        report: RecordId,
        told: &str,
        is_final: bool,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let told = told.to_owned();
        self.write(move |connection| {
            connection
                .execute(
                    "UPDATE public_report SET published = ?3, is_final = ?4
                     WHERE tenant = ?1 AND report = ?2",
                    (number, report.as_bytes(), told, is_final),
                )
                .map(drop)
        })
    }

    fn add_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO reporter_identity (tenant, subject, sealed)
                     VALUES (?1, ?2, ?3)",
                    (number, subject.as_bytes(), sealed),
                )
                .map(drop)
        })
    }

    fn drop_identity(&self, tenant: TenantId, subject: RecordId) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        self.write(move |connection| {
            connection
                .execute(
                    "DELETE FROM reporter_identity WHERE tenant = ?1 AND subject = ?2",
                    (number, subject.as_bytes()),
                )
                .map(drop)
        })
    }

    fn look_at_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
        look: &IdentityLook,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let number = self.number(tenant)?;
        let look = look.clone();
        self.write(move |connection| {
            let sealed: Option<Vec<u8>> = connection
                .query_row(
                    "SELECT sealed FROM reporter_identity WHERE tenant = ?1 AND subject = ?2",
                    (number, subject.as_bytes()),
                    |row| row.get(0),
                )
                .optional()?;
            if sealed.is_some() {
                connection.execute(
                    "INSERT INTO identity_look (tenant, subject, user, at, reason)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    (
                        number,
                        subject.as_bytes(),
                        look.user.as_bytes(),
                        look.at.0,
                        look.reason,
                    ),
                )?;
            }
            Ok(sealed)
        })
    }

    fn sealed_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let number = self.number(tenant)?;
        self.reader()?
            .query_row(
                "SELECT sealed FROM reporter_identity WHERE tenant = ?1 AND subject = ?2",
                (number, subject.as_bytes()),
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)
    }

    fn sealed_identities(&self, tenant: TenantId) -> Result<Vec<(RecordId, Vec<u8>)>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT subject, sealed FROM reporter_identity WHERE tenant = ?1 ORDER BY subject",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map([number], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?))
            })
            .map_err(failed)?;
        rows.map(|row| {
            let (subject, sealed) = row.map_err(failed)?;
            Ok((record_id(&subject)?, sealed))
        })
        .collect()
    }

    fn identity_looks(
        &self,
        tenant: TenantId,
        subject: RecordId,
    ) -> Result<Vec<IdentityLook>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT user, at, reason FROM identity_look
                 WHERE tenant = ?1 AND subject = ?2 ORDER BY number",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((number, subject.as_bytes()), |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(failed)?;
        rows.map(|row| {
            let (user, at, reason) = row.map_err(failed)?;
            Ok(IdentityLook {
                user: UserId::from_bytes(id16(&user)?),
                at: Timestamp(at),
                reason,
            })
        })
        .collect()
    }

    fn add_reward_act(&self, tenant: TenantId, act: &RewardAct) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let act = act.clone();
        let written = self.write(move |connection| {
            connection.execute(
                "INSERT OR IGNORE INTO public_reward
                   (tenant, report, deed, hazard, fen, user, at, note)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                (
                    number,
                    act.report.as_bytes(),
                    act.deed.as_str(),
                    act.hazard.as_bytes(),
                    to_sql(act.fen),
                    act.user.as_bytes(),
                    act.at.0,
                    act.note,
                ),
            )
        })?;
        once(written)
    }

    fn reward_acts(&self, tenant: TenantId) -> Result<Vec<RewardAct>, StoreError> {
        type Columns = ([Vec<u8>; 3], String, i64, i64, String);
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT report, hazard, user, deed, fen, at, note FROM public_reward
                 WHERE tenant = ?1 ORDER BY at, report, deed",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map([number], |row| {
                let ids = [row.get(0)?, row.get(1)?, row.get(2)?];
                Ok((ids, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
            })
            .map_err(failed)?;
        let open = |([report, hazard, user], deed, fen, at, note): Columns| {
            Ok(RewardAct {
                report: record_id(&report)?,
                hazard: record_id(&hazard)?,
                deed: match deed.as_str() {
                    "claim" => RewardDeed::Claim,
                    _ => RewardDeed::Decision,
                },
                fen: from_sql(fen),
                user: UserId::from_bytes(id16(&user)?),
                at: Timestamp(at),
                note,
            })
        };
        rows.map(|row| row.map_err(failed).and_then(open)).collect()
    }
}
