use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wangge_domain::lifecycle::Reason;
use wangge_domain::register::{Lesson, RegisterEntry, TrainingRecord};

use crate::error::CoreError;
use crate::facade::Core;

/// Setting with the quizzes that were taken and have not reached the relay.
const WAITING: &str = "training_waiting";

/// A lesson on this phone（培训课程）with how this person stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonView {
    /// Key of the lesson.
    pub key: String,
    /// The lesson with its quiz.
    pub lesson: Lesson,
    /// The last day to take it, if there is one.
    pub until: Option<NaiveDate>,
    /// It was passed, here or by what the relay knows.
    pub passed: bool,
}

/// What came of a quiz（测验结果）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuizResult {
    /// Right answers.
    pub score: u32,
    /// Questions.
    pub of: u32,
    /// Enough of them were right.
    pub passed: bool,
}

/// A quiz that was taken and waits for the relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WaitingQuiz {
    /// The day it was taken, by the best this phone knew.
    pub(crate) on: NaiveDate,
    /// The record.
    pub(crate) record: TrainingRecord,
    /// Why the relay refused it; it stays here and is shown.
    #[serde(default)]
    pub(crate) refused: Option<String>,
}

impl Core {
    /// The lessons in force（网上教学）of S0-38 with their quizzes. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn lessons(&self) -> Result<Vec<LessonView>, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let book = &session.control.registers;
        let mut passed: Vec<String> = book
            .latest::<TrainingRecord>()
            .into_iter()
            .filter(|(_, record)| record.user == session.user && record.passed)
            .map(|(_, record)| record.lesson)
            .collect();
        let waiting = self.waiting_quizzes()?;
        passed.extend(
            waiting
                .into_iter()
                .filter(|quiz| quiz.record.passed && quiz.refused.is_none())
                .map(|quiz| quiz.record.lesson),
        );
        Ok(book
            .all::<Lesson>(today)
            .into_iter()
            .map(|(line, lesson)| LessonView {
                key: line.row.key.clone(),
                lesson,
                until: line.row.until,
                passed: passed.contains(&line.row.key),
            })
            .collect())
    }

    /// Takes the quiz of a lesson（测验）: marked at once, saved on this phone before this returns, and
    /// sent with the next sync; there the relay marks it again. One quiz a day and lesson.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no such lesson today, or not one answer for every question;
    /// [`CoreError::NotAllowed`] under S0-38: it was taken today already.
    pub fn take_quiz(&self, lesson: &str, answers: &[u32]) -> Result<QuizResult, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let book = &session.control.registers;
        let found = book
            .get::<Lesson>(lesson, today)
            .ok_or_else(|| CoreError::InvalidInput(format!("lesson: {lesson}")))?;
        if answers.len() != found.questions.len() {
            return Err(CoreError::InvalidInput("answers".to_owned()));
        }
        let score = found.mark(answers);
        let passed = score >= found.pass_mark;
        let record = TrainingRecord {
            user: session.user,
            lesson: lesson.to_owned(),
            answers: Some(answers.to_vec()),
            score,
            passed,
            examiner: None,
            exam_place: None,
        };
        let mut waiting = self.waiting_quizzes()?;
        let key = record.key(today);
        let taken = waiting.iter().any(|quiz| quiz.record.key(quiz.on) == key)
            || book
                .line_on(TrainingRecord::REGISTER, &key, today)
                .is_some();
        if taken {
            let reason = Reason::new("record_stands", TrainingRecord::RULE);
            return Err(CoreError::NotAllowed(reason));
        }
        waiting.push(WaitingQuiz {
            on: today,
            record,
            refused: None,
        });
        self.keep_waiting(&waiting)?;
        Ok(QuizResult {
            score,
            of: u32::try_from(found.questions.len()).unwrap_or(u32::MAX),
            passed,
        })
    }

    /// Quizzes that have not reached the relay, with the refusal of those it did not take.
    pub(crate) fn waiting_quizzes(&self) -> Result<Vec<WaitingQuiz>, CoreError> {
        let Some(text) = self.inner.store.setting_text(WAITING)? else {
            return Ok(Vec::new());
        };
        serde_json::from_str(&text).map_err(|error| CoreError::Internal(error.to_string()))
    }

    /// Saves what waits.
    pub(crate) fn keep_waiting(&self, waiting: &[WaitingQuiz]) -> Result<(), CoreError> {
        let text =
            serde_json::to_vec(waiting).map_err(|error| CoreError::Internal(error.to_string()))?;
        Ok(self.inner.store.set_settings(vec![(WAITING, text)])?)
    }
}
