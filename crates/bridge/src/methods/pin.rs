use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "pin.state",
        what: "应用锁：是否设置、是否锁着、还要等多久（whether a PIN is set, whether the app is locked）",
        args: "{}",
        answer: r#"{"set": true, "locked": false, "wait_ms": 0, "platform": false}"#,
        run: Run::Here(state),
    },
    Method {
        name: "pin.set",
        what: "设置或修改密码，4到32个字符（sets the PIN, or changes it with the old one）",
        args: r#"{"old": null, "new": "246810"}"#,
        answer: "null",
        run: Run::Here(set),
    },
    Method {
        name: "pin.remove",
        what: "取消应用锁（removes the PIN）",
        args: r#"{"pin": "246810"}"#,
        answer: "null",
        run: Run::Here(remove),
    },
    Method {
        name: "pin.lock",
        what: "立即锁定；同步照常（locks; syncing goes on）",
        args: "{}",
        answer: "null",
        run: Run::Here(lock),
    },
    Method {
        name: "pin.unlock",
        what: "解锁，不用网络（unlocks with the PIN, without a network）",
        args: r#"{"pin": "246810"}"#,
        answer: "null",
        run: Run::Here(unlock),
    },
    Method {
        name: "pin.set_platform",
        what: "允许或停用指纹、面容解锁，须先解锁（whether the platform may unlock in place of the PIN）",
        args: r#"{"on": true}"#,
        answer: "null",
        run: Run::Here(set_platform),
    },
    Method {
        name: "pin.unlock_by_platform",
        what: "用指纹或面容解锁（unlocks by the platform's look at a finger or a face）",
        args: "{}",
        answer: "null",
        run: Run::Here(unlock_by_platform),
    },
];

fn state(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let state = bridge.core.pin_state()?;
    Ok(json!({
        "set": state.set,
        "locked": state.locked,
        "wait_ms": state.wait_ms,
        "platform": state.platform,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    #[serde(default)]
    old: Option<String>,
    new: String,
}

fn set(bridge: &Bridge, value: Value) -> Given {
    let Set { old, new } = args(value)?;
    bridge.core.set_pin(old.as_deref(), &new)?;
    Ok(Value::Null)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    pin: String,
}

fn remove(bridge: &Bridge, value: Value) -> Given {
    let Pin { pin } = args(value)?;
    bridge.core.remove_pin(&pin)?;
    Ok(Value::Null)
}

fn lock(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    bridge.core.lock()?;
    Ok(Value::Null)
}

fn unlock(bridge: &Bridge, value: Value) -> Given {
    let Pin { pin } = args(value)?;
    bridge.core.unlock(&pin)?;
    Ok(Value::Null)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetPlatform {
    on: bool,
}

fn set_platform(bridge: &Bridge, value: Value) -> Given {
    let SetPlatform { on } = args(value)?;
    bridge.core.set_platform_unlock(on)?;
    Ok(Value::Null)
}

fn unlock_by_platform(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    bridge.core.unlock_by_platform()?;
    Ok(Value::Null)
}
