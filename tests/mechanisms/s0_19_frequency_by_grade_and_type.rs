//! S0-19 分级分类明确频次: what is riskier is due sooner; the due list says why, offline.

use wangge_domain::people::{Role, Scope};
use wangge_domain::policy::CreditGrade;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_sync_server::admin::NewUser;

use crate::support::{refused_pack, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_19_frequency_by_grade_and_type() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let calm = shop(&worker, grid, "平安小店", &[]);
    let risky = shop(
        &worker,
        grid,
        "三合一作坊",
        &[
            (keys::CATEGORY, Scalar::from("three_in_one")),
            (keys::THREE_IN_ONE, Scalar::from(true)),
            (keys::GAS_KIND, Scalar::from("bottled")),
            (keys::PERSONS, Scalar::from(12)),
        ],
    );
    world.stop().await;
    let due = worker
        .core
        .due_list(Some(grid), 10)
        .expect("it works offline");
    let place = |record| due.iter().position(|item| item.premises.record == record);
    let (risky, calm) = (place(risky).expect("listed"), place(calm).expect("listed"));
    assert!(risky < calm, "the riskier comes first");
    assert!(due[risky].entry.due.date < due[calm].entry.due.date);
    assert_eq!(due[risky].entry.due.reason, "grade_credit");
    assert!(
        due[risky]
            .entry
            .due
            .times_a_year
            .is_some_and(|times| times > 2)
    );
    let plan = due[calm].entry.due.reason.as_str();
    assert!(
        ["grade_credit", "yearly"].contains(&plan),
        "every date has its reason: {plan}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_19_refuses_a_table_that_visits_the_riskier_less() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let in_force = worker.core.policy().expect("a pack");
    let before = worker.core.get_premises(premises).expect("it is on file");

    let mut less = in_force.as_ref().clone();
    let row = less.frequency.visits.get_mut("major").expect("a grade");
    row.get_mut(&CreditGrade::A).expect("a credit").grid = 1;
    let said = refused_pack(&world, less);
    assert!(said.contains("frequency.visits.major.A"), "{said}");
    assert!(said.contains("a higher grade is visited less"), "{said}");

    let mut hole = in_force.as_ref().clone();
    hole.frequency.visits.remove("elevated");
    let said = refused_pack(&world, hole);
    assert!(said.contains("frequency.visits.elevated"), "{said}");

    let mut idle = in_force.as_ref().clone();
    idle.frequency.self_checks.insert("general".to_owned(), 0);
    let said = refused_pack(&world, idle);
    assert!(said.contains("frequency.self_checks.general"), "{said}");

    worker.sync().await;
    let after = worker.core.get_premises(premises).expect("it is on file");
    assert_eq!(after.next_due, before.next_due, "the plan stays as it was");
    let pack = worker.core.policy().expect("a pack");
    assert_eq!(pack.revision, in_force.revision);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_19_an_enterprise_is_told_when_to_check_itself() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let calm = shop(&worker, grid, "平安小店", &[]);
    let risky = shop(
        &worker,
        grid,
        "三合一作坊",
        &[
            (keys::CATEGORY, Scalar::from("three_in_one")),
            (keys::THREE_IN_ONE, Scalar::from(true)),
            (keys::GAS_KIND, Scalar::from("bottled")),
            (keys::PERSONS, Scalar::from(12)),
        ],
    );
    worker.sync().await;
    let admin = world.admin();
    let new = NewUser {
        name: "王老板".to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    for own in [calm, risky] {
        let role = Role::EnterpriseSafetyOfficer;
        admin
            .grant(user, role, Scope::Premises(own), None, None)
            .expect("a role over the own enterprise");
    }
    let owner = world.phone(user).await;
    let policy = owner.core.policy().expect("a pack");
    let due = |record| {
        let file = owner.core.get_premises(record).expect("the own enterprise");
        let due = file.next_due.expect("it owes checks of its own");
        assert_eq!(due.reason, "self_check");
        let asked = policy.frequency.self_checks.get(&file.grade.grade);
        assert_eq!(due.times_a_year, asked.copied(), "by its grade");
        due
    };
    let (calm, risky) = (due(calm), due(risky));
    assert!(
        risky.date < calm.date,
        "the riskier checks itself more often"
    );
    // It is the enterprise's own duty: the grid's plan is another one.
    let plan = worker.core.due_list(Some(grid), 10).expect("a plan");
    assert!(plan.iter().all(|it| it.entry.due.reason != "self_check"));
}
