use chrono::Months;
use wangge_domain::premises::{Premises, PremisesFacts};
use wangge_domain::sheet::fire_within;
use wangge_domain::{RecordId, Timestamp};

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::HazardFilter;

/// Hazards of one premises that are looked at, at most.
const MOST_HAZARDS: usize = 1_000;

impl Core {
    /// The facts of a premises, with those counted from the records on this phone.
    pub(super) fn facts_of_premises(
        &self,
        session: &Session,
        record: RecordId,
        premises: &Premises,
        now: Timestamp,
    ) -> Result<PremisesFacts, CoreError> {
        let today = now.china_date();
        let mut facts = premises.facts(&session.policy.categories, today);
        if fire_within(&session.control.registers, record, today) {
            facts.set_flag("fire_in_24m", true);
        }
        let filter = HazardFilter {
            premises: Some(record),
            open_only: true,
            ..HazardFilter::default()
        };
        let open = self.inner.store.hazards(&filter, MOST_HAZARDS)?;
        let count = |fits: &dyn Fn(&crate::store::HazardRow) -> bool| {
            i64::try_from(open.iter().filter(|row| fits(row)).count()).unwrap_or(i64::MAX)
        };
        facts.set_number(
            "open_general",
            count(&|row| !row.suspected_major && !row.life_threat),
        );
        facts.set_number("open_life_threat", count(&|row| row.life_threat));
        facts.set_number("overdue", count(&|row| row.overdue));
        facts.set_flag(
            "suspected_major",
            open.iter().any(|row| row.suspected_major),
        );
        let since = today.checked_sub_months(Months::new(12)).unwrap_or(today);
        let all = HazardFilter {
            premises: Some(record),
            ..HazardFilter::default()
        };
        let mut keys: Vec<String> = self
            .inner
            .store
            .hazards(&all, MOST_HAZARDS)?
            .into_iter()
            .filter(|row| row.found_at.china_date() >= since && !row.common_key.is_empty())
            .map(|row| row.common_key)
            .collect();
        keys.sort();
        let repeats = keys.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let repeats = i64::try_from(repeats).unwrap_or(i64::MAX);
        facts.set_number("repeat_hazard_12m", repeats);
        Ok(facts)
    }

    /// A premises with its facts, as far as this phone holds it.
    pub(super) fn premises_with_facts(
        &self,
        session: &Session,
        record: RecordId,
        now: Timestamp,
    ) -> Result<(Premises, PremisesFacts), CoreError> {
        let found = self.inner.store.content(record)?;
        let premises = found.map_or_else(Premises::default, |(_, _, content)| {
            Premises::from_content(&content)
        });
        let facts = self.facts_of_premises(session, record, &premises, now)?;
        Ok((premises, facts))
    }
}
