use std::fmt::Write as _;

use wangge_domain::control::ControlState;
use wangge_domain::draw::{Announcement, DrawAct, DrawRecord, Replaced, Replacement, Selected};
use wangge_domain::resources::{Language, label};
use wangge_domain::{RecordId, Timestamp, UserId};

use super::render::escaped;

/// What was asked to be replaced in a draw and what stepped in（更换情况）: each with its reason, who
/// asked and who approved, by their office.
pub(super) fn replacements(
    record: &DrawRecord,
    announcement: &Announcement,
    control: &ControlState,
) -> String {
    let waiting: Vec<usize> = record.pending().iter().map(|(place, ..)| *place).collect();
    let mut lines = record
        .drawing()
        .map(|drawing| drawing.selected.clone())
        .unwrap_or_default();
    let mut out = String::new();
    for (place, entry) in record.entries.iter().enumerate() {
        let (at, by) = (entry.at, entry.by);
        match &entry.act {
            DrawAct::ReplacementAsked(asked) if waiting.contains(&place) => {
                let what = before(announcement, asked.out);
                let who = office(control, by, at);
                // Writing to a string cannot fail.
                let _written = writeln!(
                    out,
                    "<p>申请更换，待批准：{}。理由：{}。申请：{}（{}）。</p>",
                    escaped(&what),
                    escaped(&asked.reason),
                    escaped(&who),
                    at.china_date()
                );
            }
            DrawAct::Replaced(change) => {
                let asked = change.asked.and_then(|place| record.entries.get(place));
                let (asker, asked_at) = asked.map_or((by, at), |asked| (asked.by, asked.at));
                let after = after(announcement, &lines, change);
                let _written = writeln!(
                    out,
                    "<p>更换：{} → {}。理由：{}。申请：{}（{}）；批准：{}（{}）。</p>",
                    escaped(&before(announcement, change.out)),
                    escaped(&after),
                    escaped(&change.reason),
                    escaped(&office(control, asker, asked_at)),
                    asked_at.china_date(),
                    escaped(&office(control, change.approver, at)),
                    at.china_date()
                );
                for line in &mut lines {
                    if line.target == change.out.target {
                        line.clone_from(&change.line);
                    }
                }
            }
            _ => {}
        }
    }
    if out.is_empty() {
        out
    } else {
        format!("<h2>更换情况</h2>\n{out}")
    }
}

/// What falls out: the target, or the inspector at it.
fn before(announcement: &Announcement, out: Replaced) -> String {
    let target = target(announcement, out.target);
    match out.inspector {
        None => format!("对象{target}"),
        Some(who) => format!("对象{target}的检查人员{}", inspector(announcement, who)),
    }
}

/// What steps in: the target with its team, or whoever is new in the team.
fn after(announcement: &Announcement, lines: &[Selected], change: &Replacement) -> String {
    let team = change.line.team.iter().map(|it| it.inspector);
    let named = |team: Vec<UserId>| {
        let names = team.into_iter().map(|who| inspector(announcement, who));
        names.collect::<Vec<_>>().join("、")
    };
    if change.out.inspector.is_none() {
        let target = target(announcement, change.line.target);
        return format!("对象{target}，检查人员{}", named(team.collect()));
    }
    let line = lines.iter().find(|it| it.target == change.out.target);
    let was_there = |who: &UserId| {
        line.is_some_and(|line| line.team.iter().any(|member| member.inspector == *who))
    };
    named(team.filter(|who| !was_there(who)).collect())
}

fn target(announcement: &Announcement, target: RecordId) -> &str {
    let mut targets = announcement.inputs.targets.iter();
    let found = targets.find(|it| it.id == target);
    found.map_or("", |it| it.label.as_str())
}

fn inspector(announcement: &Announcement, who: UserId) -> &str {
    let mut inspectors = announcement.inputs.inspectors.iter();
    let found = inspectors.find(|it| it.id == who);
    found.map_or("", |it| it.label.as_str())
}

/// The unit and the roles that somebody had then: the name is not published.
fn office(control: &ControlState, who: UserId, at: Timestamp) -> String {
    let held = control.grants.iter();
    let mut roles: Vec<String> = held
        .filter(|grant| grant.user == who && grant.holds_at(at))
        .map(|grant| label(Language::Chinese, &format!("role.{}", grant.role)).to_owned())
        .collect();
    roles.sort_unstable();
    roles.dedup();
    let unit = control.people.get(&who).map(|it| it.organization.trim());
    let unit = unit.filter(|unit| !unit.is_empty()).map(str::to_owned);
    let parts: Vec<String> = unit.into_iter().chain(roles).collect();
    if parts.is_empty() {
        "经办人".to_owned()
    } else {
        parts.join(" ")
    }
}
