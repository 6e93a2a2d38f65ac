use wangge_domain::lifecycle::{
    Effect, Event, EventWord, HistoryEntry, LifecycleTables, Responsible, Timing,
    noticed_responsible,
};
use wangge_domain::register::printed_compulsion_words;
use wangge_domain::resources::{Language, status_label};

use super::dossier_cases::{shown_cases, step_word};
use super::form::head;
use super::served_to::served_to;
use super::words::{role, short_moment};
use crate::case_file::{CaseFile, Office, RecordFile};
use crate::paper::{Block, Cell, Table, TableRow};

/// Who did and knew what and when（经办与知悉, S0-41）: every line of every log of the premises in the
/// order of time, with what it said and the hash of the envelope that proves it. On a paper that
/// goes out, what holds a word of compulsion is left to the log (S0-03).
pub(super) fn timeline(office: &Office<'_>, case: &CaseFile, goes_out: bool) -> Block {
    let mut lines: Vec<(&RecordFile, &HistoryEntry, &str)> = Vec::new();
    let groups = [
        ("档案", std::slice::from_ref(&case.premises)),
        ("检查", case.inspections.as_slice()),
        ("隐患", case.hazards.as_slice()),
    ];
    for (what, files) in groups {
        for file in files {
            lines.extend(file.state.history.iter().map(|entry| (file, entry, what)));
        }
    }
    let cases = shown_cases(case);
    for file in cases {
        let table = LifecycleTables::standard().of(&file.state.kind);
        let what = table.map_or("案件", |table| table.zh.as_str());
        lines.extend(file.state.history.iter().map(|entry| (file, entry, what)));
    }
    // What waits comes last on a paper that goes out, whenever it is made: the log has no place for it yet.
    let waits = |entry: &HistoryEntry| goes_out && !office.before && entry.seq.is_none();
    lines.sort_by_key(|(file, entry, _)| {
        let received = (entry.received_at, entry.seq);
        (waits(entry), received, file.record)
    });
    let rows = lines
        .into_iter()
        .enumerate()
        .map(|(place, (file, entry, what))| {
            let short: String = entry.envelope.to_string().chars().take(10).collect();
            let place_in_log = entry
                .seq
                .map_or("待收".to_owned(), |seq| format!("第{seq}行"));
            TableRow::of(vec![
                Cell::center((place + 1).to_string()),
                Cell::center(times(office, entry, goes_out)),
                Cell::value(act(file, entry, what) + &said(entry, goes_out)),
                Cell::value(doer(office, entry)),
                Cell::value(informed(office, case, file, entry)),
                Cell::center(format!("{place_in_log}\n{short}")),
            ])
        })
        .collect();
    Block::Table(Table {
        columns: vec![12, 36, 40, 28, 28, 26],
        head: head(&[
            "序号",
            "办理/收到时间",
            "事项",
            "办理人",
            "知悉",
            "日志/信封",
        ]),
        rows,
    })
}

/// When it was done, and when it was received. On a paper that goes out nothing is said of the receipt of
/// what waits: the time that a phone shows for it is that of the making, by which the paper could
/// not be made again once it is in the log.
fn times(office: &Office<'_>, entry: &HistoryEntry, goes_out: bool) -> String {
    let claimed = short_moment(entry.time.best());
    let received = if goes_out && entry.seq.is_none() && !office.before {
        String::new()
    } else {
        format!("\n{}", short_moment(entry.received_at))
    };
    let flag = if entry.time.clock_flagged {
        "\n时钟存疑"
    } else {
        ""
    };
    format!("{claimed}{received}{flag}")
}

fn act(file: &RecordFile, entry: &HistoryEntry, what: &str) -> String {
    let table = LifecycleTables::standard().of(&file.state.kind);
    let name = step_word(table, &entry.event);
    let mut text = format!("{what}：{name}");
    match &entry.effect {
        Effect::Applied => {
            let status = status_label(Language::Chinese, &file.state.kind, &entry.status);
            text.push_str(&format!(" → {status}"));
        }
        Effect::NoEffect(reason) => {
            text.push_str(&format!("（不生效：{}，{}）", reason.text(), reason.rule));
        }
    }
    if let Some(number) = &entry.number {
        text.push_str(&format!("\n{number}"));
    }
    match entry.timing {
        Some(Timing::Late) => text.push_str("\n逾期"),
        Some(Timing::Undetermined) => text.push_str("\n按期（未能证明）"),
        Some(Timing::InTime) | None => {}
    }
    text
}

