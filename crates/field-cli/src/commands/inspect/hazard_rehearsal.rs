use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use wangge_domain::RecordId;
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::{HazardSource, keys};
use wangge_domain::inspection::{Inspection, InspectionMode, PhotoStage};
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{Content, is_mail_number};
use wangge_mobile_core::{Core, HazardPlan, HazardRow, PlannedAct};

use super::hazards::{changed_fields, hazards_of, is_found_by, new_hazard, notice_input};
use super::rehearsal::{compulsion_problem, said};
use crate::command_error::CommandError;
use crate::input_file::read_bytes;
use crate::script::{InspectScript, Notice, ScriptHazard, Service};
use crate::words;

/// What the hazards of a script will meet（隐患预检）: each is judged as it will stand when its turn comes.
pub(super) struct HazardRehearsal<'a> {
    pub(super) core: &'a Core,
    pub(super) script: &'a InspectScript,
    pub(super) folder: &'a Path,
    pub(super) pack: &'a PolicyPack,
    pub(super) premises: RecordId,
    /// The roles of this person there.
    pub(super) roles: Vec<Role>,
    /// The name of this person.
    pub(super) own: String,
    /// The visit is handed in by then.
    pub(super) handed_in: bool,
    /// What stands in the visit by then.
    pub(super) visit: Content,
}

/// What will be there of a hazard when the script comes to it.
enum Origin {
    /// It is there already, as a draft or registered.
    Known {
        /// Which.
        record: RecordId,
        /// It is registered.
        raised: bool,
    },
    /// Handing the visit in drafts it, with so many photos of its item.
    Visit(usize),
    /// Nothing.
    New,
}

