use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::standing::Standing;
use super::{Other, PublicReports};
use crate::store::{PublicReport, PublicStatus, ReportState, RewardAct, RewardDeed};
use crate::tenant::Tenant;

/// Reports looked at in one go, the newest.
const MOST: u32 = 1_000;
/// A report of which nothing was heard for so long has nothing more to tell.
const OPEN_MS: i64 = 400 * 86_400_000;

/// What a report's status rests on: as long as it is the same, so is the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    state: ReportState,
    case: u64,
    /// The hazard it was found to be about, with its last row.
    hazard: Option<(RecordId, u64)>,
    deeds: usize,
}

/// Tells the process for the public what is new.
pub(super) fn tell(
    reports: &PublicReports,
    tenant: &Tenant,
    other: &mut Other,
) -> Result<(), StoreError> {
    let database = &tenant.database;
    let open = database.open_public_reports(tenant.id(), MOST)?;
    if open.is_empty() {
        return Ok(());
    }
    let acts = database.reward_acts(tenant.id())?;
    let control = tenant.control()?;
    for report in open {
        let mine: Vec<&RewardAct> = acts
            .iter()
            .filter(|act| act.report == report.report)
            .collect();
        let known = other.told.get(&report.report).copied();
        let hazard = known.and_then(|known| known.hazard).map(|(id, _)| id);
        if known.is_some() && known == Some(seen(tenant, &report, mine.len(), hazard)?) {
            continue;
        }
        let store = database.turn(tenant.id())?;
        let mut told = status(tenant, store.as_ref(), &control, &report, &mine)?;
        drop(store);
        told.status.reply = without_reporters(reports, tenant, &report, told.status.reply)?;
        let text = serde_json::to_string(&told.status)
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        let is_old = tenant.now().0.saturating_sub(report.received_at.0) > OPEN_MS;
        let is_final = told.is_ended || is_old;
        other
            .store
            .publish(report.receipt, report.received_at, &told.status)?;
        if text != report.published || is_final {
            database.set_published(tenant.id(), report.report, &text, is_final)?;
        }
        if is_final {
            other.told.remove(&report.report);
        } else {
            let seen = seen(tenant, &report, mine.len(), told.hazard)?;
            other.told.insert(report.report, seen);
        }
    }
    Ok(())
}

fn seen(
    tenant: &Tenant,
    report: &PublicReport,
    deeds: usize,
    hazard: Option<RecordId>,
) -> Result<Seen, StoreError> {
    let last = |record: Option<RecordId>| -> Result<Option<(RecordId, u64)>, StoreError> {
        let Some(record) = record else {
            return Ok(None);
        };
        let listed = tenant.database.listed(tenant.id(), record)?;
        Ok(listed.map(|listed| (record, listed.last_seq)))
    };
    Ok(Seen {
        state: report.state,
        case: last(report.record)?.map_or(0, |(_, seq)| seq),
        hazard: last(hazard)?,
        deeds,
    })
}

/// The answer without those who reported: whoever holds one code reads it, and the others are not theirs to
/// know. At the desk such an answer is refused; one of a phone came sealed, one of before stands.
fn without_reporters(
    reports: &PublicReports,
    tenant: &Tenant,
    report: &PublicReport,
    reply: String,
) -> Result<String, StoreError> {
    if reply.is_empty() {
        return Ok(reply);
    }
    let control = tenant.control()?;
    let policy = tenant.policy(&control)?;
    let subject = report.record.unwrap_or(report.report);
    let reporters = reports.reporters_of(tenant, &policy, subject)?;
    Ok(reporters.marked(&reply))
}

/// What may be told.
struct Told {
    status: PublicStatus,
    hazard: Option<RecordId>,
    /// Nothing more will come.
    is_ended: bool,
}

fn status(
    tenant: &Tenant,
    store: &dyn RelayStore,
    control: &ControlState,
    report: &PublicReport,
    deeds: &[&RewardAct],
) -> Result<Told, StoreError> {
    let mut status = PublicStatus {
        stage: "received".to_owned(),
        ..PublicStatus::default()
    };
    if report.state == ReportState::SetAside {
        status.stage = "set_aside".to_owned();
        status.reply = report.note.clone();
        return Ok(Told {
            status,
            hazard: None,
            is_ended: true,
        });
    }
    let standing = match report.record {
        Some(record) => Standing::of(tenant, store, control, record)?,
        None => None,
    };
    let Some(standing) = standing else {
        return Ok(Told {
            status,
            hazard: None,
            is_ended: false,
        });
    };
    status.stage = standing.stage().to_owned();
    status.due = standing.case.due.map(|due| due.0);
    status.reply = standing.state.case.field("reply").to_owned();
    let decided = deeds.iter().find(|act| act.deed == RewardDeed::Decision);
    let is_claimed = deeds.iter().any(|act| act.deed == RewardDeed::Claim);
    if let Some(decided) = decided {
        // Of a hazard that is void after all nothing is paid out.
        let lapsed = standing.is_void() && !is_claimed;
        status.fen = if lapsed { 0 } else { decided.fen };
        status.reward = match status.fen {
            0 => "rejected",
            _ if is_claimed => "claimed",
            _ => "approved",
        }
        .to_owned();
    }
    let is_paid = matches!(status.reward.as_str(), "claimed" | "rejected");
    let is_ended = status.stage == "passed_on" || (status.stage == "closed" && is_paid);
    Ok(Told {
        status,
        hazard: standing.hazard.map(|hazard| hazard.record),
        is_ended,
    })
}
