use std::path::PathBuf;

use serde::Deserialize;
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::hazard::{HazardSeverity, HazardSource};
use wangge_domain::lifecycle::Responsible;

use super::service::Service;
use super::{deadline, word};

/// A hazard（隐患）of a script.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) struct ScriptHazard {
    /// The failed item.
    pub(crate) item: Option<String>,
    /// What is wrong.
    pub(crate) description: Option<String>,
    /// Part of the premises.
    pub(crate) part: Option<String>,
    /// Severity.
    pub(crate) severity: Option<HazardSeverity>,
    /// Life is threatened.
    pub(crate) life_threat: Option<bool>,
    /// The channel it came by.
    pub(crate) source: Option<HazardSource>,
    /// What to do about it.
    pub(crate) rectification: Option<String>,
    /// Measures in force meanwhile.
    pub(crate) interim_measures: Option<String>,
    /// Department code.
    pub(crate) department: Option<String>,
    /// Proposed deadline.
    pub(crate) deadline: Option<DeadlineSpec>,
    /// It is another one than the open hazard of the same item.
    pub(crate) another: bool,
    /// Photos as found.
    pub(crate) photos: Vec<PathBuf>,
    /// Put right before they left.
    pub(crate) fix_on_spot: Option<FixOnSpot>,
    /// A notice to issue.
    pub(crate) notice: Option<Notice>,
    /// How it is served.
    pub(crate) serve: Option<Service>,
}

/// Photos before and after（当场整改）.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FixOnSpot {
    /// File of the photo before.
    pub(crate) before: PathBuf,
    /// File of the photo after.
    pub(crate) after: PathBuf,
}

/// A notice to issue（整改通知书）.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notice {
    /// Issuing body: a code of the policy pack.
    pub(crate) issuer: String,
    /// How long the owner has.
    #[serde(deserialize_with = "deadline::read")]
    pub(crate) deadline: DeadlineSpec,
    /// Who is answerable.
    pub(crate) responsible: Responsible,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    item: Option<String>,
    description: Option<String>,
    part: Option<String>,
    #[serde(default, deserialize_with = "word::severity")]
    severity: Option<HazardSeverity>,
    life_threat: Option<bool>,
    #[serde(default, deserialize_with = "word::source")]
    source: Option<HazardSource>,
    rectification: Option<String>,
    interim_measures: Option<String>,
    department: Option<String>,
    #[serde(default, deserialize_with = "deadline::read_if_any")]
    deadline: Option<DeadlineSpec>,
    #[serde(default)]
    another: bool,
    #[serde(default)]
    photos: Vec<PathBuf>,
    fix_on_spot: Option<FixOnSpot>,
    notice: Option<Notice>,
    serve: Option<Service>,
    #[serde(default, rename = "comment")]
    _comment: Option<String>,
}

impl TryFrom<Written> for ScriptHazard {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        if written.item.is_none() && written.description.is_none() {
            return Err("应写 item（检查项）或 description（隐患描述）");
        }
        if written.fix_on_spot.is_some() && written.notice.is_some() {
            return Err("fix_on_spot（当场整改）与 notice（通知书）只能写一个");
        }
        if written.serve.is_some() && written.notice.is_none() {
            return Err("有 serve（送达）须有 notice（通知书）");
        }
        Ok(Self {
            item: written.item,
            description: written.description,
            part: written.part,
            severity: written.severity,
            life_threat: written.life_threat,
            source: written.source,
            rectification: written.rectification,
            interim_measures: written.interim_measures,
            department: written.department,
            deadline: written.deadline,
            another: written.another,
            photos: written.photos,
            fix_on_spot: written.fix_on_spot,
            notice: written.notice,
            serve: written.serve,
        })
    }
}

impl ScriptHazard {
    /// Every file it names.
    pub(super) fn files(&self) -> Vec<&PathBuf> {
        let mut files = self.pictures();
        files.extend(self.serve.iter().flat_map(Service::files));
        files
    }

    /// Every photo it names.
    pub(super) fn photo_files(&self) -> Vec<&PathBuf> {
        let mut files = self.pictures();
        files.extend(self.serve.iter().filter_map(Service::photo));
        files
    }

    fn pictures(&self) -> Vec<&PathBuf> {
        let fixes = self.fix_on_spot.iter();
        let pairs = fixes.flat_map(|fix| [&fix.before, &fix.after]);
        self.photos.iter().chain(pairs).collect()
    }
}
