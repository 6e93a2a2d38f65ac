use wangge_domain::Timestamp;
use wangge_mobile_core::{self as core, HazardFilter, QuickReport, RaisedHazard};

use super::Field;
use crate::boundary::{blocking, short};
use crate::error::{FieldError, Problem};
use crate::records::{HazardDraft, HazardRow, NewNotice, RecheckItem, RecheckResult, Service};
use crate::values::{limit, read, read_all, read_some};

#[uniffi::export]
impl Field {
    /// Drafts a hazard and gives its id（登记隐患）; raise it when it is complete.
    pub fn draft_hazard(&self, hazard: HazardDraft) -> Result<String, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.draft_hazard(&hazard.input()?)?.to_string()))
    }

    /// Raises a hazard that was drafted（上报隐患）, and gives what is still worth mending.
    pub fn raise_hazard(&self, hazard: String) -> Result<Vec<Problem>, FieldError> {
        short(|| {
            let RaisedHazard {
                // Its history tells of it.
                envelope: _,
                advice,
            } = self.core.raise_hazard(read("hazard", &hazard)?)?;
            Ok::<_, FieldError>(advice.iter().map(Into::into).collect())
        })
    }

    /// Photo and one line: raises a hazard in under a minute and gives its id（随手报）.
    pub async fn quick_report(
        &self,
        premises: String,
        photo: Vec<u8>,
        description: String,
        life_threat: bool,
    ) -> Result<String, FieldError> {
        let core = self.core.clone();
        blocking(move || {
            let report = QuickReport {
                premises: read("premises", &premises)?,
                photo,
                description,
                life_threat,
            };
            Ok::<_, FieldError>(core.quick_report(&report)?.to_string())
        })
        .await
    }

    /// Hazards, those due first before those without a deadline（隐患列表）; only those of one
    /// premises, of one inspection, or due at a time or before, if these are given.
    #[uniffi::method(default(inspection = None, due_before_ms = None))]
    pub fn list_hazards(
        &self,
        premises: Option<String>,
        open_only: bool,
        most: u32,
        inspection: Option<String>,
        due_before_ms: Option<i64>,
    ) -> Result<Vec<HazardRow>, FieldError> {
        short(|| {
            let filter = HazardFilter {
                premises: read_some("premises", premises.as_deref())?,
                inspection: read_some("inspection", inspection.as_deref())?,
                open_only,
                due_before: due_before_ms.map(Timestamp),
                newest_first: false,
            };
            self.hazard_rows(self.core.list_hazards(&filter, limit(most))?)
        })
    }

    /// Issues a notice and gives its provisional number（下发整改通知书）.
    pub fn issue_notice(&self, hazard: String, notice: NewNotice) -> Result<String, FieldError> {
        short(|| {
            let hazard = read("hazard", &hazard)?;
            Ok::<_, FieldError>(self.core.issue_notice(hazard, &notice.into())?)
        })
    }

    /// Serves a notice（送达）.
    pub fn serve_notice(&self, hazard: String, service: Service) -> Result<(), FieldError> {
        short(|| {
            let hazard = read("hazard", &hazard)?;
            self.core.serve_notice(hazard, &service.input()?)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Enters what the owner has mended（整改反馈）.
    pub fn feedback(
        &self,
        hazard: String,
        note: String,
        photos: Vec<String>,
        on_behalf: bool,
    ) -> Result<(), FieldError> {
        short(|| {
            let photos = read_all("photos", &photos)?;
            let hazard = read("hazard", &hazard)?;
            self.core.feedback(hazard, &note, photos, on_behalf)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Rechecks a hazard after the owner's feedback（复查）.
    pub fn recheck(&self, hazard: String, result: RecheckResult) -> Result<(), FieldError> {
        short(|| {
            self.core
                .recheck(read("hazard", &hazard)?, result.input()?)?;
            Ok::<_, FieldError>(())
        })
    }

    /// The notices to recheck in the last ten days of the month（下旬复查清单）.
    pub fn recheck_list(&self) -> Result<Vec<RecheckItem>, FieldError> {
        short(|| {
            let list = self.core.recheck_list()?;
            Ok::<_, FieldError>(list.into_iter().map(Into::into).collect())
        })
    }

    /// Asks for a later deadline（申请延期）.
    pub fn request_extension(
        &self,
        hazard: String,
        days: u32,
        reason: String,
    ) -> Result<(), FieldError> {
        short(|| {
            let hazard = read("hazard", &hazard)?;
            self.core.request_extension(hazard, days, &reason)?;
            Ok::<_, FieldError>(())
        })
    }

    /// Takes a record back with a reason（撤回）.
    pub fn withdraw(&self, record: String, reason: String) -> Result<(), FieldError> {
        short(|| {
            self.core.withdraw(read("record", &record)?, &reason)?;
            Ok::<_, FieldError>(())
        })
    }
}

impl Field {
    /// Lines of hazards, each with the mark of a recheck that is overdue.
    pub(crate) fn hazard_rows(
        &self,
        rows: Vec<core::HazardRow>,
    ) -> Result<Vec<HazardRow>, FieldError> {
        rows.into_iter()
            .map(|row| {
                let recheck = self.core.recheck_overdue(&row)?;
                Ok::<_, FieldError>(HazardRow::new(row, recheck))
            })
            .collect()
    }
}
