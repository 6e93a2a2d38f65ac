use super::facts::{Facts, SecondPlace};
use super::finding::DoctorLevel::{Problem, Warning, Well};
use super::finding::{DoctorFinding, DoctorLevel};

/// SQLite below this can corrupt a database when its log is reset.
const SQLITE_AT_LEAST: i32 = 3_051_003;
/// Space below which uploads are stopped, and below which one should act.
const DISK_PROBLEM: u64 = 1 << 30;
const DISK_WARNING: u64 = 5 << 30;
/// The machine's clock may be behind the log by this.
const CLOCK_MS: i64 = 5 * 60_000;
/// No machine runs this program before 2026: a clock from before was reset.
const CLOCK_EARLIEST: i64 = 1_767_225_600_000;
/// A certificate that ends within this is to be renewed.
const CERTIFICATE_SECONDS: i64 = 30 * 86_400;
/// A backup older than this is late, and than this, missing.
const BACKUP_WARNING_MS: i64 = 26 * 3_600_000;
const BACKUP_PROBLEM_MS: i64 = 7 * 86_400_000;
/// Service keys: one goes with each start.
const KEYS_WARNING: usize = 64;
const KEYS_PROBLEM: usize = 16;
/// Connections that the relay takes, files and sockets of its own beside them.
const HANDLES: u64 = 12_000 + 500;

/// Judges what was found, in the order a person would look.
pub(super) fn judge(facts: &Facts) -> Vec<DoctorFinding> {
    if facts.forbidden {
        return vec![finding(
            "folder",
            Problem,
            "没有权限读取数据目录（no permission to read the folder）".to_owned(),
            "用运行中继的系统账号执行，例如 sudo -u wangge；不要重新 init",
        )];
    }
    if !facts.initialized {
        return vec![finding(
            "folder",
            Problem,
            "目录中没有中继数据（no relay in this folder）".to_owned(),
            "检查 --data 路径；新建用 wangge-relay init，从备份恢复用 wangge-relay restore",
        )];
    }
    vec![
        folder(facts),
        integrity(facts),
        photos(facts),
        sqlite(facts),
        clock(facts),
        jobs(facts),
        healing(facts),
        disk(facts),
        certificate(facts),
        backup(facts),
        keys(facts),
        root_key(facts),
        configuration(facts),
        port(facts),
        handles(facts),
        webhooks(facts),
        retention(facts),
        audit(facts),
        second_place(facts),
    ]
}

fn finding(check: &'static str, level: DoctorLevel, found: String, advice: &str) -> DoctorFinding {
    DoctorFinding {
        check,
        level,
        found,
        advice: if level == Well {
            String::new()
        } else {
            advice.to_owned()
        },
    }
}

fn folder(facts: &Facts) -> DoctorFinding {
    let (level, found) = match facts.open_to_others {
        Some(true) => (
            Problem,
            "数据目录他人可读（others can read the data folder）",
        ),
        Some(false) => (Well, "数据目录仅本人可读（the data folder is private）"),
        None => (Well, "数据目录权限由系统管理（the system manages access）"),
    };
    finding(
        "folder",
        level,
        found.to_owned(),
        "运行 chmod 700 <数据目录>",
    )
}

fn integrity(facts: &Facts) -> DoctorFinding {
    match &facts.damage {
        None => finding(
            "integrity",
            Well,
            if facts.on_server {
                "PostgreSQL 可以读取；其完好由数据库自己的工具检查（the server answers; its own tools check the database）"
            } else if facts.deep {
                "数据库完好：已逐条核对日志和台账（the database is sound, every row checked）"
            } else {
                "数据库结构完好；逐条核对用 doctor --deep（the structure is sound; rows are checked by --deep）"
            }
            .to_owned(),
            "",
        ),
        Some(damage) if facts.on_server => finding(
            "integrity",
            Problem,
            format!("数据库服务器连不上或读不出（the database on the server cannot be read）: {damage}"),
            "检查 postgres-url.txt、网络和数据库服务是否运行，见 docs/POSTGRESQL.md；其余各项中来自数据库的事实此次未知",
        ),
        Some(damage) => finding(
            "integrity",
            Problem,
            format!("数据库打不开或已损坏（the database is damaged）: {damage}"),
            "停止中继，不要删除任何文件；把整个目录复制到别处，再用 verify-backup 检查最近的备份并用 restore 恢复；手机会补回其后的数据；恢复之前只想查看时用 wangge-relay serve --read-only",
        ),
    }
}

