use crate::answer::Answer;
use crate::arguments::{Arguments, Command};
use crate::command_error::CommandError;
use crate::commands as do_;
use crate::shell::Shell;

/// Does what the arguments say.
pub(crate) fn run(arguments: &Arguments) -> Result<Answer, CommandError> {
    let open = || Shell::open(arguments);
    match &arguments.command {
        Command::Enroll(it) => it.run(&Shell::open_labelled(arguments, it.label.as_deref())?),
        Command::Sync(it) => it.run(&open()?),
        Command::Status => do_::status::run(&open()?),
        Command::Grids => do_::grids::run(&open()?),
        Command::Premises(it) => it.run(&open),
        Command::Due(it) => it.run(&open()?),
        Command::Plan(it) => it.run(&open()?),
        Command::Census(it) => it.run(&open()?),
        Command::Sweep(it) => it.run(&open()?),
        Command::Inspect(it) => {
            let data = arguments.data.as_ref();
            it.run(&open, data.is_some_and(|folder| folder.exists()))
        }
        Command::Hazard(it) => it.run(&open()?),
        Command::Case(it) => it.run(&open()?),
        Command::Review(it) => it.run(&open()?),
        Command::Show(it) => it.run(&open()?),
        Command::History(it) => it.run(&open()?),
        Command::Actions(it) => it.run(&open()?),
        Command::Drafts(it) => it.run(&open()?),
        Command::Redact(it) => it.run(&open()?),
        Command::Withdraw(it) => it.run(&open()?),
        Command::Conflicts(it) => it.run(&open()?),
        Command::Resolve(it) => it.run(&open()?),
        Command::Refused(it) => it.run(&open()?),
        Command::Photo(it) => it.run(&open()?),
        Command::Paper(it) => it.run(&open()?),
        Command::Courier(it) => it.run(&open()?),
        Command::Export(it) => it.run(&open()?),
        Command::Shell(it) => it.run(&Shell::open_labelled(arguments, Some("开发宿主"))?),
        Command::StressWrites(it) => it.run(&open()?),
        Command::VerifyLedger(it) => it.run(&open()?),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::{CommandFactory as _, Parser as _};

    use super::*;

    const RECORD: &str = "019b8bab-0680-7000-8000-000000000001";

    fn arguments(data: &Path, rest: &[&str]) -> Arguments {
        let data = data.to_str().unwrap();
        let all = ["wangge-field", "--data", data]
            .into_iter()
            .chain(rest.iter().copied());
        Arguments::try_parse_from(all).unwrap_or_else(|error| panic!("{error}"))
    }

    #[track_caller]
    fn assert_exit(data: &Path, rest: &[&str], code: u8) -> serde_json::Value {
        let outcome = run(&arguments(data, rest));
        let (found, json) = match &outcome {
            Ok(answer) => (answer.exit_code, answer.json.clone()),
            Err(error) => (error.exit_code(), error.json()),
        };
        assert_eq!(found, code, "{rest:?}: {json}");
        json
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn everything_has_a_chinese_help() {
        fn check(command: &clap::Command) {
            let about = command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default();
            let chinese = about
                .chars()
                .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(
                chinese || command.get_name() == "help",
                "{}",
                command.get_name()
            );
            for argument in command.get_arguments() {
                let help = argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                assert!(
                    !help.is_empty(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
            command.get_subcommands().for_each(check);
        }
        check(&Arguments::command());
    }

    #[test]
    fn commands_are_read_as_they_are_typed() {
        let data = Path::new("x");
        for words in [
            &["enroll", "wangge://enroll?x"][..],
            &["sync", "--photos", "all", "--json"],
            &["premises", "list", "--grid", "G1", "--limit", "5"],
            &["premises", "search", "王", "李"],
            &["premises", "add", "p.json", "--anyway"],
            &["premises", "edit", "王家", "--set", "floors=3"],
            &["census", "王家", "locked", "--photo", "door.jpg"],
            &["inspect", "visit.json", "--check"],
            &["hazard", "confirm", "h"],
            &[
                "hazard",
                "edit",
                "h",
                "--rectification",
                "清理通道",
                "--part",
                "二楼",
            ],
            &[
                "hazard", "notice", "h", "--issuer", "station", "--days", "7", "--unit", "u",
                "--leader", "l", "--person", "p",
            ],
            &[
                "hazard",
                "serve",
                "h",
                "--signer",
                "王",
                "--strokes",
                "s.json",
            ],
            &[
                "hazard",
                "serve",
                "h",
                "--witness",
                "甲=a.json",
                "--witness",
                "乙=b.json",
            ],
            &[
                "hazard", "recheck", "h", "--pass", "--with", "李四", "--photo", "a.jpg",
            ],
            &["hazard", "recheck", "h", "--fail", "还堵着"],
            &[
                "hazard",
                "recheck",
                "h",
                "--fail",
                "还堵着",
                "--with",
                "李四",
            ],
            &[
                "hazard",
                "extend",
                "h",
                "--request",
                "5",
                "--reason",
                "等配件",
            ],
            &["hazard", "escalation", "h", "--receive"],
            &[
                "hazard",
                "escalation",
                "h",
                "--receive",
                "--case-number",
                "青派〔2026〕1号",
            ],
            &["hazard", "escalation", "h", "--return", "材料不足"],
            &[
                "hazard",
                "escalation",
                "h",
                "--result",
                "penalty",
                "--note",
                "已处罚",
            ],
            &[
                "hazard",
                "pause",
                "h",
                "--reason",
                "appraisal",
                "--text",
                "等报告",
            ],
            &["hazard", "resume", "h"],
            &["hazard", "not-major", "h", "--reason", "不符合判定标准"],
            &["hazard", "major-closed", "h", "--case", RECORD],
            &["hazard", "suspected-major", "h", "--basis", "RH-18"],
            &[
                "paper",
                "--kind",
                "inspection_record",
                RECORD,
                "--out",
                "p.pdf",
            ],
            &["review", "return", RECORD, "--reason", "RH-01：照片看不清"],
            &["case", "kinds"],
            &["case", "list", "--kind", "承诺书、责任书", "--open"],
            &[
                "case",
                "open",
                "letter",
                "--premises",
                "王家",
                "承诺事项=不再充电",
            ],
            &["case", "edit", RECORD, "承诺事项=不再停放"],
            &["history", RECORD, "--edits"],
            &[
                "case",
                "step",
                RECORD,
                "履行核查合格",
                "核查情况=已核查",
                "--photo",
                "a.jpg",
            ],
            &["shell", "--port", "0", "--pages", "dist"],
            &["stress-writes", "--ledger", "l", "--count", "5"],
        ] {
            arguments(data, words);
        }
        for words in [
            &["hazard", "recheck", "h"][..],
            &["hazard", "recheck", "h", "--pass", "--fail", "x"],
            &["hazard", "serve", "h"],
            &["hazard", "edit", "h"],
            &[
                "hazard", "notice", "h", "--issuer", "station", "--unit", "u", "--leader", "l",
                "--person", "p",
            ],
            &["hazard", "extend", "h", "--request", "5"],
            &["hazard", "escalation", "h"],
            &["hazard", "escalation", "h", "--receive", "--return", "x"],
            &["hazard", "escalation", "h", "--result", "other"],
            &["hazard", "escalation", "h", "--receive", "--note", "x"],
            &["hazard", "pause", "h", "--reason", "appraisal"],
            &["hazard", "not-major", "h"],
            &["hazard", "major-closed", "h"],
            &["hazard", "suspected-major", "h"],
            &["paper", RECORD, "--out", "p.pdf"],
            &["paper", "--kind", "letter", RECORD, "--out", "p.pdf"],
            &["review", "return", RECORD],
            &["case", "open", "letter", "承诺事项=不再充电"],
            &[
                "case",
                "open",
                "letter",
                "--premises",
                "王家",
                "--grid",
                "G1",
            ],
            &["case", "edit", RECORD],
            &["case", "step", RECORD, "告诫承诺", "--signer", "王老板"],
            &["sync", "--photos", "some"],
        ] {
            let all = ["wangge-field"].iter().chain(words);
            let error = Arguments::try_parse_from(all).expect_err("it lacks or contradicts");
            assert_eq!(error.exit_code(), 2, "{words:?}");
        }
    }

    #[test]
    fn a_fresh_folder_has_a_status_and_nothing_else_until_it_is_enrolled() {
        let folder = tempfile::tempdir().unwrap();
        let json = assert_exit(folder.path(), &["status"], 0);
        assert_eq!(
            (&json["enrolled"], &json["pending"]),
            (&false.into(), &0.into())
        );
        let json = assert_exit(folder.path(), &["grids"], 3);
        assert_eq!(json["error"]["code"], "not_enrolled");
        let json = assert_exit(folder.path(), &["enroll", "https://example.org/"], 2);
        assert_eq!(json["error"]["code"], "invalid_input");
    }

    #[test]
    fn a_relay_that_is_not_there_is_exit_code_4() {
        let folder = tempfile::tempdir().unwrap();
        // A port that was free a moment ago: nobody listens.
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let link = format!(
            "wangge://enroll?relay=https%3A%2F%2F127.0.0.1%3A{port}&pin={}&root={}&code={}",
            "0f".repeat(32),
            "ab".repeat(32),
            "0123456789ABCDEFGHJKMNPQRS"
        );
        let json = assert_exit(folder.path(), &["enroll", &link], 4);
        assert_eq!(json["error"]["code"], "unreachable");
    }

    #[test]
    fn another_vault_is_trouble_with_the_store_and_touches_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_exit(folder.path(), &["status"], 0);
        let database = folder.path().join("data/wangge.db");
        let before = std::fs::read(&database).unwrap();
        std::fs::rename(folder.path().join("vault"), folder.path().join("elsewhere")).unwrap();
        let json = assert_exit(folder.path(), &["status"], 5);
        assert_eq!(json["error"]["code"], "wrong_key");
        assert_eq!(std::fs::read(&database).unwrap(), before);
    }

    #[test]
    fn bad_usage_and_bad_files_are_exit_code_2() {
        let folder = tempfile::tempdir().unwrap();
        let arguments = Arguments::try_parse_from(["wangge-field", "status"]).unwrap();
        assert_eq!(run(&arguments).unwrap_err().exit_code(), 2);
        let script = folder.path().join("visit.json");
        std::fs::write(&script, "{\"format\": 1,\n\"premises\": 5}").unwrap();
        let script = script.to_str().unwrap();
        let json = assert_exit(folder.path(), &["inspect", script, "--check"], 2);
        assert_eq!(
            (&json["error"]["field"], &json["error"]["line"]),
            (&"premises".into(), &2.into())
        );
        assert!(
            !folder.path().join("data").exists(),
            "a bad script opens nothing"
        );
        assert_exit(folder.path(), &["--clock", "nowhere", "status"], 2);
    }

    #[test]
    fn a_clock_file_is_the_time() {
        let folder = tempfile::tempdir().unwrap();
        let clock = folder.path().join("clock");
        std::fs::write(&clock, "1788220800000").unwrap();
        let clock = clock.to_str().unwrap();
        assert_exit(folder.path(), &["--clock", clock, "status"], 0);
    }
}
