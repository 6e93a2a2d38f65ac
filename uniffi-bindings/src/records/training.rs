use wangge_domain::register;
use wangge_mobile_core as core;

/// A lesson on this phone（培训课程）with how this person stands.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Lesson {
    /// Key of the lesson.
    pub key: String,
    /// 课程名称.
    pub title: String,
    /// The lesson, in plain text.
    pub text: String,
    /// The quiz; the right answers stay in the core.
    pub questions: Vec<Question>,
    /// Questions that must be right.
    pub pass_mark: u32,
    /// Days the certificate of training is valid that the quiz yields; 0: it yields none.
    pub certificate_days: u32,
    /// The last day to take it, if there is one.
    pub until: Option<String>,
    /// It was passed, here or by what the relay knows.
    pub passed: bool,
}

impl From<core::LessonView> for Lesson {
    fn from(it: core::LessonView) -> Self {
        let core::LessonView {
            key,
            lesson,
            until,
            passed,
        } = it;
        let register::Lesson {
            title,
            text,
            questions,
            pass_mark,
            certificate_days,
        } = lesson;
        Self {
            key,
            title,
            text,
            questions: questions.into_iter().map(Into::into).collect(),
            pass_mark,
            certificate_days,
            until: until.map(|day| day.to_string()),
            passed,
        }
    }
}

/// A question（试题）of a quiz.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Question {
    /// The question.
    pub text: String,
    /// What to choose from.
    pub options: Vec<String>,
}

impl From<register::Question> for Question {
    fn from(it: register::Question) -> Self {
        let register::Question {
            text,
            options,
            // It stays in the core.
            answer: _,
        } = it;
        Self { text, options }
    }
}

/// What came of a quiz（测验结果）.
#[derive(Clone, Copy, Debug, uniffi::Record)]
pub struct QuizResult {
    /// Right answers.
    pub score: u32,
    /// Questions.
    pub of: u32,
    /// Enough of them were right.
    pub passed: bool,
}

impl From<core::QuizResult> for QuizResult {
    fn from(it: core::QuizResult) -> Self {
        let core::QuizResult { score, of, passed } = it;
        Self { score, of, passed }
    }
}
