//! Two officers blank a photo, over HTTP: nobody reads it again, and backups hold what is left.

use std::path::Path;

use wangge_domain::Digest;
use wangge_domain::inspection::photo_keys;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_protocol::{BlobHashes, Row, RowBody, sha256};
use wangge_sync_engine::client::{self, EventPlan, SealRequest};
use wangge_sync_engine::store::ClientStore as _;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::backups::{Kept, files};
use super::blobs::{created, patch, picture, read};
use super::phone::{Phone, record};
use super::world::{DAY_MS, OFFICER, SECOND_OFFICER, World, stream};
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

/// Whether the bytes of a photo lie in the relay's own folder of photos.
fn lies_there(folder: &Path, digest: Digest) -> bool {
    let name = digest.to_string();
    files(folder).iter().any(|path| path.ends_with(&name))
}

/// A photo, and two officers who blank it.
async fn blank_a_photo(kept: &mut Kept) {
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
}

async fn blanked_and_backed_up(mut kept: Kept) {
    blank_a_photo(&mut kept).await;
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
    blanked_and_backed_up(Kept::start().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_with_the_data_in_a_database_server() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let store = StoreChoice::Postgres(cluster.database());
    let world = World::start_configured_on("", store).await;
    blanked_and_backed_up(Kept::of(world).await).await;
}

async fn swept_at_once(kept: &mut Kept) {
    let (view, folder) = (sha256(&picture(1, 9_000)), kept.data().join("blobs"));
    blank_a_photo(kept).await;
    assert!(lies_there(&folder, view), "nothing has swept yet");
    // Another photo, whose bytes came and which no row names yet, is new and stays.
    let fresh = picture(2, 7_000);
    let at = created(&kept.world, &kept.phone, &fresh).await;
    let sent = patch(&kept.world, &kept.phone, &at, 0, &fresh).await;
    assert_eq!(sent.status(), 204);
    kept.world.clock.advance_ms(11 * 60_000);
    kept.world.run_jobs().await;
    assert!(!lies_there(&folder, view), "the next sweep takes it");
    assert!(lies_there(&folder, sha256(&fresh)));
    // A copy of before puts the file back: the sweep of the next day takes it once more.
    let name = view.to_string();
    let tenant = std::fs::read_dir(&folder).unwrap().next().unwrap();
    let fold = tenant.unwrap().path().join(name.split_at(2).0);
    std::fs::create_dir_all(&fold).unwrap();
    std::fs::write(fold.join(&name), picture(1, 9_000)).unwrap();
    kept.world.clock.advance_ms(DAY_MS + 11 * 60_000);
    kept.world.run_jobs().await;
    assert!(!lies_there(&folder, view), "found however new it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_a_photo_that_was_blanked_goes_with_the_next_sweep() {
    let world = World::start_configured_on("", StoreChoice::default()).await;
    let mut kept = Kept::of(world).await;
    swept_at_once(&mut kept).await;
    // The same job has overwritten what the row left in the file of the database.
    let told = kept.world.admin().with_tenant(|tenant| {
        let key = "blanked_log_emptied";
        tenant.database.setting(tenant.id(), key).unwrap()
    });
    assert_eq!(told.as_deref(), Some("1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_of_the_file_where_the_rows_are_in_a_database_server() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let store = StoreChoice::Postgres(cluster.database());
    let world = World::start_configured_on("", store).await;
    swept_at_once(&mut Kept::of(world).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_in_plain_holds_no_photo_that_was_blanked() {
    let world = World::start_configured_on("", StoreChoice::default()).await;
    let mut kept = Kept::of(world).await;
    let view = sha256(&picture(1, 9_000));
    let before = kept.path("before");
    kept.photo().await;
    kept.world.admin().backup(&before).unwrap();
    assert!(lies_there(&before.join("blobs"), view));
    let mut kept = Kept::of(World::start_configured_on("", StoreChoice::default()).await).await;
    blank_a_photo(&mut kept).await;
    assert!(lies_there(&kept.data().join("blobs"), view));
    let after = kept.path("after");
    kept.world.admin().backup(&after).unwrap();
    assert!(!lies_there(&after.join("blobs"), view));
}
