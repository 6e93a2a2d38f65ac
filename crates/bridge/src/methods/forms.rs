use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::args;
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "form.keep",
        what: "保留尚未保存的输入：加密落盘后才返回（keeps what was typed and is no record yet）",
        args: r#"{"name": "notice/019b8bab-0680-7000-8000-000000000001", "text": "{\"person\":\"王建国\"}"}"#,
        answer: "null",
        run: Run::Here(keep),
    },
    Method {
        name: "form.get",
        what: "取回保留的输入，没有则为 null（what was kept）",
        args: r#"{"name": "quick"}"#,
        answer: r#"{"text": "…"}"#,
        run: Run::Here(get),
    },
    Method {
        name: "form.drop",
        what: "清除保留的输入（it was saved, or given up）",
        args: r#"{"name": "quick"}"#,
        answer: "null",
        run: Run::Here(drop_form),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keep {
    name: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

fn keep(bridge: &Bridge, value: Value) -> Given {
    let Keep { name, text } = args(value)?;
    bridge.core.keep_form(&name, &text)?;
    Ok(Value::Null)
}

fn get(bridge: &Bridge, value: Value) -> Given {
    let Named { name } = args(value)?;
    Ok(json!({ "text": bridge.core.kept_form(&name)? }))
}

fn drop_form(bridge: &Bridge, value: Value) -> Given {
    let Named { name } = args(value)?;
    bridge.core.drop_form(&name)?;
    Ok(Value::Null)
}
