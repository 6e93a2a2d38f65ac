use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;
use wangge_domain::RecordId;
use wangge_domain::checklist::AnswerResult;
use wangge_domain::inspection::{InspectionMode, PhotoStage};
use wangge_domain::record::holds_control_letters;

use super::answer::{self, ScriptAnswer};
use super::hazard::ScriptHazard;
use super::premises_choice::PremisesChoice;
use super::service::{ScriptSignature, Service};
use super::word;
use crate::input_file::{InputFileError, read_json};

/// Bytes of a text at most, as records take them.
const MOST_BYTES: usize = 32 * 1024;
/// Signatures under one visit at most: whoever signs is there in person.
const MOST_SIGNATURES: usize = 20;
/// Photos of one visit at most, those of its hazards among them.
const MOST_PHOTOS: usize = 300;

/// One visit（检查脚本）from the door to the signature.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InspectScript {
    #[serde(rename = "format", deserialize_with = "format_one")]
    _format: u32,
    #[serde(default, rename = "comment")]
    _comment: Option<String>,
    /// Where.
    pub(crate) premises: PremisesChoice,
    /// A visit begun before, to go on with.
    pub(crate) inspection: Option<RecordId>,
    /// How it came about.
    #[serde(default = "regular", deserialize_with = "word::mode")]
    pub(crate) mode: InspectionMode,
    /// Checklist to use; `None`: the one in force.
    pub(crate) checklist: Option<ScriptChecklist>,
    /// Where the phone is.
    pub(crate) position: Option<ScriptPosition>,
    /// Names as they stand on papers.
    #[serde(default)]
    pub(crate) inspectors: String,
    /// Answers.
    #[serde(default, deserialize_with = "answer::distinct")]
    pub(crate) answers: Vec<ScriptAnswer>,
    /// Result of every yes-or-no item that applies and has no answer.
    #[serde(default, deserialize_with = "word::result_if_any")]
    pub(crate) answer_rest: Option<AnswerResult>,
    /// Photos of the visit.
    #[serde(default)]
    pub(crate) photos: Vec<ScriptPhoto>,
    /// Signatures under it.
    #[serde(default)]
    pub(crate) signatures: Vec<ScriptSignature>,
    /// How it is submitted; `None`: it stays a draft.
    pub(crate) submit: Option<ScriptSubmit>,
    /// Hazards.
    #[serde(default)]
    pub(crate) hazards: Vec<ScriptHazard>,
}

/// Code and version of a checklist（检查表）.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptChecklist {
    /// `RH`.
    pub(crate) code: String,
    /// `2026.1`.
    pub(crate) version: String,
}

/// A position（定位）in WGS-84.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptPosition {
    /// Latitude, microdegrees.
    pub(crate) latitude_microdegrees: i64,
    /// Longitude, microdegrees.
    pub(crate) longitude_microdegrees: i64,
    /// Accuracy, meters.
    pub(crate) accuracy_m: i64,
}

/// A photo of the visit（照片）.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptPhoto {
    /// The file as the camera wrote it.
    pub(crate) file: PathBuf,
    /// Checklist item; empty: the visit as a whole.
    #[serde(default)]
    pub(crate) item: String,
    /// What it shows.
    #[serde(default, deserialize_with = "word::stage")]
    pub(crate) stage: PhotoStage,
    /// Words under it.
    #[serde(default)]
    pub(crate) caption: String,
    /// It comes from the gallery.
    #[serde(default)]
    pub(crate) imported: bool,
}

/// How a visit is submitted（提交）.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptSubmit {
    /// Census outcome, for a visit that ended at the door.
    pub(crate) outcome: Option<String>,
    /// Remark on the outcome.
    #[serde(default)]
    pub(crate) note: String,
    /// Why it was changed, on a returned inspection.
    pub(crate) correction: Option<String>,
    /// Raise a hazard for every failed item.
    #[serde(default = "yes")]
    pub(crate) raise_hazards: bool,
}

fn yes() -> bool {
    true
}

fn regular() -> InspectionMode {
    InspectionMode::Regular
}

fn format_one<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        1 => Ok(1),
        other => Err(D::Error::custom(format!("不认识格式 {other}，应为 1"))),
    }
}

impl InspectScript {
    /// Reads a script and looks for every file it names, so that nothing is done by half.
    pub(crate) fn read(path: &Path) -> Result<Self, InputFileError> {
        let script: Self = read_json(path)?;
        if let Some(message) = text_problem("", &read_json(path)?) {
            return Err(InputFileError::of_file(path, message));
        }
        let counts = [
            ("签名", script.signatures.len(), MOST_SIGNATURES),
            ("照片", script.photo_files().len(), MOST_PHOTOS),
        ];
        for (what, count, most) in counts {
            if count > most {
                let message = format!("{what}太多（{count}，最多 {most}）");
                return Err(InputFileError::of_file(path, message));
            }
        }
        let folder = folder_of(path);
        for file in script.files() {
            let there = folder.join(file);
            if !there.is_file() {
                let what = if there.exists() {
                    "所列的不是文件"
                } else {
                    "所列文件不存在"
                };
                let message = format!("{what}：{}", file.display());
                return Err(InputFileError::of_file(path, message));
            }
        }
        Ok(script)
    }

    /// Every photo it names.
    pub(crate) fn photo_files(&self) -> Vec<&PathBuf> {
        let mut files = self.pictures();
        files.extend(self.hazards.iter().flat_map(ScriptHazard::photo_files));
        files
    }

    /// Every file with strokes it names.
    pub(crate) fn strokes_files(&self) -> Vec<&PathBuf> {
        let own = self.signatures.iter().map(|signature| &signature.strokes);
        let served = self
            .hazards
            .iter()
            .filter_map(|hazard| hazard.serve.as_ref());
        own.chain(served.flat_map(Service::strokes_files)).collect()
    }

    fn pictures(&self) -> Vec<&PathBuf> {
        let mut files: Vec<&PathBuf> = self.photos.iter().map(|photo| &photo.file).collect();
        files.extend(self.answers.iter().flat_map(|answer| &answer.photos));
        files
    }

    fn files(&self) -> Vec<&PathBuf> {
        let mut files = self.pictures();
        files.extend(self.signatures.iter().map(|signature| &signature.strokes));
        files.extend(self.hazards.iter().flat_map(ScriptHazard::files));
        files
    }
}

/// The first text that no record takes: with control characters, or too long.
fn text_problem(place: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) if holds_control_letters(text) => {
            Some(format!("{place} 含看不见的控制字符"))
        }
        Value::String(text) if text.len() > MOST_BYTES => Some(format!(
            "{place} 文字太长（{} 字节，最多 {MOST_BYTES}）",
            text.len()
        )),
        Value::Array(all) => all
            .iter()
            .enumerate()
            .find_map(|(at, one)| text_problem(&format!("{place}[{at}]"), one)),
        Value::Object(all) => all.iter().find_map(|(key, one)| {
            let dot = if place.is_empty() { "" } else { "." };
            text_problem(&format!("{place}{dot}{key}"), one)
        }),
        _ => None,
    }
}

/// The folder that relative paths of a script start from.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
