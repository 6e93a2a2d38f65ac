//! S3-07 网格管理员工作任务清单: made for each worker, each month, without network.

use serde_json::json;
use wangge_domain::schedule::{MonthTask, TaskKind};
use wangge_mobile_core::CoreError;

use crate::quick_hazard::quick_hazard;
use crate::support::{serve, shop};
use crate::world::{Phone, World};

fn tasks(phone: &Phone, grid: wangge_domain::GridId) -> Vec<MonthTask> {
    phone.core.month_tasks(Some(grid)).expect("the own grid")
}

fn of(list: &[MonthTask], kind: TaskKind) -> Vec<&MonthTask> {
    list.iter().filter(|task| task.kind == kind).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_07_monthly_task_list() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (other, elsewhere) = world.worker_phone(4).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let second = shop(&worker, grid, "别家", &[]);
    let hazard = quick_hazard(&worker, premises, "线路老化");
    serve(&worker, hazard, 20);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let frequency = json!({
        "key": "grid-monthly",
        "entry": {"agency": "GRID", "every": "month", "zh": "网格每月一查"},
    });
    desk.set("agency_frequency", frequency).await;
    let campaign = json!({
        "key": "gas", "until": "2026-10-31",
        "entry": {"name": "燃气专项", "grids": [grid]},
    });
    desk.set("campaign", campaign).await;
    let job = json!({
        "key": "j1", "until": "2026-09-15",
        "entry": {"job": "door_knock", "to": worker.user, "grid": grid, "text": "入户宣传20户"},
    });
    desk.set("dispatched_job", job).await;
    worker.sync().await;
    other.sync().await;

    // From here on without network.
    let list = tasks(&worker, grid);
    assert_eq!(of(&list, TaskKind::CheckDay).len(), 1);
    let visits = of(&list, TaskKind::Visit);
    assert_eq!(visits.len(), 2, "{list:#?}");
    assert!(visits.iter().all(|task| task.reason == "agency_frequency"));
    let rechecks = of(&list, TaskKind::Recheck);
    assert_eq!(rechecks.len(), 1);
    assert_eq!(rechecks[0].record, Some(hazard));
    assert_eq!(of(&list, TaskKind::Campaign).len(), 2);
    let jobs = of(&list, TaskKind::Job);
    assert_eq!((jobs.len(), jobs[0].text.as_str()), (1, "入户宣传20户"));
    let days: Vec<_> = list.iter().map(|task| task.due).collect();
    assert!(days.is_sorted(), "in the order of days");

    // The list is the worker's own: another grid is refused, another worker has no such jobs.
    let foreign = worker.core.month_tasks(Some(elsewhere));
    assert_eq!(foreign, Err(CoreError::UnknownGrid));
    assert!(of(&tasks(&other, elsewhere), TaskKind::Job).is_empty());
    assert!(of(&tasks(&other, elsewhere), TaskKind::Campaign).is_empty());

    // A visit takes its tasks off the list at once, before any sync.
    worker.inspect(premises, &[]);
    let list = tasks(&worker, grid);
    let visits = of(&list, TaskKind::Visit);
    assert_eq!(
        visits.iter().map(|task| task.record).collect::<Vec<_>>(),
        [Some(second)]
    );

    // Next month: what was not done is late and still there.
    world.clock.advance_days(30);
    let list = tasks(&worker, grid);
    let late = of(&list, TaskKind::Visit);
    assert!(
        late.iter()
            .any(|task| task.record == Some(second) && task.due < world.clock.now().china_date())
    );
    assert_eq!(of(&list, TaskKind::Job).len(), 1, "late, until it is done");
}
