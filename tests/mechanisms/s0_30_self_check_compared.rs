//! S0-30 企业负责人对标对表自查: an owner's own check, by the code at the door without an account or under an account of that
//! enterprise alone, compared item by item with the official visit after it, at the door and at the desk.

use wangge_domain::RecordId;
use wangge_domain::inspection::InspectionMode;
use wangge_domain::people::{Credential, Role, RoleGrant, Scope};
use wangge_mobile_core::{CoreError, StartInspection, SubmitInspection};
use wangge_protocol::sha256;
use wangge_sync_server::admin::{ImportFile, NewUser};

use crate::sheet_kit::{Kit, dated};
use crate::support::{plain_item, reason, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_30_self_check_compared() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let own = shop(&worker, grid, "自查小店", &[]);
    let other = shop(&worker, grid, "别家", &[]);
    worker.sync().await;
    let admin = world.admin();
    let new = NewUser {
        name: "王老板".to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let day = world.clock.now().china_date();
    let file = ImportFile {
        grants: vec![RoleGrant {
            user,
            role: Role::EnterpriseSafetyOfficer,
            scope: Scope::Premises(own),
            from: world.clock.now(),
            until: None,
            department: None,
        }],
        credentials: vec![Credential {
            user,
            kind: Credential::INSPECTION.to_owned(),
            number: "企-030".to_owned(),
            issuer: "消防救援大队".to_owned(),
            valid_from: day,
            valid_until: day + chrono::Days::new(365),
        }],
        ..ImportFile::default()
    };
    admin.import(&file).expect("the grant is entered");
    let owner = world.phone(user).await;
    let input = StartInspection {
        mode: InspectionMode::SelfCheck,
        checklist: None,
        position: None,
        inspectors: String::new(),
    };
    let refused = owner.core.start_inspection(other, &input);
    assert_eq!(
        reason(refused.expect_err("the own enterprise only")),
        "out_of_scope"
    );
    let check = owner
        .core
        .start_inspection(own, &input)
        .expect("the own enterprise");
    // A check of his own without an answer is none, whatever its outcome.
    let shut = SubmitInspection {
        outcome: Some(("locked".to_owned(), "关门".to_owned())),
        ..SubmitInspection::default()
    };
    let refused = owner.core.submit_inspection(check, &shut);
    assert!(
        matches!(&refused, Err(CoreError::Incomplete(left)) if left.iter().any(|it| it.code == "answer_missing")),
        "{refused:?}"
    );
    owner.answer_all(own, check, &[]);
    owner
        .core
        .submit_inspection(check, &SubmitInspection::default())
        .expect("all in order, he says");
    owner.sync().await;
    worker.sync().await;
    let before = worker.core.self_check_comparison(own).expect("on file");
    assert!(before.is_none(), "nothing to compare with yet");

    world.clock.advance_hours(24);
    let item = plain_item(&worker, own);
    let (visit, _) = worker.inspect(own, &[&item]);
    let pair = worker
        .core
        .self_check_comparison(own)
        .expect("on file")
        .expect("both are there");
    assert_eq!((pair.self_check, pair.visit), (check, visit));
    assert_eq!(
        pair.comparison.missed,
        std::slice::from_ref(&item),
        "what the owner had called in order"
    );
    assert_eq!(pair.comparison.agree + 1, pair.comparison.compared);
    assert!(
        worker
            .core
            .self_check_comparison(other)
            .expect("on file")
            .is_none()
    );
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let view = desk.read(&format!("/api/v1/self-checks/{own}")).await;
    assert_eq!(
        view[0]["comparison"]["missed"],
        serde_json::json!([item]),
        "{view}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_30_self_check_by_the_code_at_the_door() {
    let mut kit = Kit::start().await;
    let premises = shop(&kit.worker, kit.grid, "扫码小店", &[]);
    kit.worker.sync().await;
    let link = |until: &str| {
        let entry = serde_json::json!({
            "premises": premises, "secret_digest": sha256(b"door-code").to_string(),
            "officer": kit.world.person(Role::StationOfficer, 0),
        });
        dated(&[&premises], "2026-09-01", until, entry)
    };
    let code = kit.desk.set_refused("self_check_link", link("")).await;
    assert_eq!(code, "end_missing", "a code has an end");
    kit.desk.set("self_check_link", link("2026-12-31")).await;
    let nowhere = RecordId::from_bytes([9; 16]);
    let entry = serde_json::json!({
        "premises": nowhere, "secret_digest": sha256(b"nowhere").to_string(),
        "officer": kit.world.person(Role::StationOfficer, 0),
    });
    let nowhere = dated(&[&nowhere], "2026-09-01", "2026-12-31", entry);
    let refused = kit.desk.set_refused("self_check_link", nowhere).await;
    assert_eq!(refused, "premises_unknown", "no such premises is on file");
    let (status, form) = kit.world.public("/s/door-code").await;
    assert_eq!(status, 200);
    let items: Vec<String> = form
        .split("<legend>")
        .skip(1)
        .filter_map(|part| part.split("name=\"").nth(1)?.split('"').next())
        .map(str::to_owned)
        .collect();
    assert!(items.len() > 3, "the questions of its trade: {form}");
    assert!(
        !form.contains("扫码小店"),
        "it tells nothing that is on file"
    );
    assert_eq!(kit.world.public("/s/guessed").await.0, 404);

    let stranger = crate::world::Desk::stranger(&kit.world.relay().address);
    let kind = "application/x-www-form-urlencoded";
    let send = async |body: String| {
        let (status, answer) = stranger.send("/s/door-code", kind, body).await;
        let code = answer["code"].as_str().unwrap_or_default().to_owned();
        (status.as_u16(), code)
    };
    let all = items
        .iter()
        .map(|item| format!("{item}=pass&"))
        .collect::<String>();
    assert_eq!(send(all.clone()).await, (422, "signer_missing".to_owned()));
    let turned = format!("{all}signer=Wang%E2%80%AE");
    assert_eq!(send(turned).await, (422, "text_refused".to_owned()));
    let odd = "XX-99=pass&signer=Wang".to_owned();
    assert_eq!(send(odd).await, (422, "item_unknown".to_owned()));
    let empty = "signer=Wang".to_owned();
    assert_eq!(send(empty).await, (422, "nothing_answered".to_owned()));
    // One item, or all but one, is no check of the list; what was filled in stays in the form.
    let one = format!("{}=pass&signer=Wang", items[0]);
    assert_eq!(send(one).await, (422, "incomplete".to_owned()));
    let most = all.replacen(&format!("{}=pass&", items[1]), "", 1);
    let most = format!("{most}signer=Wang");
    assert_eq!(send(most.clone()).await, (422, "incomplete".to_owned()));
    let address = &kit.world.relay().address;
    let page = crate::world::Desk::submit(address, "/s/door-code", kind, most.into()).await;
    let (status, page) = page;
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("还有1项未填写"), "{page}");
    assert!(page.contains("value=\"Wang\""), "{page}");
    assert_eq!(page.matches(" checked>").count(), items.len() - 1, "{page}");
    assert_eq!(send(format!("{all}signer=Wang")).await.0, 200);
    let again = send(format!("{all}signer=Wang")).await;
    assert_eq!(again, (422, "checked_today".to_owned()));

    kit.days_later(1).await;
    let item = plain_item(&kit.worker, premises);
    kit.worker.inspect(premises, &[&item]);
    kit.worker.sync().await;
    let pair = kit.worker.core.self_check_comparison(premises);
    let pair = pair.expect("on file").expect("both are there");
    assert_eq!(pair.comparison.missed, std::slice::from_ref(&item));
    let view = kit
        .desk
        .read(&format!("/api/v1/self-checks/{premises}"))
        .await;
    assert_eq!(view[0]["comparison"]["missed"], serde_json::json!([item]));
    let coverage = kit.desk.read("/api/v1/coverage").await;
    assert_eq!(coverage["figure"]["numerator"], 0, "no visit: {coverage}");
}
