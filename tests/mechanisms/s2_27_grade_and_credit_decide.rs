//! S2-27 风险评估+信用评级: frequency by grade and credit; low risk with good credit is left in peace.

use wangge_domain::policy::CreditGrade;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::{code_and_rule, reason, refused_pack, shop, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_27_grade_and_credit_decide_the_frequency() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let credit = |grade: &str| [(keys::CREDIT_GRADE, Scalar::from(grade))];
    let officer = world.officer_phone(0).await;
    let good = shop(&officer, grid, "守信小店", &credit("A"));
    let bad = shop(&officer, grid, "失信小店", &credit("D"));
    officer.sync().await;
    worker.sync().await;
    let due = worker.core.due_list(Some(grid), 10).expect("a plan");
    let of = |record| {
        let item = due.iter().find(|item| item.premises.record == record);
        item.expect("it is on the plan").entry.due.clone()
    };
    assert!(of(good).leave_in_peace, "无事不扰");
    assert!(!of(bad).leave_in_peace);
    assert!(
        of(good).date > of(bad).date,
        "who is worse is seen more often"
    );
    assert!(!of(good).reason.is_empty(), "it shows why");

    // Whoever comes all the same is told before, and not held up.
    let told = |record| worker.core.left_in_peace(record).expect("it is on file");
    assert!(told(good) && !told(bad));
    worker.start(good).expect("a warning is no refusal");
    let desk = world.officer_desk(0).await;
    let next = desk.read("/api/v1/next-visits").await;
    let next = next.as_array().expect("a list");
    let listed = |record: wangge_domain::RecordId| {
        let found = next.iter().find(|it| it["id"] == record.to_string());
        found.expect("it is listed")["left_in_peace"].clone()
    };
    assert_eq!((listed(good), listed(bad)), (true.into(), false.into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_27_refuses_a_table_that_rewards_bad_credit() {
    let world = World::start().await;
    let (_, grid) = world.worker(0);
    let officer = world.officer_phone(0).await;
    let credit = [(keys::CREDIT_GRADE, Scalar::from("D"))];
    let bad = shop(&officer, grid, "失信小店", &credit);
    officer.sync().await;
    let before = officer.core.get_premises(bad).expect("it is on file");

    let in_force = officer.core.policy().expect("a pack");
    let mut pack = in_force.as_ref().clone();
    let row = pack.frequency.visits.get_mut("low").expect("a grade");
    row.get_mut(&CreditGrade::D).expect("a credit").grid = 1;
    let said = refused_pack(&world, pack);
    assert!(said.contains("frequency.visits.low.D"), "{said}");
    assert!(said.contains("worse credit is visited less"), "{said}");
    let mut pack = in_force.as_ref().clone();
    pack.frequency.no_disturbance.grades = vec!["harmless".to_owned()];
    let said = refused_pack(&world, pack);
    assert!(said.contains("there is no such grade"), "{said}");

    // A credit grade is a letter, not points.
    let points = [(keys::CREDIT_GRADE.to_owned(), Scalar::from(95))].into();
    let refused = officer.core.edit_premises(bad, &points);
    assert_eq!(
        to_mend(refused.expect_err("no letter")),
        [("value_wrong_type".to_owned(), keys::CREDIT_GRADE.to_owned())]
    );
    // Nor a letter that no list has: it would quietly count as the usual one.
    let unknown = [(keys::CREDIT_GRADE.to_owned(), Scalar::from("E"))].into();
    let refused = officer.core.edit_premises(bad, &unknown);
    assert_eq!(
        to_mend(refused.expect_err("no such letter")),
        [("value_unknown".to_owned(), keys::CREDIT_GRADE.to_owned())]
    );
    officer.sync().await;
    let after = officer.core.get_premises(bad).expect("it is on file");
    assert_eq!(after.next_due, before.next_due, "the plan stays as it was");
    assert_eq!(after.content, before.content, "the file stays as it was");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_27_a_grid_worker_sets_no_mark_that_plans_follow() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let plain = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    for (key, value) in [
        (keys::CREDIT_GRADE, Scalar::from("A")),
        (keys::POLICE_LISTED, true.into()),
    ] {
        let mark = [(key.to_owned(), value.clone())].into();
        let refused = worker.core.edit_premises(plain, &mark);
        assert_eq!(
            code_and_rule(refused.expect_err("not a grid worker's")),
            ("no_permission".to_owned(), "handbook 1.3".to_owned()),
            "{key}"
        );
        let file = worker.core.get_premises(plain).expect("it is on file");
        let mut fields = file.content.fields;
        fields.insert(key.to_owned(), value);
        let refused = worker.core.create_premises(grid, &fields);
        assert_eq!(reason(refused.expect_err("nor at first")), "no_permission");
    }

    // The station sets it; a worker's edit that leaves it as it is goes through.
    let officer = world.officer_phone(0).await;
    let grade = [(keys::CREDIT_GRADE.to_owned(), Scalar::from("B"))].into();
    officer
        .core
        .edit_premises(plain, &grade)
        .expect("the station may");
    officer.sync().await;
    worker.sync().await;
    let edit = [
        (keys::CREDIT_GRADE.to_owned(), Scalar::from("B")),
        (keys::POLICE_LISTED.to_owned(), false.into()),
        (keys::FLOORS.to_owned(), 2.into()),
    ];
    worker
        .core
        .edit_premises(plain, &edit.into())
        .expect("no mark is changed");
}
