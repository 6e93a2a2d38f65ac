use wangge_domain::RecordId;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_domain::tally::{InspectionMeasure, Measure, Measures, measure};
use wangge_sync_engine::client::view;

use super::subject::home_of;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::{CaseFilter, HazardFilter};

/// Premises read at once.
const PAGE: usize = 500;
/// Inspections and hazards looked at.
const LOOKED_AT: usize = 100_000;

impl Core {
    /// What figures take from the records on this phone, with pending work on top. Offline.
    pub(super) fn measures(&self, session: &Session) -> Result<Measures, CoreError> {
        let mut measures = self.places(session)?;
        for row in self.inner.store.inspections(None, LOOKED_AT)? {
            self.take(session, row.record, &mut measures)?;
        }
        Ok(measures)
    }

    /// The same without inspections, which maps do not need.
    pub(super) fn places(&self, session: &Session) -> Result<Measures, CoreError> {
        let (mut measures, mut after) = (Measures::default(), None);
        loop {
            let page = self.inner.store.premises_page(None, after, PAGE)?;
            after = page.last().map(|row| row.record);
            for row in &page {
                self.take(session, row.record, &mut measures)?;
            }
            if page.len() < PAGE {
                break;
            }
        }
        let all = HazardFilter::default();
        for row in self.inner.store.hazards(&all, LOOKED_AT)? {
            self.take(session, row.record, &mut measures)?;
        }
        Ok(measures)
    }

    /// The same of one premises with all that its grade goes by: its hazards, complaints and visits.
    pub(super) fn measures_at(
        &self,
        session: &Session,
        premises: RecordId,
    ) -> Result<Measures, CoreError> {
        let mut measures = Measures::default();
        self.take(session, premises, &mut measures)?;
        let Some(grid) = measures.premises.get(&premises).map(|it| it.grid) else {
            return Ok(measures);
        };
        let store = &self.inner.store;
        let hazards = HazardFilter {
            premises: Some(premises),
            ..HazardFilter::default()
        };
        for row in store.hazards(&hazards, LOOKED_AT)? {
            self.take(session, row.record, &mut measures)?;
        }
        let about = CaseFilter {
            premises: Some(premises),
            ..CaseFilter::default()
        };
        for row in store.cases(&RecordKind::Report, &about, LOOKED_AT)? {
            self.take(session, row.record, &mut measures)?;
        }
        // Of a visit its line says enough.
        for row in store.inspections(Some(premises), LOOKED_AT)? {
            let visit = InspectionMeasure {
                grid,
                premises: Some(premises),
                accepted: row.status == Status::Accepted,
                status: row.status,
                author: row.inspector,
                mode: String::new(),
                visited_on: row.submitted_at.map(wangge_domain::Timestamp::china_date),
                rounds: row.rounds,
                failed_items: 0,
            };
            measures.put(row.record, Measure::Inspection(visit));
        }
        Ok(measures)
    }

    fn take(
        &self,
        session: &Session,
        record: RecordId,
        measures: &mut Measures,
    ) -> Result<(), CoreError> {
        let Some(shown) = self.read(session, |ctx| view(ctx, record))? else {
            return Ok(());
        };
        let grid = home_of(session, &shown);
        if let Some(found) = measure(&shown.kind, grid, &shown.content, &shown.state) {
            measures.put(record, found);
        }
        Ok(())
    }
}
