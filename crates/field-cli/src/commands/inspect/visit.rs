use std::collections::BTreeMap;
use std::path::Path;

use wangge_domain::RecordId;
use wangge_domain::checklist::{AnswerResult, AnswerType, applicable_items};
use wangge_domain::inspection::{Inspection, PhotoStage};
use wangge_domain::lifecycle::Status;
use wangge_domain::premises::Premises;
use wangge_mobile_core::{
    AnswerInput, Core, CoreError, PhotoInput, RecordView, StartInspection, SubmitInspection,
    check_strokes,
};

use super::progress::{ANSWERS, IncompleteHazard, Progress, SIGNATURES, SUBMISSION};
use super::rehearsal::{outcome_code, rehearse};
use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::input_file::{InputFileError, read_bytes};
use crate::script::{InspectScript, ScriptAnswer, ScriptPhoto, ScriptSubmit, Service, folder_of};
use crate::shell::Shell;
use crate::{acts, find, words};

/// One visit as its script says（一次检查）.
pub(super) struct Visit<'a> {
    pub(super) core: &'a Core,
    pub(super) script: &'a InspectScript,
    pub(super) folder: &'a Path,
    file: &'a Path,
    pub(super) progress: Progress,
    shell: &'a Shell,
}

impl<'a> Visit<'a> {
    pub(super) fn new(shell: &'a Shell, script: &'a InspectScript, file: &'a Path) -> Self {
        Self {
            core: &shell.core,
            script,
            folder: folder_of(file),
            file,
            progress: Progress::default(),
            shell,
        }
    }

    /// Does it all; if it stops, tells what was done.
    pub(super) fn run(mut self) -> Result<Answer, CommandError> {
        let done = self.steps();
        let (text, json) = (self.progress.text(), self.progress.json());
        match (done, self.progress.inspection) {
            (Ok(()), _) => Ok(Answer::new(format!("{text}\n（待上传）"), json)),
            (Err(source), Some(inspection)) => Err(CommandError::Partly {
                text,
                done: json,
                next: Some(self.progress.next(inspection)),
                source: Box::new(source),
            }),
            (Err(source), None) => Err(source),
        }
    }

    fn steps(&mut self) -> Result<(), CommandError> {
        let premises = find::premises(self.core, self.script.premises.text())?;
        self.rehearse(premises)?;
        self.progress.premises = Some(premises);
        self.progress.plan(self.script);
        let inspection = self.begin(premises)?;
        self.progress.inspection = Some(inspection);
        for answer in &self.script.answers {
            self.answer(inspection, answer)?;
        }
        if let Some(result) = self.script.answer_rest {
            self.answer_rest(premises, inspection, result)?;
        }
        for photo in &self.script.photos {
            self.photo(inspection, photo)?;
        }
        self.progress.done(ANSWERS);
        // What is signed is the visit with its outcome.
        if let Some(submit) = &self.script.submit
            && let Some((outcome, note)) = self.outcome(submit)?
        {
            self.core.note_outcome(inspection, &outcome, &note)?;
        }
        for signature in &self.script.signatures {
            let input = acts::signature(self.core, inspection, self.folder, signature)?;
            self.core.sign(inspection, &input)?;
            self.progress.signatures += 1;
        }
        self.progress.done(SIGNATURES);
        if let Some(submit) = &self.script.submit {
            self.submit(inspection, submit)?;
        }
        self.hazards(premises, inspection)
    }

    /// Judges everything that can be judged and begins nothing（预检）.
    pub(super) fn check(&self) -> Result<(), CommandError> {
        self.rehearse(find::premises(self.core, self.script.premises.text())?)
    }

    /// What would be refused is told before anything is begun: photos, signatures, and what the
    /// rules say of the rest.
    fn rehearse(&self, premises: RecordId) -> Result<(), CommandError> {
        let status = self.core.status()?;
        if status.cloned {
            return Err(CoreError::Cloned.into());
        }
        if status.recovering {
            return Err(CoreError::Recovering.into());
        }
        self.look_at_files()?;
        let mut problems = rehearse(self.shell, self.script, self.folder, premises)?;
        problems.extend(self.signed_alike()?);
        if problems.is_empty() {
            return Ok(());
        }
        let message = format!(
            "有 {} 处会被拒：\n  - {}",
            problems.len(),
            problems.join("\n  - ")
        );
        Err(InputFileError::of_file(self.file, message).into())
    }

    fn look_at_files(&self) -> Result<(), CommandError> {
        for file in self.script.photo_files() {
            let path = self.folder.join(file);
            self.core
                .check_photo(&read_bytes(&path)?)
                .map_err(|error| match error {
                    CoreError::PhotoRefused { .. } => {
                        InputFileError::of_file(&path, error.zh()).into()
                    }
                    other => CommandError::from(other),
                })?;
        }
        for file in self.script.strokes_files() {
            let path = self.folder.join(file);
            check_strokes(&read_bytes(&path)?)
                .map_err(|error| InputFileError::of_file(&path, error.zh()))?;
        }
        Ok(())
    }

    /// Two names over one and the same strokes are no two signatures (S4-06).
    fn signed_alike(&self) -> Result<Vec<String>, CommandError> {
        let script = self.script;
        let served = script.hazards.iter().filter_map(|it| match &it.serve {
            Some(Service::Refused { witnesses, .. }) => Some(witnesses.as_slice()),
            _ => None,
        });
        let mut problems = Vec::new();
        for together in std::iter::once(script.signatures.as_slice()).chain(served) {
            let mut hands: BTreeMap<Vec<u8>, &str> = BTreeMap::new();
            for signature in together {
                let strokes = read_bytes(&self.folder.join(&signature.strokes))?;
                let signer = signature.signer.trim();
                let first = *hands.entry(strokes).or_insert(signer);
                if first != signer {
                    let said = words::word("reason", "signed_alike");
                    problems.push(format!("{first}、{signer}：{said}"));
                }
            }
        }
        Ok(problems)
    }

