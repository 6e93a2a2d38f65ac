//! Two officers blank a photo, over HTTP: nobody reads it again, and backups hold what is left.

use std::collections::BTreeSet;

use wangge_domain::Digest;
use wangge_domain::lifecycle::Event;
use wangge_protocol::{Row, RowBody, sha256};
use wangge_sync_engine::client::{self, EventPlan, SealRequest};
use wangge_sync_engine::store::ClientStore as _;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::backups::Kept;
use super::blobs::{picture, read};
use super::phone::{Phone, record};
use super::world::{OFFICER, SECOND_OFFICER, World};
use crate::store_choice::StoreChoice;

/// The record of the photo that [`Kept::photo`] makes.
const PHOTO: u8 = 90;

fn is_blanked(row: &Row) -> bool {
    matches!(&row.body, RowBody::Accepted { envelope, .. } if envelope.is_blanked())
}

async fn officer(world: &World, number: u8) -> Phone {
    let mut phone = Phone::enroll(world, number).await;
    phone.sync(world).await;
    phone
}

/// Seals the confirmation of a redaction that names no field: all that the record says is left.
fn confirm(world: &World, phone: &Phone, request: Digest) {
    let event = move |version| Event::RedactionConfirmed { request, version };
    let sealed = SealRequest {
        anew_without: Some(BTreeSet::new()),
        ..SealRequest::new(record(PHOTO), vec![EventPlan::WithVersion(Box::new(event))])
    };
    client::seal_many(&phone.ctx(world), vec![sealed]).unwrap();
}

async fn blank_a_photo(mut kept: Kept) {
    kept.photo().await;
    kept.ship().await;
    let view = sha256(&picture(1, 9_000));
    let mut one = officer(&kept.world, OFFICER).await;
    let mut two = officer(&kept.world, SECOND_OFFICER).await;
    assert_eq!(read(&kept.world, &one, view).await.status(), 200);
    let written = one.store.rows_of(record(PHOTO)).unwrap()[0]
        .body
        .envelope_id();
    let asks = Event::RedactionRequested {
        envelopes: vec![written],
        fields: Vec::new(),
        reason: "拍到他人正脸".to_owned(),
    };
    let request = one.seal(&kept.world, record(PHOTO), EventPlan::Ready(asks));
    one.sync(&kept.world).await;
    two.sync(&kept.world).await;
    // The same person twice.
    confirm(&kept.world, &one, request);
    assert_eq!(one.sync(&kept.world).await.without_effect.len(), 1);
    assert_eq!(read(&kept.world, &one, view).await.status(), 200);

    confirm(&kept.world, &two, request);
    assert_eq!(two.sync(&kept.world).await.without_effect, []);
    assert_eq!(read(&kept.world, &one, view).await.status(), 404);
    kept.phone.sync(&kept.world).await;
    let held = kept.phone.store.rows_of(record(PHOTO)).unwrap();
    assert!(is_blanked(&held[0]) && !held[1..].iter().any(is_blanked));
    // Every row of the next link was compared with what stands beside the log.
    let shipped = kept.ship().await;
    assert!(shipped.link > 1, "{shipped:?}");
    kept.link_tried(true).unwrap();
    assert!(kept.check(true, None).unwrap().opened);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_blanked_by_two_officers_and_backups_go_on() {
    blank_a_photo(Kept::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_with_the_data_in_a_database_server() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let store = StoreChoice::Postgres(cluster.database());
    let world = World::start_configured_on("", store).await;
    blank_a_photo(Kept::of(world).await).await;
}
