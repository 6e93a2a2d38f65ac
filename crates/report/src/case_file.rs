use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use wangge_domain::control::{ControlState, Grid};
use wangge_domain::inspection::{keys, photo_refs};
use wangge_domain::lifecycle::{Event, FieldEdit, RecordState, act_in_force};
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::Premises;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, GridId, RecordId, Timestamp, UserId};

/// A record as papers read it: the same on a phone and on the relay.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordFile {
    /// Which.
    pub record: RecordId,
    /// Content.
    pub content: Content,
    /// Where it stands, with its history.
    pub state: RecordState,
    /// The events of its log in order, pending ones last: what the history leaves out.
    pub acts: Vec<Event>,
    /// What it said in the version that its paper prints: a hazard when its notice was issued, a
    /// visit when it was handed in last, a letter when it was signed, an order when it was issued, a
    /// premises when the act was done that made the paper about it; `None`: as now.
    pub quoted: Option<Content>,
    /// Signatures that do not stand under what the paper says（失效签名）: they are not drawn.
    pub void: BTreeSet<Uuid>,
    /// Those of them under which something was blanked（涂销后无从核对的签名）: what was signed cannot be told any
    /// more.
    pub blanked: BTreeSet<Uuid>,
}

impl RecordFile {
    /// The photos that its papers show: also those that were taken off it after its notice was
    /// issued, or after it was handed in.
    pub fn photos(&self) -> impl Iterator<Item = RecordId> {
        let said = std::iter::once(&self.content).chain(&self.quoted);
        said.flat_map(photo_refs).map(|photo| photo.photo)
    }

    /// Takes the deadlines that it had at another time（成文时的期限）: an order goes on saying what was so when
    /// it was issued.
    pub fn with_deadlines_of(&mut self, then: &RecordState) {
        let state = &mut self.state;
        (state.due, state.original_due) = (then.due, then.original_due);
        (state.notice_due, state.deadline) = (then.notice_due, then.deadline);
    }

    /// The newest act of these names that took effect.
    pub(crate) fn in_force(&self, names: &[&str]) -> Option<&Event> {
        act_in_force(&self.state, &self.acts, names)
    }

    /// What it said in the version that its paper prints（文书所引内容）; what it says now if there is
    /// none.
    pub(crate) fn quoted_or_now(&self) -> &Content {
        self.quoted.as_ref().unwrap_or(&self.content)
    }

    /// The record as its paper shows it: what was written later is not on it. The signatures of a
    /// hazard are those of now: the owner signs after the notice was issued. Of a visit those are
    /// shown that were handed in with it, of a letter those that its step rested on.
    pub(crate) fn as_quoted(&self) -> Self {
        let mut file = self.clone();
        let Some(quoted) = &self.quoted else {
            return file;
        };
        let is_hazard = self.state.kind == RecordKind::Rectification;
        let is_signature = |key: &str| key.starts_with(keys::SIGNATURE_PREFIX);
        let is_of_now = |key: &str| is_hazard && is_signature(key);
        let said = quoted
            .fields
            .iter()
            .filter(|(key, _)| !is_of_now(key.as_str()));
        let signed = self.content.fields.iter();
        let signed = signed.filter(|(key, _)| is_of_now(key.as_str()));
        file.content = Content {
            fields: said
                .chain(signed)
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            conflicts: quoted.conflicts.clone(),
        };
        file
    }
}

/// A photo as papers read it（照片）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoFile {
    /// Hash of the untouched original.
    pub original: Digest,
    /// Hash of the view copy, under which pictures are given.
    pub view: Digest,
    /// Hash of the thumbnail.
    pub thumbnail: Digest,
    /// When it was attached, by the phone's clock.
    pub taken_at: Option<Timestamp>,
}

/// A premises with what hangs on it（一户一档）, gathered by the caller: as much as the paper asked
/// for needs.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFile {
    /// The premises.
    pub premises: RecordFile,
    /// Its grid.
    pub grid: GridId,
    /// Inspections, oldest first.
    pub inspections: Vec<RecordFile>,
    /// Hazards, oldest first.
    pub hazards: Vec<RecordFile>,
    /// Cases of the registers that hang on it, of the kinds of [`CaseFile::REGISTERS`]; for a major
    /// notice those of major hazards, empty for a paper that asks for none.
    pub cases: Vec<RecordFile>,
    /// What was written anew in the hazards since they were registered, by hazard, without those of
    /// which nothing was; for a dossier, empty for other papers.
    pub edits: BTreeMap<RecordId, Vec<FieldEdit>>,
    /// Photos of all of them by record.
    pub photos: BTreeMap<RecordId, PhotoFile>,
}

