use std::collections::BTreeMap;
use std::sync::Arc;

use wangge_domain::GridId;
use wangge_domain::premises::{FittingCount, Insurance, fitting_counts};
use wangge_domain::record::Content;
use wangge_sync_engine::store::StoreError;

use super::{active, content};
use crate::figures::{Asking, Standing};
use crate::tenant::Tenant;

/// What is fitted and insured at the premises of a small grid（加装与投保）.
#[derive(Default)]
pub(crate) struct GridFittings {
    pub(crate) counts: Vec<FittingCount>,
    /// Premises insured today.
    pub(crate) insured: u64,
    /// Premises whose insurance has run out.
    pub(crate) lapsed: u64,
}

impl Tenant {
    /// What is fitted and insured by small grid, township by township.
    pub(crate) fn fittings(
        &self,
        standing: &Standing,
    ) -> Result<Vec<Arc<BTreeMap<GridId, GridFittings>>>, StoreError> {
        let today = self.now().china_date();
        let asking = Asking {
            question: &(),
            scope: None,
            today,
            by_control: false,
        };
        standing.read(&self.lists.fittings, &asking, |measures| {
            // Whoever waits for a part holds nothing of the store meanwhile.
            let store = self.database.turn(self.id())?;
            let mut contents: BTreeMap<GridId, Vec<Content>> = BTreeMap::new();
            for (record, premises) in active(measures) {
                let content = content(store.as_ref(), record)?;
                contents.entry(premises.grid).or_default().push(content);
            }
            let of_grid = |contents: &Vec<Content>| {
                let insurances = contents.iter().filter_map(Insurance::of);
                let (runs, out): (Vec<_>, Vec<_>) =
                    insurances.partition(|insurance| insurance.days_left(today) >= 0);
                GridFittings {
                    counts: fitting_counts(contents),
                    insured: runs.len() as u64,
                    lapsed: out.len() as u64,
                }
            };
            let grids = contents.iter();
            Ok(grids
                .map(|(grid, contents)| (*grid, of_grid(contents)))
                .collect())
        })
    }
}
