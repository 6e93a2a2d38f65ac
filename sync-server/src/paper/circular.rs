use chrono::{Days, NaiveDate};
use wangge_domain::control::{ControlState, GridLevel};
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind, Snapshot};
use wangge_domain::{GridId, RecordId, Timestamp};
use wangge_report::papers::circular_paper;
use wangge_report::{CircularFile, Office, Paper};
use wangge_sync_engine::store::StoreError;

use crate::figures::{failed_with, ranked, ranked_grids};
use crate::tenant::Tenant;

/// The first byte of the id of a circular: no id that is minted begins so for years to come.
const MARK: u8 = 0xC1;

/// Which circular（通报）: of which period, over what, of whom. Its id says it, so that whoever holds the
/// paper can have it checked by its QR alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CircularAsked {
    pub(crate) period: EvaluationPeriod,
    pub(crate) level: GridLevel,
    /// What lies in this grid; without one in the whole tenant.
    pub(crate) top: Option<GridId>,
}

impl CircularAsked {
    /// The id by which the paper is asked for: length and first day of the period, level, the last
    /// twelve bytes of the grid. `None`: of a time that no circular is of.
    pub(crate) fn id(&self) -> Option<RecordId> {
        let days = self
            .period
            .first
            .signed_duration_since(NaiveDate::default());
        let days = u16::try_from(days.num_days()).ok()?.to_be_bytes();
        let kind = KINDS.iter().position(|it| *it == self.period.kind)?;
        let level = LEVELS.iter().position(|it| *it == self.level)?;
        let word = u8::try_from(kind * LEVELS.len() + level).ok()?;
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&[MARK, word, days[0], days[1]]);
        if let Some(top) = &self.top {
            bytes[4..].copy_from_slice(&top.as_bytes()[4..]);
        }
        Some(RecordId::from_bytes(bytes))
    }

    /// The circular of this id.
    pub(crate) fn of(control: &ControlState, id: RecordId) -> Option<Self> {
        let bytes = id.as_bytes();
        let (head, tail) = (&bytes[..4], &bytes[4..]);
        if head[0] != MARK {
            return None;
        }
        let word = usize::from(head[1]);
        let kind = *KINDS.get(word / LEVELS.len())?;
        let level = *LEVELS.get(word % LEVELS.len())?;
        let days = u64::from(u16::from_be_bytes([head[2], head[3]]));
        let first = NaiveDate::default().checked_add_days(Days::new(days))?;
        let period = EvaluationPeriod::of(kind, first);
        if period.first != first {
            return None;
        }
        let top = if tail.iter().all(|byte| *byte == 0) {
            None
        } else {
            let mut grids = control.grids.keys();
            Some(*grids.find(|grid| grid.as_bytes()[4..] == *tail)?)
        };
        Some(Self { period, level, top })
    }
}

const KINDS: [PeriodKind; 4] = [
    PeriodKind::Month,
    PeriodKind::Quarter,
    PeriodKind::HalfYear,
    PeriodKind::Year,
];
const LEVELS: [GridLevel; 3] = [GridLevel::Large, GridLevel::Medium, GridLevel::Small];

/// The circular as it stands, and as it stood before each later freezing of the same period or of the
/// one before, the newest first; none if nothing was frozen.
pub(super) fn circulars(
    tenant: &Tenant,
    office: &Office<'_>,
    id: RecordId,
) -> Result<Vec<Paper>, StoreError> {
    let control = office.control;
    let Some(asked) = CircularAsked::of(control, id) else {
        return Ok(Vec::new());
    };
    let word = serde_json::to_value(asked.period.kind).unwrap_or_default();
    let word = word.as_str().unwrap_or_default();
    let all = tenant.database.snapshots(tenant.id(), word)?;
    let (now, before) = (asked.period, asked.period.before());
    let mut counted: Vec<&Snapshot> = all.iter().collect();
    counted.retain(|it| it.period == now || it.period == before);
    counted.retain(|it| {
        let grid = it.scope.and_then(|scope| control.grids.get(&scope));
        grid.is_some_and(|grid| {
            let within = |top| control.is_within(grid.grid, top);
            grid.level == asked.level && asked.top.is_none_or(within)
        })
    });
    let mut times: Vec<Timestamp> = counted.iter().map(|it| it.frozen_at).collect();
    times.sort_unstable_by(|one, other| other.cmp(one));
    times.dedup();
    let papers = times.into_iter().flat_map(|upto| {
        let known = counted.iter().copied();
        let known: Vec<&Snapshot> = known.filter(|it| it.frozen_at <= upto).collect();
        let all: Vec<&Snapshot> = all.iter().filter(|it| it.frozen_at <= upto).collect();
        papers(tenant, office, (&asked, id), &known, &all)
    });
    Ok(papers.collect())
}

/// The circular of what was frozen by then, and behind it, where it tells of failed years, as it was
/// printed before it told of them. `all` are the snapshots of that length, of whatever period.
fn papers(
    tenant: &Tenant,
    office: &Office<'_>,
    (asked, id): (&CircularAsked, RecordId),
    known: &[&Snapshot],
    all: &[&Snapshot],
) -> Vec<Paper> {
    let (control, rules) = (
        office.control,
        &office.policy.accounting().evaluation.township,
    );
    let expected = ranked_grids(control, &asked.period, asked.level, asked.top);
    let ranked = ranked(known, &expected, asked.period, rules);
    let failed = failed_with(all, &ranked.lines, &asked.period, rules);
    let place = asked.top.and_then(|top| control.grids.get(&top));
    let grid = asked.top.or_else(|| expected.first().copied());
    let (Some(grid), Some(frozen_at)) = (grid, ranked.frozen_at) else {
        return Vec::new();
    };
    let mut file = CircularFile {
        id,
        circular: &ranked.circular,
        ranking: &ranked.lines,
        rules,
        failed: &failed,
        level: asked.level,
        place: place.map_or_else(|| tenant.row.name.clone(), |grid| grid.name.clone()),
        grid,
        frozen_at,
    };
    let mut papers = vec![circular_paper(office, &file)];
    if !failed.is_empty() {
        file.failed = &[];
        papers.push(circular_paper(office, &file));
    }
    papers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_which_circular() {
        let grid = GridId::from_bytes([7; 16]);
        let mut control = ControlState::default();
        for top in [None, Some(grid)] {
            for (kind, level) in [
                (PeriodKind::Month, GridLevel::Large),
                (PeriodKind::Quarter, GridLevel::Small),
                (PeriodKind::Year, GridLevel::Medium),
            ] {
                let day = "2026-05-17".parse().expect("a day");
                let period = EvaluationPeriod::of(kind, day);
                let asked = CircularAsked { period, level, top };
                let id = asked.id().expect("it has one");
                let found = CircularAsked::of(&control, id);
                assert_eq!(found, top.is_none().then_some(asked), "no such grid");
                control.grids.insert(grid, grid_of(grid));
                assert_eq!(CircularAsked::of(&control, id), Some(asked));
                control.grids.remove(&grid);
            }
        }
        let other = RecordId::from_bytes([3; 16]);
        assert_eq!(CircularAsked::of(&control, other), None);
    }

    fn grid_of(grid: GridId) -> wangge_domain::control::Grid {
        wangge_domain::control::Grid {
            grid,
            level: GridLevel::Large,
            parent: None,
            code: "1".to_owned(),
            name: "青峰镇".to_owned(),
            head: None,
            valid_from: NaiveDate::default(),
            valid_until: None,
            boundary: Vec::new(),
        }
    }
}
