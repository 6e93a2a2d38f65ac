use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "lease.request",
        what: "申请延期码：显示给有权限的人扫描（what a supervisor's phone is shown, as a QR）",
        args: "{}",
        answer: r#"{"code": "wangge://lease-request?d=…&u=…"}"#,
        run: Run::Here(request),
    },
    Method {
        name: "lease.sign",
        what: "给别人签发延期码（lets another one's phone work on offline, for so many days from now）",
        args: r#"{"request": "wangge://lease-request?d=…&u=…", "days": 7}"#,
        answer: r#"{"code": "wangge://lease?x=…"}"#,
        run: Run::Here(sign),
    },
    Method {
        name: "lease.accept",
        what: "使用延期码（takes in a code that a supervisor's phone has signed）",
        args: r#"{"code": "wangge://lease?x=…"}"#,
        answer: r#"{"until_ms": 1790812800000}"#,
        run: Run::Here(accept),
    },
];

fn request(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    Ok(json!({ "code": bridge.core.lease_request()? }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    request: String,
    days: u32,
}

fn sign(bridge: &Bridge, value: Value) -> Given {
    let Sign { request, days } = args(value)?;
    let code = bridge.core.sign_lease_extension(&request, days)?;
    Ok(json!({ "code": code }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    code: String,
}

fn accept(bridge: &Bridge, value: Value) -> Given {
    let Accept { code } = args(value)?;
    let until = bridge.core.accept_lease_extension(&code)?;
    Ok(json!({ "until_ms": until }))
}
