//! S0-21 整改前后照片: what was put right is shown by a photo that was taken of it. A file that showed the
//! hazard when it was found, or that shows another premises, shows nothing, under whatever record.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_mobile_core::{RecheckInput, ServiceInput};
use wangge_tests::photo_generator::small_jpeg;

use crate::quick_hazard::{quick_hazard, quick_report};
use crate::support::{notice, premises_of, reason, serve, shop};
use crate::world::World;

/// What the card says of the file of a photo.
fn said_of(card: &Value, photo: RecordId) -> Vec<Value> {
    let photos = card["photos"].as_array().expect("a list");
    let own = photos.iter().find(|it| it["id"] == json!(photo));
    let own = own.expect("the photo is of the hazard");
    own["same_file"].as_array().expect("a list").clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_21_photos_of_their_own() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let next_door = shop(&worker, grid, "隔壁小店", &[]);
    let found = |premises, words| quick_report(premises, words, false).photo;
    let hazard = quick_hazard(&worker, premises, "灭火器过期");
    let other = quick_hazard(&worker, next_door, "线路老化");
    serve(&worker, hazard, 7);

    // Chosen anew from the gallery they have records of their own; the files are what they were.
    let copy = found(premises, "灭火器过期");
    let copy = worker.photo_from(hazard, "", PhotoStage::After, copy);
    let strange = found(next_door, "线路老化");
    let strange = worker.photo_from(hazard, "", PhotoStage::After, strange);
    for photo in [copy, strange] {
        let refused = worker.core.feedback(hazard, "已整改", vec![photo], true);
        let refused = refused.expect_err("the file shows something else");
        assert_eq!(reason(refused), "photo_same_file");
    }
    let reported = worker.photo(hazard, "", PhotoStage::After);
    let done = worker.core.feedback(hazard, "已整改", vec![reported], true);
    done.expect("the notice was served");

    // A notice that is put up is not shown by how the hazard was found.
    let posted = quick_hazard(&worker, premises, "应急灯不亮");
    let issued = worker.core.issue_notice(posted, &notice(7));
    issued.expect("the notice is complete");
    let put_up = |file| {
        let photo = worker.photo_from(posted, "", PhotoStage::Service, file);
        let posting = ServiceInput::Posted { photo };
        worker.core.serve_notice(posted, &posting)
    };
    let refused = put_up(found(premises, "应急灯不亮"));
    let refused = refused.expect_err("it shows the hazard");
    assert_eq!(reason(refused), "photo_same_file");
    put_up(small_jpeg(77, 320, 240)).expect("it hangs at the door");
    worker.sync().await;

    // Nor does anybody close it with them.
    let officer = world.officer_phone(0).await;
    let with = vec![world.person(Role::StationOfficer, 1)];
    let again = found(premises, "灭火器过期");
    let again = officer.photo_from(hazard, "", PhotoStage::Recheck, again);
    let passed = |photo| RecheckInput::Passed {
        with: with.clone(),
        photos: vec![photo],
    };
    let refused = officer.core.recheck(hazard, passed(again));
    let refused = refused.expect_err("it shows how it was found");
    assert_eq!(reason(refused), "photo_same_file");
    let refused = officer.core.recheck(hazard, passed(reported));
    let refused = refused.expect_err("by it the work was reported");
    assert_eq!(reason(refused), "photo_same_file");
    let own = officer.photo(hazard, "", PhotoStage::Recheck);
    let done = officer.core.recheck(hazard, passed(own));
    done.expect("a photo of its own");
    officer.sync().await;
    let state = officer.core.get_record(hazard).expect("it is here").state;
    assert_eq!(state.status, Status::Closed);

    // Whoever looks at the hazard is told of each photo what else its file shows, and where.
    let desk = world.officer_desk(0).await;
    let card = desk.card(hazard).await;
    for photo in [copy, again] {
        let said = said_of(&card, photo);
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(said[0]["because"], "found");
        assert_eq!(said[0]["record"], json!(hazard));
    }
    let said = said_of(&card, strange);
    assert_eq!(said[0]["because"], "elsewhere");
    assert_eq!(
        (&said[0]["record"], &said[0]["title"]),
        (&json!(other), &json!("线路老化"))
    );
    assert_eq!(said_of(&card, own), Vec::<Value>::new());
}
