use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::relay::ClockChoice;

/// 网格消防检查中继（the relay of grid fire inspection）.
#[derive(Debug, Parser)]
#[command(name = "wangge-relay", version, about)]
pub(super) struct Arguments {
    /// 报告输出为 JSON，供程序读取（print reports as JSON, for programs）
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 新建中继（make a relay）
    Init(Init),
    /// 运行中继（run the relay）
    Serve(Serve),
    /// 运行随手拍网页，独立进程（run the page for the public, a process of its own）
    Intake(super::intake::IntakeArguments),
    /// 生成手机登记码（a one-time code to enroll a phone）
    #[command(name = "enroll-code", alias = "enrol-code")]
    EnrollCode(EnrollCodeArguments),
    /// 人员（people）
    #[command(subcommand)]
    User(User),
    /// 网格（grids）
    #[command(subcommand)]
    Grid(GridCommand),
    /// 场所档案（premises files）
    #[command(subcommand)]
    Premises(super::premises::Premises),
    /// 设备（devices）
    #[command(subcommand)]
    Device(Device),
    /// 政策包（policy packs）
    #[command(subcommand)]
    Policy(Policy),
    /// 登记册：乡镇设定的事项（registers: what a township sets）
    #[command(subcommand)]
    Register(RegisterCommand),
    /// 时钟（the relay's clock）
    #[command(subcommand)]
    Clock(ClockCommand),
    /// 考核定稿（frozen figures）
    #[command(subcommand)]
    Report(super::reports::Report),
    /// 双随机抽查（double random draws）
    #[command(subcommand)]
    Draw(super::draws::Draw),
    /// 待定箱（envelopes that wait for a person）
    #[command(subcommand)]
    Quarantine(QuarantineCommand),
    /// 设备签了但一直没有送到的信封（places of device chains that never came）
    Missing(Folder),
    /// 在多条记录里出现的同一张照片（pictures whose bytes stand in several records）
    ReusedPhotos(Folder),
    /// 规定最低应用代次，0为不限（the lowest generation of the app to talk to; 0: any）
    RequireApp {
        #[command(flatten)]
        folder: Folder,
        /// 代次（generation）
        generation: u8,
    },
    /// 信使文件：没有网络时人工传递（courier files: what is carried by hand）
    #[command(subcommand)]
    Courier(super::courier::Courier),
    /// 新建备份密钥文件，打印并离线保管（a new backup key, to be printed and kept offline）
    BackupKey {
        /// 写入文件（file to write）
        #[arg(long)]
        out: PathBuf,
    },
    /// 在线备份，或清理旧备份（back up while serving: in encrypted links with --recipient, else a
    /// plain copy; `backup prune` removes old links）
    Backup(super::backup::Backup),
    /// 校验备份（check a backup from the first byte to the last）
    VerifyBackup {
        /// 备份目录，或写明备份去向的配置文件（folder of the backup, or a configuration file that
        /// says where it lies）
        folder: PathBuf,
        /// 备份密钥文件：逐行逐张核对（file of the backup key: every row and photo is checked）
        #[arg(long)]
        key: Option<PathBuf>,
        /// 到第几环，默认最新（up to which link; the newest if absent）
        #[arg(long)]
        link: Option<u64>,
    },
    /// 从备份恢复（put a backup in place and begin a new epoch）
    Restore(Restore),
    /// 恢复后的数据补回（what phones bring back after a restore）
    #[command(subcommand)]
    Healing(HealingCommand),
    /// 用根密钥补充服务密钥（certify more service keys with the root key）
    Certify(Certify),
    /// 用根密钥吊销服务密钥，须先停止中继（revoke service keys with the root key; stop the relay first）
    RevokeKeys(super::revoke_keys::RevokeKeys),
    /// TLS密钥：查看、预告下一个、更换（the TLS key: show, announce the next one, switch）
    #[command(subcommand)]
    Tls(super::tls::TlsCommand),
    /// 导出证据包（export the evidence of a premises）
    Evidence(Evidence),
    /// 核验证据包或者文书 PDF，无需联网（verify an evidence file or a paper, offline）
    Verify(Verify),
    /// 生成文书 PDF（make a paper）
    Paper(PaperArguments),
    /// 查阅个人信息：存有某人的哪些信息（what is held about a person who asks for it）
    AccessRequest(super::access_request::AccessArguments),
    /// 打印接口说明（print the description of the JSON API）
    #[command(name = "openapi")]
    OpenApi,
    /// 打印配置项说明（print the documentation of the configuration file）
    Configuration,
    /// 状态（how the relay stands）
    Status(Folder),
    /// 体检：时钟、磁盘、证书、备份、数据库、端口，并说明怎么办（examine the relay and its machine）
    Doctor(super::doctor::DoctorArguments),
    /// 生成求助包，不含个人信息（pack what support needs, without personal data）
    SupportBundle(super::doctor::SupportArguments),
    /// 离线核验审计日志（check an audit log, offline）
    VerifyAudit(super::doctor::VerifyAuditArguments),
}

