use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::Status;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{Digest, RecordId};
use wangge_report::papers::{board_paper, snapshot_paper};
use wangge_report::{Paper, RecordFile, content_hash};
use wangge_sync_engine::store::StoreError;

use super::PaperKind;
use super::board::board;
use super::circular::circulars;
use super::gather::{Gathered, gather};
use super::make::{drafted, drafted_before, office};
use super::snapshot::{snapshot_file, snapshot_of};
use crate::tenant::Tenant;

/// A paper that the relay makes, with what whoever holds it may compare it by（核对要点）: nothing that a
/// stranger may not read on it, and no name.
pub(crate) struct Genuine {
    /// The paper.
    pub(crate) paper: Paper,
    /// Hazards on a notice; `None`: it is another paper.
    pub(crate) hazards: Option<usize>,
    /// Their deadlines in words, each once.
    pub(crate) deadlines: Vec<String>,
    /// That what it is about was withdrawn or declared void since.
    pub(crate) ended: Vec<String>,
    /// All hazards that it is about are closed（销号）: nobody has to report any more.
    pub(crate) is_closed: bool,
}

impl Genuine {
    fn bare(paper: Paper) -> Self {
        Self {
            paper,
            hazards: None,
            deadlines: Vec::new(),
            ended: Vec::new(),
            is_closed: false,
        }
    }

    fn of(paper: Paper, (kind, record): (PaperKind, RecordId), gathered: &Gathered) -> Self {
        let ended = gathered.ended(kind, record);
        let Gathered::Case { case, hazards } = gathered else {
            return Self::bare(paper);
        };
        let files = case.hazards.iter();
        let files = files.filter(|file| hazards.contains(&file.record));
        let is_closed = !hazards.is_empty()
            && files
                .clone()
                .all(|file| file.state.status == Status::Closed);
        if !kind.is_notice() {
            return Self {
                ended,
                is_closed,
                ..Self::bare(paper)
            };
        }
        let mut deadlines: Vec<String> = files.filter_map(deadline).collect();
        deadlines.sort_unstable();
        deadlines.dedup();
        Self {
            paper,
            hazards: Some(hazards.len()),
            deadlines,
            ended,
            is_closed,
        }
    }
}

/// The deadline that the notice over a hazard gave: no extension, pause or urge is on it.
fn deadline(file: &RecordFile) -> Option<String> {
    let state = &file.state;
    if state.deadline == Some(DeadlineSpec::Immediate) {
        return Some("立即整改".to_owned());
    }
    let due = state.original_due.or(state.due)?;
    Some(format!("{}前", due.china_date()))
}

/// The paper with this content hash（核验）, if the relay would make it: as it stands, or a notice
/// over those hazards of an inspection that had been issued by then.
pub(crate) fn genuine(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    (kind, record): (PaperKind, RecordId),
    hash: Digest,
) -> Result<Option<Genuine>, StoreError> {
    let office = office(tenant, control, policy);
    if kind == PaperKind::Board {
        let paper = board(&office, record).map(|board| board_paper(&office, &board));
        let paper = paper.filter(|paper| content_hash(paper) == hash);
        return Ok(paper.map(Genuine::bare));
    }
    if kind == PaperKind::Snapshot {
        let found = snapshot_of(tenant, record)?;
        let paper =
            found.map(|it| snapshot_paper(&office, &snapshot_file(tenant, &office, &it, &[])));
        let paper = paper.filter(|paper| content_hash(paper) == hash);
        return Ok(paper.map(Genuine::bare));
    }
    if kind == PaperKind::CaseBundle {
        return Ok(None);
    }
    if kind == PaperKind::Circular {
        let mut papers = circulars(tenant, &office, record)?.into_iter();
        let paper = papers.find(|paper| content_hash(paper) == hash);
        return Ok(paper.map(Genuine::bare));
    }
    let Some(mut gathered) = gather(tenant, control, kind, record)? else {
        return Ok(None);
    };
    loop {
        if let Ok(paper) = drafted(&office, kind, record, &gathered)
            && content_hash(&paper) == hash
        {
            return Ok(Some(Genuine::of(paper, (kind, record), &gathered)));
        }
        let mut before = drafted_before(&office, kind, record, &gathered).into_iter();
        if let Some(paper) = before.find(|paper| content_hash(paper) == hash) {
            return Ok(Some(Genuine::of(paper, (kind, record), &gathered)));
        }
        // What was issued last was not yet on an earlier paper.
        let Gathered::Case { hazards, case } = &mut gathered else {
            return Ok(None);
        };
        if hazards.len() < 2 {
            return Ok(None);
        }
        let issued = |one: &RecordId| {
            let file = case.hazards.iter().find(|file| file.record == *one);
            file.and_then(|file| file.state.noticed_at)
        };
        let Some(last) = hazards.iter().copied().max_by_key(issued) else {
            return Ok(None);
        };
        hazards.retain(|one| *one != last);
    }
}
