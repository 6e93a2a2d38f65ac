use std::time::Duration;

use bytes::Bytes;
use tokio::sync::Semaphore;
use wangge_domain::public_report::{ReportLimits, ReportRefusal};
use wangge_photo::{Options, PhotoError, PhotoErrorKind, process};

use super::limits::photo_limits;

/// How long a form waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

/// Photos of a report, drawn anew（照片重绘）: no byte of what was sent is kept, and no metadata.
#[derive(Debug)]
pub(super) struct Redrawn {
    pub(super) photos: Vec<Vec<u8>>,
    /// Where the first photo that says so was taken: latitude and longitude, microdegrees.
    pub(super) position: Option<(i64, i64)>,
}

/// Draws photos anew, one at a time over all visitors.
pub(super) async fn redraw(
    sent: Vec<Bytes>,
    limits: ReportLimits,
    decoders: &Semaphore,
) -> Result<Redrawn, ReportRefusal> {
    let most = limits.photos;
    if u32::try_from(sent.len()).unwrap_or(u32::MAX) > most {
        return Err(ReportRefusal::TooManyPhotos { most });
    }
    let mut redrawn = Redrawn {
        photos: Vec::new(),
        position: None,
    };
    for bytes in sent {
        let turn = tokio::time::timeout(PATIENCE, decoders.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(ReportRefusal::Busy);
        };
        let drawn = tokio::task::spawn_blocking(move || draw(&bytes, limits.photo_bytes)).await;
        let (photo, position) = drawn.unwrap_or(Err(ReportRefusal::NoPhoto))?;
        redrawn.photos.push(photo);
        redrawn.position = redrawn.position.or(position);
    }
    Ok(redrawn)
}

type Drawn = (Vec<u8>, Option<(i64, i64)>);

fn draw(bytes: &[u8], max_bytes: u64) -> Result<Drawn, ReportRefusal> {
    let options = Options {
        keep_time: false,
        keep_position: false,
        ..Options::default()
    };
    match process(bytes, &photo_limits(max_bytes), &options) {
        Ok(made) => {
            let position = made.facts.position;
            let position = position.map(|it| (it.latitude_microdegrees, it.longitude_microdegrees));
            Ok((made.view.bytes, position))
        }
        Err(PhotoError::TooManyPixels { .. } | PhotoError::TooMuchMemory { .. }) => {
            Err(ReportRefusal::TooManyPixels)
        }
        Err(error) if error.kind() == PhotoErrorKind::TooLarge => {
            Err(ReportRefusal::TooLarge { most: max_bytes })
        }
        Err(_) => Err(ReportRefusal::NoPhoto),
    }
}
