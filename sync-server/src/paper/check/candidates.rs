use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::sync::Arc;

use wangge_domain::control::{ControlRow, ControlState};
use wangge_domain::lifecycle::Reason;
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{Digest, Timestamp, UserId};
use wangge_report::papers::without_unproven_marks;
use wangge_report::{Office, Paper, PaperClaim, content_hash};
use wangge_sync_engine::store::StoreError;

use super::case_rows::CaseRows;
use super::known::Known;
use super::looked_at::looked_at;
use super::lost_acts::{LostAct, lost_acts, waiting_letters};
use super::numberless::{numberless, was_unnumbered};
use super::replay::{House, Replay};
use super::version::{LogPlace, PaperVersion};
use super::without_effect::WithoutEffect;
use crate::paper::PaperKind;
use crate::paper::gather::Gathered;
use crate::paper::make::{drafted, drafted_before};

/// Papers that are laid out for one comparison, at most.
const MOST: usize = 32;
/// Versions that are looked at after one was found of a paper that bears the time of its making:
/// nearly all that such a paper says is bound by its hash.
const AFTER_FOUND: usize = 8;

/// A paper with the claimed content hash.
pub(super) struct Candidate {
    pub(super) paper: Paper,
    /// Pictures it shows: the name they have on it, and the blob.
    pub(super) blobs: BTreeMap<Digest, Digest>,
    /// The last row that it knows; `None`: all of them.
    pub(super) as_of: Option<LogPlace>,
    /// It bears a time of making at which nobody can have made it.
    pub(super) misdated: bool,
    /// The act that it is about took no effect.
    pub(super) without_effect: Option<WithoutEffect>,
    /// It lacks a mark that the relay put on it when it received the act（时间未能证明）.
    pub(super) marked_since: bool,
}

/// What the record says now, and every version of the paper with the claimed hash.
#[derive(Default)]
pub(super) struct Found {
    /// Content hash of the paper as it would be made now.
    pub(super) current: Option<Digest>,
    /// The paper as it would be made now.
    pub(super) newest: Option<PaperVersion>,
    /// That what the paper is about was withdrawn or declared void since.
    pub(super) ended: Vec<String>,
    /// The newest first.
    pub(super) candidates: Vec<Candidate>,
}

/// One search for versions of a paper.
struct Search<'a> {
    source: &'a dyn CaseRows,
    replay: &'a Replay<'a>,
    kind: PaperKind,
    claim: &'a PaperClaim,
    /// The control stream as it is.
    present: Arc<ControlState>,
    tolerance_ms: i64,
    found: Found,
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
    let (_, present) = controls(source, &[])?;
    let tolerance_ms = tolerance_ms(source, &present);
    let looked_at = looked_at(replay, claim, versions, tolerance_ms);
    let newest = looked_at.first().copied();
    let (controls_then, _) = controls(source, &looked_at)?;
    let mut search = Search {
        source,
        replay,
        kind,
        claim,
        present,
        tolerance_ms,
        found: Found::default(),
    };
    let mut since_found = 0;
    for (known, then) in looked_at.into_iter().zip(controls_then) {
        let is_newest = Some(known) == newest;
        search.look(known, &then, is_newest, None)?;
        let candidates = &search.found.candidates;
        let is_found = candidates.iter().any(|one| !one.misdated);
        since_found += usize::from(is_found);
        let is_enough = claim.made_at.is_some() && since_found > AFTER_FOUND;
        if candidates.len() >= MOST || is_enough {
            break;
        }
    }
    search.look_at_waiting()?;
    search.look_at_lost()?;
    Ok(search.found)
}

/// A clock that is off by less is not doubted.
pub(super) fn tolerance_ms(source: &dyn CaseRows, control: &ControlState) -> i64 {
    let policy = policy_at(source, control, source.now());
    let seconds = policy.map_or(0, |policy| policy.offline.clock_skew_flag_seconds);
    i64::from(seconds) * 1_000
}

/// Whether a paper with this time of making tells of what was entered later, or is of a time that
/// has not come.
pub(super) fn is_misdated(
    made_at: Timestamp,
    told_at: Option<Timestamp>,
    now: Timestamp,
    tolerance_ms: i64,
) -> bool {
    let latest = made_at.plus_ms(tolerance_ms);
    made_at > now.plus_ms(tolerance_ms) || told_at.is_some_and(|told| told > latest)
}

