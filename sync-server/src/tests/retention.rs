use wangge_domain::record::RecordKind;
use wangge_sync_engine::client::seal;

use super::jobs::served_hazard;
use super::phone::record;
use super::world::{DAY_MS, World, stream};

const RULES: &str = "\n[[retention]]\nkind = \"inspection\"\nmonths = 6\nthen = \"anonymise\"\n\
                     [[retention]]\nkind = \"rectification\"\nmonths = 1\n";

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_due_is_listed_and_stays() {
    let world = World::start_configured(RULES).await;
    let mut phone = served_hazard(&world).await;
    let kind = RecordKind::Inspection;
    let edits = [("checklist", "small_shop".into())];
    phone.edit(&world, record(3), &kind, stream(0), &edits);
    seal(&phone.ctx(&world), record(3), Vec::new(), Vec::new()).unwrap();
    assert_eq!(phone.sync(&world).await.refused, []);
    let path = "/api/v1/retention";
    // From 1 September half a year is over on 1 March, the 182nd day.
    for (days, due) in [(0, 0), (179, 0), (2, 1)] {
        world.clock.advance_ms(days * DAY_MS);
        let officer = world.cookie("officer").await;
        let (status, rules) = world.get(&officer, path).await;
        assert_eq!(status, 200, "{rules}");
        assert_eq!(rules[0]["kind"], "inspection");
        assert_eq!(rules[0]["months"], 6);
        assert_eq!(rules[0]["then"], "anonymise");
        assert_eq!(rules[0]["due"], due, "{days}: {rules}");
        assert_eq!(rules[1]["then"], "review", "unless it says otherwise");
        assert_eq!(rules[1]["due"], 0, "an open hazard is never due");
    }
    let officer = world.cookie("officer").await;
    let (_, rules) = world.get(&officer, path).await;
    assert_eq!(rules[0]["records"][0], record(3).to_string());
    let (_, list) = world.get(&officer, "/api/v1/inspections").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "it is there");
    // Not everybody who reads records sees the schedule.
    let village = world.cookie("village1").await;
    assert_eq!(world.get(&village, path).await.0, 403);
}
