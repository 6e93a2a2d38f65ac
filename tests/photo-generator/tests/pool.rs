//! What the rest of the tests relies on.

use std::collections::HashSet;

use wangge_photo::{Limits, Options, Orientation, process};

use wangge_photo_generator::{Pool, Scene, ShotExif, small_jpeg};

fn exif(unique_id: u128, orientation: u16) -> ShotExif {
    ShotExif {
        taken_at_ms: 1_788_224_461_250,
        lat_microdeg: 27_790_123,
        lon_microdeg: -120_610_456,
        orientation,
        model: "demo phone model".to_owned(),
        unique_id,
    }
}

#[test]
fn a_pool_is_the_same_for_the_same_seed_and_weighs_like_a_phone() {
    let done = std::sync::atomic::AtomicUsize::new(0);
    let pool = Pool::draw(7, 6, &|_| {
        done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(done.into_inner(), 6, "progress is told of every picture");
    let folder = tempfile::tempdir().unwrap();
    let again = Pool::draw_in(folder.path(), 7, 6, &|_| {}).unwrap();
    for index in 0..6 {
        let orientation = pool.orientation(index);
        let shot = pool.shot(index, &exif(1, orientation));
        assert_eq!(shot, again.shot(index, &exif(1, orientation)));
        assert!(
            (2_000_000..5_000_000).contains(&shot.len()),
            "{index}: {} bytes",
            shot.len()
        );
        assert_ne!(
            shot,
            pool.shot(index, &exif(2, orientation)),
            "shots are never alike"
        );
        assert_eq!(pool.scene(index), Scene::ALL[index]);
    }
    assert_eq!(
        pool.orientation(2),
        6,
        "some are shot with the phone upright"
    );
    let portrait = process(
        &pool.shot(2, &exif(1, 6)),
        &Limits::default(),
        &Options::default(),
    )
    .unwrap();
    assert_eq!((portrait.facts.width, portrait.facts.height), (4032, 3024));
    assert_eq!(portrait.facts.orientation, Orientation::Clockwise90);
    assert_eq!((portrait.view.width, portrait.view.height), (1200, 1600));
}

#[test]
fn what_a_shot_says_can_be_read_back() {
    let pool = Pool::draw(1, 1, &|_| {});
    let shot = pool.shot(0, &exif(9, 1));
    let facts = wangge_photo::inspect(&shot, &Limits::default()).unwrap();
    let taken_at = facts.taken_at.unwrap();
    assert_eq!(taken_at.local.to_string(), "2026-09-01 09:01:01.250");
    assert_eq!(taken_at.offset_minutes, Some(480));
    assert_eq!(
        facts.satellite_time.unwrap().to_string(),
        "2026-09-01 01:01:01"
    );
    let position = facts.position.unwrap();
    assert_eq!(position.latitude_microdegrees, 27_790_123);
    assert_eq!(position.longitude_microdegrees, -120_610_456);
    assert_eq!(position.accuracy_millimeters, Some(8000));
    assert_eq!(facts.model.as_deref(), Some("demo phone model"));
}

#[test]
fn small_photos_are_small_and_all_different() {
    let photos: HashSet<Vec<u8>> = (0..20).map(|seed| small_jpeg(seed, 640, 480)).collect();
    assert_eq!(photos.len(), 20);
    for photo in photos {
        assert!(
            (10_000..70_000).contains(&photo.len()),
            "{} bytes",
            photo.len()
        );
        let facts = wangge_photo::inspect(&photo, &Limits::default()).unwrap();
        assert_eq!((facts.width, facts.height), (640, 480));
        assert!(facts.taken_at.is_some() && facts.position.is_some());
    }
}