impl Search<'_> {
    /// Makes the paper as of what was known, in the houses of now and of then.
    fn look(
        &mut self,
        known: Known,
        then: &Arc<ControlState>,
        is_newest: bool,
        lost: Option<&Reason>,
    ) -> Result<(), StoreError> {
        let made_at = self.claim.made_at;
        let place = known.newest();
        let at_the_time = made_at.or(place.map(|it| it.received_at));
        let now = self.source.now();
        let present = Arc::clone(&self.present);
        let mut houses = vec![(&present, made_at.unwrap_or(now))];
        if then.seq != present.seq {
            houses.push((then, at_the_time.unwrap_or(now)));
        }
        for (control, at) in houses {
            let Some(policy) = policy_at(self.source, control, at) else {
                continue;
            };
            let office = Office {
                policy: &policy,
                control,
                address: self.source.address(),
                demo: self.source.is_demo(),
                now: at,
                reader: None,
                before: false,
            };
            let house = House {
                control,
                policy: &policy,
            };
            let Some(gathered) = self.replay.at(known, house)? else {
                continue;
            };
            let final_one = paper(&office, self.kind, self.claim, &gathered);
            if is_newest && self.found.current.is_none() {
                self.found.current = final_one.as_ref().map(content_hash);
                let newest = final_one.as_ref().map(|it| PaperVersion::of(it, None));
                self.found.newest = newest;
                self.found.ended = gathered.ended(self.kind, self.claim.record);
            }
            let is_offline = was_unnumbered(self.kind, self.claim);
            // What waits to be sent has no number yet anyway.
            let bare = if is_offline && known.unsent.is_none() {
                numberless(&gathered)
            } else {
                Vec::new()
            };
            let record = self.claim.record;
            let mut made: Vec<Paper> = Vec::new();
            for reader in readers(&gathered) {
                let office = Office { reader, ..office };
                let all = || bare.iter().chain([&gathered]);
                made.extend(all().filter_map(|one| paper(&office, self.kind, self.claim, one)));
                made.extend(all().flat_map(|one| drafted_before(&office, self.kind, record, one)));
            }
            made.retain(|paper| content_hash(paper) == self.claim.content_hash);
            for paper in made {
                let as_of = place.filter(|_| !is_newest);
                let of_before = is_offline.then(|| without_unproven_marks(&paper)).flatten();
                let both = of_before.into_iter().map(|paper| (paper, true));
                for (paper, marked_since) in both.chain([(paper, false)]) {
                    let blobs = gathered.blobs(self.kind);
                    self.keep((paper, marked_since), blobs, (known, as_of), lost);
                }
            }
        }
        Ok(())
    }

    /// Keeps a version with the claimed hash. One that several rows give bears a possible time if it
    /// does as of any of them.
    fn keep(
        &mut self,
        (paper, marked_since): (Paper, bool),
        blobs: BTreeMap<Digest, Digest>,
        (known, as_of): (Known, Option<LogPlace>),
        lost: Option<&Reason>,
    ) {
        let told_at = known.last.map(|it| it.received_at);
        let made_at = self.claim.made_at.filter(|_| paper.made_at.is_some());
        let now = self.source.now();
        let misdated =
            made_at.is_some_and(|made_at| is_misdated(made_at, told_at, now, self.tolerance_ms));
        let mut candidates = self.found.candidates.iter_mut();
        if let Some(same) = candidates.find(|one| one.paper == paper) {
            same.misdated &= misdated;
            same.marked_since &= marked_since;
            return;
        }
        let without_effect = lost.map(|reason| self.without_effect(reason));
        self.found.candidates.push(Candidate {
            paper,
            blobs,
            as_of,
            misdated,
            without_effect,
            marked_since,
        });
    }

    /// What is to be said of a paper whose act took no effect.
    fn without_effect(&self, reason: &Reason) -> WithoutEffect {
        let counts = self.found.newest.clone();
        let somebody_was_first = matches!(
            reason.code.as_str(),
            "not_in_this_state" | "concurrent_change"
        );
        let said = if counts.is_some() && self.kind.is_notice() && somebody_was_first {
            "这份文书的下发未生效（已有他人先下发）。".to_owned()
        } else {
            format!("这份文书所载的办理已入日志但未生效（{}）。", reason.text())
        };
        WithoutEffect { said, counts }
    }

    /// Makes a letter of transfer as a device had it that had not sent its act: the rows of its log that
    /// it prints had no place yet.
    fn look_at_waiting(&mut self) -> Result<(), StoreError> {
        if self.kind != PaperKind::Transfer || !was_unnumbered(self.kind, self.claim) {
            return Ok(());
        }
        let known = waiting_letters(self.replay);
        let (controls_then, _) = controls(self.source, &known)?;
        for (known, then) in known.into_iter().zip(controls_then) {
            if self.found.candidates.len() >= MOST {
                break;
            }
            self.look(known, &then, false, None)?;
        }
        Ok(())
    }

    /// Makes the paper as a device had it whose act took no effect in the end: its provisional number
    /// resolves for ever too. Of a QR, which tells no number, any such act is tried if nothing else
    /// has the hash.
    fn look_at_lost(&mut self) -> Result<(), StoreError> {
        let number = self.claim.number.as_str();
        let is_provisional = number.parse::<ProvisionalNumber>().is_ok();
        let is_qr = number.is_empty() && self.claim.made_at.is_none();
        let is_looked_for = is_provisional || is_qr && self.found.candidates.is_empty();
        if !is_looked_for {
            return Ok(());
        }
        for LostAct { reason, known } in lost_acts(self.replay, number) {
            let (controls_then, _) = controls(self.source, &known)?;
            for (known, then) in known.into_iter().zip(controls_then) {
                if self.found.candidates.len() >= MOST {
                    return Ok(());
                }
                self.look(known, &then, false, Some(&reason))?;
            }
        }
        Ok(())
    }
}

