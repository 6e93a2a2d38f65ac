use std::collections::BTreeSet;
use std::path::Path;

use wangge_domain::checklist::{AnswerResult, AnswerType, Checklist, applicable_items};
use wangge_domain::inspection::{Inspection, check_inspection, keys, written_in_visit};
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::{Premises, PremisesFacts};
use wangge_domain::record::{Content, Scalar};
use wangge_domain::register::compulsion_word;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{Core, CoreError, SubmitInspection};

use super::hazard_rehearsal::HazardRehearsal;
use super::visit::{begun, is_handed_in, opening};
use crate::command_error::CommandError;
use crate::script::InspectScript;
use crate::shell::Shell;
use crate::{show, words};

/// Everything in a script that the rules would refuse（预检）, one line each: judged by the rules in
/// force before anything is begun, so that a visit does not stop half way.
///
/// # Errors
/// The premises or the inspection is not on this phone, or no rules are in force here yet.
pub(super) fn rehearse(
    shell: &Shell,
    script: &InspectScript,
    folder: &Path,
    premises: RecordId,
) -> Result<Vec<String>, CommandError> {
    let core = &shell.core;
    let pack = core.policy()?;
    let view = core.get_premises(premises)?;
    let file = Premises::from_content(&view.content);
    let facts = file.facts(&pack.categories, shell.today());
    let begun = begun(core, script, premises)?;
    let (code, version) = match (&begun, &script.checklist) {
        (Some(view), _) => {
            let begun = Inspection::from_content(&view.content);
            (begun.checklist, begun.checklist_version)
        }
        (None, Some(list)) => (list.code.clone(), list.version.clone()),
        (None, None) => pack
            .checklist_for(&file.category)
            .map(|list| (list.code.clone(), list.version.clone()))
            .unwrap_or_default(),
    };
    let list = pack.checklists.pinned(&code, &version);
    if list.is_none() && begun.is_none() {
        return Ok(vec![format!("没有检查表 {code} {version}")]);
    }
    let before = begun.as_ref().map(|view| view.content.clone());
    let visit = content(script, before, list, &facts, &pack);
    // One that was begun under an earlier pack is asked with the rules of that one.
    let judged = list.map(|list| (list, &facts));
    let mut problems = match &begun {
        None => said(core.may_start(premises, &opening(script)))?,
        Some(begun) => settled(script, &begun.state.status).into_iter().collect(),
    };
    problems.extend(
        list.into_iter()
            .flat_map(|list| unknown_items(script, list)),
    );
    if script
        .signatures
        .iter()
        .any(|it| it.signer.trim().is_empty())
    {
        problems.push("签名人姓名为空".to_owned());
    }
    let signers = script.signatures.iter().map(|it| it.signer.as_str());
    problems.extend(compulsion_problem(signers));
    if script.submit.is_some() && list.is_some() && problems.is_empty() {
        let findings = check_inspection(&visit, &pack, &facts);
        let refused = findings.iter().filter(|finding| finding.is_blocking());
        problems.extend(refused.map(show::finding_text));
        let written = written_in_visit(&visit);
        problems.extend(compulsion_problem(written.iter().map(String::as_str)));
    }
    if problems.is_empty() {
        problems = goes_on(core, script, judged)?;
    }
    let hazards = HazardRehearsal {
        core,
        script,
        folder,
        pack: &pack,
        premises,
        roles: roles_here(core, view.row.grid)?,
        own: own_name(core)?,
        handed_in: script.submit.is_some()
            || begun.is_some_and(|view| is_handed_in(&view.state.status)),
        visit,
    };
    problems.extend(hazards.problems()?);
    Ok(problems)
}

