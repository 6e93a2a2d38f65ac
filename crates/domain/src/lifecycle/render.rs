use std::fmt::Write as _;

use super::{
    Case, Cell, DueRule, FieldRule, LifecycleTable, Reason, Row, StateRow, Status, StepAsks, Target,
};
use crate::people::Role;
use crate::resources::{Language, label};

/// One table as Markdown（流转表文档）: a diagram, then every cell of every state, those without a
/// row in one line. The documentation is made of it, and a test compares.
#[must_use]
pub fn render_markdown(table: &LifecycleTable) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = render(table, &mut out);
    out
}

fn render(table: &LifecycleTable, out: &mut String) -> std::fmt::Result {
    writeln!(out, "## {}（`{}`）\n", table.zh, table.kind)?;
    diagram(table, out)?;
    writeln!(out, "### 缺省\n")?;
    writeln!(
        out,
        "- 未列出的事件，按期、未能证明、逾期：{}",
        reason(&table.defaults.no_row)
    )?;
    writeln!(
        out,
        "- 未列出的事件，并发（作者所见状态下可行，现已不可行）：{}",
        reason(&table.defaults.concurrent)
    )?;
    writeln!(
        out,
        "- 其他类型记录的事件：{}",
        reason(&table.defaults.other_kind)
    )?;
    writeln!(
        out,
        "- 某行未写“未能证明”：{}",
        plain(&table.defaults.undetermined)
    )?;
    writeln!(
        out,
        "- 某行未写“逾期”：同“按期”；未写“并发”：{}\n",
        plain(&table.defaults.row_concurrent)
    )?;
    for state in &table.states {
        section(table, state, out)?;
    }
    Ok(())
}

fn diagram(table: &LifecycleTable, out: &mut String) -> std::fmt::Result {
    writeln!(out, "```mermaid\nstateDiagram-v2")?;
    for state in &table.states {
        writeln!(out, "    {}: {}", state.id, state.zh)?;
    }
    writeln!(out, "    [*] --> {}", Status::Draft)?;
    let mut drawn = Vec::new();
    for row in &table.rows {
        for cell in [Some(&row.in_time), row.late.as_ref()]
            .into_iter()
            .flatten()
        {
            let Cell::To(Target::To(to)) = cell else {
                continue;
            };
            for from in &row.from {
                let edge = format!("    {from} --> {to}: {}", event_text(table, &row.event));
                if from != to && !drawn.contains(&edge) {
                    writeln!(out, "{edge}")?;
                    drawn.push(edge);
                }
            }
        }
    }
    writeln!(out, "```\n")
}

fn section(table: &LifecycleTable, state: &StateRow, out: &mut String) -> std::fmt::Result {
    writeln!(out, "### {}（`{}`）\n", state.zh, state.id)?;
    let rows: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| row.from.contains(&state.id))
        .collect();
    if !rows.is_empty() {
        write!(out, "| 事件 | 适用条件 |")?;
        for case in Case::ALL {
            write!(out, " {} |", case.text())?;
        }
        writeln!(out, " 前提 | 期限 | 编号 | 出处 |")?;
        writeln!(out, "|---|---|---|---|---|---|---|---|---|---|")?;
    }
    for row in &rows {
        let when = row.when.map_or("—", super::Condition::text);
        write!(
            out,
            "| {}<br>`{}` | {when} |",
            event_text(table, &row.event),
            row.event
        )?;
        for case in Case::ALL {
            let says = |case| table.cell(Some(row), &state.id, &row.event, case);
            let mut cell = says(case);
            // Where in time and late are alike, there is no doubt to give the benefit of.
            if cell == Cell::BenefitOfDoubt && says(Case::InTime) == says(Case::Late) {
                cell = says(Case::InTime);
            }
            write!(out, " {} |", cell_text(table, &cell))?;
        }
        let guards: Vec<&str> = row.guards.iter().map(|guard| guard.text()).collect();
        let guards: Vec<String> = row
            .operation
            .iter()
            .map(|operation| format!("须有 `{operation}` 权限"))
            .chain(guards.into_iter().map(str::to_owned))
            .collect();
        let guards: Vec<String> = guards
            .into_iter()
            .chain(asks_text(table, &row.asks))
            .collect();
        let guards = if guards.is_empty() {
            "—".to_owned()
        } else {
            guards.join("；")
        };
        let numbers = [
            row.number.clone(),
            row.paper.as_ref().map(|paper| format!("文书 {paper}")),
        ];
        let numbers: Vec<String> = numbers.into_iter().flatten().collect();
        let number = if numbers.is_empty() {
            "—".to_owned()
        } else {
            numbers.join("，")
        };
        writeln!(
            out,
            " {guards} | {} | {number} | {} |",
            due_text(row),
            row.rule
        )?;
    }
    let others: Vec<String> = table
        .events
        .iter()
        .filter(|event| rows.iter().all(|row| row.event != event.id))
        .map(|event| format!("`{}`", event.id))
        .collect();
    if !others.is_empty() {
        let why = state.refuse.as_ref().unwrap_or(&table.defaults.no_row);
        let lead = if rows.is_empty() {
            "全部事件"
        } else {
            "\n其余事件"
        };
        writeln!(
            out,
            "{lead}（{}）：按期、未能证明、逾期均{}；并发{}。",
            others.join("、"),
            reason(why),
            reason(&table.defaults.concurrent)
        )?;
    }
    writeln!(out)
}