/// Whose original it may be: nobody's, or that of somebody who was given the owner's code of a hazard
/// that the paper is about.
fn readers(gathered: &Gathered) -> BTreeSet<Option<UserId>> {
    let mut readers = BTreeSet::from([None]);
    if let Gathered::Case { case, hazards } = gathered {
        let about = case.hazards.iter();
        for file in about.filter(|file| hazards.contains(&file.record)) {
            let acted = file.state.history.iter().map(|entry| entry.user);
            readers.extend(
                acted
                    .filter(|user| file.state.holds_owner_code(*user))
                    .map(Some),
            );
        }
    }
    readers
}

fn paper(
    office: &Office<'_>,
    kind: PaperKind,
    claim: &PaperClaim,
    gathered: &Gathered,
) -> Option<Paper> {
    drafted(office, kind, claim.record, gathered).ok()
}

/// The control stream as it was at each of these places, and as it is.
fn controls(
    source: &dyn CaseRows,
    places: &[Known],
) -> Result<(Vec<Arc<ControlState>>, Arc<ControlState>), StoreError> {
    let rows = source.control_rows()?;
    let mut rows = rows.iter().peekable();
    let mut state = Arc::new(ControlState::default());
    let at = |known: &Known| known.last.map_or(Timestamp(i64::MIN), |it| it.received_at);
    let times: BTreeSet<Timestamp> = places.iter().map(at).collect();
    let mut then = BTreeMap::new();
    for time in times {
        catch_up(&mut state, &mut rows, time);
        then.insert(time, Arc::clone(&state));
    }
    let then = places
        .iter()
        .filter_map(|known| then.get(&at(known)).cloned());
    let then = then.collect();
    catch_up(&mut state, &mut rows, Timestamp(i64::MAX));
    Ok((then, state))
}

pub(super) fn catch_up(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_a_little_off_makes_no_date_impossible() {
        let (now, tolerance) = (Timestamp(10_000_000), 300_000);
        let misdated = |made_at: i64, told_at: Option<i64>| {
            is_misdated(Timestamp(made_at), told_at.map(Timestamp), now, tolerance)
        };
        assert!(!misdated(10_000_000, Some(10_000_000)));
        assert!(!misdated(10_300_000, None), "not yet ahead");
        assert!(misdated(10_300_001, None), "of a time that has not come");
        assert!(!misdated(5_000_000, Some(5_300_000)), "not yet before");
        assert!(misdated(5_000_000, Some(5_300_001)), "it tells of later");
        assert!(!misdated(5_000_000, None), "it tells of nothing");
    }
}
