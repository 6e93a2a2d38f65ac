//! Two officers blank a photo, over HTTP: nobody reads it again, and backups hold what is left.

use wangge_domain::Digest;
use wangge_domain::inspection::photo_keys;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_protocol::{BlobHashes, Row, RowBody, sha256};
use wangge_sync_engine::client::{self, EventPlan, SealRequest};
use wangge_sync_engine::store::ClientStore as _;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::backups::Kept;
use super::blobs::{picture, read};
use super::phone::{Phone, record};
use super::world::{OFFICER, SECOND_OFFICER, World, stream};
use crate::store_choice::StoreChoice;

/// The record of the photo that [`Kept::photo`] makes.
const PHOTO: u8 = 90;

fn is_blanked(row: &Row) -> bool {
    matches!(&row.body, RowBody::Accepted { envelope, .. } if envelope.is_blanked())
}

/// The envelope of a row that names photos and can be read.
fn names_a_photo(row: &Row) -> Option<Digest> {
    let RowBody::Accepted { envelope, .. } = &row.body else {
        return None;
    };
    let names = !envelope.header.blobs.is_empty() && !envelope.is_blanked();
    names.then(|| envelope.id())
}

async fn officer(world: &World, number: u8) -> Phone {
    let mut phone = Phone::enroll(world, number).await;
    phone.sync(world).await;
    phone
}

/// Seals the confirmation of a redaction, with all that the record says but these fields, and these
/// photos.
fn confirm(world: &World, phone: &Phone, request: Digest, left: (&[&str], Vec<BlobHashes>)) {
    let event = move |version| Event::RedactionConfirmed { request, version };
    let (without, blobs) = left;
    let sealed = SealRequest {
        anew_without: Some(without.iter().map(|&key| key.to_owned()).collect()),
        blobs,
        ..SealRequest::new(record(PHOTO), vec![EventPlan::WithVersion(Box::new(event))])
    };
    client::seal_many(&phone.ctx(world), vec![sealed]).unwrap();
}

/// Asks that these envelopes be blanked, and everybody who is to know of it does.
async fn ask(
    world: &World,
    (one, two): (&mut Phone, &mut Phone),
    envelopes: Vec<Digest>,
    fields: &[&str],
) -> Digest {
    let asks = Event::RedactionRequested {
        envelopes,
        fields: fields.iter().map(|&key| key.to_owned()).collect(),
        reason: "拍到他人正脸".to_owned(),
    };
    let request = one.seal(world, record(PHOTO), EventPlan::Ready(asks));
    assert_eq!(one.sync(world).await.without_effect, []);
    two.sync(world).await;
    request
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
    let request = ask(&kept.world, (&mut one, &mut two), vec![written], &[]).await;
    // The same person twice.
    confirm(&kept.world, &one, request, (&[], Vec::new()));
    assert_eq!(one.sync(&kept.world).await.without_effect.len(), 1);
    assert_eq!(read(&kept.world, &one, view).await.status(), 200);

    confirm(&kept.world, &two, request, (&[], Vec::new()));
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

/// The words under a picture are blanked: it stays, until it is itself what is blanked.
async fn blank_a_caption(mut kept: Kept) {
    kept.photo().await;
    let view = sha256(&picture(1, 9_000));
    let item = [(photo_keys::ITEM, Scalar::from("RH-01"))];
    kept.phone.edit(
        &kept.world,
        record(PHOTO),
        &RecordKind::Photo,
        stream(0),
        &item,
    );
    client::seal(
        &kept.phone.ctx(&kept.world),
        record(PHOTO),
        Vec::new(),
        Vec::new(),
    )
    .unwrap();
    assert_eq!(kept.phone.sync(&kept.world).await.accepted, 1);
    let mut one = officer(&kept.world, OFFICER).await;
    let mut two = officer(&kept.world, SECOND_OFFICER).await;
    let rows = one.store.rows_of(record(PHOTO)).unwrap();
    let RowBody::Accepted { envelope, .. } = &rows[0].body else {
        panic!("a photo was accepted");
    };
    let (written, blobs) = (envelope.id(), envelope.header.blobs.clone());
    assert_eq!(blobs.len(), 1);
    let request = ask(
        &kept.world,
        (&mut one, &mut two),
        vec![written],
        &[photo_keys::CAPTION],
    )
    .await;
    // Who confirms leaves out no picture, and brings none in.
    let mut foreign = blobs[0];
    foreign.original = Digest([7; 32]);
    for files in [Vec::new(), vec![blobs[0], foreign]] {
        confirm(&kept.world, &two, request, (&[photo_keys::CAPTION], files));
        assert_eq!(two.sync(&kept.world).await.without_effect.len(), 1);
    }
    confirm(&kept.world, &two, request, (&[photo_keys::CAPTION], blobs));
    assert_eq!(two.sync(&kept.world).await.without_effect, []);
    let log = two.store.rows_of(record(PHOTO)).unwrap();
    assert!(is_blanked(&log[0]));
    assert_eq!(read(&kept.world, &one, view).await.status(), 200);
    // Every row of a link is compared with what stands beside the log.
    kept.ship().await;
    kept.link_tried(true).unwrap();

    // The picture hangs on the confirmation now, and its author wrote no word of it.
    one.sync(&kept.world).await;
    let naming: Vec<Digest> = log.iter().filter_map(names_a_photo).collect();
    assert_eq!(naming.len(), 2, "what stands, and what was not taken");
    let request = ask(&kept.world, (&mut two, &mut one), naming, &[]).await;
    confirm(&kept.world, &one, request, (&[], Vec::new()));
    assert_eq!(one.sync(&kept.world).await.without_effect, []);
    assert_eq!(read(&kept.world, &one, view).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caption_is_blanked_and_its_picture_stays() {
    blank_a_caption(Kept::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caption_is_blanked_in_a_database_server_and_its_picture_stays() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let store = StoreChoice::Postgres(cluster.database());
    let world = World::start_configured_on("", store).await;
    blank_a_caption(Kept::of(world).await).await;
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
