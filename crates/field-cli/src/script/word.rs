//! Words of a closed list, in English or Chinese, refused at the very place they stand.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};
use wangge_domain::calendar::DayKind;
use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::{HazardSeverity, HazardSource};
use wangge_domain::inspection::{InspectionMode, PhotoStage};

use crate::words;

struct WordVisitor<T> {
    what: &'static str,
    parse: fn(&str) -> Option<T>,
    marker: PhantomData<T>,
}

impl<T> Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text.trim())
            .ok_or_else(|| E::custom(format!("没有“{text}”，应为{}", self.what)))
    }
}

fn word<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    what: &'static str,
    parse: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(WordVisitor {
        what,
        parse,
        marker: PhantomData,
    })
}

/// The value whose code or Chinese words these are.
fn of<T: Copy>(all: &[T], group: &str, code: fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter()
        .copied()
        .find(|it| code(*it) == text || words::word(group, code(*it)) == text)
}

/// A result by its word.
pub(crate) fn result_of(text: &str) -> Option<AnswerResult> {
    let all = [AnswerResult::Pass, AnswerResult::Fail, AnswerResult::Na];
    of(&all, "answer", AnswerResult::as_str, text)
}

pub(super) fn result<'de, D: Deserializer<'de>>(from: D) -> Result<AnswerResult, D::Error> {
    word(
        from,
        "pass（合格）、fail（不合格）或 na（不适用）",
        result_of,
    )
}

pub(super) fn result_if_any<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<AnswerResult>, D::Error> {
    result(from).map(Some)
}

pub(super) fn mode<'de, D: Deserializer<'de>>(from: D) -> Result<InspectionMode, D::Error> {
    word(
        from,
        "检查方式，如 regular（日常检查）",
        |text| of(InspectionMode::ALL, "mode", InspectionMode::as_str, text),
    )
}

pub(super) fn stage<'de, D: Deserializer<'de>>(from: D) -> Result<PhotoStage, D::Error> {
    word(from, "照片阶段，如 found（检查时）", |text| {
        let all = [
            PhotoStage::Found,
            PhotoStage::Before,
            PhotoStage::After,
            PhotoStage::Recheck,
            PhotoStage::Service,
        ];
        of(&all, "photo_stage", PhotoStage::as_str, text)
    })
}

pub(super) fn severity<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<HazardSeverity>, D::Error> {
    word(
        from,
        "general（一般隐患）或 suspected_major（疑似重大）",
        |text| {
            let all = [HazardSeverity::General, HazardSeverity::SuspectedMajor];
            of(&all, "severity", HazardSeverity::as_str, text).map(Some)
        },
    )
}

pub(super) fn source<'de, D: Deserializer<'de>>(from: D) -> Result<Option<HazardSource>, D::Error> {
    word(
        from,
        "隐患来源，如 grid_patrol（网格巡查）",
        |text| of(HazardSource::ALL, "source", HazardSource::as_str, text).map(Some),
    )
}

pub(super) fn day_kind<'de, D: Deserializer<'de>>(from: D) -> Result<DayKind, D::Error> {
    word(
        from,
        "natural（自然日）或 working（工作日）",
        |text| match text {
            "natural" | "自然日" => Some(DayKind::Natural),
            "working" | "工作日" => Some(DayKind::Working),
            _ => None,
        },
    )
}
