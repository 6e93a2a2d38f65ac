use std::io::Read as _;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::{PhonePosition, PhotoInput, PhotoRole};

use crate::args::{args, word};
use crate::bridge::Bridge;
use crate::failure::Failure;
use crate::method::{Given, Later, Method, Run};

/// Bytes read of a file at most: what is larger is refused by the core anyway.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "photo.attach",
        what: "拍照留证：照片用 `base64`，或用 `file`（宿主写好的文件，收下后即删除）（takes a photo in; a file is removed once it was taken in, and stays if it was refused）",
        args: r#"{"target": "019b8bab-0680-7000-8000-000000000001", "item": "RH-04", "stage": "found", "caption": "", "imported": false, "position": {"latitude_microdegrees": 29356000, "longitude_microdegrees": 105927000, "accuracy_m": 12, "mock": false}, "base64": "/9j/4AAQ"}"#,
        answer: r#"{"photo": "…", "damage": null}"#,
        run: Run::Here(attach),
    },
    Method {
        name: "photo.bytes",
        what: "照片的字节；`role` 为 `original`、`view` 或 `thumbnail`（the bytes of a copy, if it is on this phone）",
        args: r#"{"photo": "019b8bab-0680-7000-8000-000000000001", "role": "thumbnail"}"#,
        answer: r#"{"base64": "…"}"#,
        run: Run::Here(bytes),
    },
    Method {
        name: "photo.fetch",
        what: "同上，不在本机就从服务器下载（the same, from the relay if it is not here）",
        args: r#"{"photo": "019b8bab-0680-7000-8000-000000000001", "role": "view"}"#,
        answer: r#"{"base64": "…"}"#,
        run: Run::Relay(fetch),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attach {
    target: RecordId,
    #[serde(default)]
    item: String,
    stage: String,
    #[serde(default)]
    caption: String,
    #[serde(default)]
    imported: bool,
    #[serde(default)]
    position: Option<Position>,
    #[serde(default)]
    base64: Option<String>,
    #[serde(default)]
    file: Option<PathBuf>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Position {
    latitude_microdegrees: i64,
    longitude_microdegrees: i64,
    accuracy_m: u32,
    #[serde(default)]
    mock: bool,
}

fn attach(bridge: &Bridge, value: Value) -> Given {
    let mut given: Attach = args(value)?;
    match (given.base64.take(), given.file.take()) {
        (Some(text), None) => {
            let original = STANDARD
                .decode(text)
                .map_err(|_| Failure::BadRequest("base64".to_owned()))?;
            take_in(bridge, given, original)
        }
        (None, Some(file)) => {
            let original = read(&file)?;
            let taken = take_in(bridge, given, original)?;
            // It is encrypted in the store now; a copy left behind is the host's to sweep.
            let _left_behind = std::fs::remove_file(&file);
            Ok(taken)
        }
        _ => Err(Failure::BadRequest("base64 or file".to_owned())),
    }
}

/// With bytes that came beside the request.
pub(crate) fn attach_bytes(bridge: &Bridge, value: Value, original: Vec<u8>) -> Given {
    let given: Attach = args(value)?;
    if given.base64.is_some() || given.file.is_some() {
        return Err(Failure::BadRequest("the photo came beside".to_owned()));
    }
    take_in(bridge, given, original)
}

fn take_in(bridge: &Bridge, given: Attach, original: Vec<u8>) -> Given {
    let input = PhotoInput {
        original,
        item: given.item,
        stage: word("stage", &given.stage, PhotoStage::parse)?,
        caption: given.caption,
        imported: given.imported,
        position: given.position.map(|at| PhonePosition {
            latitude_microdegrees: at.latitude_microdegrees,
            longitude_microdegrees: at.longitude_microdegrees,
            accuracy_m: at.accuracy_m,
            mock: at.mock,
        }),
    };
    let attached = bridge.core.attach_photo(given.target, &input)?;
    Ok(json!({ "photo": attached.photo, "damage": attached.damage }))
}

fn read(file: &std::path::Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| Failure::BadRequest(format!("file: {error}"));
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    let mut bytes = Vec::new();
    opened
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Copy {
    photo: RecordId,
    role: Role,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Original,
    View,
    Thumbnail,
}

impl From<Role> for PhotoRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Original => Self::Original,
            Role::View => Self::View,
            Role::Thumbnail => Self::Thumbnail,
        }
    }
}

/// The bytes of a copy.
pub(crate) fn copy(bridge: &Bridge, value: Value) -> Result<Vec<u8>, Failure> {
    let Copy { photo, role } = args(value)?;
    Ok(bridge.core.photo_bytes(photo, role.into())?)
}

fn bytes(bridge: &Bridge, value: Value) -> Given {
    let bytes = copy(bridge, value)?;
    Ok(json!({ "base64": STANDARD.encode(bytes) }))
}

fn fetch(bridge: Bridge, value: Value) -> Later {
    Box::pin(async move {
        let Copy { photo, role } = args(value)?;
        let fetched = bridge.core.fetch_photo(photo, role.into(), &bridge.cancel);
        let bytes = fetched.await?;
        Ok(json!({ "base64": STANDARD.encode(bytes) }))
    })
}