fn photos(facts: &Facts) -> DoctorFinding {
    let Some(photos) = &facts.photos else {
        let found = "照片不在本目录或配置读不出（photos lie elsewhere）".to_owned();
        return finding("photos", Well, found, "");
    };
    if photos.bad == 0 {
        let how = if facts.deep {
            "每个字节已核对"
        } else {
            "文件齐全，字节未核对"
        };
        let found = format!(
            "照片文件 {} 个，{how}（photo files are there）",
            photos.named
        );
        return finding("photos", Well, found, "");
    }
    finding(
        "photos",
        Problem,
        format!(
            "{} 个照片文件中 {} 个缺失或损坏（photo files are missing or damaged）: {}",
            photos.named,
            photos.bad,
            photos.examples.join(", ")
        ),
        "把最近备份 blobs 目录中的同名文件复制回来，再运行 doctor --deep；仍保存原图的手机可重新上传",
    )
}

fn sqlite(facts: &Facts) -> DoctorFinding {
    let level = if facts.sqlite >= SQLITE_AT_LEAST {
        Well
    } else {
        Problem
    };
    let number = facts.sqlite;
    let version = format!(
        "{}.{}.{}",
        number / 1_000_000,
        number / 1_000 % 1_000,
        number % 1_000
    );
    finding(
        "sqlite",
        level,
        format!("SQLite {version}"),
        "升级 wangge-relay：此版本的 SQLite 有数据损坏缺陷",
    )
}

fn clock(facts: &Facts) -> DoctorFinding {
    let behind = facts.newest_row_at.map_or(0, |newest| newest - facts.now);
    let advice = "校准系统时间并打开自动对时（NTP）；校准后运行 wangge-relay clock confirm";
    if facts.now < CLOCK_EARLIEST {
        let found = "系统时间早于2026年（the clock was reset）".to_owned();
        return finding("clock", Problem, found, advice);
    }
    if behind > CLOCK_MS && facts.demo {
        let found = "演示数据，日志时间由时钟文件决定，不与系统时间相比（a demonstration keeps its own time）";
        return finding("clock", Well, found.to_owned(), "");
    }
    if behind > CLOCK_MS {
        let found = format!(
            "系统时间比日志落后{}秒（the clock is behind the log）",
            behind / 1_000
        );
        return finding("clock", Problem, found, advice);
    }
    finding(
        "clock",
        Well,
        "系统时间正常（the clock agrees with the log）".to_owned(),
        "",
    )
}

fn jobs(facts: &Facts) -> DoctorFinding {
    match &facts.jobs_stopped {
        None => finding(
            "deadline_jobs",
            Well,
            "到期作业在运行（deadline jobs run）".to_owned(),
            "",
        ),
        Some(reason) => finding(
            "deadline_jobs",
            Problem,
            format!("到期作业已停止（deadline jobs stand still）: {reason}"),
            "核对系统时间，确认无误后运行 wangge-relay clock confirm",
        ),
    }
}

fn healing(facts: &Facts) -> DoctorFinding {
    let (level, found) = if facts.healing {
        (
            Warning,
            "恢复后正等待手机补回数据，暂不编号（phones are bringing back rows）",
        )
    } else {
        (Well, "无待补回的数据（nothing is to be brought back）")
    };
    let advice = "请各网格员打开手机同步；确认其余手机不会再来时运行 wangge-relay healing end";
    finding("healing", level, found.to_owned(), advice)
}

fn disk(facts: &Facts) -> DoctorFinding {
    let Some(free) = facts.disk_free else {
        let found = "无法读取磁盘剩余空间（free space is unknown）".to_owned();
        return finding("disk", Warning, found, "人工查看磁盘剩余空间");
    };
    let level = match free {
        free if free < DISK_PROBLEM => Problem,
        free if free < DISK_WARNING => Warning,
        _ => Well,
    };
    let found = format!("磁盘剩余 {} MiB（disk space left）", free >> 20);
    finding(
        "disk",
        level,
        found,
        "清理磁盘上的其他文件或换大盘；不要删除数据目录中的任何文件",
    )
}

