use serde::{Deserialize, Serialize};

use super::{RegisterEntry, RegisterError, RegisterRow};
use crate::control::ControlState;

/// A lesson with its quiz（网上教学课程）of S0-38, on every phone with the next sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// 课程名称.
    pub title: String,
    /// The lesson, in plain text.
    pub text: String,
    /// The quiz.
    pub questions: Vec<Question>,
    /// Questions that must be right.
    pub pass_mark: u32,
    /// Days the certificate of training is valid that the quiz yields; 0: it yields none.
    #[serde(default)]
    pub certificate_days: u32,
}

/// A question（试题）of a quiz.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// What to choose from.
    pub options: Vec<String>,
    /// The right one, from 0.
    pub answer: u32,
}

impl Lesson {
    /// How many answers are right; missing ones are wrong.
    #[must_use]
    pub fn mark(&self, answers: &[u32]) -> u32 {
        let right = self
            .questions
            .iter()
            .zip(answers)
            .filter(|(question, answer)| question.answer == **answer)
            .count();
        u32::try_from(right).unwrap_or(u32::MAX)
    }
}

impl RegisterEntry for Lesson {
    const REGISTER: &'static str = "lesson";
    const ZH: &'static str = "培训课程";
    const RULE: &'static str = "S0-38";
    const OPERATION: &'static str = "person_manage";

    fn check(&self, _row: &RegisterRow, _control: &ControlState) -> Result<(), RegisterError> {
        let refuse = |code, zh: &str| Err(RegisterError::refused(Self::RULE, code, zh));
        if self.title.trim().is_empty() || self.questions.is_empty() {
            return refuse("lesson_incomplete", "课程没有名称或没有试题");
        }
        let answerable = self.questions.iter().all(|question| {
            usize::try_from(question.answer).is_ok_and(|right| right < question.options.len())
        });
        if !answerable {
            return refuse("question_without_answer", "试题没有正确选项");
        }
        let most = u32::try_from(self.questions.len()).unwrap_or(u32::MAX);
        if self.pass_mark == 0 || self.pass_mark > most {
            return refuse("pass_mark_invalid", "及格题数为零或超过题数");
        }
        Ok(())
    }
}
