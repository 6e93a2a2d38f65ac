use std::collections::BTreeMap;

use wangge_domain::control::GridLevel;
use wangge_domain::lifecycle::Event;
use wangge_domain::premises::check_premises;
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_sync_engine::client::{EventPlan, SealRequest, edit, estimated_now};

use super::premises_marks::permit_marks;
use super::subject::{permit_in_grid, refuse_blocking};
use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// Puts a premises on file in a small grid（建档）, with the keys of
    /// [`wangge_domain::premises::keys`]. Look for near duplicates first.
    ///
    /// # Errors
    /// [`CoreError::UnknownGrid`], [`CoreError::NotAllowed`], [`CoreError::Incomplete`]: nothing
    /// is stored then.
    pub fn create_premises(
        &self,
        grid: GridId,
        fields: &BTreeMap<String, Scalar>,
    ) -> Result<RecordId, CoreError> {
        let session = self.session()?;
        let small = session.control.grids.get(&grid);
        let small = small.is_some_and(|found| found.level == GridLevel::Small);
        if !small || !session.holds(grid) {
            return Err(CoreError::UnknownGrid);
        }
        self.change(&session, |ctx| {
            let now = estimated_now(ctx);
            permit_in_grid(&session, grid, None, "premises_create", now)?;
            permit_marks(&session, &Content::default(), fields, |operation| {
                permit_in_grid(&session, grid, None, operation, now)
            })?;
            let content = Content {
                fields: fields.clone(),
                ..Content::default()
            };
            refuse_blocking(check_premises(&content, &session.policy, now.china_date()))?;
            self.may_seal()?;
            let record = self.mint_record();
            edit(
                ctx,
                record,
                &RecordKind::Premises,
                StreamId::of_grid(grid),
                fields,
            )?;
            let submitted = |version| Event::Submitted {
                version,
                correction: None,
            };
            let plan = EventPlan::WithVersion(Box::new(submitted));
            self.seal_requests(ctx, vec![SealRequest::new(record, vec![plan])])?;
            Ok(record)
        })
    }
}
