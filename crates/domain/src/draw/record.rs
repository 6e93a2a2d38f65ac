use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::replace::seat_of;
use super::secret::sha256;
use super::{DrawError, DrawInputs, DrawSecret};
use crate::accounting::canonical_json;
use crate::{Digest, RecordId, Timestamp, UserId};

/// The record of a draw（抽查记录）: entries that are only ever added, each bound to the one before
/// it by hash. Its canonical JSON is what is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawRecord {
    /// Format of the file: [`DrawRecord::FORMAT`].
    pub format: String,
    /// The entries, oldest first: one announcement, then one drawing with what was asked and replaced
    /// after it, or one withdrawal.
    pub entries: Vec<DrawEntry>,
}

/// One entry of the record（记录条目）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawEntry {
    /// SHA-256 of the entry before, as canonical JSON; zeros for the first.
    pub previous: Digest,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
    /// What.
    pub act: DrawAct,
}

/// What happened（抽查动作）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawAct {
    /// 公告.
    Announced(Announcement),
    /// 抽取.
    Drawn(Drawing),
    /// 申请更换.
    ReplacementAsked(ReplacementRequest),
    /// 更换.
    Replaced(Replacement),
    /// 撤回公告.
    Withdrawn(Withdrawal),
}

/// What is published before the draw（抽查公告）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// SHA-256 of the secret.
    pub commit: Digest,
    /// SHA-256 of the inputs as canonical JSON.
    pub inputs_hash: Digest,
    /// The inputs.
    pub inputs: DrawInputs,
    /// Which public value will be used, e.g. 中国福利彩票双色球第2026025期开奖号码.
    pub public_source: String,
    /// The day on which it becomes known.
    pub public_value_on: NaiveDate,
}

/// The draw itself（抽取结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// The secret, revealed.
    pub secret: DrawSecret,
    /// The public value as it was published.
    pub public_value: String,
    /// The seed that follows.
    pub seed: Digest,
    /// The selection that follows.
    pub selected: Vec<Selected>,
}

/// One selected target with its team（抽中对象）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selected {
    /// The stratum.
    pub stratum: String,
    /// Place in its stratum, from 1.
    pub rank: u32,
    /// The target.
    pub target: RecordId,
    /// Its key.
    pub key: Digest,
    /// Who goes.
    pub team: Vec<TeamMember>,
}

/// A member of a team（检查组成员）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamMember {
    /// Who.
    pub inspector: UserId,
    /// The second key.
    pub key: Digest,
}

/// What somebody asks to have replaced（更换申请）: it changes nothing before somebody else approves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplacementRequest {
    /// What is to go.
    pub out: Replaced,
    /// Why.
    pub reason: String,
}

/// That an announced draw will not be drawn（撤回公告）, said before its public value is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
}

/// A replacement（更换）: who steps in follows from the keys, nobody chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// What goes.
    pub out: Replaced,
    /// Why.
    pub reason: String,
    /// Who approved; never the one who asked.
    pub approver: UserId,
    /// The line of the selection as it is from now on.
    pub line: Selected,
    /// The place of the entry that asked for it: then the author of this entry is who approved.
    /// Records of before have none, and name the approver alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<usize>,
}

/// What is replaced（被更换者）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// The target, or the target at which an inspector is replaced.
    pub target: RecordId,
    /// The inspector; `None`: the target itself is replaced.
    pub inspector: Option<UserId>,
}

impl DrawRecord {
    /// The format this build reads and writes.
    pub const FORMAT: &'static str = "wangge-draw/1";

