use tokio_postgres::Row;
use wangge_domain::{Digest, RecordId, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{
    corrupt, digest, from_sql, id16, record as record_id, text, to_sql, u32_from,
};
use super::database::PostgresDatabase;
use super::measures::once;
use super::session::{Param, Session, column};
use crate::store::{
    IdentityLook, PublicReport, PublicReportStore, ReportState, RewardAct, RewardDeed,
};

const COLUMNS: &str = "report, received_at, receipt, claim, category, place, text, latitude, \
                       longitude, person, photos, state, record, note, published";

fn open(row: &Row) -> Result<PublicReport, StoreError> {
    let position: (Option<i64>, Option<i64>) = (column(row, 7)?, column(row, 8)?);
    let person: Option<&[u8]> = column(row, 9)?;
    let record: Option<&[u8]> = column(row, 12)?;
    Ok(PublicReport {
        report: record_id(column(row, 0)?)?,
        received_at: Timestamp(column(row, 1)?),
        receipt: digest(column(row, 2)?)?,
        claim: digest(column(row, 3)?)?,
        category: column(row, 4)?,
        place: column(row, 5)?,
        text: column(row, 6)?,
        position: position.0.zip(position.1),
        person: person.map(digest).transpose()?,
        photos: u32_from(column(row, 10)?),
        state: ReportState::parse(column(row, 11)?).ok_or_else(|| corrupt("a state is unknown"))?,
        record: record.map(record_id).transpose()?,
        note: column(row, 13)?,
        published: column(row, 14)?,
    })
}

fn reports_where(
    session: &Session,
    condition: &str,
    values: &[Param<'_>],
) -> Result<Vec<PublicReport>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM public_report WHERE {condition}");
    session.query(&sql, values)?.iter().map(open).collect()
}

fn insert(
    session: &Session,
    number: i64,
    report: &PublicReport,
) -> Result<Option<i64>, StoreError> {
    let (latitude, longitude) = report.position.unzip();
    session
        .first(
            "INSERT INTO public_report
               (tenant, report, received_at, receipt, claim, category, place, text, latitude,
                longitude, person, photos, state, record, note, published, is_final)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting', NULL, $13, '',
                     0)
             ON CONFLICT DO NOTHING RETURNING number",
            &[
                &number,
                &report.report.as_bytes().as_slice(),
                &report.received_at.0,
                &report.receipt.0.as_slice(),
                &report.claim.0.as_slice(),
                &text(&report.category),
                &text(&report.place),
                &text(&report.text),
                &latitude,
                &longitude,
                &report.person.map(|person| person.0.to_vec()),
                &i64::from(report.photos),
                &text(&report.note),
            ],
        )?
        .map(|row| column(&row, 0))
        .transpose()
}

