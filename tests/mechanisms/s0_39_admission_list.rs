//! S0-39 网格准入事项清单: jobs that are not on the list cannot be sent to a grid worker.

use serde_json::json;
use wangge_domain::admission::AdmissionItem;
use wangge_domain::people::Role;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_39_admission_list() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (_, elsewhere) = world.worker(4);
    let desk = world.officer_desk(0).await;
    let job = |key: &str, code: &str, to, grid| {
        json!({
            "key": key, "until": "2026-09-10",
            "entry": {"job": code, "to": to, "grid": grid, "text": "按清单完成"},
        })
    };
    // Debts are not collected by grid workers, nor anything else that is not on the list.
    let debts = desk.set_refused(
        "dispatched_job",
        job("a", "collect_debts", worker.user, grid),
    );
    assert_eq!(debts.await, "job_not_in_catalogue");
    let for_units = desk.set_refused("dispatched_job", job("a", "self_check", worker.user, grid));
    assert_eq!(for_units.await, "job_not_for_role");
    let foreign = desk.set_refused("dispatched_job", job("a", "census", worker.user, elsewhere));
    assert_eq!(foreign.await, "out_of_scope", "not this worker's grid");
    // Nor under the code of something else.
    let mut disguised = job("a", "census", worker.user, grid);
    disguised["entry"]["text"] = json!("上门催收卫生费");
    assert_eq!(
        desk.set_refused("dispatched_job", disguised).await,
        "job_words_not_admitted"
    );
    desk.set("dispatched_job", job("a", "census", worker.user, grid))
        .await;
    // Who is not bound to the list gets any job.
    let officer = world.person(Role::StationOfficer, 1);
    desk.set("dispatched_job", job("b", "budget", officer, grid))
        .await;

    worker.sync().await;
    let jobs = worker.core.my_jobs().expect("enrolled");
    assert_eq!(jobs.len(), 1, "offline, the own ones");
    assert_eq!(jobs[0].job.job, "census");
    assert_eq!(
        jobs[0].steps,
        ["逐户上门", "登记走访结果"],
        "the steps come with it"
    );

    // The county takes a job off the list, from a day on; another it puts on.
    let admin = world.county_desk().await;
    let off = json!({"key": "census", "from": "2026-10-01", "entry": {"code": "census"}});
    admin.set("admission_item", off).await;
    let bare = json!({
        "key": "hydrant",
        "entry": {
            "code": "hydrant",
            "item": {
                "code": "hydrant", "zh": "查看消火栓", "roles": ["grid_worker"],
                "basis": " ", "steps": ["拧开试水"],
            },
        },
    });
    let refused = admin.set_refused("admission_item", bare.clone()).await;
    assert_eq!(refused, "item_incomplete", "what admits it must be named");
    let mut whole = bare;
    whole["entry"]["item"]["basis"] = json!("县准入〔2026〕3号");
    admin.set("admission_item", whole).await;
    desk.set("dispatched_job", job("c", "hydrant", worker.user, grid))
        .await;
    let mut later = job("d", "census", worker.user, grid);
    later["from"] = json!("2026-10-01");
    later["until"] = json!("2026-10-10");
    assert_eq!(
        desk.set_refused("dispatched_job", later).await,
        "job_not_in_catalogue"
    );

    // Done: it is off the worker's list.
    let mut done = job("a", "census", worker.user, grid);
    done["entry"]["done"] = json!(true);
    desk.set("dispatched_job", done).await;
    worker.sync().await;
    let jobs = worker.core.my_jobs().expect("enrolled");
    assert_eq!(
        jobs.iter().map(|job| job.key.as_str()).collect::<Vec<_>>(),
        ["c"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_39_the_list_is_that_of_the_pack_in_force() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let desk = world.officer_desk(0).await;
    let job = |key: &str, code: &str| {
        json!({
            "key": key, "until": "2026-09-10",
            "entry": {"job": code, "to": worker.user, "grid": grid, "text": "按清单完成"},
        })
    };
    let refused = desk
        .set_refused("dispatched_job", job("a", "hydrant"))
        .await;
    assert_eq!(refused, "job_not_in_catalogue");

    let mut pack = worker.core.policy().expect("a pack").as_ref().clone();
    let mut own = pack.accounting().clone();
    own.admission.items.retain(|item| item.code != "census");
    own.admission.items.push(AdmissionItem {
        code: "hydrant".to_owned(),
        zh: "查看消火栓".to_owned(),
        roles: vec![Role::GridWorker],
        basis: "县准入〔2026〕3号".to_owned(),
        steps: vec!["拧开试水".to_owned()],
    });
    pack.accounting = Some(Box::new(own));
    pack.revision += 1;
    world
        .admin()
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    let refused = desk.set_refused("dispatched_job", job("a", "census")).await;
    assert_eq!(
        refused, "job_not_in_catalogue",
        "the county's list lacks it"
    );
    desk.set("dispatched_job", job("a", "hydrant")).await;
    worker.sync().await;
    let jobs = worker.core.my_jobs().expect("enrolled");
    assert_eq!(
        jobs[0].steps,
        ["拧开试水"],
        "the steps of the county's list"
    );
}
