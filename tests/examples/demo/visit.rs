//! One visit, as the worker's app goes through it. No network is needed for any of it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use wangge_domain::RecordId;
use wangge_domain::checklist::{
    AnswerResult, AnswerType, Checklist, Item, PhotoRule, applicable_items,
};
use wangge_domain::inspection::{InspectionMode, PhotoStage, keys};
use wangge_domain::premises::{Premises, PremisesFacts};
use wangge_domain::record::Scalar;
use wangge_mobile_core::{AnswerInput, StartInspection, SubmitInspection};

use super::camera::Camera;
use super::case::Case;
use super::filing::Site;
use super::notice;
use super::phone::Phone;
use super::plan::{self, Visit};

/// Minutes of the story that one visit takes.
const MINUTES: i64 = 18;
/// Photos of a hazard.
const HAZARD_PHOTOS: usize = 2;

/// Makes a visit as planned; gives the hazards that were found.
pub(crate) fn make(
    phone: &Phone,
    camera: &Camera,
    site: &Site,
    visit: &Visit,
    worker: usize,
) -> Result<Vec<Case>> {
    phone.clock.pass_minutes(MINUTES);
    let made = match visit {
        Visit::AtTheDoor(outcome, note) => at_the_door(phone, camera, site, outcome, note),
        Visit::Inspection {
            hazards,
            at_once,
            unsigned,
            refuses,
        } => {
            let inspection = Inspection {
                phone,
                camera,
                site,
                worker,
                mode: InspectionMode::CheckDay,
            };
            inspection.carry_out(*hazards, *at_once, *unsigned, *refuses)
        }
    };
    made.with_context(|| format!("检查 {} 失败", site.listed.name()))
}

/// A visit on another day（日常检查）, at which everything is in order.
pub(crate) fn again(phone: &Phone, camera: &Camera, site: &Site, worker: usize) -> Result<()> {
    let inspection = Inspection {
        phone,
        camera,
        site,
        worker,
        mode: InspectionMode::Regular,
    };
    let made = inspection.carry_out(0, false, false, false).map(drop);
    made.with_context(|| format!("复访 {} 失败", site.listed.name()))
}

/// Nobody let the worker in: a photo of the door and the outcome close the visit (S0-23).
fn at_the_door(
    phone: &Phone,
    camera: &Camera,
    site: &Site,
    outcome: &str,
    note: &str,
) -> Result<Vec<Case>> {
    phone.photo(camera, site.record, "", PhotoStage::Found, site.place())?;
    phone.core.census_visit(site.record, outcome, note)?;
    Ok(Vec::new())
}

struct Inspection<'a> {
    phone: &'a Phone,
    camera: &'a Camera,
    site: &'a Site,
    worker: usize,
    mode: InspectionMode,
}