/// What a judgement has against something, one line each.
///
/// # Errors
/// It could not be judged.
pub(super) fn said(judged: Result<(), CoreError>) -> Result<Vec<String>, CommandError> {
    match judged {
        Ok(()) => Ok(Vec::new()),
        Err(CoreError::Incomplete(findings)) => {
            let refused = findings.iter().filter(|finding| finding.is_blocking());
            Ok(refused.map(show::finding_text).collect())
        }
        Err(
            error @ (CoreError::NotAllowed(_)
            | CoreError::ClockDoubted { .. }
            | CoreError::WrongChecklist { .. }
            | CoreError::InvalidInput(_)),
        ) => Ok(vec![error.zh()]),
        Err(other) => Err(other.into()),
    }
}

/// A visit that is settled takes no answer, photo or signature any more; its hazards go on.
fn settled(script: &InspectScript, status: &Status) -> Option<String> {
    let writes = !script.answers.is_empty()
        || script.answer_rest.is_some()
        || !script.photos.is_empty()
        || !script.signatures.is_empty();
    let code = match status {
        Status::Accepted => "open_correction_first",
        Status::Withdrawn => "record_withdrawn",
        _ => return None,
    };
    writes.then(|| words::word("reason", code))
}

/// What bars a visit that was begun before, or returned, from being submitted with what the script
/// adds: a correction, a signature under what then stands there, somebody else's word.
fn goes_on(
    core: &Core,
    script: &InspectScript,
    list: Option<(&Checklist, &PremisesFacts)>,
) -> Result<Vec<String>, CommandError> {
    let (Some(inspection), Some(submit)) = (script.inspection, &script.submit) else {
        return Ok(Vec::new());
    };
    let before = core.get_record(inspection)?.content;
    let mut after = before.clone();
    lay_on(&mut after, script);
    if let (Some(result), Some((list, facts))) = (script.answer_rest, list) {
        answer_rest(&mut after, list, facts, result);
    }
    let changed = |(key, value): &(String, Scalar)| before.fields.get(key) != Some(value);
    let edits = after.fields.into_iter().filter(changed).collect();
    let signing: Vec<_> = script
        .signatures
        .iter()
        .map(|it| (it.signer.trim().to_owned(), it.role.trim().to_owned()))
        .collect();
    let pack = core.policy()?;
    let outcome = submit.outcome.as_ref();
    let input = SubmitInspection {
        outcome: outcome.map(|it| (outcome_code(&pack, it), submit.note.clone())),
        correction: submit.correction.clone(),
        raise_hazards: submit.raise_hazards,
    };
    match core.may_submit(inspection, &edits, &signing, &input) {
        Err(error @ (CoreError::NotAllowed(_) | CoreError::ClockDoubted { .. })) => {
            let hint = if submit.correction.is_none() {
                "；退回的检查重新提交，须在 submit 里写 correction（更正说明）"
            } else {
                ""
            };
            Ok(vec![format!("{}{hint}", error.zh())])
        }
        Err(CoreError::SignatureVoid) => Ok(vec![
            "内容有改动，原签名作废：在 signatures 里写上重新签的名".to_owned(),
        ]),
        judged => said(judged),
    }
}

fn roles_here(core: &Core, grid: GridId) -> Result<Vec<Role>, CoreError> {
    let mut grids = core.my_grids()?.into_iter();
    let here = grids.find(|it| it.grid == grid);
    Ok(here.map(|it| it.roles).unwrap_or_default())
}

/// The name that whoever uses this phone has in the directory, empty if there is none.
fn own_name(core: &Core) -> Result<String, CoreError> {
    let control = core.control()?;
    let person = core
        .status()?
        .user
        .and_then(|user| control.people.get(&user));
    Ok(person.map_or_else(String::new, |person| person.name.clone()))
}

fn unknown_items(script: &InspectScript, list: &Checklist) -> Vec<String> {
    let answers = script.answers.iter().map(|answer| &answer.item);
    let photos = script.photos.iter().map(|photo| &photo.item);
    let hazards = script.hazards.iter().filter_map(|it| it.item.as_ref());
    let named: BTreeSet<&String> = answers.chain(photos).chain(hazards).collect();
    named
        .into_iter()
        .filter(|item| !item.is_empty() && list.item(item).is_none())
        .map(|item| format!("检查表 {} {} 中没有检查项 {item}", list.code, list.version))
        .collect()
}

