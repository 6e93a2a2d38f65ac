use serde_json::{Value, json};
use wangge_mobile_core::CaseRegister;

use crate::answer::{Answer, lines};
use crate::command_error::CommandError;
use crate::shell::Shell;

pub(super) fn run(shell: &Shell) -> Result<Answer, CommandError> {
    let registers = shell.core.case_registers()?;
    let json: Vec<Value> = registers.iter().map(register_json).collect();
    Ok(Answer::new(
        lines(registers.iter().map(register_line).collect(), "没有登记册"),
        json!(json),
    ))
}

fn register_line(register: &CaseRegister) -> String {
    if register.grids.is_empty() {
        return cannot_open(register);
    }
    let first: Vec<&str> = register.first.iter().map(|form| form.zh.as_str()).collect();
    format!("{}：可登记，第一步 {}", register.zh, first.join("、"))
}

/// That this person begins nothing in a register.
pub(super) fn cannot_open(register: &CaseRegister) -> String {
    format!("{}：本人不能登记", register.zh)
}

fn register_json(register: &CaseRegister) -> Value {
    let states: Vec<Value> = register
        .states
        .iter()
        .map(|(status, zh)| json!({ "status": status, "zh": zh }))
        .collect();
    json!({
        "kind": register.kind,
        "zh": register.zh,
        "states": states,
        "grids": register.grids,
        "first": register.first,
    })
}
