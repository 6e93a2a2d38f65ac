use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
    /// The entries, oldest first: one announcement, one drawing, then replacements.
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
    /// 更换.
    Replaced(Replacement),
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

    /// The replacements, oldest first.
    pub fn replacements(&self) -> impl Iterator<Item = &Replacement> {
        self.entries.iter().filter_map(|entry| match &entry.act {
            DrawAct::Replaced(replacement) => Some(replacement),
            _ => None,
        })
    }

    /// The record with one more entry.
    pub(super) fn with(&self, at: Timestamp, by: UserId, act: DrawAct) -> Result<Self, DrawError> {
        let last = self.entries.last();
        if last.is_some_and(|last| at < last.at) {
            return Err(DrawError::BackInTime);
        }
        let previous = last.map_or(Digest::ZERO, |last| {
            sha256(&[canonical_json(last).as_bytes()])
        });
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