impl PublicReportStore for PostgresDatabase {
    fn add_public_report(
        &self,
        tenant: TenantId,
        report: &PublicReport,
        photos: Vec<Vec<u8>>,
        sealed: Option<Vec<u8>>,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session.transaction(|session| {
            let Some(row) = insert(session, number, report)? else {
                return Ok(());
            };
            for (place, bytes) in photos.iter().enumerate() {
                session.execute(
                    "INSERT INTO public_photo (report, place, bytes) VALUES ($1, $2, $3)",
                    &[&row, &to_sql(place as u64), bytes],
                )?;
            }
            if let Some(sealed) = &sealed {
                session.execute(
                    "INSERT INTO reporter_identity (tenant, subject, sealed) VALUES ($1, $2, $3)",
                    &[&number, &report.report.as_bytes().as_slice(), sealed],
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
        let (session, number) = self.of(tenant)?;
        let condition = "tenant = $1 AND report = $2";
        let values: [Param<'_>; 2] = [&number, &report.as_bytes().as_slice()];
        Ok(reports_where(&session, condition, &values)?.pop())
    }

    fn public_reports(
        &self,
        tenant: TenantId,
        state: ReportState,
        limit: u32,
    ) -> Result<Vec<PublicReport>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let condition = "tenant = $1 AND state = $2 ORDER BY received_at, number LIMIT $3";
        let values: [Param<'_>; 3] = [&number, &state.as_str(), &i64::from(limit)];
        reports_where(&session, condition, &values)
    }

    fn public_reports_of(
        &self,
        tenant: TenantId,
        record: RecordId,
    ) -> Result<Vec<PublicReport>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let condition = "tenant = $1 AND record = $2 ORDER BY received_at, number";
        let values: [Param<'_>; 2] = [&number, &record.as_bytes().as_slice()];
        reports_where(&session, condition, &values)
    }

    fn open_public_reports(
        &self,
        tenant: TenantId,
        limit: u32,
    ) -> Result<Vec<PublicReport>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let condition = "tenant = $1 AND is_final = 0 ORDER BY number DESC LIMIT $2";
        let values: [Param<'_>; 2] = [&number, &i64::from(limit)];
        reports_where(&session, condition, &values)
    }

    fn public_report_of_claim(
        &self,
        tenant: TenantId,
        claim: Digest,
    ) -> Result<Option<PublicReport>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let values: [Param<'_>; 2] = [&number, &claim.0.as_slice()];
        Ok(reports_where(&session, "tenant = $1 AND claim = $2", &values)?.pop())
    }

    fn public_photo(
        &self,
        tenant: TenantId,
        report: RecordId,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT p.bytes FROM public_photo p JOIN public_report r ON r.number = p.report
                 WHERE r.tenant = $1 AND r.report = $2 AND p.place = $3",
                &[&number, &report.as_bytes().as_slice(), &i64::from(place)],
            )?
            .map(|row| column(&row, 0))
            .transpose()
    }

    fn settle_public_report(
        &self,
        tenant: TenantId,
        report: RecordId,
        state: ReportState,
        record: Option<RecordId>,
        note: &str,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        let report = report.as_bytes().as_slice();
        let moved = session.transaction(|session| {
            let moved = session.execute(
                "UPDATE public_report SET state = $3, record = $4, note = $5
                 WHERE tenant = $1 AND report = $2 AND state = 'waiting'",
                &[
                    &number,
                    &report,
                    &state.as_str(),
                    &record.map(|record| record.as_bytes().to_vec()),
                    &text(note),
                ],
            )?;
            if moved == 1 && state == ReportState::Taken {
                // They are photos of the case by now.
                session.execute(
                    "DELETE FROM public_photo WHERE report =
                       (SELECT number FROM public_report WHERE tenant = $1 AND report = $2)",
                    &[&number, &report],
                )?;
            }
            Ok(moved)
        })?;
        once(moved)
    }

    fn set_published(
        &self,
        tenant: TenantId,
        report: RecordId,
        told: &str,
        is_final: bool,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "UPDATE public_report SET published = $3, is_final = $4
                 WHERE tenant = $1 AND report = $2",
                &[
                    &number,
                    &report.as_bytes().as_slice(),
                    &told,
                    &i64::from(is_final),
                ],
            )
            .map(drop)
    }

    fn add_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO reporter_identity (tenant, subject, sealed) VALUES ($1, $2, $3)
                 ON CONFLICT DO NOTHING",
                &[&number, &subject.as_bytes().as_slice(), &sealed],
            )
            .map(drop)
    }

    fn drop_identity(&self, tenant: TenantId, subject: RecordId) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "DELETE FROM reporter_identity WHERE tenant = $1 AND subject = $2",
                &[&number, &subject.as_bytes().as_slice()],
            )
            .map(drop)
    }

    fn look_at_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
        look: &IdentityLook,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let subject = subject.as_bytes().as_slice();
        session.transaction(|session| {
            let found = session.first(
                "SELECT sealed FROM reporter_identity WHERE tenant = $1 AND subject = $2",
                &[&number, &subject],
            )?;
            let Some(row) = found else {
                return Ok(None);
            };
            session.execute(
                "INSERT INTO identity_look (tenant, subject, \"user\", at, reason)
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    &number,
                    &subject,
                    &look.user.as_bytes().as_slice(),
                    &look.at.0,
                    &text(&look.reason),
                ],
            )?;
            column(&row, 0).map(Some)
        })
    }

    fn sealed_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let found = session.first(
            "SELECT sealed FROM reporter_identity WHERE tenant = $1 AND subject = $2",
            &[&number, &subject.as_bytes().as_slice()],
        )?;
        found.map(|row| column(&row, 0)).transpose()
    }

    fn sealed_identities(&self, tenant: TenantId) -> Result<Vec<(RecordId, Vec<u8>)>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT subject, sealed FROM reporter_identity WHERE tenant = $1 ORDER BY subject",
            &[&number],
        )?;
        rows.iter()
            .map(|row| Ok((record_id(column(row, 0)?)?, column(row, 1)?)))
            .collect()
    }

    fn identity_looks(
        &self,
        tenant: TenantId,
        subject: RecordId,
    ) -> Result<Vec<IdentityLook>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT \"user\", at, reason FROM identity_look
             WHERE tenant = $1 AND subject = $2 ORDER BY number",
            &[&number, &subject.as_bytes().as_slice()],
        )?;
        rows.iter()
            .map(|row| {
                Ok(IdentityLook {
                    user: UserId::from_bytes(id16(column(row, 0)?)?),
                    at: Timestamp(column(row, 1)?),
                    reason: column(row, 2)?,
                })
            })
            .collect()
    }

    fn add_reward_act(&self, tenant: TenantId, act: &RewardAct) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        let written = session.execute(
            "INSERT INTO public_reward (tenant, report, deed, hazard, fen, \"user\", at, note)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            &[
                &number,
                &act.report.as_bytes().as_slice(),
                &act.deed.as_str(),
                &act.hazard.as_bytes().as_slice(),
                &to_sql(act.fen),
                &act.user.as_bytes().as_slice(),
                &act.at.0,
                &text(&act.note),
            ],
        )?;
        once(written)
    }

    fn reward_acts(&self, tenant: TenantId) -> Result<Vec<RewardAct>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT report, hazard, \"user\", deed, fen, at, note FROM public_reward
             WHERE tenant = $1 ORDER BY at, report, deed",
            &[&number],
        )?;
        rows.iter()
            .map(|row| {
                Ok(RewardAct {
                    report: record_id(column(row, 0)?)?,
                    hazard: record_id(column(row, 1)?)?,
                    deed: match column::<&str>(row, 3)? {
                        "claim" => RewardDeed::Claim,
                        _ => RewardDeed::Decision,
                    },
                    fen: from_sql(column(row, 4)?),
                    user: UserId::from_bytes(id16(column(row, 2)?)?),
                    at: Timestamp(column(row, 5)?),
                    note: column(row, 6)?,
                })
            })
            .collect()
    }
}
