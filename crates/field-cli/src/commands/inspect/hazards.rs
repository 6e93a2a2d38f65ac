use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::{HazardSource, keys};
use wangge_domain::inspection::{Inspection, PhotoStage};
use wangge_domain::lifecycle::Status;
use wangge_domain::record::{Content, Scalar};
use wangge_mobile_core::{Core, CoreError, HazardFilter, HazardInput, HazardRow, NoticeInput};

use super::progress::{HazardProgress, hazard_name};
use super::visit::Visit;
use crate::acts;
use crate::command_error::CommandError;
use crate::script::{Notice, ScriptHazard, Service};

impl Visit<'_> {
    /// The hazards that submitting raised, each with its item.
    pub(super) fn note_raised(&mut self, raised: &[RecordId]) -> Result<(), CommandError> {
        for row in self.rows()? {
            if raised.contains(&row.record) {
                let item = Some(row.item).filter(|item| !item.is_empty());
                let mut hazard = HazardProgress::new(row.record, item);
                hazard.raised = true;
                self.progress.hazards.push(hazard);
            }
        }
        Ok(())
    }

    /// Everything that the script has to say of hazards, one after the other.
    pub(super) fn hazards(
        &mut self,
        premises: RecordId,
        inspection: RecordId,
    ) -> Result<(), CommandError> {
        let mut told = Vec::new();
        for wanted in &self.script.hazards {
            let at = self.hazard_of(premises, inspection, wanted, &told)?;
            let hazard = self.progress.hazards[at].hazard;
            told.push(hazard);
            // From here on it stands among the hazards, with what is left to do about it.
            self.progress.done(&hazard_name(wanted));
            for file in &wanted.photos {
                let file = self.folder.join(file);
                let item = wanted.item.as_deref().unwrap_or_default();
                acts::attach(self.core, hazard, &file, item, PhotoStage::Found)?;
                self.progress.photos += 1;
            }
            if !self.progress.hazards[at].raised {
                if wanted.another {
                    let word = (keys::IS_ANOTHER.to_owned(), true.into());
                    self.core.edit_hazard(hazard, &[word].into())?;
                }
                self.core.raise_hazard(hazard)?;
                self.progress.hazards[at].raised = true;
                self.progress
                    .incomplete
                    .retain(|draft| draft.hazard != hazard);
            }
            if let Some(fix) = &wanted.fix_on_spot {
                acts::fix_on_spot(self.core, hazard, self.folder, fix)?;
                self.progress.photos += 2;
                self.progress.hazards[at].fixed_on_spot = true;
            }
            if let Some(notice) = &wanted.notice {
                self.notice(at, hazard, notice, wanted.serve.as_ref())?;
            }
        }
        Ok(())
    }

    fn notice(
        &mut self,
        at: usize,
        hazard: RecordId,
        notice: &Notice,
        serve: Option<&Service>,
    ) -> Result<(), CommandError> {
        let input = notice_input(notice);
        self.progress.hazards[at].notice = Some(self.core.issue_notice(hazard, &input)?);
        if let Some(service) = serve {
            acts::serve(self.core, hazard, self.folder, service)?;
            self.progress.hazards[at].served = true;
        }
        Ok(())
    }

    /// Finds the hazard of a failed item, raised or drafted before, or drafts a new one. Gives its
    /// place in the progress.
    fn hazard_of(
        &mut self,
        premises: RecordId,
        inspection: RecordId,
        wanted: &ScriptHazard,
        told: &[RecordId],
    ) -> Result<usize, CommandError> {
        let rows = self.rows()?;
        let visit = self.core.get_record(inspection)?.content;
        let found = is_found_by(wanted, &visit, self.progress.submitted);
        // What the script has spoken of already is another hazard of the same item.
        let mut open = rows.into_iter().filter(|row| !told.contains(&row.record));
        let known = wanted
            .item
            .as_ref()
            .and_then(|item| open.find(|row| row.item == *item));
        let (hazard, raised) = match known {
            Some(row) => {
                let mut fields = changed_fields(wanted);
                // A hazard that the visit registered came by the visit.
                if row.status != Status::Draft {
                    fields.remove(keys::SOURCE);
                }
                if !fields.is_empty() {
                    self.core.edit_hazard(row.record, &fields)?;
                }
                (row.record, row.status != Status::Draft)
            }
            None => (
                self.core.draft_hazard(&new_hazard(
                    premises,
                    found.then_some(inspection),
                    wanted,
                ))?,
                false,
            ),
        };
        let place = self
            .progress
            .hazards
            .iter()
            .position(|it| it.hazard == hazard);
        Ok(place.unwrap_or_else(|| {
            let mut progress = HazardProgress::new(hazard, wanted.item.clone());
            progress.raised = raised;
            self.progress.hazards.push(progress);
            self.progress.hazards.len() - 1
        }))
    }

    fn rows(&self) -> Result<Vec<HazardRow>, CommandError> {
        Ok(match self.progress.inspection {
            Some(inspection) => hazards_of(self.core, inspection)?,
            None => Vec::new(),
        })
    }
}