fn event_text<'a>(table: &'a LifecycleTable, name: &'a str) -> &'a str {
    table
        .events
        .iter()
        .find(|event| event.id == name)
        .map_or(name, |event| event.zh.as_str())
}

fn cell_text(table: &LifecycleTable, cell: &Cell) -> String {
    let state_text = |status: &Status| {
        let known = table.states.iter().find(|state| state.id == *status);
        known.map_or_else(|| status.to_string(), |state| state.zh.clone())
    };
    match cell {
        Cell::To(Target::To(status)) => format!("→ {}", state_text(status)),
        other => plain(other),
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::To(Target::Same) => "→ 状态不变".to_owned(),
        Cell::To(Target::AsStated) => "→ 按事件所载".to_owned(),
        Cell::To(Target::To(status)) => format!("→ `{status}`"),
        Cell::Refuse(why) => reason(why),
        Cell::BenefitOfDoubt => "按政策从宽".to_owned(),
        Cell::ByTiming => "按时间情形".to_owned(),
    }
}

fn reason(why: &Reason) -> String {
    format!("不生效：{}（`{}`，{}）", why.text(), why.code, why.rule)
}

/// What a step asks, in words.
fn asks_text(table: &LifecycleTable, asks: &StepAsks) -> Vec<String> {
    let mut says = Vec::new();
    if !asks.fields.is_empty() {
        let fields: Vec<String> = asks
            .fields
            .iter()
            .map(|field| {
                let optional = if field.optional { "（可空）" } else { "" };
                let signed = if field.signed {
                    "（照所签内容）"
                } else {
                    ""
                };
                format!("{} `{}`{optional}{signed}", field.zh, field.name)
            })
            .collect();
        says.push(format!("填写{}", fields.join("、")));
    }
    let named = |steps: &[&str]| -> String {
        let words: Vec<&str> = steps.iter().map(|step| event_text(table, step)).collect();
        words.join("、")
    };
    if asks.people > 1 {
        says.push(format!("{}人以上同办", asks.people));
    }
    if asks.photos > 0 {
        says.push(format!("照片{}张以上", asks.photos));
    }
    if asks.photos_here {
        says.push("照片须属于本记录、其场所或所列记录".to_owned());
    }
    if !asks.photos_since.is_empty() {
        let since: Vec<String> = asks
            .photos_since
            .iter()
            .map(|name| {
                if name.contains('.') {
                    format!("“{}”", event_text(table, name))
                } else {
                    format!("`{name}` 登记")
                }
            })
            .collect();
        says.push(format!("照片须摄于{}之后，未曾使用", since.join("、")));
    }
    if !asks.signatures.is_empty() {
        says.push(format!("须有签名（{}）", asks.signatures.join("、")));
    }
    if asks.content {
        says.push("须针对当前内容".to_owned());
    }
    if asks.at_desk {
        says.push("须在中继网页端办理".to_owned());
    }
    for field in asks.fields.iter().filter(|field| field.grid) {
        says.push(format!("`{}` 须为所在网格或其上级网格", field.name));
    }
    for field in &asks.fields {
        says.extend(field_text(field));
        let Some(link) = &field.link else { continue };
        if link.not_elsewhere {
            says.push(format!("`{}` 与本案均属场所的，须为同一场所", field.name));
        }
        if link.of_here {
            says.push(format!("`{}` 须属于本案的场所（如有）", field.name));
        }
        if link.others {
            says.push(format!(
                "不得由 `{}` 的整改、复查、销号经手人办理",
                field.name
            ));
        }
        if !link.since.is_empty() {
            let steps: Vec<&str> = link.since.iter().map(String::as_str).collect();
            says.push(format!("`{}` 须在“{}”之后发现", field.name, named(&steps)));
        }
    }
    if !asks.others.is_empty() {
        let steps: Vec<&str> = asks.others.iter().map(String::as_str).collect();
        says.push(format!("不得由办理“{}”的人办理", named(&steps)));
    }
    for rule in &asks.after {
        says.push(format!("须在“{}”之后", named(&[&rule.step])));
    }
    if let Some(field) = &asks.once_per {
        says.push(format!("每个 `{field}` 一次"));
    }
    if let Some(all) = &asks.all {
        says.push(format!("`{}` 逐一办理“{}”", all.list, named(&[&all.step])));
    }
    if let Some(list) = &asks.done {
        says.push(format!("`{list}` 所列均已办结"));
    }
    if let Some(field) = &asks.listed_once {
        says.push(format!("所列不得在同一 `{field}` 的另一件未办结的案件上"));
    }
    if let Some(field) = &asks.noticed {
        says.push(format!(
            "`{field}` 的重大火灾隐患整改通知书已下发并送达（指导式检查发现的不要求），责任单位、责任领导、责任人齐全"
        ));
    }
    if let Some(rule) = &asks.settled {
        says.push(format!(
            "`{}` 所列隐患未销号的，按政策 `open_ground` 须在 `{}` 写明理由或者先销号",
            rule.field, rule.reason
        ));
    }
    if let Some(field) = &asks.body {
        let only = if asks.body_only { "本身" } else { "" };
        says.push(format!("限 `{field}` 所列机关{only}"));
        if let Some(step) = &asks.body_only_after {
            says.push(format!(
                "“{}”之后限 `{field}` 所列机关本身（政策 `beside_assigned` 所列除外）",
                named(&[step])
            ));
        }
    }
    if !asks.roles.is_empty() {
        let zh = |role: &Role| label(Language::Chinese, &format!("role.{role}")).to_owned();
        let roles: Vec<String> = asks.roles.iter().map(zh).collect();
        says.push(format!("限主管机关（{}）", roles.join("、")));
    }
    if let Some(field) = &asks.of_grid {
        says.push(format!("写明 `{field}` 的，限该网格本级人员"));
    }
    if asks.same_issuer {
        let all = if asks.people > 1 {
            "，同办人员也须是"
        } else {
            ""
        };
        says.push(format!("限原发文机关{all}"));
    }
    if asks.named {
        says.push("限被注明同行、尚未确认的本人".to_owned());
    }
    if asks.first_offence.is_some() {
        says.push("限首次".to_owned());
    }
    if let Some(field) = &asks.one_open {
        let fields = field.replace(',', "`、`");
        says.push(format!("同一 `{fields}` 没有其他未办结的案件"));
    }
    if let Some(again) = &asks.again {
        says.push(format!(
            "同一 `{}` 上次“{}”后须满政策 `{}`",
            again.field,
            named(&[&again.after]),
            again.wait
        ));
    }
    if let Some(whole) = &asks.whole {
        let fields = whole.fields.join("`、`");
        says.push(format!("`{fields}` 合计须逐项清点 `{}`", whole.list));
    }
    if let Some(chain) = &asks.chain {
        says.push(format!("按阶梯 `{}` 逐级，同一场所", chain.rules));
        if let Some(day) = &chain.day {
            says.push(format!("`{day}` 不早于 `{}` 的", chain.link));
        }
    }
    says
}

