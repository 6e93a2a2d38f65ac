use std::collections::BTreeMap;
use std::iter::Peekable;
use std::sync::Arc;

use wangge_domain::control::{ControlRow, ControlState};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{Digest, Timestamp};
use wangge_report::{Office, Paper, PaperClaim, RecordFile, content_hash};
use wangge_sync_engine::store::StoreError;

use super::case_rows::CaseRows;
use super::replay::Replay;
use super::version::LogPlace;
use crate::paper::PaperKind;
use crate::paper::gather::Gathered;
use crate::paper::make::drafted;

/// Papers that are laid out for one comparison, at most.
const MOST: usize = 24;

/// A paper with the claimed content hash.
pub(super) struct Candidate {
    pub(super) paper: Paper,
    /// Pictures it shows: the name they have on it, and the blob.
    pub(super) blobs: BTreeMap<Digest, Digest>,
    /// The last row that it knows; `None`: all of them.
    pub(super) as_of: Option<LogPlace>,
}

/// What the record says now, and every version of the paper with the claimed hash.
#[derive(Default)]
pub(super) struct Found {
    /// Content hash of the paper as it would be made now.
    pub(super) current: Option<Digest>,
    /// The newest first.
    pub(super) candidates: Vec<Candidate>,
}

/// Makes the paper anew as of every row, the newest first, and keeps what has the claimed hash.
/// Names and rules are those of now, else those of the time of the row. `versions` bounds how far
/// it looks back.
pub(super) fn find(
    source: &dyn CaseRows,
    replay: &Replay<'_>,
    kind: PaperKind,
    claim: &PaperClaim,
    versions: usize,
) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let places = looked_at(replay.places(), claim.made_at, versions);
    let newest = places.first().copied();
    let (controls, present) = controls(source, &places)?;
    for (place, then) in places.into_iter().zip(controls) {
        let is_newest = Some(place) == newest;
        let at_the_time = claim.made_at.unwrap_or(place.received_at);
        let mut houses = vec![(&present, claim.made_at.unwrap_or_else(|| source.now()))];
        if then.seq != present.seq {
            houses.push((&then, at_the_time));
        }
        for (control, at) in houses {
            let Some(policy) = policy_at(source, control, at) else {
                continue;
            };
            let office = Office {
                policy: &policy,
                control,
                address: source.address(),
                demo: source.is_demo(),
                now: at,
            };
            let Some(gathered) = replay.at(place, control)? else {
                continue;
            };
            let final_one = paper(&office, kind, claim, &gathered);
            if is_newest && found.current.is_none() {
                found.current = final_one.as_ref().map(content_hash);
            }
            let offline = claim.number.parse::<ProvisionalNumber>().is_ok();
            let as_printed = if offline {
                vec![
                    paper(&office, kind, claim, &without_numbers(&gathered)),
                    paper(&office, kind, claim, &without_last_numbers(&gathered)),
                ]
            } else {
                Vec::new()
            };
            for paper in as_printed.into_iter().flatten().chain(final_one) {
                let is_claimed = content_hash(&paper) == claim.content_hash;
                let is_new = found.candidates.iter().all(|one| one.paper != paper);
                if is_claimed && is_new {
                    found.candidates.push(Candidate {
                        paper,
                        blobs: gathered.blobs(kind),
                        as_of: (!is_newest).then_some(place),
                    });
                }
            }
        }
        if found.candidates.len() >= MOST {
            break;
        }
    }
    Ok(found)
}

/// The places as of which the paper is made: all, or of a paper that bears the time of its making
/// the newest and the last that it can have known.
fn looked_at(places: Vec<LogPlace>, made_at: Option<Timestamp>, versions: usize) -> Vec<LogPlace> {
    let Some(made_at) = made_at else {
        return places.into_iter().take(versions).collect();
    };
    let known = places.iter().find(|place| place.received_at <= made_at);
    let mut looked_at: Vec<LogPlace> = places.first().into_iter().chain(known).copied().collect();
    looked_at.dedup();
    looked_at
}

fn paper(
    office: &Office<'_>,
    kind: PaperKind,
    claim: &PaperClaim,
    gathered: &Gathered,
) -> Option<Paper> {
    drafted(office, kind, claim.record, gathered).ok()
}

/// The control stream as it was at each of these places, which are the newest first, and as it is.
fn controls(
    source: &dyn CaseRows,
    places: &[LogPlace],
) -> Result<(Vec<Arc<ControlState>>, Arc<ControlState>), StoreError> {
    let rows = source.control_rows()?;
    let mut rows = rows.iter().peekable();
    let mut state = Arc::new(ControlState::default());
    let mut then = Vec::with_capacity(places.len());
    for place in places.iter().rev() {
        catch_up(&mut state, &mut rows, place.received_at);
        then.push(Arc::clone(&state));
    }
    then.reverse();
    catch_up(&mut state, &mut rows, Timestamp(i64::MAX));
    Ok((then, state))
}

fn catch_up(
    state: &mut Arc<ControlState>,
    rows: &mut Peekable<std::slice::Iter<'_, ControlRow>>,
    at: Timestamp,
) {
    while let Some(row) = rows.next_if(|row| row.received_at <= at) {
        // A refused row changes nothing, as on every replica.
        let _refused = Arc::make_mut(state).apply(row);
    }
}

fn policy_at(
    source: &dyn CaseRows,
    control: &ControlState,
    at: Timestamp,
) -> Option<Arc<PolicyPack>> {
    let in_force = control.policy_at(at)?;
    source.policy(in_force.revision)
}

fn files(gathered: &mut Gathered) -> Vec<&mut RecordFile> {
    match gathered {
        Gathered::Case { case, .. } => {
            let visits = case.inspections.iter_mut().chain(&mut case.hazards);
            visits.chain(&mut case.cases).collect()
        }
        Gathered::Register(register) => vec![&mut register.file],
        Gathered::Zone(_) => Vec::new(),
    }
}

/// The same as a phone had it that knew the number of the notice already, and not yet that of the
/// act which the paper is about.
fn without_last_numbers(gathered: &Gathered) -> Gathered {
    let mut bare = gathered.clone();
    for file in files(&mut bare) {
        file.state.close_out_number = None;
        for entry in &mut file.state.history {
            entry.paper_number = None;
        }
    }
    bare
}

/// The same as a phone had it before the relay gave numbers（临时编号）.
fn without_numbers(gathered: &Gathered) -> Gathered {
    let mut bare = gathered.clone();
    for file in files(&mut bare) {
        file.state.notice_number = None;
        file.state.close_out_number = None;
        for entry in &mut file.state.history {
            entry.number = None;
            entry.paper_number = None;
        }
        for step in &mut file.state.case.steps {
            step.number = None;
        }
    }
    bare
}
