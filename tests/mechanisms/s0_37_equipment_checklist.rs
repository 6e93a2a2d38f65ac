//! S0-37 经费、装备、车辆、四室一中心、标识标牌: a checklist of what a township has; buying and building is not the
//! software's, and nothing else asks for the list.

use serde_json::json;

use crate::sheet_kit::{Kit, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_37_equipment_checklist() {
    let kit = Kit::start().await;
    let town = kit.town;
    let has = |area, rooms: &[&str], vehicles: serde_json::Value| {
        let entry = json!({"area": area, "rooms": rooms, "vehicles": vehicles, "uniforms": 6});
        row(&[&area], entry)
    };
    let none = kit.at_desk("township_equipment").await;
    assert_eq!(none["lines"], json!([]), "optional: nobody is told off");
    let code = kit
        .desk
        .set_refused("township_equipment", has(town, &["garage"], json!(1)));
    assert_eq!(code.await, "not_in_list");
    let code = kit
        .desk
        .set_refused("township_equipment", has(town, &["signs"], json!("两辆")));
    assert_eq!(code.await, "field_of_wrong_kind");
    let code = kit
        .desk
        .set_refused("township_equipment", has(kit.grid, &["signs"], json!(1)));
    assert_eq!(code.await, "grid_unknown", "a small grid has no such rooms");
    let rooms = [
        "duty_room",
        "equipment_room",
        "meeting_room",
        "archive_room",
    ];
    kit.desk
        .set("township_equipment", has(town, &rooms, json!(2)))
        .await;
    let view = kit.at_desk("township_equipment").await;
    assert_eq!(
        view["lines"][0]["findings"][0]["what"],
        "command_center,signs"
    );
}