/// What a field asks of its value, in words.
fn field_text(field: &FieldRule) -> Vec<String> {
    let name = &field.name;
    let mut says = Vec::new();
    if field.week {
        says.push(format!("`{name}` 须为一周的第一日"));
    }
    if field.somebody {
        says.push(format!("`{name}` 须为真实的姓名、名称"));
    }
    if field.come {
        says.push(format!("`{name}` 不得晚于办理之日"));
    }
    if let Some(span) = &field.years {
        says.push(format!("`{name}` 须在政策 `{span}` 的年度范围内"));
    }
    if let Some(span) = &field.months {
        says.push(format!("`{name}` 须在政策 `{span}` 的月份范围内"));
    }
    if field.of_subject {
        says.push(format!("`{name}` 须与本件所属的场所或网格层级相符"));
    }
    if let Some(quarter) = &field.within {
        says.push(format!("`{name}` 须在 `{quarter}` 之内"));
    }
    if field.said {
        says.push(format!("`{name}` 至少两个字"));
    }
    if field.parent {
        says.push(format!("`{name}` 须为本案登记时所指的记录（如有）"));
    }
    if let Some(level) = &field.by {
        says.push(format!("`{name}` 须是 `{level}` 的出具单位"));
    }
    if let Some(category) = &field.routes {
        says.push(format!("`{name}` 须是分办表列给 `{category}` 的部门"));
    }
    if field.kept {
        says.push(format!("`{name}` 须与此前所填一致"));
    }
    if field.public {
        let open = field.words.join("、");
        let words = if open.is_empty() {
            "强制性用语".to_owned()
        } else {
            format!("{open}以外的强制性用语")
        };
        says.push(format!(
            "`{name}` 对外公布，不得含有电话号码、居民身份证号、{words}"
        ));
    }
    if let Some(each) = &field.each {
        says.push(format!("`{name}` 不得重复"));
        if let Some(grid) = &each.grid {
            says.push(format!("`{name}` 须在 `{grid}` 之内（如有）"));
        }
        if let Some(trade) = &each.trade {
            says.push(format!("`{name}` 须属于 `{trade}`"));
        }
    }
    says
}

fn due_text(row: &Row) -> String {
    let key = row.deadline.as_deref().unwrap_or_default();
    match row.due {
        DueRule::Keep => "—".to_owned(),
        DueRule::Notice => "按通知书计算".to_owned(),
        DueRule::Extend => "顺延".to_owned(),
        DueRule::Urge => "按催办天数".to_owned(),
        DueRule::Clear => "取消".to_owned(),
        DueRule::Policy => format!("按政策 `{key}`"),
        DueRule::Stated => format!("按所定，不超过政策 `{key}`"),
        DueRule::Resume => "恢复计时，按暂停天数顺延".to_owned(),
        DueRule::ClearWhenAll => "全部办理后取消".to_owned(),
    }
}