/// The house that makes a paper（制作环境）: by which rules, under whose names, at which time.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    /// The policy pack in force.
    pub policy: &'a PolicyPack,
    /// People and grids.
    pub control: &'a ControlState,
    /// Address of the relay for the QR; empty if none is known.
    pub address: &'a str,
    /// Set for a relay whose clock is made up.
    pub demo: bool,
    /// Now: the day a dossier or a zone card bears.
    pub now: Timestamp,
    /// For whom it is made: a one-time code of the owner is printed for nobody else than those to
    /// whom it is given. `None`: for nobody in particular.
    pub reader: Option<UserId>,
    /// As programs of before worded it: what was handed out then is known by it.
    pub before: bool,
}

impl Office<'_> {
    /// Name of a person; a short id for one who is not entered.
    pub(crate) fn name(&self, user: UserId) -> String {
        self.control
            .people
            .get(&user)
            .map_or_else(|| user.short(), |person| person.name.clone())
    }

    /// The top of the tree over a grid: the township's name.
    pub(crate) fn township(&self, grid: GridId) -> String {
        let top = self.control.path(grid).last().copied().unwrap_or(grid);
        let found = self.control.grids.get(&top);
        found.map(|grid| grid.name.clone()).unwrap_or_default()
    }

    /// A body by its code: under the township's name if it is one of the township, under its own if
    /// its people act over the whole county（消防救援大队、行业主管部门、县政府）.
    #[must_use]
    pub fn issuer(&self, code: &str, grid: GridId) -> String {
        let issuer = self.policy.numbering.issuers.get(code);
        let name = issuer.map_or(code, |issuer| issuer.zh.as_str());
        let permissions = &self.policy.permissions;
        let is_of_county = issuer.is_some_and(|it| permissions.acts_everywhere(&it.roles));
        let township = self.township(grid);
        if is_of_county || name.starts_with(&township) {
            name.to_owned()
        } else {
            format!("{township}{name}")
        }
    }

    /// A grid.
    pub(crate) fn grid(&self, grid: GridId) -> Option<&Grid> {
        self.control.grids.get(&grid)
    }

    /// Said at the head of every page under a made-up clock.
    pub(crate) fn banner(&self) -> String {
        if self.demo {
            "演示时间，非真实文书".to_owned()
        } else {
            String::new()
        }
    }
}

impl CaseFile {
    /// The registers whose cases a dossier shows（一户一档所收登记册）.
    pub const REGISTERS: [RecordKind; 5] = [
        RecordKind::MajorCase,
        RecordKind::StopUse,
        RecordKind::Measure,
        RecordKind::Leniency,
        RecordKind::Letter,
    ];

    /// The premises as the rules read it, in the version that the paper prints.
    pub(crate) fn typed(&self) -> Premises {
        Premises::from_content(self.premises.quoted_or_now())
    }

    /// A hazard of this file.
    pub(crate) fn hazard(&self, record: RecordId) -> Option<&RecordFile> {
        self.hazards.iter().find(|one| one.record == record)
    }

    /// Whether the fire and rescue body has judged a hazard to be major（重大火灾隐患判定, S0-27）: it
    /// has filed the case of that hazard. What a phone wrote of its severity judges nothing.
    pub(crate) fn is_judged_major(&self, hazard: RecordId) -> bool {
        self.judgement(hazard).is_some()
    }

    /// The case by which the fire and rescue body has judged a hazard to be major（立案）.
    pub(crate) fn judgement(&self, hazard: RecordId) -> Option<&RecordFile> {
        self.cases.iter().find(|file| {
            file.state.kind == RecordKind::MajorCase && file.state.case.judges_major(hazard)
        })
    }

    /// An inspection of this file.
    pub(crate) fn inspection(&self, record: RecordId) -> Option<&RecordFile> {
        self.inspections.iter().find(|one| one.record == record)
    }

    /// The photos that these records show, without the view copy of any twice: what a caller has
    /// to bring along.
    #[must_use]
    pub fn pictures_of(&self, records: &[RecordId]) -> Vec<RecordId> {
        let mut photos: Vec<RecordId> = self
            .inspections
            .iter()
            .chain(&self.hazards)
            .chain(&self.cases)
            .chain([&self.premises])
            .filter(|one| records.contains(&one.record))
            .flat_map(RecordFile::photos)
            .filter(|photo| self.photos.contains_key(photo))
            .collect();
        photos.sort_unstable();
        photos.dedup();
        photos
    }
}

#[cfg(test)]
mod tests;
