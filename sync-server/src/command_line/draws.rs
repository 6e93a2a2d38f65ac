use std::path::PathBuf;

use clap::Subcommand;
use wangge_domain::draw::{DrawError, DrawRecord, Replaced};
use wangge_domain::record::show_hidden_letters;
use wangge_domain::{RecordId, UserId};

use super::arguments::Folder;
use super::dated::open_to_write;
use super::draw_anchors::DrawAnchors;
use super::print;
use crate::admin::{Admin, verify_draw};
use crate::draws::DrawRequest;
use crate::error::RelayStartError;

/// 双随机抽查.
#[derive(Debug, Subcommand)]
pub(super) enum Draw {
    /// 公告：名单、权重、密值摘要（announce lists, weights and the hash of the secret）
    Announce {
        #[command(flatten)]
        folder: Folder,
        /// 经办人（who announces: account, name or id）
        #[arg(long)]
        by: String,
        /// 抽查计划 JSON 文件（request）
        file: PathBuf,
    },
    /// 公共随机值产生后公开密值并抽取（reveal the secret and draw）
    Reveal {
        #[command(flatten)]
        folder: Folder,
        /// 抽查编号（id of the draw）
        #[arg(long)]
        draw: String,
        /// 公共随机值，与公布的一字不差（public value, exactly as published）
        #[arg(long)]
        public_value: String,
        /// 经办人（who draws）
        #[arg(long)]
        by: String,
    },
    /// 申请更换对象或人员，由次序决定替补，待另一人批准（ask for a replacement: who steps in follows from the keys）
    Replace {
        #[command(flatten)]
        folder: Folder,
        /// 抽查编号（id of the draw）
        #[arg(long)]
        draw: String,
        /// 对象编号（id of the target）
        #[arg(long)]
        target: String,
        /// 被更换的检查人员；不填表示更换对象（inspector; without it the target is replaced）
        #[arg(long)]
        inspector: Option<String>,
        /// 理由（reason）
        #[arg(long)]
        reason: String,
        /// 申请人（who asks）
        #[arg(long)]
        by: String,
    },
    /// 批准他人的更换申请（approve what somebody else asked for）
    Approve {
        #[command(flatten)]
        folder: Folder,
        /// 抽查编号（id of the draw）
        #[arg(long)]
        draw: String,
        /// 申请在记录中的序号（number of the request, as `replace` printed it）
        #[arg(long)]
        request: usize,
        /// 批准人（who approves）
        #[arg(long)]
        by: String,
    },
    /// 在公共随机值公布日之前撤回公告（withdraw an announcement; it stays published）
    Withdraw {
        #[command(flatten)]
        folder: Folder,
        /// 抽查编号（id of the draw）
        #[arg(long)]
        draw: String,
        /// 理由（reason）
        #[arg(long)]
        reason: String,
        /// 经办人（who withdraws it）
        #[arg(long)]
        by: String,
    },
    /// 打印公开的记录（print the published record）
    Publish {
        #[command(flatten)]
        folder: Folder,
        /// 抽查编号（id of the draw）
        #[arg(long)]
        draw: String,
    },
    /// 复核公开的记录文件，无需数据目录；公告后改过名单再重新推算的文件，只有与公告时记下的摘要比对才能发现
    /// （verify a published file, without a data folder: whether its lists are those announced, only what
    /// was noted then can tell）
    Verify {
        /// JSON 文件（file）
        file: PathBuf,
        #[command(flatten)]
        noted: DrawAnchors,
    },
}

