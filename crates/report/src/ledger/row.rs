use wangge_domain::Timestamp;
use wangge_domain::lifecycle::{Responsible, Status, Timing};

/// How grave a hazard is（隐患等级）, as far as anybody has said yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HazardLevel {
    /// 一般隐患.
    #[default]
    General,
    /// 疑似重大: flagged on site; only the fire and rescue brigade may determine it.
    SuspectedMajor,
    /// 重大火灾隐患, determined by the fire and rescue brigade.
    Major,
}

/// One hazard（隐患）as one line of the ledger. Texts are as they were written; an empty text or
/// `None` leaves the cell empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// 编号: the final number of the notice, else the provisional one, else a short record id.
    pub number: String,
    /// 单位/场所: name of the premises.
    pub premises: String,
    /// 场所类别: Chinese name of the category in the policy pack.
    pub premises_category: String,
    /// 地址.
    pub address: String,
    /// 村(社区): name of the medium grid.
    pub village: String,
    /// 网格: name of the small grid.
    pub grid: String,
    /// 检查时间.
    pub inspected_at: Option<Timestamp>,
    /// 检查人: names, the lead inspector first.
    pub inspectors: Vec<String>,
    /// 来源: how it became known (grid visit, report, 暗访 …), S0-17.
    pub source: String,
    /// 隐患部位.
    pub location: String,
    /// 隐患描述.
    pub description: String,
    /// 类别: of the hazard, as the checklist groups it.
    pub hazard_category: String,
    /// 等级.
    pub level: HazardLevel,
    /// 立案文号 of one that was judged to be major; empty if there is none, or not yet.
    pub case_number: String,
    /// Life is threatened: to be removed or shut down on the spot.
    pub life_threat: bool,
    /// 责任单位, 责任领导, 责任人: to whom the notice went, and who it is now. The telephone number stays out of the ledger.
    pub responsible: Responsible,
    /// 整改措施.
    pub measures: String,
    /// 整改期限: that of the notice, as it was extended; what an urge gave stands in the remarks.
    pub due: Option<Timestamp>,
    /// 当场整改: put right on the spot, so that no deadline was given.
    pub on_spot: bool,
    /// Whether that deadline was extended.
    pub extended: bool,
    /// 整改情况: the latest feedback.
    pub progress: String,
    /// Whether it was put right within that deadline: late once it was marked as passed.
    pub timing: Option<Timing>,
    /// Its notice was not served yet（未送达）: nothing is said of its time.
    pub unserved: bool,
    /// 复查时间.
    pub rechecked_at: Option<Timestamp>,
    /// 复查人.
    pub recheckers: Vec<String>,
    /// 销号编号.
    pub close_out_number: String,
    /// 状态.
    pub status: Status,
    /// 上报: the body it was escalated to.
    pub escalated_to: String,
    /// 上报时间.
    pub escalated_at: Option<Timestamp>,
    /// 备注: clock flags, annulled marks, relay-attested acts, the deadline of an urge.
    pub remarks: String,
}
