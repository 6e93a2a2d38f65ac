//! Steps that many mechanisms share.

use reqwest::StatusCode;
use serde_json::Value;
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::checklist::AnswerResult;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Responsible;
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{AnswerInput, CoreError, NoticeInput, ServiceInput, SignatureInput};
use wangge_sync_server::RelayStartError;

use crate::world::{Phone, World};

/// A unit, a leader and a person.
pub(crate) fn responsible() -> Responsible {
    Responsible {
        unit: "青峰小商店".to_owned(),
        leader: "李站长".to_owned(),
        person: "王老板".to_owned(),
        phone: String::new(),
    }
}

/// A notice of the station with so many natural days.
pub(crate) fn notice(days: u32) -> NoticeInput {
    NoticeInput {
        issuer: "station".to_owned(),
        deadline: DeadlineSpec::Days {
            days,
            calendar: DayKind::Natural,
        },
        responsible: responsible(),
    }
}

/// The rule that a refusal names: its code.
pub(crate) fn reason(error: CoreError) -> String {
    match error {
        CoreError::NotAllowed(reason) => reason.code,
        other => panic!("refused by a rule, not {other:?}"),
    }
}

/// What a refusal names: its code and the rule behind it.
pub(crate) fn code_and_rule(error: CoreError) -> (String, String) {
    match error {
        CoreError::NotAllowed(reason) => (reason.code, reason.rule),
        other => panic!("refused by a rule, not {other:?}"),
    }
}

/// What must be mended before it is taken: the code and the key of each finding.
pub(crate) fn to_mend(error: CoreError) -> Vec<(String, String)> {
    match error {
        CoreError::Incomplete(findings) => findings
            .into_iter()
            .map(|finding| (finding.code, finding.key))
            .collect(),
        other => panic!("something is to be mended, not {other:?}"),
    }
}

/// A pack with a higher revision that is refused: what is said of it names the place.
pub(crate) fn refused_pack(world: &World, mut pack: PolicyPack) -> String {
    pack.revision += 1;
    let answer = world
        .admin()
        .activate_policy(pack.to_json().as_bytes(), None);
    invalid(answer.expect_err("the pack contradicts itself"))
}

/// What the administrator is told of something that makes no sense.
pub(crate) fn invalid(error: RelayStartError) -> String {
    match error {
        RelayStartError::Invalid(said) => said,
        other => panic!("refused as making no sense, not {other:?}"),
    }
}

/// What the administrator is told of a file that is not taken.
pub(crate) fn bad_file(error: RelayStartError) -> String {
    match error {
        RelayStartError::File { message, .. } => message,
        other => panic!("refused as a file, not {other:?}"),
    }
}

/// What a rule of evaluation says no with: its code and the rule behind it.
pub(crate) fn by_evaluation(error: RelayStartError) -> (&'static str, &'static str) {
    match error {
        RelayStartError::Figures(error) => (error.code(), error.rule()),
        other => panic!("refused by a rule of evaluation, not {other:?}"),
    }
}

/// An answer of the API that is a refusal: status and code, e.g. `403 forbidden`.
pub(crate) fn api_refusal((status, answer): (StatusCode, Value)) -> String {
    let code = answer["code"].as_str().unwrap_or_default();
    format!("{} {code}", status.as_u16())
}

/// The first fixture premises of a category in a grid, put on file.
pub(crate) fn premises_of(world: &World, phone: &Phone, grid: GridId) -> RecordId {
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("the grid has premises");
    phone.put_on_file(listed)
}

/// A small shop with nothing special about it.
pub(crate) fn shop(phone: &Phone, grid: GridId, name: &str, more: &[(&str, Scalar)]) -> RecordId {
    let mut fields = vec![
        (keys::NAME, Scalar::from(name)),
        (keys::CATEGORY, Scalar::from("small_shop")),
        (keys::VILLAGE, Scalar::from("场镇社区")),
        (keys::ADDRESS, Scalar::from("青峰路1号")),
        (keys::OWNER_NAME, Scalar::from("王老板")),
        (keys::OPERATOR_NAME, Scalar::from("王老板")),
        (keys::TERRITORY_NAME, Scalar::from("李书记")),
        (keys::DEPARTMENT_NAME, Scalar::from("赵科长")),
        (keys::UNIT_NAME, Scalar::from("王老板")),
        (keys::ON_SITE_NAME, Scalar::from("王小二")),
    ];
    fields.extend(more.iter().map(|(key, value)| (*key, value.clone())));
    phone.put(grid, &fields)
}

/// A hazard of a failed item that is neither major nor a threat to life.
pub(crate) fn found_hazard(phone: &Phone, premises: RecordId) -> RecordId {
    let item = plain_item(phone, premises);
    let (_, submitted) = phone.inspect(premises, &[&item]);
    *submitted
        .hazards
        .first()
        .expect("the failed item became a hazard")
}

/// The first applicable item of the premises' checklist that is general and threatens no life.
pub(crate) fn plain_item(phone: &Phone, premises: RecordId) -> String {
    item_that(phone, premises, |item| {
        !item.life_threat
            && item.severity_on_fail == wangge_domain::checklist::ItemSeverity::General
    })
}

/// The first applicable item of the premises' checklist that a test looks for.
pub(crate) fn item_that(
    phone: &Phone,
    premises: RecordId,
    wanted: impl Fn(&wangge_domain::checklist::Item) -> bool,
) -> String {
    let policy = phone.core.policy().expect("the phone is enrolled");
    let file = phone.core.get_premises(premises).expect("it is on file");
    let list = policy
        .checklist_for(&file.row.category)
        .expect("the category has a list");
    let typed = wangge_domain::premises::Premises::from_content(&file.content);
    let facts = typed.facts(&policy.categories, phone.clock.now().china_date());
    wangge_domain::checklist::applicable_items(list, &facts)
        .into_iter()
        .find(|item| wanted(item))
        .expect("the list has such an item")
        .id
        .clone()
}

/// Issues a notice and has it signed for.
pub(crate) fn serve(phone: &Phone, hazard: RecordId, days: u32) {
    phone
        .core
        .issue_notice(hazard, &notice(days))
        .expect("the notice is complete");
    sign_for(phone, hazard);
}

/// The owner signs for a notice.
pub(crate) fn sign_for(phone: &Phone, hazard: RecordId) {
    let statement = phone.core.get_record(hazard).expect("it is here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        statement,
    };
    phone
        .core
        .serve_notice(hazard, &ServiceInput::Signed(signature))
        .expect("it is signed");
}

/// The owner's work, entered by the worker.
pub(crate) fn feedback(phone: &Phone, hazard: RecordId) {
    let after = phone.photo(hazard, "", PhotoStage::After);
    phone
        .core
        .feedback(hazard, "已整改", vec![after], true)
        .expect("the notice was served");
}

/// What the list of a premises does not have is no item: such an answer is turned away.
pub(crate) fn refuses_unknown_item(phone: &Phone, premises: RecordId, item: &str) {
    let inspection = phone.start(premises).expect("a visit begins");
    let answer = AnswerInput {
        item: item.to_owned(),
        result: Some(AnswerResult::Fail),
        value: None,
        note: None,
        part: None,
    };
    let refused = phone.core.answer(inspection, &answer);
    let refused = refused.expect_err("the list has no such item");
    assert!(
        matches!(refused, CoreError::UnknownItem { .. }),
        "{refused:?}"
    );
}
