use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use indicatif::ProgressBar;
use wangge_domain::Timestamp;
use wangge_tests::photo_generator::{Pool, ShotExif};

/// The phone model that the drawn pictures name.
const MODEL: &str = "Wangge Demo 12MP";

/// Takes pictures: each is one of the pool with EXIF of its own, so that no two are alike.
#[derive(Debug)]
pub(crate) struct Camera {
    pool: Arc<Pool>,
    bar: ProgressBar,
    next: AtomicUsize,
    bytes: AtomicU64,
}

impl Camera {
    pub(crate) fn new(pool: Arc<Pool>, bar: ProgressBar) -> Self {
        Self {
            pool,
            bar,
            next: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// A shot at this time and place (microdegrees).
    pub(crate) fn shoot(&self, at: Timestamp, place: (i64, i64)) -> Vec<u8> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let exif = ShotExif {
            taken_at_ms: at.0,
            lat_microdeg: place.0,
            lon_microdeg: place.1,
            orientation: self.pool.orientation(index),
            model: MODEL.to_owned(),
            unique_id: index as u128 + 1,
        };
        let shot = self.pool.shot(index, &exif);
        self.bytes.fetch_add(shot.len() as u64, Ordering::Relaxed);
        self.bar.inc(1);
        shot
    }

    /// No more pictures.
    pub(crate) fn put_away(&self) {
        self.bar.finish_and_clear();
    }

    /// Pictures taken.
    pub(crate) fn shots(&self) -> u64 {
        self.next.load(Ordering::Relaxed) as u64
    }

    /// Bytes of all pictures taken.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}
