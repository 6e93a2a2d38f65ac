//! S0-03 强制性用语: a notice that says 责令 or 罚款 is refused when it is issued, on the phone and at the relay, by
//! the rule's name and with the draft kept, unless its signer holds the delegation and the certificate.

use serde_json::{Value, json};
use wangge_domain::lifecycle::{Effect, Status};
use wangge_domain::people::{Credential, Role};
use wangge_mobile_core::PaperKind;

use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, notice, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_words_of_compulsion_are_refused_when_the_notice_is_issued() {
    let world = World::start().await;
    let user = world.person(Role::StationOfficer, 0);
    let officer = world.officer_phone(0).await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "责 令立即停用，否则罚款");
    worker.sync().await;
    officer.sync().await;
    let gate = ("word_of_compulsion".to_owned(), "S0-03".to_owned());
    let refused = |what: &str| {
        let answer = officer.core.issue_notice(hazard, &notice(15));
        let refusal = code_and_rule(answer.expect_err(what));
        assert_eq!(refusal, gate, "{what}");
        let card = officer.core.get_record(hazard).expect("it is here");
        assert_eq!(card.state.status, Status::Found, "nothing happened");
        let words = card
            .content
            .text("description")
            .expect("the words are kept");
        assert_eq!(words, "责 令立即停用，否则罚款");
    };
    refused("a blank between the characters hides nothing");

    // The relay asks the same of who issues at a desk.
    let desk = world.officer_desk(0).await;
    let version = desk.card(hazard).await["version"].clone();
    let issue = json!({"notice_issued": {
        "version": version,
        "provisional_number": "暂-Z-1",
        "issuer": "station",
        "deadline": {"kind": "days", "days": 15, "calendar": "natural"},
        "responsible": {"unit": "小店", "leader": "李站长", "person": "王老板"},
    }});
    let (_, answer) = desk.act(hazard, issue.clone()).await;
    assert_eq!(
        (&answer["reason"], &answer["rule"]),
        (&json!("word_of_compulsion"), &json!("S0-03")),
        "{answer}"
    );

    // One of the two is not enough.
    let today = world.clock.now().china_date();
    let until = today
        .checked_add_days(chrono::Days::new(10))
        .expect("a day");
    world
        .admin()
        .issue_credential(Credential {
            user,
            kind: Credential::ENFORCEMENT.to_owned(),
            number: "执001".to_owned(),
            issuer: "省司法厅".to_owned(),
            valid_from: today,
            valid_until: until,
        })
        .expect("a certificate");
    officer.sync().await;
    refused("a certificate without a delegation");
    let town = world.township.grids[0].grid;
    let power = |until: chrono::NaiveDate| -> Value {
        json!({
            "key": format!("{town}/station/stop_use"),
            "from": "2026-08-01", "until": until,
            "entry": {
                "township": town, "power": "stop_use", "zh": "临时停用",
                "body": "station", "source": "conferred", "basis": "县政发〔2026〕9号",
            },
        })
    };
    let county = world.county_desk().await;
    county.set("delegated_power", power(until)).await;
    officer.sync().await;

    // With both it is issued, and so is the paper.
    let number = officer
        .core
        .issue_notice(hazard, &notice(15))
        .expect("the signer may use the word");
    assert!(number.starts_with("暂-"));
    assert!(officer.core.paper(hazard, PaperKind::Notice).is_ok());
    officer.sync().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(hazard).await["status"], "notice_issued");
    let denied = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(denied.state.status, Status::Found, "not synced yet");

    // The delegation is the body's; a worker holds no certificate of enforcement.
    worker.sync().await;
    let more = quick_hazard(&worker, premises, "不改将处罚款");
    let answer = worker.core.issue_notice(more, &notice(15));
    assert_eq!(code_and_rule(answer.expect_err("not theirs")), gate);
    worker.sync().await;

    // A phone that has not heard that the delegation was taken back issues it all the same; the
    // relay does not let it take effect, and says why.
    officer.sync().await;
    county
        .set("delegated_power", power(today.pred_opt().expect("a day")))
        .await;
    officer
        .core
        .issue_notice(more, &notice(15))
        .expect("as far as the phone knows");
    officer.sync().await;
    let card = officer.core.get_record(more).expect("it is here");
    assert_eq!(card.state.status, Status::Found);
    let history = card.state.history.iter().rev();
    let entry = history
        .clone()
        .find(|entry| entry.event == "notice_issued")
        .expect("it is in the log");
    let Effect::NoEffect(reason) = &entry.effect else {
        panic!("it took effect: {entry:?}");
    };
    assert_eq!((reason.code.clone(), reason.rule.clone()), gate);
    assert_eq!(reason.detail, "罚款", "it names the word");
}
