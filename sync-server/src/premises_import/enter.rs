use wangge_domain::UserId;
use wangge_domain::lifecycle::{Effect, Event};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{self, ServiceEdit};

use super::PremisesImportError;
use super::plan::{NewRow, Planned};
use super::report::{EnteredPremises, EnteredRow, RefusedRow};
use crate::tenant::Tenant;

/// What the person says to what was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Confirmation {
    /// Hash of the file that was checked.
    pub(crate) import: String,
    /// Rows with problems are left out.
    pub(crate) skip_bad: bool,
    /// Villages whose counts differ are known to differ.
    pub(crate) accept_differences: bool,
}

impl Confirmation {
    /// Whether a checked list may be entered.
    fn allows(&self, planned: &Planned) -> Result<(), PremisesImportError> {
        let report = &planned.report;
        if report.import != self.import {
            return Err(PremisesImportError::Changed);
        }
        if report.bad > 0 && !self.skip_bad {
            return Err(PremisesImportError::HasProblems(report.bad));
        }
        if self.accept_differences {
            return Ok(());
        }
        if let Some(row) = report.summary_findings.first() {
            let said = row.findings.iter().map(|one| one.zh.as_str());
            return Err(PremisesImportError::Unclear {
                line: row.line,
                zh: said.collect::<Vec<&str>>().join("、"),
            });
        }
        match report
            .villages
            .iter()
            .find(|village| village.agrees == Some(false))
        {
            Some(village) => Err(PremisesImportError::Differs(village.name.clone())),
            None => Ok(()),
        }
    }
}

/// Why a list was not entered, or not to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EnterError {
    #[error(transparent)]
    Import(#[from] PremisesImportError),
    #[error(transparent)]
    Relay(#[from] RelayError),
}

/// Puts the premises of a checked list on file（确认导入）, each in an envelope of the relay's service key
/// with its submission. Entered twice it changes nothing the second time; broken off, the same
/// call goes on where it stopped.
pub(crate) fn enter(
    tenant: &Tenant,
    user: UserId,
    planned: &Planned,
    confirmation: &Confirmation,
) -> Result<EnteredPremises, EnterError> {
    confirmation.allows(planned)?;
    let mut result = EnteredPremises {
        already: planned.report.already,
        skipped: planned.report.bad,
        ..EnteredPremises::default()
    };
    for row in &planned.rows {
        match enter_one(tenant, user, row) {
            Ok(Effect::Applied) => result.entered.push(EnteredRow {
                line: row.line,
                record: row.record.to_string(),
            }),
            Ok(Effect::NoEffect(reason)) => result.refused.push(RefusedRow {
                line: row.line,
                reason: reason.code,
            }),
            Err(RelayError::Refused(reason)) => result.refused.push(RefusedRow {
                line: row.line,
                reason: format!("{reason:?}"),
            }),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(result)
}

fn enter_one(tenant: &Tenant, user: UserId, row: &NewRow) -> Result<Effect, RelayError> {
    let edit = ServiceEdit {
        stream: row.stream,
        record: row.record,
        kind: RecordKind::Premises,
        fields: row.fields.clone(),
        blobs: Vec::new(),
    };
    let acted = tenant.turn(|context| {
        let service = tenant
            .service_device(context.control)
            .ok_or(RelayError::ServiceKeyUnknown)?;
        relay::write_and_act(context, service, user, &edit, &|version| Event::Submitted {
            version,
            correction: None,
        })
    })?;
    Ok(acted.outcome.effect)
}