    /// The bytes that are published: canonical JSON in UTF-8.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical_json(self).into_bytes()
    }

    /// Reads a published record without judging it; [`super::verify`] does.
    ///
    /// # Errors
    /// [`DrawError::Unreadable`].
    pub fn parse(bytes: &[u8]) -> Result<Self, DrawError> {
        let unreadable = |message: String| DrawError::Unreadable { message };
        let record: Self =
            serde_json::from_slice(bytes).map_err(|error| unreadable(error.to_string()))?;
        if record.format == Self::FORMAT {
            Ok(record)
        } else {
            Err(unreadable(format!(
                "format `{}` is not known",
                record.format
            )))
        }
    }

    /// The announcement, which every record begins with.
    ///
    /// # Errors
    /// [`DrawError::Differs`] if it does not.
    pub fn announcement(&self) -> Result<&Announcement, DrawError> {
        match self.entries.first().map(|entry| &entry.act) {
            Some(DrawAct::Announced(announcement)) => Ok(announcement),
            _ => Err(DrawError::Differs { entry: 0 }),
        }
    }

    /// The drawing.
    ///
    /// # Errors
    /// [`DrawError::NotRevealed`] if there is none yet.
    pub fn drawing(&self) -> Result<&Drawing, DrawError> {
        match self.entries.get(1).map(|entry| &entry.act) {
            Some(DrawAct::Drawn(drawing)) => Ok(drawing),
            _ => Err(DrawError::NotRevealed),
        }
    }

    /// The selection as it is now, replacements applied.
    ///
    /// # Errors
    /// [`DrawError::NotRevealed`] if nothing was drawn yet.
    pub fn selection(&self) -> Result<Vec<Selected>, DrawError> {
        let mut lines = self.drawing()?.selected.clone();
        for replacement in self.replacements() {
            for line in lines
                .iter_mut()
                .filter(|line| line.target == replacement.out.target)
            {
                line.clone_from(&replacement.line);
            }
        }
        Ok(lines)
    }

    /// Why it was withdrawn, if it was.
    #[must_use]
    pub fn withdrawal(&self) -> Option<&Withdrawal> {
        match self.entries.get(1).map(|entry| &entry.act) {
            Some(DrawAct::Withdrawn(withdrawal)) => Some(withdrawal),
            _ => None,
        }
    }

    /// Whether it was announced, and neither drawn nor withdrawn: then it may still be drawn, and its
    /// outcome be chosen among others if there were others.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.announcement().is_ok() && self.entries.len() == 1
    }

    /// Whether it bears the number（期次）of these inputs: of the same authority and year. One that was
    /// withdrawn before its public value could be known gives its number back.
    #[must_use]
    pub fn has_number_of(&self, inputs: &DrawInputs, public_value_on: NaiveDate) -> bool {
        let Ok(announced) = self.announcement() else {
            return false;
        };
        let mine = &announced.inputs;
        self.withdrawal().is_none()
            && mine.round == inputs.round
            && mine.authority.trim() == inputs.authority.trim()
            && announced.public_value_on.year() == public_value_on.year()
    }

    /// Whether it is open and draws on the same day from a target of these inputs.
    #[must_use]
    pub fn overlaps(&self, inputs: &DrawInputs, public_value_on: NaiveDate) -> bool {
        let announced = self.announcement().ok().filter(|_| self.is_open());
        let same_day = announced.filter(|it| it.public_value_on == public_value_on);
        same_day.is_some_and(|it| {
            let mine: BTreeSet<RecordId> = it.inputs.drawn_from().collect();
            inputs.drawn_from().any(|target| mine.contains(&target))
        })
    }

    /// What was asked and waits for somebody else, each with the place of its entry: not what was
    /// approved, nor what has fallen out by another request.
    #[must_use]
    pub fn pending(&self) -> Vec<(usize, &DrawEntry, &ReplacementRequest)> {
        let lines = self.selection().unwrap_or_default();
        let entries = self.entries.iter().enumerate();
        let asked = entries.filter_map(|(place, entry)| match &entry.act {
            DrawAct::ReplacementAsked(request) => Some((place, entry, request)),
            _ => None,
        });
        let waits = |place: usize| self.replacements().all(|it| it.asked != Some(place));
        asked
            .filter(|(place, _, request)| waits(*place) && seat_of(&lines, request.out).is_ok())
            .collect()
    }

    /// The replacements, oldest first.
    pub fn replacements(&self) -> impl Iterator<Item = &Replacement> {
        self.entries.iter().filter_map(|entry| match &entry.act {
            DrawAct::Replaced(replacement) => Some(replacement),
            _ => None,
        })
    }

    /// SHA-256 of the last entry as canonical JSON（末条摘要）; zeros for none. Whoever notes it knows
    /// this record again, and what was added to it.
    #[must_use]
    pub fn last_hash(&self) -> Digest {
        let last = self.entries.last();
        last.map_or(Digest::ZERO, |last| {
            sha256(&[canonical_json(last).as_bytes()])
        })
    }

    /// The record with one more entry.
    pub(super) fn with(&self, at: Timestamp, by: UserId, act: DrawAct) -> Result<Self, DrawError> {
        let last = self.entries.last();
        if last.is_some_and(|last| at < last.at) {
            return Err(DrawError::BackInTime);
        }
        let previous = self.last_hash();
        let mut longer = self.clone();
        longer.entries.push(DrawEntry {
            previous,
            at,
            by,
            act,
        });
        Ok(longer)
    }
}