/// What would stand in the inspection when it is submitted.
fn content(
    script: &InspectScript,
    begun: Option<Content>,
    list: Option<&Checklist>,
    facts: &PremisesFacts,
    pack: &PolicyPack,
) -> Content {
    let is_new = begun.is_none();
    let mut content = begun.unwrap_or_default();
    let fields = &mut content.fields;
    let mut put = |key: String, value: Scalar| drop(fields.insert(key, value));
    // What starting an inspection fills in by itself.
    put(
        keys::PREMISES.to_owned(),
        RecordId::from_bytes([0; 16]).to_string().into(),
    );
    if let Some(list) = list {
        put(keys::CHECKLIST.to_owned(), list.code.as_str().into());
        put(
            keys::CHECKLIST_VERSION.to_owned(),
            list.version.as_str().into(),
        );
    }
    if is_new {
        put(keys::MODE.to_owned(), script.mode.as_str().into());
    }
    put(keys::STARTED_AT_MS.to_owned(), 0.into());
    lay_on(&mut content, script);
    let mut put = |key: &str, value: Scalar| drop(content.fields.insert(key.to_owned(), value));
    if let Some(outcome) = script.submit.as_ref().and_then(|it| it.outcome.as_ref()) {
        put(keys::CENSUS_OUTCOME, outcome_code(pack, outcome).into());
        let note = script.submit.as_ref().map_or("", |it| it.note.as_str());
        put(keys::CENSUS_NOTE, note.into());
    }
    if let (Some(result), Some(list)) = (script.answer_rest, list) {
        answer_rest(&mut content, list, facts, result);
    }
    content
}

/// What the script answers and photographs, as it would stand in the inspection.
fn lay_on(content: &mut Content, script: &InspectScript) {
    let mut put = |key: String, value: Scalar| drop(content.fields.insert(key, value));
    let mut photos = Vec::new();
    for answer in &script.answers {
        let item = &answer.item;
        put(keys::answer_result(item), answer.result.as_str().into());
        if let Some(value) = &answer.value {
            put(keys::answer_value(item), value.clone());
        }
        if let Some(note) = &answer.note {
            put(keys::answer_note(item), note.as_str().into());
        }
        if let Some(part) = &answer.part {
            put(keys::answer_part(item), part.as_str().into());
        }
        photos.extend(answer.photos.iter().map(|_| item.as_str()));
    }
    photos.extend(script.photos.iter().map(|photo| photo.item.as_str()));
    for (item, place) in photos.into_iter().zip(1_u128..) {
        let photo = RecordId::from_bytes(place.to_be_bytes());
        put(keys::photo_item(photo), item.into());
    }
}

/// The code of an outcome that is named by its code or its Chinese words.
pub(super) fn outcome_code(pack: &PolicyPack, text: &str) -> String {
    let meant = pack.census.meant(text);
    meant.map_or_else(|| text.to_owned(), |outcome| outcome.code.clone())
}

fn answer_rest(
    content: &mut Content,
    list: &Checklist,
    facts: &PremisesFacts,
    result: AnswerResult,
) {
    for item in applicable_items(list, facts) {
        if item.answer_type == AnswerType::PassFailNa {
            let key = keys::answer_result(&item.id);
            content
                .fields
                .entry(key)
                .or_insert_with(|| result.as_str().into());
        }
    }
}

/// A word of compulsion among names, or in what is written into a visit, is refused by the act
/// (S0-03).
pub(super) fn compulsion_problem<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<String> {
    let word = names.find_map(compulsion_word)?;
    let said = words::word("reason", "word_of_compulsion");
    Some(format!("{said}：{word}"))
}
