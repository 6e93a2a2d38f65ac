use chrono::NaiveDate;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::{RecordId, UserId};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::store::ListedRecord;
use crate::tenant::Tenant;

/// The case that a report became, and the hazard that it was found to be about（举报件办理情况）.
pub(super) struct Standing {
    pub(super) case: ListedRecord,
    pub(super) state: RecordState,
    pub(super) hazard: Option<ListedRecord>,
}

impl Standing {
    /// As the logs have it.
    pub(super) fn of(
        tenant: &Tenant,
        store: &dyn RelayStore,
        control: &ControlState,
        record: RecordId,
    ) -> Result<Option<Self>, StoreError> {
        let database = &tenant.database;
        let Some(case) = database.listed(tenant.id(), record)? else {
            return Ok(None);
        };
        let rows = store.event_rows_of(record)?;
        let state = fold_rows(&case.kind, &rows, control);
        let hazard = match state.case.field("hazard").parse() {
            Ok(hazard) => database.listed(tenant.id(), hazard)?,
            Err(_) => None,
        };
        Ok(Some(Self {
            case,
            state,
            hazard,
        }))
    }

    /// The hazard was found to be none, or was taken back.
    pub(super) fn is_void(&self) -> bool {
        let status = self.hazard.as_ref().map(|hazard| hazard.status.as_str());
        matches!(status, Some("voided" | "withdrawn"))
    }

    /// Who found the report to be about the hazard.
    pub(super) fn matched_by(&self) -> Option<UserId> {
        let matched = self.state.case.taken("report.match");
        matched.last().map(|step| step.user)
    }

    /// The grid has answered that it is true.
    pub(super) fn is_verified(&self) -> bool {
        self.hazard.is_some()
            && self
                .state
                .case
                .taken("report.reply_verified")
                .next()
                .is_some()
    }

    /// The day on which it was answered that it is true: in this year's budget its reward falls.
    pub(super) fn verified_on(&self) -> Option<NaiveDate> {
        let mut answered = self.state.case.taken("report.reply_verified");
        answered.next().map(|it| it.time.best().china_date())
    }

    /// What the reporter may know of it, in one word. True is what the grid has answered to be true, here
    /// as at the desk: that somebody linked the report to a hazard says nothing yet.
    pub(super) fn stage(&self) -> &'static str {
        let is_true = self.is_verified() && !self.is_void();
        let is_closed = |hazard: &ListedRecord| hazard.status == "closed";
        match self.case.status.as_str() {
            "passed_on" => "passed_on",
            _ if is_true && self.hazard.as_ref().is_some_and(is_closed) => "closed",
            _ if is_true => "found",
            "replied" | "closed" => "replied",
            "dispatched" => "dispatched",
            _ => "triaged",
        }
    }
}