fn certificate(facts: &Facts) -> DoctorFinding {
    let advice =
        "更换证书须保留同一密钥，手机按密钥指纹识别；密钥更换步骤见 docs/OPERATIONS.md“钥匙轮换”";
    if !facts.tls_key_here {
        let found = "缺少 tls/key.pem：启动时会另建新密钥，所有手机将拒绝连接（the key that phones know is missing）";
        let advice = "不要启动中继；从备份恢复 tls 目录";
        return finding("certificate", Problem, found.to_owned(), advice);
    }
    match &facts.certificate {
        Err(error) => finding(
            "certificate",
            Problem,
            format!("证书无法读取（the certificate cannot be read）: {error}"),
            advice,
        ),
        Ok((from, until)) => {
            let now = facts.now / 1_000;
            let days = (until - now) / 86_400;
            let level = if now < *from || *until <= now {
                Problem
            } else if until - now < CERTIFICATE_SECONDS {
                Warning
            } else {
                Well
            };
            let found = format!("证书剩余有效期 {days} 天（days the certificate is valid）");
            finding("certificate", level, found, advice)
        }
    }
}

fn backup(facts: &Facts) -> DoctorFinding {
    let advice = "运行 wangge-relay backup --to <另一块盘上的空目录>，并设为每天自动运行";
    if facts.on_server && facts.last_backup_at.is_none() {
        let found = "中继没有备份 PostgreSQL 中的数据；数据库自己的备份，中继看不到（the relay backs up nothing; what the database does by its own means it cannot see）";
        let advice = "在 relay.toml 写 [backup]（或 serve --backup-to），见 docs/BACKUP.md";
        return finding("backup", Warning, found.to_owned(), advice);
    }
    let Some(at) = facts.last_backup_at else {
        let found = "从未备份（there was no backup yet）".to_owned();
        return finding("backup", Problem, found, advice);
    };
    let age = facts.now - at;
    if let Some((_, problem)) = facts.trial.as_ref().filter(|(_, it)| !it.is_empty()) {
        let found = format!("最近一次恢复演练失败（the last trial restore failed）: {problem}");
        let advice = "备份不可信：保留现有备份，换一个空目录重新备份（serve --backup-to），见 docs/BACKUP.md";
        return finding("backup", Problem, found, advice);
    }
    if facts
        .trial
        .as_ref()
        .is_some_and(|(at, _)| facts.now - at > BACKUP_WARNING_MS)
    {
        let found = "超过一天没有恢复演练（no trial restore for more than a day）".to_owned();
        let advice = "运行 wangge-relay backup --to <备份目录> --recipient <备份公钥> --trial";
        return finding("backup", Warning, found, advice);
    }
    let level = match age {
        age if age > BACKUP_PROBLEM_MS => Problem,
        age if age > BACKUP_WARNING_MS => Warning,
        _ => Well,
    };
    let found = format!(
        "最近一次备份在 {} 小时前（hours since the last backup）",
        age / 3_600_000
    );
    finding("backup", level, found, advice)
}

fn keys(facts: &Facts) -> DoctorFinding {
    let Some(left) = facts.service_keys_left else {
        let found = "服务密钥无法读取（service keys cannot be read）".to_owned();
        return finding("service_keys", Problem, found, "从备份恢复 keys 目录");
    };
    let level = match left {
        left if left < KEYS_PROBLEM => Problem,
        left if left < KEYS_WARNING => Warning,
        _ => Well,
    };
    let found = format!("可用服务密钥 {left} 个（certified service keys left）");
    finding(
        "service_keys",
        level,
        found,
        "取出根密钥U盘，运行 wangge-relay certify --root-key <文件>",
    )
}

fn root_key(facts: &Facts) -> DoctorFinding {
    let (level, found) = if facts.root_key_here {
        (
            Warning,
            "根密钥还在本机（the root key lies beside the data）",
        )
    } else {
        (Well, "根密钥不在本机（the root key is elsewhere）")
    };
    finding(
        "root_key",
        level,
        found.to_owned(),
        "打印 root-key.txt，移到不联网的U盘，再从本机删除",
    )
}

fn configuration(facts: &Facts) -> DoctorFinding {
    match &facts.configuration {
        Ok(()) => {
            let found = "配置可以读取（the configuration can be read）".to_owned();
            finding("configuration", Well, found, "")
        }
        Err(error) => finding(
            "configuration",
            Problem,
            format!("配置文件有误，中继无法启动（the configuration cannot be read）: {error}"),
            "按所示行改正该文件；wangge-relay configuration 显示每一项的写法",
        ),
    }
}