/// Which relay.
#[derive(Debug, Clone, Args)]
pub(super) struct Folder {
    /// 数据目录（data folder）
    #[arg(long)]
    pub(super) data: PathBuf,
    /// 演示时间文件，仅用于演示目录（clock file, for a demonstration only）
    #[arg(long)]
    pub(super) clock: Option<PathBuf>,
}

impl Folder {
    pub(super) fn clock(&self) -> ClockChoice {
        self.clock
            .clone()
            .map_or(ClockChoice::System, ClockChoice::File)
    }
}

#[derive(Debug, Args)]
pub(super) struct Init {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// 租户名称，如青峰镇（name of the tenant）
    #[arg(long)]
    pub(super) tenant_name: String,
    /// 演示用（for a demonstration）
    #[arg(long)]
    pub(super) demo: bool,
    /// 监听地址（where to listen）
    #[arg(long, default_value = "0.0.0.0:7443")]
    pub(super) listen: String,
    /// 手机使用的地址，如 https://192.168.1.5:7443（base address that phones are told）
    #[arg(long, default_value = "")]
    pub(super) address: String,
    /// 数据存入 PostgreSQL 而非本目录，如 postgresql://wangge@host/wangge（keep the data in
    /// PostgreSQL instead of this folder; `WANGGE_POSTGRES` overrides it at every start）
    #[arg(long)]
    pub(super) postgres: Option<String>,
    #[command(flatten)]
    pub(super) appoint: super::appoint::Appoint,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// 数据目录（data folder）
    #[arg(long)]
    pub(super) data: Option<PathBuf>,
    /// 演示时间文件，仅用于演示目录（clock file, for a demonstration only）
    #[arg(long)]
    pub(super) clock: Option<PathBuf>,
    /// 配置文件，默认为数据目录中的 relay.toml（configuration file; docs/CONFIGURATION.md）
    #[arg(long)]
    pub(super) config: Option<PathBuf>,
    /// 监听地址，端口 0 表示任意空闲端口（where to listen; port 0 takes a free one）
    #[arg(long)]
    pub(super) listen: Option<String>,
    /// 审计日志的异地副本目录（a second place for the audit log, on another disk）
    #[arg(long)]
    pub(super) audit_copy: Option<PathBuf>,
    /// 每分钟备份到此目录，应在另一块盘上（ship a backup every minute into this folder, on another
    /// disk）
    #[arg(long, requires = "backup_recipient")]
    pub(super) backup_to: Option<PathBuf>,
    /// 备份公钥 age1…（public half of the backup key）
    #[arg(long, requires = "backup_to")]
    pub(super) backup_recipient: Option<String>,
    /// 数据库损坏时只供查看，不改动任何数据（only show what is left of a damaged database）
    #[arg(long, conflicts_with = "backup_to")]
    pub(super) read_only: bool,
}

