//! A premises goes to another grid（场所迁移网格）, with all that hangs on it. No row is moved: its log stays
//! where it lies, and the control stream says where the premises lives.

use wangge_domain::control::{ControlEvent, ControlState, GridLevel};
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, Timestamp, UserId};

use crate::store::ListedRecord;

/// The operation of the permission table that a move is, in the old grid and in the new one.
pub(crate) const OPERATION: &str = "grid_manage";
/// Characters of a reason.
pub(crate) const MOST_REASON: usize = 300;

/// What is asked for.
pub(crate) struct PremisesMoveAsked {
    pub(crate) premises: RecordId,
    pub(crate) to: GridId,
    pub(crate) reason: String,
    pub(crate) by: UserId,
}

/// Why a premises does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoveRefusal {
    UnknownPremises,
    SameGrid,
    NotSmall,
    ClosedGrid,
    /// The grid that it leaves is not one of the caller's.
    FromOutOfReach,
    /// The grid that it goes to is not one of the caller's: another township's, without the right
    /// over the county.
    ToOutOfReach,
}

impl MoveRefusal {
    /// The field of the request that it lies in.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::UnknownPremises | Self::FromOutOfReach => "premises",
            Self::SameGrid | Self::NotSmall | Self::ClosedGrid | Self::ToOutOfReach => "to",
        }
    }

    /// Whether it lies with the rights of whoever asks.
    pub(crate) fn is_of_rights(self) -> bool {
        matches!(self, Self::FromOutOfReach | Self::ToOutOfReach)
    }

    /// In Chinese and in English.
    pub(crate) fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownPremises => ("没有这个场所", "no such premises"),
            Self::SameGrid => ("场所已在该网格", "the premises lives in this grid already"),
            Self::NotSmall => ("场所只能迁入小网格", "premises live in small grids"),
            Self::ClosedGrid => ("该网格已撤销或尚未启用", "the grid is not in force today"),
            Self::FromOutOfReach => (
                "场所现在所在的网格不在您的管理范围内",
                "the grid that it leaves is outside of what you manage",
            ),
            Self::ToOutOfReach => (
                "迁入的网格不在您的管理范围内",
                "the grid that it goes to is outside of what you manage",
            ),
        }
    }
}

/// Judges a move on the control stream as it stands, and gives the row that says it. `listed` is the
/// record that is to move, `covers` whether a grid is one of the caller's.
pub(crate) fn judge_move(
    control: &ControlState,
    listed: Option<&ListedRecord>,
    asked: &PremisesMoveAsked,
    now: Timestamp,
    covers: impl Fn(GridId) -> bool,
) -> Result<ControlEvent, MoveRefusal> {
    let listed = listed
        .filter(|it| it.kind == RecordKind::Premises)
        .ok_or(MoveRefusal::UnknownPremises)?;
    let from = control.home_of(asked.premises, listed.stream.grid());
    if !covers(from) {
        return Err(MoveRefusal::FromOutOfReach);
    }
    if !covers(asked.to) {
        return Err(MoveRefusal::ToOutOfReach);
    }
    if from == asked.to {
        return Err(MoveRefusal::SameGrid);
    }
    let target = control.grids.get(&asked.to);
    let target = target.ok_or(MoveRefusal::ClosedGrid)?;
    if target.level != GridLevel::Small {
        return Err(MoveRefusal::NotSmall);
    }
    if !target.valid_on(now.china_date()) {
        return Err(MoveRefusal::ClosedGrid);
    }
    Ok(ControlEvent::PremisesMoved {
        premises: asked.premises,
        from,
        to: asked.to,
        reason: asked.reason.clone(),
        since: Some(now),
        by: Some(asked.by),
    })
}
