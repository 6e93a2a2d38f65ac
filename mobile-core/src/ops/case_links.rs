use wangge_domain::lifecycle::{LinkRule, Status, case_summary};
use wangge_domain::policy::ListEntry;
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, label, status_label};
use wangge_domain::{GridId, RecordId};

use super::get_record::RecordView;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::{CaseFilter, HazardFilter};

/// Records offered for a field, at most.
const MOST: usize = 200;
/// Records of one kind looked at for it, at most.
const MOST_SEEN: usize = 10_000;

/// A record by what people call it（关联记录名称）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRecord {
    /// Which.
    pub record: RecordId,
    /// What it is; `None`: it is not on this phone.
    pub kind: Option<RecordKind>,
    /// What people call it.
    pub name: String,
}

impl Core {
    /// What people call a record. One that is not on this phone, and one of a restricted register,
    /// is called by the end of its id.
    pub(super) fn named_record(&self, record: RecordId) -> Result<NamedRecord, CoreError> {
        let found = self.inner.store.content(record)?;
        let (kind, name) = match found {
            None => (None, record.short()),
            Some((_, kind, _)) if kind.restricted_read().is_some() => {
                let name = format!("{} {}", kind_word(&kind), record.short());
                (Some(kind), name)
            }
            Some((_, kind, content)) => {
                let written = ["name", "description"]
                    .iter()
                    .find_map(|key| content.text(key))
                    .map(|text| text.trim().to_owned());
                let name = match written.filter(|text| !text.is_empty()) {
                    Some(text) => text,
                    None if kind.is_case() => {
                        let state = self.get_record(record)?.state;
                        let title = case_summary(&content, &state).title;
                        format!("{} {title}", kind_word(&kind))
                    }
                    None => format!("{} {}", kind_word(&kind), record.short()),
                };
                (Some(kind), name)
            }
        };
        Ok(NamedRecord { record, kind, name })
    }

    /// What people call what an id stands for: a grid, or a record.
    pub(super) fn name_of_id(&self, session: &Session, id: &str) -> Result<String, CoreError> {
        let grid = id.parse::<GridId>().ok();
        if let Some(grid) = grid.and_then(|grid| session.control.grids.get(&grid)) {
            return Ok(grid.name.clone());
        }
        match id.parse() {
            Ok(record) => Ok(self.named_record(record)?.name),
            Err(_) => Ok(id.to_owned()),
        }
    }

    /// The records on this phone that a field may name, as far as the list can tell: those of the
    /// same premises first.
    pub(super) fn link_candidates(
        &self,
        case: &RecordView,
        rule: &LinkRule,
    ) -> Result<Vec<ListEntry>, CoreError> {
        let content = &case.content;
        let here: Option<RecordId> = content
            .text(wangge_domain::inspection::keys::PREMISES)
            .and_then(|id| id.parse().ok());
        if rule.same_premises && here.is_none() {
            return Ok(Vec::new());
        }
        let premises = here.filter(|_| rule.same_premises || rule.of_here);
        let ripe = |status: &Status| match rule.statuses.as_slice() {
            [] => !matches!(status, Status::Voided | Status::Withdrawn),
            listed => listed.contains(status),
        };
        let mut found = Vec::new();
        let asked = |kind: &RecordKind| rule.kinds.is_empty() || rule.kinds.contains(kind);
        if asked(&RecordKind::Rectification) {
            let filter = HazardFilter {
                premises,
                ..HazardFilter::default()
            };
            let rows = self.list_hazards(&filter, MOST_SEEN)?;
            for row in rows.iter().filter(|row| ripe(&row.status)) {
                let status =
                    status_label(Language::Chinese, &RecordKind::Rectification, &row.status);
                let zh = format!("{}（{status}）", row.description);
                let elsewhere = Some(row.premises) != here;
                found.push((elsewhere, entry(row.record.to_string(), zh)));
            }
        }
        for kind in RecordKind::CASES.iter().filter(|kind| asked(kind)) {
            let filter = CaseFilter {
                premises,
                ..CaseFilter::default()
            };
            let rows = self.list_cases(kind, &filter, MOST_SEEN)?;
            let others = rows.iter().filter(|row| row.record != case.record);
            for row in others.filter(|row| ripe(&row.status)) {
                let number = row.number.as_deref().unwrap_or_default();
                let status = status_label(Language::Chinese, kind, &row.status);
                let zh = format!("{} {} {number}（{status}）", kind_word(kind), row.title);
                let elsewhere = row.premises != here;
                found.push((elsewhere, entry(row.record.to_string(), zh)));
            }
        }
        found.sort_by_key(|(elsewhere, _)| *elsewhere);
        found.truncate(MOST);
        Ok(found.into_iter().map(|(_, entry)| entry).collect())
    }

    /// What a field that names the subject of the case may be: its premises; of a matter of a grid
    /// as a whole, the grid and those right below it.
    pub(super) fn subject_candidates(
        &self,
        session: &Session,
        case: &RecordView,
    ) -> Result<Vec<ListEntry>, CoreError> {
        let premises = case.content.text(wangge_domain::inspection::keys::PREMISES);
        if let Some(premises) = premises.and_then(|id| id.parse().ok()) {
            let name = self.named_record(premises)?.name;
            return Ok(vec![entry(premises.to_string(), name)]);
        }
        let grids = session.control.grids.values();
        let mut found: Vec<ListEntry> = grids
            .filter(|grid| grid.grid == case.grid || grid.parent == Some(case.grid))
            .map(|grid| entry(grid.grid.to_string(), grid.name.clone()))
            .collect();
        found.sort_by(|one, other| one.zh.cmp(&other.zh));
        Ok(found)
    }
}

fn entry(code: String, zh: String) -> ListEntry {
    ListEntry {
        code,
        zh,
        ..ListEntry::default()
    }
}

/// What a kind of record is called.
pub(super) fn kind_word(kind: &RecordKind) -> String {
    label(Language::Chinese, &format!("kind.{kind}")).to_owned()
}