    fn begin(&mut self, premises: RecordId) -> Result<RecordId, CommandError> {
        if let Some(begun) = begun(self.core, self.script, premises)? {
            self.progress.submitted = is_handed_in(&begun.state.status);
            return Ok(begun.record);
        }
        let input = opening(self.script);
        Ok(self.core.start_inspection(premises, &input)?)
    }

    fn answer(&mut self, inspection: RecordId, answer: &ScriptAnswer) -> Result<(), CommandError> {
        let input = AnswerInput {
            item: answer.item.clone(),
            result: Some(answer.result),
            value: answer.value.clone(),
            note: answer.note.clone(),
            part: answer.part.clone(),
        };
        self.core.answer(inspection, &input)?;
        self.progress.answers += 1;
        for file in &answer.photos {
            let file = self.folder.join(file);
            acts::attach(
                self.core,
                inspection,
                &file,
                &answer.item,
                PhotoStage::Found,
            )?;
            self.progress.photos += 1;
        }
        Ok(())
    }

    /// The items that apply by the file of the premises, ask for yes or no, and have no answer.
    fn answer_rest(
        &mut self,
        premises: RecordId,
        inspection: RecordId,
        result: AnswerResult,
    ) -> Result<(), CommandError> {
        let policy = self.core.policy()?;
        let begun = Inspection::from_content(&self.core.get_record(inspection)?.content);
        let pinned = policy
            .checklists
            .pinned(&begun.checklist, &begun.checklist_version);
        // Without the list nothing can be answered; submitting says what is wrong with it.
        let Some(list) = pinned else { return Ok(()) };
        let file = Premises::from_content(&self.core.get_premises(premises)?.content);
        let facts = file.facts(&policy.categories, self.shell.today());
        let open: Vec<&str> = applicable_items(list, &facts)
            .into_iter()
            .filter(|item| item.answer_type == AnswerType::PassFailNa)
            .filter(|item| {
                begun
                    .answers
                    .get(&item.id)
                    .is_none_or(|it| it.result.is_none())
            })
            .map(|item| item.id.as_str())
            .collect();
        for item in open {
            let input = AnswerInput {
                item: item.to_owned(),
                result: Some(result),
                ..AnswerInput::default()
            };
            self.core.answer(inspection, &input)?;
            self.progress.answers += 1;
        }
        Ok(())
    }

    fn photo(&mut self, inspection: RecordId, photo: &ScriptPhoto) -> Result<(), CommandError> {
        let input = PhotoInput {
            original: read_bytes(&self.folder.join(&photo.file))?,
            item: photo.item.clone(),
            stage: photo.stage,
            caption: photo.caption.clone(),
            imported: photo.imported,
            position: None,
        };
        self.core.attach_photo(inspection, &input)?;
        self.progress.photos += 1;
        Ok(())
    }

    fn outcome(&self, submit: &ScriptSubmit) -> Result<Option<(String, String)>, CommandError> {
        let Some(outcome) = &submit.outcome else {
            return Ok(None);
        };
        let policy = self.core.policy()?;
        Ok(Some((outcome_code(&policy, outcome), submit.note.clone())))
    }

    fn submit(&mut self, inspection: RecordId, submit: &ScriptSubmit) -> Result<(), CommandError> {
        let input = SubmitInspection {
            outcome: self.outcome(submit)?,
            correction: submit.correction.clone(),
            raise_hazards: submit.raise_hazards,
        };
        let submitted = self.core.submit_inspection(inspection, &input)?;
        self.progress.submitted = true;
        self.progress.marks = submitted.marks;
        self.progress.done(SUBMISSION);
        self.note_raised(&submitted.hazards)?;
        self.progress.incomplete = submitted
            .drafts
            .into_iter()
            .map(|(hazard, findings)| IncompleteHazard { hazard, findings })
            .collect();
        Ok(())
    }
}

/// The visit that the script goes on with, which must be one of these premises.
pub(super) fn begun(
    core: &Core,
    script: &InspectScript,
    premises: RecordId,
) -> Result<Option<RecordView>, CommandError> {
    let Some(inspection) = script.inspection else {
        return Ok(None);
    };
    let view = core.get_record(inspection)?;
    if Inspection::from_content(&view.content).premises != Some(premises) {
        let what = "inspection 不是这个场所的检查";
        return Err(CommandError::Usage(what.to_owned()));
    }
    Ok(Some(view))
}

/// Whether a visit was handed in, and not returned.
pub(super) fn is_handed_in(status: &Status) -> bool {
    matches!(status, Status::Submitted | Status::Accepted)
}

/// How the script begins a visit.
pub(super) fn opening(script: &InspectScript) -> StartInspection {
    let checklist = script.checklist.as_ref();
    StartInspection {
        mode: script.mode,
        checklist: checklist.map(|list| (list.code.clone(), list.version.clone())),
        position: script.position.map(|at| {
            (
                at.latitude_microdegrees,
                at.longitude_microdegrees,
                at.accuracy_m,
            )
        }),
        inspectors: script.inspectors.clone(),
    }
}
