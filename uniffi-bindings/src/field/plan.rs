use super::Field;
use crate::boundary::short;
use crate::error::FieldError;
use crate::records::{
    Lesson, MonthPlan, MonthTask, Person, QuizResult, Rewards, ScoreCard, SentJob,
};
use crate::values::{read, read_some};

#[uniffi::export]
impl Field {
    /// The tasks of this month（每月任务）.
    pub fn month_tasks(&self, grid: Option<String>) -> Result<Vec<MonthTask>, FieldError> {
        short(|| {
            let tasks = self.core.month_tasks(read_some("grid", grid.as_deref())?)?;
            Ok::<_, FieldError>(tasks.into_iter().map(Into::into).collect())
        })
    }

    /// Check day and recheck days of this month（月度计划）.
    pub fn month_plan(&self, grid: Option<String>) -> Result<MonthPlan, FieldError> {
        short(|| {
            let plan = self.core.month_plan(read_some("grid", grid.as_deref())?)?;
            Ok::<_, FieldError>(plan.into())
        })
    }

    /// The jobs sent to this person that are not done, earliest due first（派发事项）.
    pub fn my_jobs(&self) -> Result<Vec<SentJob>, FieldError> {
        short(|| {
            let jobs = self.core.my_jobs()?;
            Ok::<_, FieldError>(jobs.into_iter().map(Into::into).collect())
        })
    }

    /// Everybody of the tenant（人员）, to choose who came along.
    pub fn people(&self) -> Result<Vec<Person>, FieldError> {
        short(|| {
            let control = self.core.control()?;
            Ok::<_, FieldError>(control.people.values().map(Into::into).collect())
        })
    }

    /// This person's score card of a month（本人考评卡）; `month` is any day of it.
    pub fn score_card(&self, month: String) -> Result<ScoreCard, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.score_card(read("month", &month)?)?.into()))
    }

    /// Objects to a deduction for a record（申诉）: `code` is that of the deduction, `day` its day,
    /// `YYYY-MM-DD`; without one it is to the latest.
    #[uniffi::method(default(day = None))]
    pub fn raise_objection(
        &self,
        record: String,
        code: String,
        text: String,
        day: Option<String>,
    ) -> Result<(), FieldError> {
        short(|| {
            let record = read("record", &record)?;
            let day = read_some("day", day.as_deref())?;
            Ok::<_, FieldError>(self.core.object(record, &code, day, &text)?)
        })
    }

    /// What was decided of this person's rewards（我的奖励）.
    pub fn my_rewards(&self) -> Result<Rewards, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.my_rewards()?.into()))
    }

    /// The lessons in force with their quizzes（网上教学）.
    pub fn lessons(&self) -> Result<Vec<Lesson>, FieldError> {
        short(|| {
            let lessons = self.core.lessons()?;
            Ok::<_, FieldError>(lessons.into_iter().map(Into::into).collect())
        })
    }

    /// Takes the quiz of a lesson, marked at once（测验）: one answer for every question, from 0.
    pub fn take_quiz(&self, lesson: String, answers: Vec<u32>) -> Result<QuizResult, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.take_quiz(&lesson, &answers)?.into()))
    }
}