#[derive(Debug, Args)]
pub(super) struct EnrollCodeArguments {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// 为谁（account, name or id）
    #[arg(long)]
    pub(super) user: String,
    /// 有效小时数，1 至 72（hours it is valid, 1 to 72）
    #[arg(long, default_value_t = 24)]
    pub(super) valid_hours: u32,
}

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// 添加人员（add a person）
    Add {
        #[command(flatten)]
        folder: Folder,
        /// 姓名（name as printed on papers）
        #[arg(long)]
        name: String,
        /// 电话（telephone）
        #[arg(long, default_value = "")]
        phone: String,
        /// 单位（organization）
        #[arg(long, default_value = "")]
        organization: String,
        /// 登录账号；密码从标准输入读取（account; the password is read from standard input）
        #[arg(long)]
        account: Option<String>,
    },
    /// 列出人员（list people）
    List(Folder),
    /// 设置密码，从标准输入读取（set a password, read from standard input）
    Password {
        #[command(flatten)]
        folder: Folder,
        /// 为谁（account, name or id）
        #[arg(long)]
        user: String,
        /// 登录账号（account, if there is none yet）
        #[arg(long)]
        account: Option<String>,
    },
    /// 授予角色（grant a role）
    Grant {
        #[command(flatten)]
        folder: Folder,
        /// 给谁（account, name or id）
        #[arg(long)]
        user: String,
        /// 角色，如 grid_worker（role）
        #[arg(long)]
        role: String,
        /// 网格编号、代码或名称；不填表示全域（grid; without it the whole tenant）
        #[arg(long, conflicts_with = "premises")]
        grid: Option<String>,
        /// 单个场所编号（one premises only）
        #[arg(long)]
        premises: Option<String>,
        /// 部门代码（department code）
        #[arg(long)]
        department: Option<String>,
        /// 最后一天，用于抽调人员（last day, for people on loan）
        #[arg(long)]
        until: Option<NaiveDate>,
    },
    /// 撤销角色（revoke a role）
    Revoke {
        #[command(flatten)]
        folder: Folder,
        /// 谁（account, name or id）
        #[arg(long)]
        user: String,
        /// 角色（role）
        #[arg(long)]
        role: String,
        /// 原因（reason）
        #[arg(long)]
        reason: String,
    },
    /// 登记证书（enter a certificate）
    Credential {
        #[command(flatten)]
        folder: Folder,
        /// 谁的（account, name or id）
        #[arg(long)]
        user: String,
        /// inspection 培训合格证；enforcement 执法证
        #[arg(long)]
        kind: String,
        /// 证号（number）
        #[arg(long)]
        number: String,
        /// 发证单位（issuer）
        #[arg(long, default_value = "")]
        issuer: String,
        /// 有效期起（first day）
        #[arg(long)]
        from: NaiveDate,
        /// 有效期止（last day）
        #[arg(long)]
        until: NaiveDate,
    },
}

/// 大、中、小.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Level {
    /// 大网格
    Large,
    /// 中网格
    Medium,
    /// 小网格
    Small,
}