impl HazardRehearsal<'_> {
    /// What would be refused, one line each.
    pub(super) fn problems(&self) -> Result<Vec<String>, CommandError> {
        let mut problems = Vec::new();
        let mut rows = match self.script.inspection {
            Some(inspection) => hazards_of(self.core, inspection)?,
            None => Vec::new(),
        };
        let mut raising = self.raising(&rows);
        let mut items = BTreeSet::new();
        for hazard in &self.script.hazards {
            let name = hazard.item.as_ref().or(hazard.description.as_ref());
            let name = name.map_or("", String::as_str);
            if let Some(item) = hazard.item.as_ref().filter(|item| !items.insert(*item))
                && !hazard.another
            {
                problems.push(format!(
                    "隐患 {item} 写了两次；确属另一处的，写上 \"another\": true"
                ));
            }
            let origin = self.origin(hazard, &mut rows, &mut raising);
            let mut wrong = hazard_problems(hazard, self.pack, &self.roles);
            wrong.extend(own_signer(hazard, &self.own));
            wrong.extend(self.photo_problems(hazard)?);
            wrong.extend(self.source_problem(hazard, &origin)?);
            // What the rules say of the whole is the same once more where a part of it is wrong.
            if wrong.is_empty() {
                wrong = said(self.core.may_raise(&self.plan(hazard, &origin)))?;
            }
            problems.extend(wrong.iter().map(|what| format!("隐患 {name}：{what}")));
        }
        Ok(problems)
    }

    /// The failed items for which handing the visit in makes a hazard, each with its photos.
    fn raising(&self, rows: &[HazardRow]) -> BTreeMap<String, usize> {
        let submit = self.script.submit.as_ref();
        if !submit.is_some_and(|submit| submit.raise_hazards) {
            return BTreeMap::new();
        }
        let visit = Inspection::from_content(&self.visit);
        let failed = visit
            .answers
            .iter()
            .filter(|(_, answer)| answer.result == Some(AnswerResult::Fail));
        let made = failed.filter(|(item, _)| !rows.iter().any(|row| row.item == **item));
        let photos = |item: &String| {
            let all = visit.photos.iter();
            all.filter(|photo| photo.item.as_ref() == Some(item))
                .count()
        };
        made.map(|(item, _)| (item.clone(), photos(item))).collect()
    }

    /// What will be there of a hazard; what one hazard of the script takes, no later one does.
    fn origin(
        &self,
        hazard: &ScriptHazard,
        rows: &mut Vec<HazardRow>,
        raising: &mut BTreeMap<String, usize>,
    ) -> Origin {
        let Some(item) = &hazard.item else {
            return Origin::New;
        };
        if let Some(at) = rows.iter().position(|row| row.item == *item) {
            let row = rows.remove(at);
            return Origin::Known {
                record: row.record,
                raised: row.status != Status::Draft,
            };
        }
        raising.remove(item).map_or(Origin::New, Origin::Visit)
    }

    fn plan(&self, hazard: &ScriptHazard, origin: &Origin) -> HazardPlan {
        let mut changes = BTreeMap::new();
        let (mut known, mut visit, mut photos) = (None, None, hazard.photos.len());
        let mut raised = false;
        match origin {
            Origin::Known {
                record,
                raised: before,
            } => {
                known = Some(*record);
                raised = *before;
                changes = changed_fields(hazard);
            }
            Origin::Visit(of_item) => {
                raised = self.comes_with_visit(*of_item);
                changes = changed_fields(hazard);
                photos += of_item;
            }
            // A visit to come has no id yet: what it finds hangs on it by what it answers.
            Origin::New if is_found_by(hazard, &self.visit, self.handed_in) => {
                // What is handed in anew is asked as it will be then.
                let stands = self.script.submit.is_none();
                visit = self.script.inspection.filter(|_| stands);
            }
            Origin::New => {}
        }
        if raised {
            changes.remove(keys::SOURCE);
        } else if hazard.another {
            changes.insert(keys::IS_ANOTHER.to_owned(), true.into());
        }
        let notice = hazard.notice.as_ref().map(notice_input);
        let fixed = hazard.fix_on_spot.as_ref().map(|_| PlannedAct::FixOnSpot);
        HazardPlan {
            input: new_hazard(self.premises, visit, hazard),
            known,
            changes,
            with_visit: raised && known.is_none(),
            guidance: self.mode() == Some(InspectionMode::Guidance)
                && is_found_by(hazard, &self.visit, self.handed_in),
            photos,
            then: notice.map(PlannedAct::Notice).or(fixed),
        }
    }

    /// Whether handing the visit in registers a hazard with so many photos; with none it stays a draft.
    fn comes_with_visit(&self, photos: usize) -> bool {
        photos > 0 || self.pack.photos.hazard_photos == 0
    }

    fn mode(&self) -> Option<InspectionMode> {
        Inspection::from_content(&self.visit).mode
    }

    /// A hazard that comes with its visit came by the visit: another channel is not written over that.
    fn source_problem(
        &self,
        hazard: &ScriptHazard,
        origin: &Origin,
    ) -> Result<Option<String>, CommandError> {
        let Some(wanted) = hazard.source else {
            return Ok(None);
        };
        let stands = match origin {
            Origin::Known {
                record,
                raised: true,
            } => {
                let content = self.core.get_record(*record)?.content;
                let source = content.text(keys::SOURCE).unwrap_or_default();
                HazardSource::parse(source)
            }
            Origin::Visit(photos) if self.comes_with_visit(*photos) => {
                Some(HazardSource::of_visit(self.mode()))
            }
            _ => None,
        };
        let other = stands.filter(|stands| *stands != wanted);
        Ok(other.map(|stands| {
            let word = |source: HazardSource| words::word("source", source.as_str());
            format!(
                "随检查登记的隐患，来源是“{}”，source 不能写“{}”；请去掉 source",
                word(stands),
                word(wanted)
            )
        }))
    }

    /// A picture of how it was found does not show that it was put right, or that a notice was put up.
    fn photo_problems(&self, hazard: &ScriptHazard) -> Result<Vec<String>, CommandError> {
        let read = |file: &PathBuf| read_bytes(&self.folder.join(file));
        let mut problems = Vec::new();
        let mut later = Vec::new();
        if let Some(fix) = &hazard.fix_on_spot {
            if read(&fix.before)? == read(&fix.after)? {
                problems.push(words::word("reason", "photos_alike"));
                return Ok(problems);
            }
            later.push(&fix.after);
        }
        if let Some(Service::Posted { photo }) = &hazard.serve {
            later.push(photo);
        }
        if later.is_empty() {
            return Ok(problems);
        }
        let mut found = Vec::new();
        for file in self.found_files() {
            found.push(read(file)?);
        }
        for file in later {
            if found.contains(&read(file)?) {
                let said = words::word("reason", "photo_same_file");
                problems.push(format!("{}：{said}", file.display()));
            }
        }
        Ok(problems)
    }

    /// The files that show how something was found.
    fn found_files(&self) -> Vec<&PathBuf> {
        let script = self.script;
        let photos = script.photos.iter();
        let photos = photos
            .filter(|photo| matches!(photo.stage, PhotoStage::Found | PhotoStage::Before))
            .map(|photo| &photo.file);
        let answers = script.answers.iter().flat_map(|answer| &answer.photos);
        let hazards = script.hazards.iter().flat_map(|hazard| &hazard.photos);
        photos.chain(answers).chain(hazards).collect()
    }
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
        Some(Service::Mailed { tracking }) if !is_mail_number(tracking) => {
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
    } else if three.iter().any(|it| !pack.cases.names_somebody(it)) {
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
