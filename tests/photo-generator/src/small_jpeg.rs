//! Tiny photos for tests that need speed.

use crate::develop::{Exposure, develop};
use crate::exif_block::ShotExif;
use crate::scene::Scene;
use crate::seeded::Seeded;

/// 2026-09-01 09:00 at +08:00, in milliseconds since 1970.
const MORNING_MS: i64 = 1_788_224_400_000;

/// Draws one small photo with full EXIF, about 30 KB at 640×480; scene, time and position follow
/// from the seed, and different seeds give different bytes.
#[must_use]
pub fn small_jpeg(seed: u64, width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width.max(16) as usize, height.max(16) as usize);
    let mut random = Seeded::new(seed, 4);
    let scene = random.pick(&Scene::ALL);
    let canvas = scene.draw(seed, width, height);
    let exposure = Exposure {
        size: (width, height),
        luma_noise: 1.5,
        chroma_noise: 0.8,
        quality: 75,
    };
    let exif = ShotExif {
        taken_at_ms: MORNING_MS + random.below(8 * 3_600_000) as i64,
        lat_microdeg: 27_790_000 + random.below(20_000) as i64,
        lon_microdeg: 120_610_000 + random.below(20_000) as i64,
        orientation: 1,
        model: "demo phone model".to_owned(),
        unique_id: u128::from(seed) << 64 | u128::from(random.next()),
    };
    exif.put_into(&develop(&canvas, seed, &exposure))
}
