//! S0-17 隐患数据全量纳入: hazards of every channel stand in one ledger with their source.

use wangge_domain::hazard::HazardSource;
use wangge_domain::hazard::keys::DESCRIPTION;
use wangge_domain::inspection::keys::PHOTO_PREFIX;
use wangge_mobile_core::{HazardFilter, HazardInput};

use crate::support::{code_and_rule, premises_of, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_17_one_ledger_for_all_channels() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let channels = [
        HazardSource::GridPatrol,
        HazardSource::UnannouncedVisit,
        HazardSource::Complaint,
        HazardSource::SelfCheck,
        HazardSource::Police,
        HazardSource::Department,
    ];
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    officer.sync().await;
    for source in channels {
        let input = HazardInput {
            source,
            ..HazardInput::new(premises, "通道堆放杂物")
        };
        // What the police and the departments found is entered by the station.
        let of_others = matches!(source, HazardSource::Police | HazardSource::Department);
        let phone = if of_others {
            let refused = worker.core.draft_hazard(&input).expect_err("not theirs");
            let rule = ("source_not_yours".to_owned(), "S0-17".to_owned());
            assert_eq!(code_and_rule(refused), rule);
            &officer
        } else {
            &worker
        };
        let hazard = phone
            .core
            .draft_hazard(&input)
            .expect("a hazard can be drafted");
        phone.photo(hazard, "", wangge_domain::inspection::PhotoStage::Found);
        phone.core.raise_hazard(hazard).expect("it is complete");
    }
    officer.sync().await;
    // What nobody could act on does not get into the ledger, whatever channel it came by.
    let empty = HazardInput {
        source: HazardSource::Complaint,
        ..HazardInput::new(premises, "")
    };
    let empty = worker.core.draft_hazard(&empty).expect("a draft is kept");
    let refused = worker.core.raise_hazard(empty).expect_err("of what?");
    assert_eq!(
        to_mend(refused),
        [
            ("value_missing".to_owned(), DESCRIPTION.to_owned()),
            ("photo_missing".to_owned(), PHOTO_PREFIX.to_owned()),
        ]
    );
    worker.sync().await;
    let here = worker
        .core
        .list_hazards(&HazardFilter::default(), 100)
        .expect("a list");
    let raised = here.iter().filter(|row| row.record != empty).count();
    assert_eq!(raised, channels.len());

    let desk = world.officer_desk(0).await;
    let page = desk.read("/api/v1/hazards?limit=100").await;
    let items = page["items"].as_array().expect("a page has items");
    let items: Vec<_> = items.iter().filter(|it| it["status"] != "draft").collect();
    assert_eq!(items.len(), channels.len(), "one ledger for all: {page}");
    let mut sources = Vec::new();
    for item in items {
        let record = item["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .expect("an id");
        let card = desk.card(record).await;
        sources.push(
            card["content"]["source"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    sources.sort();
    let mut wanted: Vec<String> = channels
        .iter()
        .map(|source| source.as_str().to_owned())
        .collect();
    wanted.sort();
    assert_eq!(sources, wanted);
}
