use super::{Circular, FailedRun, Ranked, TownshipRules, failed_line};
use crate::GridId;

/// The draft of a circular（通报稿）of S0-40 in Chinese words: who is praised, who is criticized, the
/// ranking, who failed for years in a row, the snapshots it rests on. It is a draft: a person signs and sends it, or does not.
#[must_use]
pub fn circular_draft(
    circular: &Circular,
    ranking: &[Ranked],
    rules: &TownshipRules,
    failed: &[(GridId, FailedRun)],
    name: impl Fn(GridId) -> String,
) -> String {
    let period = &circular.period;
    let mut lines = vec![
        format!("关于{period}消防安全网格化管理考核情况的通报（草稿，未经签发）"),
        String::new(),
    ];
    for line in ranking {
        let grade = rules
            .grades
            .iter()
            .find(|it| Some(&it.id) == line.grade.as_ref());
        let words = match (line.place, line.hundredths, grade) {
            (Some(place), Some(score), Some(grade)) => {
                let change = line.change.map_or_else(String::new, |change| {
                    let sign = if change < 0 { "-" } else { "+" };
                    let change = change.unsigned_abs();
                    format!("，较上期{sign}{}.{:02}分", change / 100, change % 100)
                });
                let undone = match line.undone {
                    true => "，有任务未开展，按已有数据计分",
                    false => "",
                };
                format!(
                    "第{place}名 {} {}.{:02}分 {}{change}{undone}",
                    name(line.scope),
                    score / 100,
                    score % 100,
                    grade.zh
                )
            }
            (_, _, Some(grade)) if line.vetoed => {
                format!("{} 一票否决 {}，不参加排名", name(line.scope), grade.zh)
            }
            (_, _, Some(grade)) => format!("{} 无得分 {}", name(line.scope), grade.zh),
            _ => format!("{} 无足够数据，不参加排名", name(line.scope)),
        };
        lines.push(words);
    }
    let list = |scopes: &[GridId]| {
        let names: Vec<String> = scopes.iter().map(|scope| name(*scope)).collect();
        match names.is_empty() {
            true => "无".to_owned(),
            false => names.join("、"),
        }
    };
    lines.push(String::new());
    lines.push(format!("通报表扬：{}", list(&circular.praised)));
    lines.push(format!("通报批评：{}", list(&circular.criticized)));
    lines.push(format!("无考核结果：{}", list(&circular.without_result)));
    lines.extend(failed_line(failed, &name));
    let hashes: Vec<String> = circular
        .snapshots
        .iter()
        .map(|hash| hash.to_string().chars().take(16).collect())
        .collect();
    lines.push(format!("数据依据：考核定稿 {}", hashes.join("、")));
    lines.join("\n")
}