#[derive(Debug, Subcommand)]
pub(super) enum GridCommand {
    /// 添加网格（add a grid）
    Add {
        #[command(flatten)]
        folder: Folder,
        /// 层级（level）
        #[arg(long)]
        level: Level,
        /// 上级网格（grid above: id, code or name）
        #[arg(long)]
        parent: Option<String>,
        /// 代码（code）
        #[arg(long)]
        code: String,
        /// 名称（name）
        #[arg(long)]
        name: String,
    },
    /// 列出网格（list grids）
    List(Folder),
    /// 导入网格、人员、角色、证书（import grids, people, roles, certificates）
    Import {
        #[command(flatten)]
        folder: Folder,
        /// JSON 文件（file）
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Device {
    /// 列出设备（list devices）
    List(Folder),
    /// 远程锁定：不再显示内容，未上传内容继续上传（lock a device）
    Lock(DeviceOrderArguments),
    /// 解除锁定或撤销清除指令（unlock a device）
    Unlock(DeviceOrderArguments),
    /// 同步后清除：上传完毕即销毁密钥和数据（wipe a device once it has sent everything）
    Wipe(DeviceOrderArguments),
    /// 停用设备（revoke a device）
    Revoke {
        #[command(flatten)]
        folder: Folder,
        /// 设备编号（id of the device）
        #[arg(long)]
        device: String,
        /// 只停用此人的（only this person's）
        #[arg(long)]
        user: Option<String>,
        /// 原因（reason）
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct DeviceOrderArguments {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// 设备编号或短号（id or short id of a device）
    #[arg(long)]
    pub(super) device: String,
    /// 只对此人的数据（only this person's）
    #[arg(long)]
    pub(super) user: Option<String>,
    /// 原因（reason）
    #[arg(long)]
    pub(super) reason: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// 启用政策包（put a policy pack into force）
    Activate {
        #[command(flatten)]
        folder: Folder,
        /// JSON 文件（file）
        file: PathBuf,
    },
    /// 更换政策密钥：旧密钥签署而未上传的文件须重新签署（another policy key: files signed and not yet uploaded are signed again）
    NewKey(Folder),
    /// 签署政策包，供控制台上传（sign a pack, to be uploaded at the console）
    Sign {
        #[command(flatten)]
        folder: Folder,
        /// JSON 文件（file）
        file: PathBuf,
        /// 输出文件（output）
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum RegisterCommand {
    /// 登记一条（set a row）
    Set {
        #[command(flatten)]
        folder: Folder,
        /// 登记册（register）
        #[arg(long)]
        register: String,
        /// 条目键（key of the entry）
        #[arg(long)]
        key: String,
        /// 起始日期，默认今天（first day; today if absent）
        #[arg(long)]
        from: Option<NaiveDate>,
        /// 结束日期（last day）
        #[arg(long)]
        until: Option<NaiveDate>,
        /// 依据（reason or document）
        #[arg(long, default_value = "")]
        reason: String,
        /// 条目内容，JSON 文件（entry, a JSON file）
        file: PathBuf,
    },
    /// 导入多条（set many rows from a file）
    Import {
        #[command(flatten)]
        folder: Folder,
        /// JSON 文件（file）
        file: PathBuf,
    },
    /// 列出登记册或其条目（list registers, or the rows of one）
    List {
        #[command(flatten)]
        folder: Folder,
        /// 登记册（register）
        #[arg(long)]
        register: Option<String>,
        /// 哪一天有效，默认今天（in force on this day; today if absent）
        #[arg(long)]
        on: Option<NaiveDate>,
        /// 全部历史（every row there ever was）
        #[arg(long)]
        history: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ClockCommand {
    /// 确认时钟正确，恢复到期作业（the clock is right: deadline jobs go on）
    Confirm(Folder),
}

#[derive(Debug, Args)]
pub(super) struct Certify {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// 根密钥文件（file of the root key）
    #[arg(long)]
    pub(super) root_key: PathBuf,
    /// 数量（how many）
    #[arg(long, default_value_t = 1024)]
    pub(super) count: usize,
}

#[derive(Debug, Args)]
pub(super) struct Evidence {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// 场所编号（id of the premises）
    #[arg(long)]
    pub(super) premises: String,
    /// 写入文件（file to write）
    #[arg(long)]
    pub(super) out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// 证据包，或者文书 PDF（evidence file, or a paper）
    pub(super) file: PathBuf,
    /// 核验文书时所依据的证据包，无需联网（for a paper: the evidence file of its premises, offline）
    #[arg(long)]
    pub(super) bundle: Option<PathBuf>,
    /// 核验文书时所依据的中继数据目录（for a paper: the data folder of the relay）
    #[arg(long, conflicts_with = "bundle")]
    pub(super) data: Option<PathBuf>,
    /// 演示时间文件，仅用于演示目录（clock file, for a demonstration only）
    #[arg(long, requires = "data")]
    pub(super) clock: Option<PathBuf>,
    /// 纸质件上的根公钥（root key as printed）
    #[arg(long)]
    pub(super) root: Option<String>,
    /// 把文书和照片另存到此目录（write papers and photos into this folder）
    #[arg(long)]
    pub(super) extract: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct PaperArguments {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// notice, major_notice, inspection, recheck, transfer, commitment, responsibility, promise,
    /// supervision, dossier, zone；手机端的名称也可以（the names of the phone's command do too）
    #[arg(long)]
    pub(super) kind: String,
    /// 记录或者网格编号（id of the record, or of the grid）
    #[arg(long)]
    pub(super) record: String,
    /// 写入文件（file to write）
    #[arg(long)]
    pub(super) out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(super) enum QuarantineCommand {
    /// 列出（list, newest first, as JSON）
    List(Folder),
    /// 来历不明、未留存的（what was brought and left no trace, as JSON）
    Strangers(Folder),
    /// 准入一封（admit one）
    Admit {
        #[command(flatten)]
        folder: Folder,
        /// 信封编号（id of the envelope）
        envelope: String,
        /// 经办人（who decides: account, name or id）
        #[arg(long)]
        by: String,
        /// 理由（why）
        #[arg(long)]
        note: String,
    },
    /// 准入全部离线授权到期后制作的（admit all that was made after a lease ran out）
    AdmitLeaseExpired {
        #[command(flatten)]
        folder: Folder,
        /// 经办人（who decides: account, name or id）
        #[arg(long)]
        by: String,
        /// 理由（why）
        #[arg(long)]
        note: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// 备份目录，或写明备份去向的配置文件（folder of the backup, or a configuration file that says
    /// where it lies）
    #[arg(long)]
    pub(super) from: PathBuf,
    /// 备份密钥文件，用于加密备份（file of the backup key, of an encrypted backup）
    #[arg(long)]
    pub(super) key: Option<PathBuf>,
    /// 恢复到第几环，默认最新（which link; the newest if absent）
    #[arg(long, requires = "key")]
    pub(super) link: Option<u64>,
    /// 目录已有中继时，把原数据移到旁边（move data that lies there aside）
    #[arg(long)]
    pub(super) force: bool,
    /// 恢复到空的 PostgreSQL 数据库，而非本目录的文件（into an empty database of PostgreSQL instead of
    /// a file in the folder; `WANGGE_POSTGRES` overrides it）
    #[arg(long, requires = "key")]
    pub(super) postgres: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum HealingCommand {
    /// 进度（how far it is）
    Status(Folder),
    /// 数据库已用自身手段恢复到较早状态，开始补回（the database was put back by its own means）
    Begin(Folder),
    /// 不再等待其余手机，恢复编号和到期作业（wait for no more phones）
    End(Folder),
}