impl Inspection<'_> {
    fn carry_out(
        &self,
        hazards: usize,
        at_once: bool,
        unsigned: bool,
        refuses: bool,
    ) -> Result<Vec<Case>> {
        let core = &self.phone.core;
        let (latitude, longitude) = self.site.place();
        let inspection = core.start_inspection(
            self.site.record,
            &StartInspection {
                mode: self.mode,
                checklist: None,
                position: Some((latitude, longitude, 8)),
                inspectors: String::new(),
            },
        )?;
        let policy = core.policy()?;
        let pinned = core.get_record(inspection)?.content;
        let code = pinned.text(keys::CHECKLIST).unwrap_or_default();
        let version = pinned.text(keys::CHECKLIST_VERSION).unwrap_or_default();
        let list = policy
            .checklists
            .pinned(code, version)
            .context("检查表不在政策包中")?;
        let file = core.get_premises(self.site.record)?;
        let typed = Premises::from_content(&file.content);
        let today = self.phone.clock.now().china_date();
        let facts = typed.facts(&policy.categories, today);
        let failing = plan::failing(list, &facts, hazards, at_once, &self.site.listed.code);
        let photos = self.answer(inspection, list, &facts, &failing)?;
        if !unsigned {
            sign(self.phone, inspection, &typed)?;
        }
        let input = SubmitInspection {
            raise_hazards: true,
            ..SubmitInspection::default()
        };
        let submitted = core.submit_inspection(inspection, &input)?;
        if let Some((_, findings)) = submitted.drafts.first() {
            bail!("隐患登记不完整: {findings:?}");
        }
        self.phone.wrote(inspection)?;
        let mut cases = Vec::new();
        for hazard in submitted.hazards {
            let content = core.get_record(hazard)?.content;
            let id = content
                .text(wangge_domain::hazard::keys::ITEM)
                .unwrap_or_default();
            let item = list.item(id).context("隐患没有检查项")?;
            let found = photos.get(id).and_then(|taken| taken.first()).copied();
            let mut case = Case {
                worker: self.worker,
                hazard,
                item: item.id.clone(),
                place: self.site.place(),
                life_threat: item.life_threat,
                days: None,
            };
            if plan::is_immediate(item) {
                let before = found.context("隐患没有照片")?;
                self.fix_on_the_spot(hazard, item, before)?;
            } else {
                let days = notice::issue(self.phone, hazard, item, &typed)?;
                notice::serve(self.phone, hazard, &typed, refuses)?;
                case.days = Some(days);
            }
            self.phone.wrote(hazard)?;
            cases.push(case);
        }
        Ok(cases)
    }

    /// Answers everything that applies, with the photos that the rules demand; gives the photos
    /// by item.
    fn answer(
        &self,
        inspection: RecordId,
        list: &Checklist,
        facts: &PremisesFacts,
        failing: &[&Item],
    ) -> Result<BTreeMap<String, Vec<RecordId>>> {
        let mut photos: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
        for item in applicable_items(list, facts) {
            let fails = failing.iter().any(|it| it.id == item.id);
            self.phone
                .core
                .answer(inspection, &answer_to(item, fails))?;
            let wanted = match (fails, item.photo) {
                (true, _) => HAZARD_PHOTOS,
                (false, PhotoRule::Always) => 1,
                (false, PhotoRule::OnFail | PhotoRule::Optional) => 0,
            };
            for _ in 0..wanted {
                let place = self.site.place();
                let photo = self.phone.photo(
                    self.camera,
                    inspection,
                    &item.id,
                    PhotoStage::Found,
                    place,
                )?;
                photos.entry(item.id.clone()).or_default().push(photo);
            }
        }
        Ok(photos)
    }

    /// 当场整改: put right while the worker looks on, with a photo before and one after.
    fn fix_on_the_spot(&self, hazard: RecordId, item: &Item, before: RecordId) -> Result<()> {
        let place = self.site.place();
        let after = self
            .phone
            .photo(self.camera, hazard, &item.id, PhotoStage::After, place)?;
        self.phone.core.fix_on_spot(hazard, before, after)?;
        Ok(())
    }
}

/// Worker and owner sign what was answered.
pub(crate) fn sign(phone: &Phone, inspection: RecordId, premises: &Premises) -> Result<()> {
    let owner = owner_name(premises);
    for (signer, role) in [
        (owner.as_str(), "owner"),
        (phone.name.as_str(), "inspector"),
    ] {
        let signature = phone.signature(inspection, signer, role)?;
        phone.core.sign(inspection, &signature)?;
    }
    Ok(())
}

/// Who stands for the premises.
pub(crate) fn owner_name(premises: &Premises) -> String {
    let [.., on_site] = &premises.responsible;
    if on_site.name.is_empty() {
        "现场负责人".to_owned()
    } else {
        on_site.name.clone()
    }
}

fn answer_to(item: &Item, fails: bool) -> AnswerInput {
    let bounds = item.constraint.clone().unwrap_or_default();
    let value = match item.answer_type {
        AnswerType::PassFailNa => None,
        AnswerType::Number => {
            let (least, most) = (bounds.min.unwrap_or(0), bounds.max.unwrap_or(i64::MAX));
            Some(Scalar::Int(2.clamp(least, most.max(least))))
        }
        AnswerType::Text => Some(Scalar::from("已现场查看，与登记一致")),
    };
    AnswerInput {
        item: item.id.clone(),
        result: Some(if fails {
            AnswerResult::Fail
        } else {
            AnswerResult::Pass
        }),
        value,
        note: fails.then(|| format!("{}：现场不合格，须{}", item.group, item.rectification)),
        part: fails.then(|| "一楼".to_owned()),
    }
}
