use serde::Serialize;

use crate::RecordId;
use crate::lifecycle::{CaseState, Status, codes};
use crate::sheet::masked_name;

/// A household on the list of a transfer（避险转移名单）of S0-13 and S1-05.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TransferLine {
    /// The record.
    #[serde(skip)]
    pub household: RecordId,
    /// Whose household.
    pub name: String,
    /// Where.
    pub place: String,
    /// Telephone, if one is known.
    pub phone: String,
    /// Code of how the people there get away; empty: not known.
    pub mobility: String,
    /// Codes of what makes it need help.
    pub flags: Vec<String>,
    /// How far the transfer has come.
    pub state: TransferState,
    /// Where the people are; empty until they were moved.
    pub shelter: String,
}

/// How far the transfer of a household has come（转移进度）, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// 未通知.
    NotCalled,
    /// 未联系上.
    Unreachable,
    /// 已通知未转移.
    Called,
    /// 已转移.
    Moved,
    /// 已返回.
    Back,
}

impl TransferLine {
    /// The household as one transfer finds it; `None` once it is off the list.
    #[must_use]
    pub fn of(
        household: RecordId,
        status: &Status,
        case: &CaseState,
        operation: &str,
    ) -> Option<Self> {
        if *status != Status::Active {
            return None;
        }
        let last = |step: &'static str| {
            let taken = case.taken(step);
            let own = taken
                .filter(|it| it.fields.get("operation").map(|it| it.trim()) == Some(operation));
            own.last()
        };
        let said = |step, name: &str| {
            let taken = last(step)?;
            taken.fields.get(name).cloned()
        };
        let called = said("household.call", "outcome");
        let state = if last("household.back").is_some() {
            TransferState::Back
        } else if last("household.moved").is_some() {
            TransferState::Moved
        } else {
            match called.as_deref() {
                None => TransferState::NotCalled,
                Some("unreachable") => TransferState::Unreachable,
                Some(_) => TransferState::Called,
            }
        };
        let registered = case.taken("household.register").last();
        let field = |name: &str| {
            let said = registered.and_then(|it| it.fields.get(name));
            said.map(|text| text.trim().to_owned()).unwrap_or_default()
        };
        Some(Self {
            household,
            name: field("household"),
            place: field("place"),
            phone: field("phone"),
            mobility: field("mobility"),
            flags: codes(&field("flags")).map(str::to_owned).collect(),
            state,
            shelter: said("household.moved", "shelter").unwrap_or_default(),
        })
    }

    /// The same for a file that leaves the office（脱敏）: no name, no house, no telephone.
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.name = masked_name(&self.name);
        self.place = String::new();
        self.phone = String::new();
        self
    }
}

/// The list in the order in which it is worked through: who is not yet safe first, and of those
/// the ones that must be carried or helped.
#[must_use]
pub fn transfer_list(mut lines: Vec<TransferLine>) -> Vec<TransferLine> {
    let rank = |line: &TransferLine| match line.mobility.as_str() {
        "carried" => 0,
        "needs_help" => 1,
        _ => 2,
    };
    lines.sort_by(|one, other| {
        let safe = |line: &TransferLine| line.state >= TransferState::Moved;
        (safe(one), rank(one), one.state, &one.name, one.household).cmp(&(
            safe(other),
            rank(other),
            other.state,
            &other.name,
            other.household,
        ))
    });
    lines
}