/// What the act said, one thing a line.
fn said(entry: &HistoryEntry, goes_out: bool) -> String {
    // What was not proven stands below the table: no part of what the content hash covers.
    let words = entry.words.iter();
    let words = words.filter(|word| word.field != EventWord::POWER_TIME);
    let lines = words.map(|word| {
        if goes_out && !printed_compulsion_words(&word.text).is_empty() {
            format!("\n{}：（见日志）", word.zh)
        } else {
            format!("\n{}", word.line())
        }
    });
    lines.collect()
}

fn doer(office: &Office<'_>, entry: &HistoryEntry) -> String {
    let name = office.name(entry.user);
    let role = role(entry.role);
    let attested = if entry.attested_by_relay {
        "\n中继代签"
    } else {
        ""
    };
    if role.is_empty() {
        format!("{name}{attested}")
    } else {
        format!("{name}\n{role}{attested}")
    }
}

/// Who learned of it by this act, beside the one who did it: from when it was received, the
/// station can read it; a notice that was served is known to the owner as far as the service proves
/// it, and nothing else that was done on a phone or at a desk; an escalation to the body that
/// accepts it.
fn informed(
    office: &Office<'_>,
    case: &CaseFile,
    file: &RecordFile,
    entry: &HistoryEntry,
) -> String {
    if entry.seq.is_none() || entry.effect != Effect::Applied {
        return "—".to_owned();
    }
    let owner = |responsible: &Responsible| {
        let named = &responsible.person;
        let operator = case.typed().operator.name;
        if named.is_empty() {
            operator
        } else {
            named.clone()
        }
    };
    match entry.event.as_str() {
        // It went to whom the notice names, whoever is named since.
        "served" => {
            let noticed = noticed_responsible(&file.state, &file.acts);
            served_to(file, entry, &owner(noticed))
        }
        // A letter on its way is known to nobody yet.
        "escalated" if !was_received(file, entry) => "—".to_owned(),
        "escalated" => {
            let to = file.acts.iter().rev().find_map(|act| match act {
                Event::Escalated { to, .. } => Some(to.as_str()),
                _ => None,
            });
            let departments = &office.policy.routing.departments;
            let name = to
                .and_then(|code| departments.get(code))
                .map(|it| it.zh.clone());
            name.or_else(|| to.map(str::to_owned)).unwrap_or_default()
        }
        "found"
        | "submitted"
        | "suspected_major"
        | "overdue_marked"
        | "feedback"
        | "extension_requested" => "应急消防管理站".to_owned(),
        "returned" | "accepted" | "correction_opened" => file
            .state
            .author
            .map(|user| office.name(user))
            .unwrap_or_default(),
        _ => "—".to_owned(),
    }
}

/// Whether the body to which a case was handed on has taken it or sent it back since（已接收）.
fn was_received(file: &RecordFile, escalated: &HistoryEntry) -> bool {
    let history = file.state.history.iter();
    let since = history.skip_while(|entry| entry.envelope != escalated.envelope);
    let applied = since
        .skip(1)
        .filter(|entry| entry.effect == Effect::Applied);
    let mut until = applied.take_while(|entry| entry.event != "escalated");
    until.any(|entry| {
        matches!(
            entry.event.as_str(),
            "escalation_accepted" | "escalation_returned"
        )
    })
}

#[cfg(test)]
mod tests {
    use wangge_domain::control::ControlState;
    use wangge_domain::lifecycle::{Act, Actor, Event, Outcome, RecordState, Status, TimeBounds};
    use wangge_domain::policy::default_pack;
    use wangge_domain::record::{Content, RecordKind};
    use wangge_domain::{DeviceId, Digest, GridId, RecordId, Timestamp, UserId};

