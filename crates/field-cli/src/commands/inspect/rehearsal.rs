use std::collections::BTreeSet;

use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::checklist::{AnswerResult, AnswerType, Checklist, applicable_items};
use wangge_domain::inspection::{Inspection, check_inspection, keys, written_in_visit};
use wangge_domain::people::Role;
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::{Premises, PremisesFacts};
use wangge_domain::record::{Content, Scalar, names_somebody};
use wangge_domain::register::compulsion_word;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{Core, CoreError, SubmitInspection};

use crate::command_error::CommandError;
use crate::script::{InspectScript, Notice, ScriptHazard, Service};
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
    premises: RecordId,
) -> Result<Vec<String>, CommandError> {
    let core = &shell.core;
    let pack = core.policy()?;
    let view = core.get_premises(premises)?;
    let file = Premises::from_content(&view.content);
    let facts = file.facts(&pack.categories, shell.today());
    let begun = begun(core, script)?;
    let (code, version) = match (&begun, &script.checklist) {
        (Some(content), _) => {
            let begun = Inspection::from_content(content);
            (begun.checklist, begun.checklist_version)
        }
        (None, Some(list)) => (list.code.clone(), list.version.clone()),
        (None, None) => pack
            .checklist_for(&file.category)
            .map(|list| (list.code.clone(), list.version.clone()))
            .unwrap_or_default(),
    };
    let Some(list) = pack.checklists.pinned(&code, &version) else {
        if begun.is_some() {
            // Begun under an earlier pack, whose rules are asked with it.
            return goes_on(core, script, None);
        }
        return Ok(vec![format!("没有检查表 {code} {version}")]);
    };
    let mut problems = unknown_items(script, list);
    if script
        .signatures
        .iter()
        .any(|it| it.signer.trim().is_empty())
    {
        problems.push("签名人姓名为空".to_owned());
    }
    let signers = script.signatures.iter().map(|it| it.signer.as_str());
    problems.extend(compulsion_problem(
        signers.chain([script.inspectors.as_str()]),
    ));
    if script.submit.is_some() && problems.is_empty() {
        let content = content(script, begun, list, &facts, &pack);
        let findings = check_inspection(&content, &pack, &facts);
        let refused = findings.iter().filter(|finding| finding.is_blocking());
        problems.extend(refused.map(show::finding_text));
        let written = written_in_visit(&content);
        problems.extend(compulsion_problem(written.iter().map(String::as_str)));
    }
    if problems.is_empty() {
        problems = goes_on(core, script, Some((list, &facts)))?;
    }
    let passed = |item: &String| {
        let mut answers = script.answers.iter();
        answers.any(|it| it.item == *item && it.result != AnswerResult::Fail)
    };
    let roles = roles_here(core, view.row.stream.grid())?;
    let own = own_name(core)?;
    let mut items = BTreeSet::new();
    for hazard in &script.hazards {
        let name = hazard.item.as_ref().or(hazard.description.as_ref());
        let name = name.map_or("", String::as_str);
        if let Some(item) = hazard.item.as_ref().filter(|item| !items.insert(*item))
            && !hazard.another
        {
            problems.push(format!(
                "隐患 {item} 写了两次；确属另一处的，写上 \"another\": true"
            ));
        }
        // What an item that failed shows comes with it; any other has its own photos or none.
        // In a visit that goes on they may have been attached before.
        let alone = hazard.item.as_ref().is_none_or(passed) || hazard.another;
        let begins = script.inspection.is_none() && pack.photos.hazard_photos > 0;
        if alone && begins && hazard.photos.is_empty() {
            problems.push(format!("隐患 {name}：缺少照片"));
        }
        let wrong = hazard_problems(hazard, &pack, &roles);
        let wrong = wrong.into_iter().chain(own_signer(hazard, &own));
        problems.extend(wrong.map(|what| format!("隐患 {name}：{what}")));
    }
    Ok(problems)
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
        Ok(()) => Ok(Vec::new()),
        Err(CoreError::Incomplete(findings)) => {
            let refused = findings.iter().filter(|finding| finding.is_blocking());
            Ok(refused.map(show::finding_text).collect())
        }
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
        Err(other) => Err(other.into()),
    }
}

