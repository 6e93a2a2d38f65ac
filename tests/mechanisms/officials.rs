//! People of the county who are not in the fixture township, and what they do at a desk.

use serde_json::{Value, json};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::{Credential, Role, Scope};
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{NoticeInput, StepInput};
use wangge_sync_server::admin::NewUser;

use crate::support::{item_that, notice, shop};
use crate::world::{Desk, Phone, World};

const PASSWORD: &str = "青峰-演示-2026";

/// An official with an account under this name, over the whole tenant.
pub(crate) fn official(world: &World, name: &str, role: Role, department: Option<&str>) -> UserId {
    let admin = world.admin();
    let new = NewUser {
        name: name.to_owned(),
        account: Some(name.to_owned()),
        password: Some(PASSWORD.to_owned()),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let department = department.map(str::to_owned);
    admin
        .grant(user, role, Scope::Tenant, department, None)
        .expect("a grant");
    user
}

/// A browser of an official.
pub(crate) async fn desk_of(world: &World, name: &str) -> Desk {
    Desk::sign_in(&world.relay().address, name, PASSWORD).await
}

/// An official and a browser at once.
pub(crate) async fn seated(
    world: &World,
    name: &str,
    role: Role,
    department: Option<&str>,
) -> (UserId, Desk) {
    let user = official(world, name, role, department);
    (user, desk_of(world, name).await)
}

/// A hotel whose inspection raised a suspected major hazard: premises, inspection, hazard.
pub(crate) fn suspected_major(
    phone: &Phone,
    grid: wangge_domain::GridId,
) -> (RecordId, RecordId, RecordId) {
    let hotel = [(
        wangge_domain::premises::keys::CATEGORY,
        "small_hotel".into(),
    )];
    let premises = shop(phone, grid, "小旅馆", &hotel);
    let grave = item_that(phone, premises, |item| {
        item.severity_on_fail == wangge_domain::checklist::ItemSeverity::Major
    });
    let (inspection, submitted) = phone.inspect(premises, &[&grave]);
    let hazard = *submitted.hazards.first().expect("it was raised");
    (premises, inspection, hazard)
}

/// What a township says when it hands a suspected major hazard to the county.
pub(crate) fn report_input(hazard: RecordId, department: &str) -> StepInput {
    StepInput::saying(&[
        ("hazard", &hazard.to_string()),
        ("department", department),
        ("basis", "安全出口数量不足"),
        ("interim", "停用二层"),
    ])
}

/// A case reported by a phone and synced: the hazard and the case.
pub(crate) async fn reported_case(world: &World, department: &str) -> (Phone, RecordId, RecordId) {
    use wangge_domain::record::RecordKind;
    use wangge_mobile_core::CaseSubject;
    let officer = world.officer_phone(0).await;
    let (_, grid) = world.worker(0);
    let (premises, _, hazard) = suspected_major(&officer, grid);
    let case = officer
        .core
        .open_case(
            &RecordKind::MajorCase,
            CaseSubject::Premises(premises),
            &[("title".to_owned(), "小旅馆重大火灾隐患".into())].into(),
        )
        .expect("a case can be opened offline");
    officer
        .core
        .step(case, "major_case.report", &report_input(hazard, department))
        .expect("the township reports");
    officer.sync().await;
    (officer, hazard, case)
}

/// A photo of a record, sent to the relay.
pub(crate) async fn photo_sent(phone: &Phone, record: RecordId) -> RecordId {
    let photo = phone.photo(record, "", PhotoStage::Recheck);
    phone.sync().await;
    photo
}

/// A step as the API takes it.
pub(crate) fn say(step: &str, fields: Value) -> Value {
    json!({"step": step, "fields": fields})
}

/// The row of a delegation of stop-use to a body of the township, up to a day.
pub(crate) fn stop_use_power(world: &World, body: &str, until: &str) -> Value {
    let town = world.township.grids[0].grid;
    json!({
        "key": format!("{town}/{body}/stop_use"),
        "from": "2026-08-01", "until": until,
        "entry": {
            "township": town, "power": "stop_use", "zh": "临时停用",
            "body": body, "source": "conferred", "basis": "县政发〔2026〕9号",
        },
    })
}

/// A phone of somebody of the brigade who may issue its notices in the township.
pub(crate) async fn brigade_phone(world: &World) -> Phone {
    let user = official(world, "大队执法员", Role::FireOfficer, None);
    let town = Scope::Subtree(world.township.grids[0].grid);
    let today = world.clock.now().china_date();
    let until = today.checked_add_days(chrono::Days::new(90));
    let admin = world.admin();
    admin
        .grant(user, Role::FireOfficer, town, None, None)
        .expect("a role");
    admin
        .issue_credential(Credential {
            user,
            kind: Credential::ENFORCEMENT.to_owned(),
            number: "执119".to_owned(),
            issuer: "省司法厅".to_owned(),
            valid_from: today,
            valid_until: until.expect("a day"),
        })
        .expect("a certificate");
    world.phone(user).await
}

/// The notice of a judged hazard, in the name of the brigade.
pub(crate) fn brigade_notice(days: u32) -> NoticeInput {
    NoticeInput {
        issuer: "fire".to_owned(),
        ..notice(days)
    }
}

/// The same with people and photos.
pub(crate) fn say_with(step: &str, fields: Value, with: &[UserId], photos: &[RecordId]) -> Value {
    let with: Vec<String> = with.iter().map(ToString::to_string).collect();
    let photos: Vec<String> = photos.iter().map(ToString::to_string).collect();
    json!({"step": step, "fields": fields, "with": with, "photos": photos})
}

/// A major case filed by two people of the brigade: their desks.
pub(crate) async fn file(world: &World, case: RecordId) -> (Desk, Desk) {
    let (_, first) = seated(world, "大队经办", Role::FireOfficer, None).await;
    let (_, second) = seated(world, "大队审批", Role::FireOfficer, None).await;
    let propose = say("major_case.propose_filing", json!({"basis": "现场核实"}));
    first.step_ok(case, propose).await;
    let approve = say("major_case.approve_filing", json!({}));
    second.step_ok(case, approve).await;
    (first, second)
}
