use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "training.lessons",
        what: "网上教学 S0-38（the lessons in force, with their questions）",
        args: "{}",
        answer: r#"[{"key": "…", "title": "…", "text": "…", "questions": [{"text": "…", "options": ["…"]}], "pass_mark": 4, "certificate_days": 365, "until": null, "passed": false}]"#,
        run: Run::Here(lessons),
    },
    Method {
        name: "training.quiz",
        what: "测验，当场判分，离线也行（marks a quiz at once; `answers` from 0, one for every question）",
        args: r#"{"lesson": "lesson-1", "answers": [0, 2]}"#,
        answer: r#"{"score": 2, "of": 2, "passed": true}"#,
        run: Run::Here(quiz),
    },
];

fn lessons(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let lessons = bridge.core.lessons()?;
    Ok(lessons
        .iter()
        .map(|it| {
            // The right answers stay in the core.
            let questions: Vec<Value> = it
                .lesson
                .questions
                .iter()
                .map(|question| json!({ "text": question.text, "options": question.options }))
                .collect();
            json!({
                "key": it.key, "title": it.lesson.title, "text": it.lesson.text,
                "questions": questions, "pass_mark": it.lesson.pass_mark,
                "certificate_days": it.lesson.certificate_days,
                "until": it.until, "passed": it.passed,
            })
        })
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quiz {
    lesson: String,
    answers: Vec<u32>,
}

fn quiz(bridge: &Bridge, value: Value) -> Given {
    let Quiz { lesson, answers } = args(value)?;
    let result = bridge.core.take_quiz(&lesson, &answers)?;
    Ok(json!({ "score": result.score, "of": result.of, "passed": result.passed }))
}