    use super::*;

    fn said_by(event: Event) -> RecordFile {
        let act = Act {
            envelope: Digest([7; 32]),
            event,
            actor: Actor {
                user: UserId::from_bytes([1; 16]),
                device: DeviceId::from_bytes([2; 16]),
                grants: Vec::new(),
                grid_path: Vec::new(),
                grid_levels: Vec::new(),
                certified: true,
                enforcer: false,
                attested_by_relay: false,
            },
            time: TimeBounds::exactly(Timestamp(0)),
            received_at: Timestamp(0),
            policy_revision: 1,
            seen: 0,
        };
        let outcome = Outcome {
            effect: Effect::Applied,
            status: Status::Rechecking,
            due: None,
            number: None,
            paper_number: None,
            timing: None,
            role: None,
            fold_revision: 1,
        };
        let mut state = RecordState::new(RecordKind::Rectification);
        wangge_domain::lifecycle::apply(&mut state, Some(1), &act, &outcome);
        RecordFile {
            record: RecordId::from_bytes([3; 16]),
            content: Content::default(),
            state,
            acts: Vec::new(),
            quoted: None,
            void: std::collections::BTreeSet::new(),
            blanked: std::collections::BTreeSet::new(),
        }
    }

    /// All that the timeline of one act prints.
    fn printed(event: Event, goes_out: bool) -> String {
        let (policy, control) = (default_pack(), ControlState::default());
        let office = Office {
            policy: &policy,
            control: &control,
            address: "",
            demo: false,
            now: Timestamp(0),
            reader: None,
            before: false,
        };
        let empty = RecordFile {
            state: RecordState::new(RecordKind::Premises),
            ..said_by(Event::Urged { days: 1 })
        };
        let case = CaseFile {
            premises: empty,
            grid: GridId::from_bytes([4; 16]),
            inspections: Vec::new(),
            hazards: vec![said_by(event)],
            cases: Vec::new(),
            edits: std::collections::BTreeMap::new(),
            photos: std::collections::BTreeMap::new(),
        };
        let Block::Table(table) = timeline(&office, &case, goes_out) else {
            panic!("a timeline is a table");
        };
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        let spans = cells.flat_map(|cell| &cell.spans);
        spans.map(|span| span.text.as_str()).collect()
    }

    #[test]
    fn the_words_of_an_act_stand_beside_it() {
        let feedback = Event::Feedback {
            note: "已更换线路".to_owned(),
            photos: Vec::new(),
            on_behalf: true,
        };
        let text = printed(feedback, false);
        assert!(text.contains("说明：已更换线路"), "{text}");
        assert!(text.contains("代填：由工作人员代责任人填写"), "{text}");
    }

    #[test]
    fn what_waits_was_not_received_on_a_paper_that_goes_out() {
        let of = |seq: Option<u64>, before: bool, goes_out: bool| {
            let (policy, control) = (default_pack(), ControlState::default());
            let office = Office {
                policy: &policy,
                control: &control,
                address: "",
                demo: false,
                now: Timestamp(0),
                reader: None,
                before,
            };
            let mut file = said_by(Event::Urged { days: 1 });
            let entry = &mut file.state.history[0];
            entry.seq = seq;
            times(&office, entry, goes_out).lines().count()
        };
        assert_eq!(of(Some(1), false, true), 2, "done and received");
        assert_eq!(of(None, false, true), 1, "done");
        assert_eq!(of(None, true, true), 2, "as programs of before printed it");
        assert_eq!(
            of(None, false, false),
            2,
            "a dossier bears the time of its making"
        );
    }

    #[test]
    fn a_paper_that_goes_out_leaves_words_of_compulsion_to_the_log() {
        let escalated = || Event::Escalated {
            to: "PSB".to_owned(),
            reason: "拒不整改，建议罚款".to_owned(),
        };
        let text = printed(escalated(), true);
        assert!(
            text.contains("理由：（见日志）") && !text.contains("罚款"),
            "{text}"
        );
        assert!(printed(escalated(), false).contains("建议罚款"));
    }
}
