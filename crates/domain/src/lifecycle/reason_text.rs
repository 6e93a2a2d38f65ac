use super::Reason;

/// Every code that the rules give, with its words.
const TEXTS: &[(&str, &str)] = &[
    ("already_accepted", "已审核通过"),
    ("already_escalated", "已上报移交，反馈已逾期"),
    ("basis_missing", "未写明判定依据，每条须写明条款或事由"),
    ("before_previous", "日期早于上一措施"),
    ("before_the_promise", "隐患在签订承诺之前就已发现"),
    (
        "broken_lately",
        "同一事项的承诺刚被违反，须满规定的天数再签",
    ),
    ("change_status_instead", "在册场所不能撤回，请变更状态"),
    ("counted_twice", "同一项清点了两次"),
    ("concurrent_change", "他人已先行处理，状态已变化"),
    ("conflicts_open", "有答案冲突尚未处理"),
    ("day_to_come", "日期不得晚于办理之日"),
    ("deadline_moved", "期限已变更"),
    ("deadline_not_passed", "期限未届满"),
    ("deadline_out_of_limits", "整改期限超出规定"),
    ("deadline_passed", "期限已过"),
    ("extension_days", "延期天数不符合规定"),
    ("extension_longer_than_original", "延期不得超过原期限"),
    (
        "failed_item_unraised",
        "有不合格项还没有登记隐患，须先由检查人补登（不成立的，登记后作废并写明理由）",
    ),
    ("feedback_empty", "反馈没有文字也没有照片"),
    ("hazards_open", "还有未销号的隐患，变更状态时须逐一列明"),
    ("heir_missing", "合并须指明并入的场所，其他变更不得指明"),
    ("issuer_not_yours", "您不能以该发文单位的名义出具文书"),
    ("issuer_missing", "未指明发文单位，销号没有文号"),
    ("life_threat_goes_up", "危及生命的隐患应直接上报"),
    ("life_threat_not_extended", "危及生命的隐患不得延期"),
    ("life_threat_not_paused", "危及生命的隐患不得暂停计时"),
    (
        "major_judged_by_brigade",
        "重大火灾隐患由消防救援机构立案判定，登记时至多标为疑似",
    ),
    (
        "major_not_noticed",
        "案中隐患尚未下发重大火灾隐患整改通知书，不能销案",
    ),
    (
        "major_not_served",
        "重大火灾隐患整改通知书尚未送达，不能销案",
    ),
    (
        "name_is_placeholder",
        "须写明真实的姓名或名称，不得以符号、数字或“无”“不详”等代替",
    ),
    ("newer_version_submitted", "已有更新的提交版本"),
    ("no_act_in_time", "没有按期完成的反馈可据以撤销逾期"),
    ("no_certificate", "没有有效的合格证"),
    ("no_change", "状态没有变化"),
    ("no_mark_stands", "没有逾期标记"),
    ("no_permission", "没有权限"),
    ("not_on_behalf", "不是业主本人提交的反馈，须注明代填"),
    ("not_in_this_state", "当前状态下不能这样做"),
    ("not_the_author", "限本人或上级"),
    ("note_missing", "须填写说明"),
    (
        "nobody_there",
        "该单位在系统中没有人员可以接收，请改报其他单位或者先请管理员设置人员",
    ),
    ("not_who_escalated", "限上报移交的本人撤回"),
    ("not_named", "本记录没有他人注明您同行而待您确认的办理"),
    ("nothing_requested", "没有待批的延期申请"),
    ("nothing_submitted", "尚未提交"),
    (
        "notice_already_issued",
        "整改通知书已下发，通知书所载内容不能再改",
    ),
    ("notice_incomplete", "通知书缺少临时编号"),
    ("number_not_own", "临时编号须是本机所给的编号"),
    ("number_used", "该临时编号已用于另一份文书"),
    (
        "only_at_desk",
        "须在中继网页端办理，手机上没有办理所依据的全部记录",
    ),
    ("open_correction_first", "已审核通过，须先开启更正"),
    ("other_kind", "不适用于此类记录"),
    ("out_of_scope", "不在授权范围内"),
    ("own_key_needed", "须本人密钥签名"),
    ("paused_before", "暂停次数已满"),
    (
        "penalty_without_number",
        "处罚结果须有案号（接收时所填）或说明",
    ),
    ("photo_after_missing", "缺少整改后照片"),
    ("photos_before_and_after", "须有整改前后两张照片"),
    ("photos_missing", "必备照片尚未传到"),
    ("premises_gone", "场所已拆除"),
    ("premises_merged", "场所已合并"),
    ("power_ended", "赋权（委托）已届满，不得出具执法文书"),
    (
        "power_not_delegated",
        "该事项未赋权或委托给本乡镇，不得出具执法文书",
    ),
    ("power_not_yet", "赋权（委托）尚未起始，不得出具执法文书"),
    (
        "power_of_another_body",
        "该事项由其他单位承接，本单位不得出具执法文书",
    ),
    ("read_only", "含有新版本的操作，本机只读"),
    ("reason_missing", "未写明理由"),
    ("correction_reason_missing", "更正未说明原因"),
    ("record_closed", "已销号"),
    ("record_voided", "已作废"),
    ("record_stands", "该记录已登记，不得改写"),
    ("record_withdrawn", "已撤回"),
    (
        "item_not_failed",
        "这次检查没有把该检查项答为不合格，隐患不能挂在这次检查下",
    ),
    (
        "visit_handed_in",
        "检查已提交，只能登记其中不合格项的隐患；其他隐患请不挂检查另行登记",
    ),
    (
        "registered_already",
        "场所、所属检查、发现时间和来源以登记时为准，不能再改",
    ),
    ("responsible_missing", "责任单位、责任领导、责任人不齐全"),
    ("says_nothing", "只有标点或者不足两个字，没有写明内容"),
    (
        "redaction_by_author",
        "涂销须由没有填写过该内容、也没有首先办理该记录的两人办理",
    ),
    (
        "redaction_incomplete",
        "所列内容不是本记录已收的内容，或者写过所列字段的内容没有全部列出",
    ),
    (
        "redaction_not_asked",
        "没有待确认的涂销申请，或者申请已被后来的申请取代",
    ),
    (
        "redaction_root",
        "涂销后留下的内容与现有内容不一致，请同步后再确认",
    ),
    ("same_person", "须由另一人办理，不得由同一人前后经手"),
    ("same_version", "与已提交的版本相同"),
    ("second_extension", "延期次数已满"),
    (
        "served_after_due",
        "通知书所定期限已过，不能再送达，请另行下发整改通知书、重定期限",
    ),
    (
        "served_other_notice",
        "送达的不是生效的通知书（他人已先行下发），须就生效的通知书另行送达",
    ),
    ("signature_missing", "缺少签收人"),
    ("signed_alike", "两个签名人的笔迹完全相同，须由各人亲笔签名"),
    ("team_signature_missing", "村检查组签名不足"),
    (
        "signer_serves",
        "签名人、签收人、见证人不得是办理、送达或下发这份文书的人员（按姓名核对）；确有同名的，通知书请张贴或邮寄送达，其他文书请由他人办理",
    ),
    ("source_not_yours", "您的身份不能填报这一隐患来源"),
    ("too_few_people", "办理人数不足"),
    ("tracking_missing", "须写明邮寄单号（不少于六位数字、字母）"),
    (
        "under_review",
        "已按疑似重大隐患上报：立案前待判定，立案后在重大火灾隐患案件中办理、复查",
    ),
    ("unknown_census_outcome", "普查结果不在清单内"),
    ("unknown_grade", "风险等级不在清单内"),
    ("unknown_issuer", "发文单位不在清单内"),
    ("unknown_kind", "未知的记录类型"),
    ("unknown_premises_status", "场所状态无效"),
    ("unknown_result", "执法结果无效"),
    ("unknown_target", "上报对象不在清单内"),
    ("unqualified_checker", "同行复查人没有资格"),
    ("urge_days", "催办天数不符合规定"),
    ("urge_first", "须先催办"),
    ("urge_still_runs", "催办期限未满"),
    ("urged_before", "已催办过"),
    ("watch_still_runs", "承诺的履行期限未满"),
    ("week_reported", "这一周已由本村另一件汇总上报"),
    ("with_enforcement", "已由执法部门办理"),
    ("body_not_competent", "不是主管机关"),
    ("case_open_already", "同一事项已有未办结的案件"),
    ("case_ended", "已办结"),
    (
        "case_named_already",
        "案件已开始办理，标题和办理时所定、所签的内容以当时为准，不能再改",
    ),
    ("chain_step_skipped", "不得越级采取措施"),
    ("deadline_not_stated", "此步骤的期限不由办理人自定"),
    ("done_before", "已办理过"),
    ("field_missing", "必填内容不全"),
    (
        "guidance_visit",
        "指导式检查发现的问题不得下发通知书、移交处罚",
    ),
    (
        "items_unfit",
        "清单中有查无此件、类别、状态或者所在网格不符的事项",
    ),
    ("value_malformed", "日期、月份、季度、年度或数目无效"),
    ("listed_elsewhere", "所列隐患已在同月另一件未办结的督办单上"),
    ("listed_twice", "同一件列了两次"),
    ("not_as_before", "与本件此前所填的不一致"),
    ("not_week_start", "不是一周的第一日"),
    ("not_in_quarter", "日期不在所填的季度内"),
    ("identity_published", "对外公布的文字不得含有居民身份证号"),
    ("phone_published", "对外公布的文字不得含有电话号码"),
    ("kept_apart", "举报人由中继另存，不写入记录"),
    ("linked_record_not_ripe", "关联记录尚未到相应环节"),
    ("linked_record_unknown", "找不到关联记录"),
    ("linked_record_wrong", "关联记录不符"),
    ("list_incomplete", "清单未逐项清点"),
    ("list_superseded", "清单版本已更新"),
    ("marked_before", "已标记逾期"),
    ("not_all_done", "尚有未办理完的项目"),
    ("not_among", "不在登记的范围内"),
    (
        "not_as_signed",
        "与签名的内容不一致，须照所签内容填写或重新签名",
    ),
    ("not_first_offence", "不是首次"),
    ("not_in_list", "不在清单内"),
    ("not_in_time", "未按期整改"),
    ("not_of_this_entry", "与清单条目不符"),
    (
        "not_what_it_is_about",
        "与本案登记时所指的隐患不是同一处，请就该隐患另行登记",
    ),
    (
        "ground_still_open",
        "停用所依据的隐患尚未销号，须先复查销号或者写明仍恢复使用的理由",
    ),
    ("other_premises", "不是同一场所"),
    (
        "photo_before_found",
        "照片不合用途（早于隐患登记、停用决定或恢复申请，注明检查时、整改前，或此前已用），请重新拍摄，并核对手机时钟",
    ),
    (
        "photo_of_another",
        "照片不属于本隐患（本案件），请在本隐患下重新拍摄",
    ),
    (
        "photo_same_file",
        "照片与此前的另一张照片为同一文件，不能作为本次的照片，请现场重新拍摄",
    ),
    ("photo_unknown", "照片不在档案内"),
    ("photos_alike", "整改前后是同一张照片"),
    ("photo_missing", "缺少照片"),
    ("step_before_missing", "前一步骤尚未办理"),
    ("unknown_field", "含有规定以外的内容"),
    ("version_missing", "未指明所针对的内容"),
    (
        "witness_is_party",
        "见证人不得是通知书所列的责任人或责任领导",
    ),
    ("witnesses_missing", "拒签须有规定人数的见证人"),
    (
        "word_of_compulsion",
        "含有强制性用语，须有在期的赋权（委托）和执法证",
    ),
    ("year_out_of_limits", "不在可填的年度之内"),
    ("month_out_of_limits", "不在可填的月份之内"),
];

