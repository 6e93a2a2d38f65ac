//! A premises moves to another grid while the phone of its old worker is out of reach.

use wangge_domain::people::Role;
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_mobile_core::HazardFilter;
use wangge_protocol::Refusal;

use crate::world::{Phone, World};

fn move_to(world: &World, premises: RecordId, to: GridId) {
    let officer = world.person(Role::StationOfficer, 0);
    let moved = world
        .admin()
        .move_premises(officer, premises, to, "网格调整");
    moved.expect("both grids are the township's");
}

fn listed(phone: &Phone, grid: Option<GridId>) -> Vec<RecordId> {
    let rows = phone.core.list_premises(grid, None, 1_000);
    let rows = rows.expect("a list").into_iter();
    rows.map(|row| row.record).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_premises_moves_and_what_was_done_before_counts() {
    let world = World::start().await;
    let (old, old_grid) = world.worker_phone(0).await;
    let (new, new_grid) = world.worker_phone(1).await;
    let mut files = world.township.premises_of(old_grid).take(2).cloned();
    let moving = old.put_on_file(&files.next().expect("two of them"));
    let staying = old.put_on_file(&files.next().expect("two of them"));
    old.sync().await;

    // Out of reach, the old worker visits both.
    world.clock.advance_days(1);
    let (visit, _) = old.inspect(moving, &[]);
    world.clock.advance_days(1);
    move_to(&world, moving, new_grid);
    world.clock.advance_days(3);
    new.sync().await;
    assert!(listed(&new, None).contains(&moving), "it appears");
    assert!(listed(&new, Some(new_grid)).contains(&moving));
    assert!(
        !listed(&new, None).contains(&staying),
        "its neighbours came along with the log, and are nobody's here"
    );
    let grids = new.core.my_grids().expect("grids");
    assert!(grids.iter().all(|it| it.grid != old_grid));

    // What was made before the move counts, three days after it.
    old.sync().await;
    assert!(
        !listed(&old, None).contains(&moving),
        "it is gone from the lists"
    );
    assert!(listed(&old, None).contains(&staying));
    assert!(!listed(&old, Some(old_grid)).contains(&moving));
    let kept = old.core.get_record(visit).expect("and readable");
    assert_eq!(kept.state.status.as_str(), "submitted");
    let row = old.core.premises_line(moving).expect("so is its file");
    assert_eq!((row.stream.grid(), row.grid), (old_grid, new_grid));
    assert!(
        old.start(moving).is_err(),
        "nobody of the old grid begins anything"
    );

    // The new worker goes on where the old one stopped.
    new.sync().await;
    let visits = new.core.list_inspections(Some(moving), 10).expect("a list");
    assert_eq!(visits.len(), 1);
    let (mine, _) = new.inspect(moving, &[]);
    new.sync().await;
    let card = new.core.get_record(mine).expect("it is here");
    assert_eq!(card.grid, new_grid);
    assert_eq!(card.state.status.as_str(), "submitted");
    let hazards = new.core.list_hazards(&HazardFilter::default(), 10);
    assert!(hazards.expect("a list").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_old_worker_does_after_the_move_is_refused_and_kept() {
    let world = World::start().await;
    let (old, old_grid) = world.worker_phone(0).await;
    let (_, new_grid) = world.worker(1);
    let file = world.township.premises_of(old_grid).next().cloned();
    let moving = old.put_on_file(&file.expect("one of them"));
    old.sync().await;
    world.clock.advance_days(1);
    move_to(&world, moving, new_grid);
    world.clock.advance_days(1);
    // The phone has not heard of it.
    old.inspect(moving, &[]);
    let report = old.try_sync().await.expect("the sync runs");
    assert!(
        report
            .refused
            .iter()
            .any(|(_, why)| *why == Refusal::OutOfScope),
        "{report:?}"
    );
    let kept = old.core.refused_work().expect("a list");
    assert!(!kept.is_empty(), "nothing a person wrote is deleted");
    let log = world.admin().control().expect("the control stream");
    assert_eq!(log.home_of(moving, old_grid), new_grid);
    assert!(matches!(
        log.moves[&moving].as_slice(),
        [one] if one.from == old_grid && one.to == new_grid
    ));
    // The log of the premises did not move: it lies where it was begun.
    let line = old.core.premises_line(moving).expect("it is here");
    assert_eq!(line.stream, StreamId::of_grid(old_grid));
}
