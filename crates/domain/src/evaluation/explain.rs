use super::{LineNote, ScoreLine, WorkerRules};

/// One line of the explanation that the worker reads（积分说明）, in Chinese.
#[must_use]
pub fn explain_line(line: &ScoreLine, rules: &WorkerRules) -> String {
    let name = rules
        .award(&line.event.code)
        .map_or(line.event.code.as_str(), |it| it.zh.as_str());
    let asked = format!("应得{:+}分", line.asked);
    let why = match line.note {
        LineNote::Counted => String::new(),
        LineNote::NotVerified => format!("{asked}，尚未核实，暂不计分"),
        LineNote::CountedBefore => format!("{asked}，同一记录已计过分"),
        LineNote::GreaterCounted => format!("{asked}，同一记录已按更高项目计分"),
        LineNote::OwnReopened => format!("{asked}，重开本人的隐患不计分"),
        LineNote::AwardCap => format!("{asked}，本项目本月已达上限"),
        LineNote::PlaceCap => {
            format!("{asked}，同一场所本月最多{}分", rules.place_cap)
        }
        LineNote::MonthCap => format!("{asked}，本月最多{}分", rules.month_cap),
        LineNote::TakenBack => format!("原扣{}分，申诉成立，已撤销", line.asked.abs()),
    };
    let mut text = format!("{} {name} {:+}分", line.event.on, line.given);
    if !why.is_empty() {
        text.push_str(&format!("（{why}）"));
    }
    if let Some(decided) = &line.decision {
        let word = if decided.upheld {
            "成立"
        } else {
            "不成立"
        };
        text.push_str(&format!("〔申诉{word}：{}〕", decided.reason.trim()));
    }
    if line.disputed {
        text.push_str("〔申诉处理中〕");
    }
    text
}
