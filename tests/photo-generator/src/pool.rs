//! Pictures that are drawn once and shot many times.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io, thread};

use crate::develop::{Exposure, develop};
use crate::exif_block::ShotExif;
use crate::scene::Scene;
use crate::seeded::Seeded;

/// Sides of a 12-megapixel sensor.
const SENSOR: (usize, usize) = (4032, 3024);

/// Scenes are drawn at a quarter of the sensor's sides and enlarged: blur of optics for free.
const RASTER: (usize, usize) = (1008, 756);

/// Threads that draw; the machines of this project have two cores.
const THREADS: usize = 2;

/// Base pictures of 12 megapixels (4032×3024), 2 to 5 MB each（演示照片池）.
///
/// Picture `i` shows scene `i` modulo six. Two in seven are shot with the phone held upright:
/// their rows are stored as the sensor lies, and orientation 6 turns them.
#[derive(Debug)]
pub struct Pool {
    store: Store,
    count: usize,
}

#[derive(Debug)]
enum Store {
    Memory(Vec<Vec<u8>>),
    Folder(PathBuf),
}

impl Pool {
    /// Draws `count` pictures into memory, about 3.5 MB each, on two threads; `progress` is told
    /// how many are done.
    #[must_use]
    pub fn draw(seed: u64, count: usize, progress: &(dyn Fn(usize) + Sync)) -> Self {
        let pictures = Mutex::new(vec![Vec::new(); count]);
        each(count, progress, &|index| {
            let picture = picture(seed, index);
            let mut pictures = pictures
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            pictures[index] = picture;
            Ok(())
        })
        .expect("drawing into memory cannot fail");
        let pictures = pictures
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        Self {
            store: Store::Memory(pictures),
            count,
        }
    }

    /// Like [`Pool::draw`], but keeps the pictures in files of an existing folder, for programs
    /// whose own memory is measured.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn draw_in(
        folder: &Path,
        seed: u64,
        count: usize,
        progress: &(dyn Fn(usize) + Sync),
    ) -> io::Result<Self> {
        each(count, progress, &|index| {
            fs::write(file(folder, index), picture(seed, index))
        })?;
        Ok(Self {
            store: Store::Folder(folder.to_owned()),
            count,
        })
    }

    /// Number of base pictures.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// What picture `index` (modulo the count) shows.
    #[must_use]
    pub fn scene(&self, index: usize) -> Scene {
        scene(index % self.count.max(1))
    }

    /// The EXIF orientation that makes picture `index` upright.
    #[must_use]
    pub fn orientation(&self, index: usize) -> u16 {
        if is_portrait(index % self.count.max(1)) {
            6
        } else {
            1
        }
    }

    /// Picture `index` (modulo the count) with this EXIF; the picture data is not encoded anew.
    ///
    /// # Panics
    /// If the pool is empty, or its folder was taken away.
    #[must_use]
    pub fn shot(&self, index: usize, exif: &ShotExif) -> Vec<u8> {
        let index = index % self.count;
        match &self.store {
            Store::Memory(pictures) => exif.put_into(&pictures[index]),
            Store::Folder(folder) => {
                let base = fs::read(file(folder, index)).expect("the pool's folder is kept");
                exif.put_into(&base)
            }
        }
    }
}

fn file(folder: &Path, index: usize) -> PathBuf {
    folder.join(format!("base-{index:04}.jpg"))
}

/// Runs the work for every index below `count` on all threads; the first error ends it.
fn each(
    count: usize,
    progress: &(dyn Fn(usize) + Sync),
    work: &(dyn Fn(usize) -> io::Result<()> + Sync),
) -> io::Result<()> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let worker = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return Ok(());
            }
            work(index)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .expect("a panic while drawing is a fault of this module")
        })
    })
}

fn scene(index: usize) -> Scene {
    Scene::ALL[index % Scene::ALL.len()]
}

fn is_portrait(index: usize) -> bool {
    // Neither a divisor nor a multiple of the number of scenes: every scene comes both ways.
    index % 7 % 3 == 2
}

/// Draws and encodes one base picture, without EXIF.
fn picture(seed: u64, index: usize) -> Vec<u8> {
    let own_seed = Seeded::new(seed, index as u64 + 100).next();
    let canvas = if is_portrait(index) {
        scene(index).draw(own_seed, RASTER.1, RASTER.0).turned()
    } else {
        scene(index).draw(own_seed, RASTER.0, RASTER.1)
    };
    let mut random = Seeded::new(own_seed, 3);
    let exposure = Exposure {
        size: SENSOR,
        luma_noise: random.between(3.6, 5.6),
        chroma_noise: random.between(1.6, 2.6),
        quality: 90,
    };
    develop(&canvas, own_seed, &exposure)
}