/// The hazards of a visit, drafts among them.
pub(super) fn hazards_of(core: &Core, inspection: RecordId) -> Result<Vec<HazardRow>, CoreError> {
    let filter = HazardFilter {
        inspection: Some(inspection),
        ..HazardFilter::default()
    };
    core.list_hazards(&filter, usize::MAX)
}

/// Whether a visit finds this hazard by itself: what it did not answer as failed is reported beside it
/// once it is handed in.
pub(super) fn is_found_by(wanted: &ScriptHazard, visit: &Content, handed_in: bool) -> bool {
    let Some(item) = &wanted.item else {
        return !handed_in;
    };
    let visit = Inspection::from_content(visit);
    let answer = visit.answers.get(item);
    answer.and_then(|answer| answer.result) == Some(AnswerResult::Fail)
}

pub(super) fn new_hazard(
    premises: RecordId,
    inspection: Option<RecordId>,
    wanted: &ScriptHazard,
) -> HazardInput {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    HazardInput {
        premises,
        inspection,
        item: wanted.item.clone(),
        description: text(&wanted.description),
        part: text(&wanted.part),
        severity: wanted.severity,
        life_threat: wanted.life_threat,
        source: wanted.source.unwrap_or(HazardSource::GridPatrol),
        rectification: text(&wanted.rectification),
        interim_measures: text(&wanted.interim_measures),
        department: wanted.department.clone(),
        deadline: wanted.deadline,
    }
}

pub(super) fn notice_input(notice: &Notice) -> NoticeInput {
    NoticeInput {
        issuer: notice.issuer.clone(),
        deadline: notice.deadline,
        responsible: notice.responsible.clone(),
    }
}

/// What the script says of a hazard that is there already, as content.
pub(super) fn changed_fields(wanted: &ScriptHazard) -> BTreeMap<String, Scalar> {
    let mut fields = BTreeMap::new();
    let texts = [
        (keys::DESCRIPTION, wanted.description.as_deref()),
        (keys::PART, wanted.part.as_deref()),
        (keys::SEVERITY, wanted.severity.map(|it| it.as_str())),
        (keys::SOURCE, wanted.source.map(HazardSource::as_str)),
        (keys::RECTIFICATION, wanted.rectification.as_deref()),
        (keys::INTERIM_MEASURES, wanted.interim_measures.as_deref()),
        (keys::DEPARTMENT, wanted.department.as_deref()),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            fields.insert(key.to_owned(), Scalar::from(text));
        }
    }
    if let Some(life_threat) = wanted.life_threat {
        fields.insert(keys::LIFE_THREAT.to_owned(), life_threat.into());
    }
    match wanted.deadline {
        None => {}
        Some(DeadlineSpec::Immediate) => {
            fields.insert(keys::DEADLINE_KIND.to_owned(), "immediate".into());
            fields.insert(keys::DEADLINE_DAYS.to_owned(), Scalar::Null);
        }
        Some(DeadlineSpec::Days { days, calendar }) => {
            let kind = match calendar {
                DayKind::Natural => "natural",
                DayKind::Working => "working",
            };
            fields.insert(keys::DEADLINE_KIND.to_owned(), kind.into());
            fields.insert(keys::DEADLINE_DAYS.to_owned(), i64::from(days).into());
        }
    }
    fields
}