/// Codes that say something else by another rule: which certificate is missing (S3-14, S3-15).
const TEXTS_BY_RULE: &[(&str, &str, &str)] = &[("no_certificate", "S3-14", "没有有效的执法证")];

impl Reason {
    /// The reason in words, for people（不生效原因）. A code of a policy pack or of a later
    /// version that has no words here is shown as it is.
    #[must_use]
    pub fn text(&self) -> String {
        let by_rule = TEXTS_BY_RULE
            .iter()
            .find(|(code, rule, _)| *code == self.code && *rule == self.rule)
            .map(|(_, _, text)| *text);
        let usual = TEXTS
            .iter()
            .find(|(code, _)| *code == self.code)
            .map(|(_, text)| *text);
        let words = by_rule.or(usual).unwrap_or(self.code.as_str());
        if self.detail.is_empty() {
            words.to_owned()
        } else {
            format!("{words}：{}", self.detail)
        }
    }

    /// The rule as people may look it up; a section of this project's own papers in Chinese, a
    /// place in the policy pack as the pack.
    #[must_use]
    pub fn rule_text(&self) -> String {
        if self.rule.starts_with('/') {
            return "规则包".to_owned();
        }
        [("design ", "设计"), ("handbook ", "手册")]
            .iter()
            .find_map(|(english, chinese)| {
                let section = self.rule.strip_prefix(english)?;
                Some(format!("{chinese} {section}"))
            })
            .unwrap_or_else(|| self.rule.clone())
    }

    /// The codes that have words.
    #[cfg(test)]
    pub(crate) fn known_codes() -> impl Iterator<Item = &'static str> {
        TEXTS.iter().map(|(code, _)| *code)
    }
}