pub(super) fn run(command: Draw) -> Result<(), RelayStartError> {
    match command {
        Draw::Announce { folder, by, file } => {
            let admin = open_to_write(&folder)?;
            let request: DrawRequest = serde_json::from_slice(&read(&file)?)
                .map_err(|error| RelayStartError::file(&file, error.to_string()))?;
            let draw = admin.announce_draw(&request, admin.find_user(&by)?)?;
            print::line(&draw.to_string());
        }
        Draw::Reveal {
            folder,
            draw,
            public_value,
            by,
        } => {
            let admin = open_to_write(&folder)?;
            let by = admin.find_user(&by)?;
            let record = admin.reveal_draw(id(&draw)?, &public_value, by)?;
            publish(&record.to_bytes());
        }
        Draw::Replace {
            folder,
            draw,
            target,
            inspector,
            reason,
            by,
        } => {
            let admin = open_to_write(&folder)?;
            let find = |who: &String| admin.find_user(who);
            let inspector: Option<UserId> = inspector.as_ref().map(find).transpose()?;
            let target = id(&target)?;
            let out = Replaced { target, inspector };
            let by = find(&by)?;
            let request = admin.ask_in_draw(id(&draw)?, out, &reason, by)?;
            print::line(&request.to_string());
        }
        Draw::Approve {
            folder,
            draw,
            request,
            by,
        } => {
            let admin = open_to_write(&folder)?;
            let by = admin.find_user(&by)?;
            let record = admin.approve_in_draw(id(&draw)?, request, by)?;
            publish(&record.to_bytes());
        }
        Draw::Withdraw {
            folder,
            draw,
            reason,
            by,
        } => {
            let admin = open_to_write(&folder)?;
            let by = admin.find_user(&by)?;
            let record = admin.withdraw_draw(id(&draw)?, &reason, by)?;
            publish(&record.to_bytes());
        }
        Draw::Publish { folder, draw } => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            publish(&admin.draw(id(&draw)?)?.to_bytes());
        }
        Draw::Verify { file, noted } => {
            let bytes = read(&file)?;
            let checked = verify_draw(&bytes);
            if matches!(
                checked,
                Ok(()) | Err(RelayStartError::Draw(DrawError::NotRevealed))
            ) {
                let record = DrawRecord::parse(&bytes).map_err(RelayStartError::Draw)?;
                print::line(&described(&record));
                noted.compare(&record)?;
            }
            checked?;
            print::line("复核一致（the record is what the rules give）");
        }
    }
    Ok(())
}

/// Which draw it is, and what to compare with the announcement and the public page: the file alone shows
/// that it follows from its own lists.
fn described(record: &DrawRecord) -> String {
    let (title, round, hashes) = record.announcement().map_or_else(
        |_| (String::new(), 0, String::new()),
        |announced| {
            let inputs = &announced.inputs;
            let title = format!("{} {}", inputs.authority, inputs.title);
            let hashes = format!(
                "密值摘要（commit）{}\n名单与参数摘要（inputs_hash）{}\n",
                announced.commit, announced.inputs_hash
            );
            (show_hidden_letters(&title), inputs.round, hashes)
        },
    );
    let state = match (record.drawing(), record.withdrawal()) {
        (Ok(_), _) => "已抽取（drawn）",
        (Err(_), Some(_)) => "公告已撤回（withdrawn）",
        (Err(_), None) => {
            "公告部分与规则一致，尚未抽取（the announcement holds, nothing is drawn）"
        }
    };
    format!(
        "{title}，第{round}轮：{state}\n{hashes}{}条记录（entries），末条摘要（hash of the last）{}\n\
         请与公告时记下的和公示页上的逐一核对；也可用 --commit、--inputs、--last 自动比对\
         （compare with what was announced and with the public page）",
        record.entries.len(),
        record.last_hash()
    )
}

/// The bytes as they are published: nothing after the last brace, or the hashes would differ.
fn publish(bytes: &[u8]) {
    print::exactly(bytes);
}

fn id(text: &str) -> Result<RecordId, RelayStartError> {
    text.parse()
        .map_err(|_| RelayStartError::invalid(format!("{text} 不是编号（not an id）")))
}

fn read(path: &std::path::Path) -> Result<Vec<u8>, RelayStartError> {
    std::fs::read(path).map_err(|error| RelayStartError::file(path, error.to_string()))
}
