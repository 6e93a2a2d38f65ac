use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::day_to_come::not_to_come;
use super::{Lesson, RegisterBook, RegisterEntry, RegisterError, RegisterRow};
use crate::UserId;
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::record::says_nothing;

/// That a person took part in a training（培训记录）of S0-38: at a course, or by a quiz on the phone. Its
/// first day is the day it took place; the key is `{lesson or course}/{user}/{day}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// Who.
    pub user: UserId,
    /// Key of the lesson, or name of the course.
    pub lesson: String,
    /// The answers given; `None`: attendance at a course.
    #[serde(default)]
    pub answers: Option<Vec<u32>>,
    /// Right answers; 0 for attendance.
    #[serde(default)]
    pub score: u32,
    /// Passed, or present to the end.
    pub passed: bool,
    /// 主考人: who held an exam on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examiner: Option<String>,
    /// 考试地点: where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exam_place: Option<String>,
}

impl TrainingRecord {
    /// The key of its row.
    #[must_use]
    pub fn key(&self, on: NaiveDate) -> String {
        format!("{}/{}/{on}", self.lesson, self.user)
    }
}

impl RegisterEntry for TrainingRecord {
    const REGISTER: &'static str = "training_record";
    const ZH: &'static str = "培训记录";
    const RULE: &'static str = "S0-38";
    const OPERATION: &'static str = "person_manage";

    fn check(&self, row: &RegisterRow, control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if !control.people.contains_key(&self.user) {
            return refuse("person_unknown", "没有这个人员");
        }
        if row.key != self.key(row.from) {
            return refuse("key_mismatch", "条目键应为 课程/人员/日期");
        }
        let book = &control.registers;
        if !book.history_of(Self::REGISTER, &row.key).is_empty() {
            return refuse("record_stands", "该人员当日的这项培训已登记");
        }
        let Some(answers) = &self.answers else {
            return Ok(());
        };
        let Some(lesson) = book.get::<Lesson>(&self.lesson, row.from) else {
            return refuse("lesson_unknown", "没有这门课程");
        };
        let score = lesson.mark(answers);
        if score != self.score || self.passed != (score >= lesson.pass_mark) {
            return refuse("score_does_not_hold", "得分与答题结果不符");
        }
        Ok(())
    }

    /// A result on paper says who held the exam and where, and is one that the lesson can have: nobody
    /// marks its answers again.
    fn check_rules(
        &self,
        row: &RegisterRow,
        control: &ControlState,
        _policy: &PolicyPack,
    ) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if self.answers.is_some() {
            return Ok(());
        }
        let lesson = control.registers.get::<Lesson>(&self.lesson, row.from);
        let questions = lesson.as_ref().map_or(0, |it| it.questions.len());
        if u32::try_from(questions).is_ok_and(|most| self.score > most) {
            return refuse(
                "score_out_of_range",
                "得分超过课程的题数；没有试题的培训不记得分",
            );
        }
        let Some(lesson) = lesson else {
            return Ok(());
        };
        if self.passed != (self.score >= lesson.pass_mark) {
            return refuse("pass_mark_not_kept", "是否合格与得分、及格题数不符");
        }
        let said = [self.examiner.as_deref(), self.exam_place.as_deref()];
        if said.iter().any(|it| it.is_none_or(says_nothing)) {
            return refuse("exam_without_holder", "纸质考试须写明主考人和考试地点");
        }
        Ok(())
    }

    fn check_day(&self, row: &RegisterRow, today: NaiveDate) -> Result<(), RegisterError> {
        not_to_come(Self::RULE, row, today, "培训日期晚于今天")
    }
}

/// Who of these people took part in a training between two days（培训覆盖）, both inclusive. What was
/// entered ahead of its day has not taken place by `today`.
#[must_use]
pub fn trained_between(
    book: &RegisterBook,
    people: &BTreeSet<UserId>,
    (from, until): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> BTreeSet<UserId> {
    let until = until.min(today);
    book.latest::<TrainingRecord>()
        .into_iter()
        .filter(|(line, record)| record.passed && line.row.from >= from && line.row.from <= until)
        .map(|(_, record)| record.user)
        .filter(|user| people.contains(user))
        .collect()
}