fn begun(core: &Core, script: &InspectScript) -> Result<Option<Content>, CoreError> {
    let view = script.inspection.map(|it| core.get_record(it));
    Ok(view.transpose()?.map(|view| view.content))
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

/// Whoever serves the notice neither signs for it nor stands by (S4-06).
fn own_signer(hazard: &ScriptHazard, own: &str) -> Option<String> {
    let signers = match &hazard.serve {
        Some(Service::Signed(signature)) => std::slice::from_ref(signature),
        Some(Service::Refused { witnesses, .. }) => witnesses.as_slice(),
        _ => return None,
    };
    let found = !own.is_empty() && signers.iter().any(|it| it.signer.trim() == own);
    found.then(|| words::word("reason", "signer_serves"))
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
    list: &Checklist,
    facts: &PremisesFacts,
    pack: &PolicyPack,
) -> Content {
    let mut content = begun.unwrap_or_default();
    let fields = &mut content.fields;
    let mut put = |key: String, value: Scalar| drop(fields.insert(key, value));
    // What starting an inspection fills in by itself.
    put(
        keys::PREMISES.to_owned(),
        RecordId::from_bytes([0; 16]).to_string().into(),
    );
    put(keys::CHECKLIST.to_owned(), list.code.as_str().into());
    put(
        keys::CHECKLIST_VERSION.to_owned(),
        list.version.as_str().into(),
    );
    put(keys::MODE.to_owned(), script.mode.as_str().into());
    put(keys::STARTED_AT_MS.to_owned(), 0.into());
    lay_on(&mut content, script);
    let mut put = |key: &str, value: Scalar| drop(content.fields.insert(key.to_owned(), value));
    if let Some(outcome) = script.submit.as_ref().and_then(|it| it.outcome.as_ref()) {
        put(keys::CENSUS_OUTCOME, outcome_code(pack, outcome).into());
        let note = script.submit.as_ref().map_or("", |it| it.note.as_str());
        put(keys::CENSUS_NOTE, note.into());
    }
    if let Some(result) = script.answer_rest {
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

fn hazard_problems(hazard: &ScriptHazard, pack: &PolicyPack, roles: &[Role]) -> Vec<String> {
    let mut problems = Vec::new();
    let department = hazard.department.as_ref();
    if let Some(code) = department.filter(|code| !pack.routing.departments.contains_key(*code)) {
        problems.push(format!(
            "没有部门 {code}，现有：{}",
            codes(pack.routing.departments.keys())
        ));
    }
    problems.extend(
        hazard
            .deadline
            .and_then(|spec| deadline_problem(spec, pack)),
    );
    if let Some(notice) = &hazard.notice {
        problems.extend(notice_problems(notice, pack, roles));
    }
    match &hazard.serve {
        Some(Service::Mailed { tracking }) if tracking.trim().is_empty() => {
            problems.push(words::word("reason", "tracking_missing"));
        }
        Some(Service::Signed(signature)) if signature.signer.trim().is_empty() => {
            problems.push(words::word("reason", "signature_missing"));
        }
        _ => {}
    }
    if let Some(Service::Refused { witnesses, .. }) = &hazard.serve {
        let asked = pack.rectification.refusal_witnesses;
        let names: BTreeSet<&str> = witnesses.iter().map(|it| it.signer.trim()).collect();
        if names.len() < asked as usize {
            problems.push(format!(
                "拒签须有 {asked} 名见证人，写了 {} 名",
                names.len()
            ));
        }
        let named = hazard.notice.as_ref().map(|notice| &notice.responsible);
        if named.is_some_and(|who| {
            names.contains(who.person.trim()) || names.contains(who.leader.trim())
        }) {
            problems.push(words::word("reason", "witness_is_party"));
        }
    }
    problems.extend(compulsion_problem(names_on_notice(hazard)));
    problems
}

/// Who is named on the notice of a hazard, and what proves its service.
fn names_on_notice(hazard: &ScriptHazard) -> impl Iterator<Item = &str> {
    let mut names: Vec<&str> = Vec::new();
    if let Some(notice) = &hazard.notice {
        let who = &notice.responsible;
        names.extend([&who.unit, &who.leader, &who.person, &who.phone].map(String::as_str));
    }
    match &hazard.serve {
        Some(Service::Signed(signature)) => names.push(&signature.signer),
        Some(Service::Refused { witnesses, note }) => {
            names.extend(witnesses.iter().map(|it| it.signer.as_str()));
            names.push(note);
        }
        Some(Service::Mailed { tracking }) => names.push(tracking),
        _ => {}
    }
    names.into_iter()
}

/// A word of compulsion among names, or in what is written into a visit, is refused by the act
/// (S0-03).
fn compulsion_problem<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<String> {
    let word = names.find_map(compulsion_word)?;
    let said = words::word("reason", "word_of_compulsion");
    Some(format!("{said}：{word}"))
}

fn notice_problems(notice: &Notice, pack: &PolicyPack, roles: &[Role]) -> Vec<String> {
    let mut problems: Vec<String> = deadline_problem(notice.deadline, pack)
        .into_iter()
        .collect();
    let issuers = &pack.numbering.issuers;
    match issuers.get(&notice.issuer) {
        None => {
            let known = codes(issuers.keys());
            problems.push(format!("没有发文单位 {}，现有：{known}", notice.issuer));
        }
        Some(body) if !body.is_spoken_for_by(roles.iter().copied()) => {
            problems.push(words::word("reason", "issuer_not_yours"));
        }
        Some(_) => {}
    }
    let who = &notice.responsible;
    let three = [&who.unit, &who.leader, &who.person];
    if three.iter().any(|it| it.trim().is_empty()) {
        problems.push(words::word("reason", "responsible_missing"));
    } else if three.iter().any(|it| !names_somebody(it)) {
        problems.push(words::word("reason", "name_is_placeholder"));
    }
    problems
}

fn deadline_problem(spec: DeadlineSpec, pack: &PolicyPack) -> Option<String> {
    let most = pack.rectification.max_deadline_days;
    match spec {
        DeadlineSpec::Days { days, .. } if !(1..=most).contains(&days) => {
            Some(format!("整改期限 {days} 天不在 1 至 {most} 天之内"))
        }
        DeadlineSpec::Immediate | DeadlineSpec::Days { .. } => None,
    }
}

fn codes<'a>(all: impl Iterator<Item = &'a String>) -> String {
    let codes: Vec<&str> = all.map(String::as_str).collect();
    codes.join("、")
}