fn port(facts: &Facts) -> DoctorFinding {
    let Some(listen) = &facts.listen else {
        let found = "配置读不出，不知道监听哪里（unknown without a configuration）".to_owned();
        return finding("port", Warning, found, "先改正配置文件");
    };
    if facts.serving {
        let found = format!("中继正在运行，监听 {listen}（the relay serves）");
        return finding("port", Well, found, "");
    }
    match &facts.port_taken {
        None => finding(
            "port",
            Well,
            format!("端口 {listen} 可用（the port is free）"),
            "",
        ),
        Some(error) => finding(
            "port",
            Problem,
            format!("无法监听 {listen}（cannot listen）: {error}"),
            "其他程序占用了该端口：停止它，或用 serve --listen 换一个端口并告知手机新地址",
        ),
    }
}

fn handles(facts: &Facts) -> DoctorFinding {
    let Some(limit) = facts.handle_limit else {
        let found = "本系统不限制或无法读取（no limit is known）".to_owned();
        return finding("file_handles", Well, found, "");
    };
    let level = if limit < HANDLES { Warning } else { Well };
    let found = format!("文件句柄上限 {limit}（limit of file handles）");
    finding(
        "file_handles",
        level,
        found,
        "服务单元中写 LimitNOFILE=65536（安装包已写好），或运行前执行 ulimit -n 65536",
    )
}

fn webhooks(facts: &Facts) -> DoctorFinding {
    let refused: u64 = facts.webhooks.iter().map(|it| it.undelivered).sum();
    let failing: Vec<String> = (1..)
        .zip(&facts.webhooks)
        .filter(|(_, it)| !it.problem.is_empty())
        .map(|(number, it)| format!("第{number}个 {}（{}次）", it.problem, it.attempts))
        .collect();
    if refused == 0 && failing.is_empty() {
        let found = format!(
            "事件推送接收方 {} 个，无失败（receivers of webhooks, none fails）",
            facts.webhooks.len()
        );
        return finding("webhooks", Well, found, "");
    }
    let found = format!(
        "事件推送未送达：被拒 {refused} 条；暂不可达的接收方: {}（webhooks not delivered: refused for good; receivers that fail now）",
        failing.join("、")
    );
    finding(
        "webhooks",
        Warning,
        found,
        "与接收方核对地址、证书和密钥；internal_address 表示地址在内网，确为内网接收方时设 webhook.allow_private = true；未送达的会继续重试，被拒的请接收方查其日志",
    )
}

fn retention(facts: &Facts) -> DoctorFinding {
    let rules = facts.retention.iter();
    let rules: Vec<String> = rules
        .map(|(kind, months)| format!("{kind} {months}个月"))
        .collect();
    let found = if rules.is_empty() {
        "未设保存期限，全部长期保存（everything is kept for ever）".to_owned()
    } else {
        format!(
            "保存期限: {}；到期清单见 GET /api/v1/retention，中继不自动删除（periods of keeping; nothing is deleted by itself）",
            rules.join("、")
        )
    };
    finding("retention", Well, found, "")
}

fn audit(facts: &Facts) -> DoctorFinding {
    match &facts.audit {
        Ok(lines) => finding(
            "audit",
            Well,
            format!("审计日志完好，{lines} 条（the audit log holds）"),
            "",
        ),
        Err(error) => finding(
            "audit",
            Problem,
            format!("审计日志不完整（the audit log does not hold）: {error}"),
            "保留现场，把目录复制到别处，与异地副本对照：wangge-relay verify-audit --copy <副本>",
        ),
    }
}

fn second_place(facts: &Facts) -> DoctorFinding {
    let (level, found) = match facts.second_place {
        SecondPlace::Elsewhere => (Well, "审计日志另有副本（the audit log has a second place）"),
        SecondPlace::SameDisk => (
            Warning,
            "审计日志的副本与数据在同一块盘上（the second place of the audit log is on the same disk）",
        ),
        SecondPlace::Unset => (
            Warning,
            "审计日志没有副本：备份里没有日志正文，本盘损坏即丢失（the audit log has no second place, and is in no backup）",
        ),
    };
    let advice = "在 relay.toml 写 audit_copy = \"/mnt/second/audit\"，指向另一块盘";
    finding("audit_copy", level, found.to_owned(), advice)
}
