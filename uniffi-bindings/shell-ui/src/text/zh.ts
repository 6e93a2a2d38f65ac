// Every word that a screen shows, Chinese. Words of codes come from the labels of the rules.
import labels from '../../../../crates/domain/resources/labels.json'

const table = labels as unknown as Record<string, Record<string, [string, string]>>

/** The words of a code, or the code where it has none. */
export function words(group: string, code: string): string {
  return table[group]?.[code]?.[0] ?? code
}

/** True if there are words for it. */
export function hasWords(group: string, code: string): boolean {
  return table[group]?.[code] !== undefined
}

/** What a field of a record is called; those of answers and photos carry the item in their key. */
export function fieldName(key: string): string {
  const [first, second, third] = key.split('/')
  if (first === 'a' && second && third) return `检查项 ${second} ${words('answer_part', third)}`
  if (first === 'p' && second) return `照片 ${words('field', third ?? '')}`
  if (first === 'sig') return '签名'
  return hasWords('field', key) ? words('field', key) : key
}

/** A value as people read it. */
export function valueText(key: string, value: unknown): string {
  if (value === null || value === '') return '（空）'
  if (value === true) return '是'
  if (value === false) return '否'
  const last = key.split('/').pop() ?? key
  const group = { result: 'answer', severity: 'severity', source: 'source', mode: 'mode', stage: 'photo_stage' }[last]
  if (typeof value === 'number' && last.endsWith('_ms')) return moment(value)
  return group ? words(group, String(value)) : String(value)
}

const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' })
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false })

/** A moment in China, to the minute. */
export function moment(ms: number): string {
  return `${shortDay(ms)} ${clock.format(ms)}`
}

/** A day in China. */
export function shortDay(ms: number): string {
  const parts = day.formatToParts(ms)
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? ''
  return `${part('month')}月${part('day')}日`
}

/** A day as the bridge writes it. */
export function plainDay(text: string): string {
  const [, month, date] = text.split('-')
  return `${Number(month)}月${Number(date)}日`
}

export const zh = {
  app: '网格消防',
  ok: '好',
  cancel: '取消',
  save: '保存',
  back: '返回',
  close: '关闭',
  loading: '正在读取…',
  more: '更多',
  unnamed: '（未命名）',
  pending: '待上传',
  restored: '上次没写完的内容已恢复',
  optional: '可不填',
  must: '必填',
  tabs: { today: '任务', premises: '场所', quick: '随手报', hazards: '隐患', me: '我的' },
  error: {
    host: '应用没有响应，已填内容都在；请关闭后重新打开',
    token: '口令已失效，请从启动时给出的地址重新打开',
    kept: { everything: '已填内容没有变化', saved_here: '已存本机，会接着上传', set_aside: '原文件已另存' } as Record<string, string>,
    retry: { now: '请再试一次', after: '请稍后再试', online: '有网络后会自动再试', unlocked: '解锁后再试', no: '' } as Record<string, string>,
  },
  banner: {
    offline: '没有网络，照常工作',
    waiting: (count: number) => `${count}件待传`,
    safe: '全部已上传',
    lease: (days: number) => (days < 0 ? '离线期限已过，请尽快联网同步' : `离线期限还有${days}天，请联网同步一次`),
    space: '手机空间不足，先清理再拍照；填写不受影响',
    cloned: '本机数据来自另一台手机，请管理员重新出登记码',
    locked: '本机已被管理员锁定，未上传内容会继续上传',
    first: '首次同步未完成，名单可能不全',
    demo: '演示',
    aside: (count: number) => `数据库曾损坏，已另存；找回未上传内容${count}份`,
  },
  today: {
    title: '今天的任务',
    overdue: '已超期',
    today: '今天到期',
    soon: '即将到期',
    none: '没有到期的任务',
    noneHint: '可以到“场所”里挑一家检查',
    days: (state: string, days: number) => (state === 'overdue' ? `超期${days}天` : state === 'today' ? '今天' : `还有${days}天`),
    month: '本月任务清单',
    checkDay: '检查日',
    goOn: '接着做',
    goOnHint: '没做完的检查',
    returned: '被退回，请补正',
    refused: (count: number) => `${count}件被服务器拒收，点开处理`,
    hello: (name: string) => `${name}，辛苦了`,
  },
  month: {
    title: '本月任务清单',
    kind: { check_day: '检查日', visit: '到期检查', recheck: '复查', campaign: '专项行动', job: '派发事项', training: '培训' } as Record<string, string>,
    done: '已完成',
    left: (open: number, all: number) => `还有${open}项，共${all}项`,
    none: '本月没有任务',
    due: (date: string) => `${date}前`,
    showDone: '看已完成的',
  },
  premises: {
    title: '场所',
    search: '名称、地址、电话、拼音首字母',
    none: '没有找到',
    add: '新建档案',
    moreRows: '再看一些',
    visited: (when: string) => `上次检查 ${when}`,
    never: '没有检查过',
    call: '打电话',
    file: '档案',
    edit: '修改档案',
    risk: '风险',
    due: '下次检查',
    start: '开始检查',
    census: '没进门（锁门、拒查…）',
    report: '报隐患',
    openHazards: '没改完的隐患',
    inspections: '历次检查',
    recent: (when: string) => `${when}刚检查过，确定还要再查？`,
    noHazards: '没有未改的隐患',
    noInspections: '还没有检查记录',
    allFields: '全部档案内容',
    draftGoOn: '有一次检查没做完，接着做',
    dossier: '一户一档（PDF）',
  },
  file: {
    newTitle: '新建档案',
    editTitle: '修改档案',
    grid: '网格',
    where: '在哪里',
    who: '找谁',
    house: '房屋情况',
    responsible: '四方责任人',
    flags: '有没有这些情况',
    locate: '记下当前位置',
    located: (accuracy: number) => `已定位，误差约${accuracy}米`,
    locating: '正在定位…',
    notLocated: '没有定到位，可以先不填',
    near: '可能已经建过档',
    nearHint: '先看看是不是同一家，避免重复建档',
    nearOpen: '就是这家，打开',
    nearOther: '不是同一家，继续新建',
    created: '已建档，存在本机',
    saved: '已保存',
    choose: '请选择',
  },
  visit: {
    title: '检查',
    progress: (done: number, all: number) => `${done}/${all}`,
    allDone: '都答完了',
    guide: '怎么查',
    na: '不适用',
    note: '情况说明',
    noteHint: '哪里、什么情况',
    part: '部位',
    partHint: '如：一楼楼梯间',
    photo: '拍照',
    file: '从相册选',
    mustPhoto: '必须拍照',
    photos: (count: number) => `已拍${count}张`,
    life: '危及生命',
    major: '可能是重大隐患',
    value: '数量',
    next: '下一项没答的',
    finish: '签名并提交',
    left: (count: number) => `还有${count}项`,
    conflict: '两人答案不一样，请处理',
    good: '对的样子',
    bad: '错的样子',
    look: '看什么',
    how: '怎么查',
    remedy: '怎么改',
    read: '这次检查已提交，只能看',
  },
  finish: {
    title: '签名并提交',
    summary: (pass: number, fail: number, na: number) => `合格${pass}项，不合格${fail}项，不适用${na}项`,
    signer: '签名人姓名',
    role: '身份',
    sign: '请在框内签名',
    signed: '已签名',
    again: '重签',
    void: '内容改过，要重新签名',
    submit: '提交检查',
    submitted: '检查已提交，存在本机',
    raise: (count: number) => `不合格的${count}项登记为隐患`,
    correction: '改了什么（退回后必填）',
    fix: '还要补这些',
    skip: '对方不在场，不签名',
    hazards: '接着处理隐患',
    home: '回到任务',
    whatNext: '接下来',
    more: '提交后又改过，再提交一次',
  },
  sign: { clear: '擦掉重写', done: '签好了', empty: '还没有签名', label: '签名', board: '签名板' },
  quick: {
    title: '随手报隐患',
    step1: '二、拍一张照片',
    step2: '一、在哪一家',
    step3: '三、什么问题',
    take: '拍照',
    retake: '重拍',
    choose: '选场所',
    words: ['楼梯堆杂物', '出口锁住', '电动车进楼', '飞线充电', '灭火器失效', '液化气靠近明火', '防盗窗没有逃生口', '私拉乱接电线'],
    life: '危及生命',
    lifeHint: '马上可能出人命的，勾上',
    submit: '报上去',
    done: '已登记，存在本机',
    again: '再报一条',
    open: '看这条隐患',
    hint: '说明',
    first: '先选场所，照片才有地方存',
  },
  hazards: {
    title: '隐患',
    open: '没改完的',
    all: '全部',
    none: '没有未改的隐患',
    due: (when: string) => `${when}前改完`,
    overdue: '已逾期',
    draft: '草稿，还没登记',
  },
  hazard: {
    title: '隐患',
    what: '问题',
    remedy: '怎么改',
    due: '期限',
    number: '文号',
    who: '谁来改',
    photos: '照片',
    before: '整改前',
    after: '整改后',
    history: '经过',
    next: '现在可以做',
    nothing: '现在没有要做的事',
    raise: '登记这条隐患',
    addPhoto: '补拍照片',
    raised: '已登记',
    paper: '看通知书（PDF）',
    ownerCode: '业主反馈码',
    withdraw: '撤回',
    another: '确属另一处，照样登记',
    interim: '临时管控措施',
  },
  notice: {
    title: '整改通知书',
    issuer: '发文单位',
    deadline: '多少天改完',
    now: '立即',
    day: '天',
    unit: '责任单位',
    leader: '责任领导',
    person: '责任人',
    phone: '电话',
    issue: '下发通知书',
    issued: (number: string) => `已下发，临时文号 ${number}`,
    serve: '送达',
  },
  serve: {
    title: '送达签收',
    signed: '签收',
    refused: '拒签',
    posted: '张贴',
    mailed: '邮寄',
    refusedHint: (count: number) => `对方不签：由${count}名见证人签名`,
    witness: (index: number) => `见证人${index}`,
    name: '姓名',
    note: '对方怎么说',
    postedHint: '贴在门上，拍一张照片',
    tracking: '邮寄单号',
    submit: '确认送达',
    done: '已送达，存在本机',
  },
  fix: { title: '当场整改', hint: '改之前、改之后各拍一张', submit: '已当场改好', done: '已登记，等别人核实' },
  feedback: { title: '整改反馈', note: '改了什么', behalf: '替业主填写（代填）', submit: '登记反馈', done: '已登记反馈' },
  recheck: {
    title: '复查',
    passed: '改好了',
    failed: '没改好',
    with: '同行的人',
    withHint: (count: number) => `复查要${count}个人，选同行的人`,
    reason: '还有什么问题',
    photo: '复查照片',
    compare: '前后对比',
    submit: '登记复查',
    done: '已登记复查',
    find: '查姓名',
  },
  extend: { title: '申请延期', days: '再要几天', reason: '为什么', submit: '提交申请', done: '已申请延期' },
  urge: { title: '催办', days: '再给几天', submit: '催办', done: '已催办' },
  escalate: { title: '上报移交', to: '报给谁', reason: '为什么', submit: '上报', done: '已上报' },
  void: { title: '作废（误报）', reason: '为什么作废', submit: '作废', done: '已作废' },
  census: { title: '没进门', hint: '选这次走访的结果', note: '说明', photo: '拍一张门口照片', submit: '登记结果', done: '已登记走访结果' },
  sync: {
    title: '上传情况',
    now: '立即同步',
    running: '正在同步…',
    stop: '停下',
    onPhone: '在本机',
    onPhoneHint: '还没封好的草稿',
    onWay: '在路上',
    onWayHint: '已封好，等上传',
    onRelay: '已到服务器',
    onRelayHint: '本机待传的都已收到',
    notYet: '还没传完',
    photos: '照片',
    photosOf: (held: number, total: number) => `${held}/${total}张已到服务器`,
    originals: (held: number, total: number) => `原图${held}/${total}张`,
    noPhotos: '还没有照片',
    lost: (count: number) => `${count}个照片文件已丢失`,
    last: (when: string) => `上次同步 ${when}`,
    never: '还没有同步过',
    records: (waiting: number, received: number) => `正在传记录：待传${waiting}件，收到${received}件`,
    sending: (sent: number, left: number) => `正在传照片：已传${sent}个，还有${left}个`,
    retrying: '网络不稳，正在等待重试',
    done: '同步完成',
    part: '部分内容在等别的内容，其余已传完',
    refused: '被拒收的内容',
    refusedNone: '没有被拒收的内容',
  },
  refused: {
    title: '被拒收的内容',
    none: '没有被拒收的内容',
    why: '原因',
    quarantined: '管理员正在核对，一般不用重填；权限恢复后也可以自己重新填报',
    written: '您写的内容，都在：',
    pick: '勾选要重新填报的内容',
    again: '重新填报所选',
    taken: '已放回草稿，请打开记录核对',
    applied: '已重新填报过',
    open: '打开记录',
    events: (names: string) => `当时做的：${names}（要重新办理）`,
    reason: {
      malformed: '数据不完整', bad_seal: '签名不符', unknown_stream: '网格不存在', unknown_device: '本机未登记', out_of_scope: '不在授权范围内',
      gate_rejected: '内容未通过检查', wrong_record: '记录类型或网格不符', depends_on_refused: '依据的内容被拒收', too_large: '内容过大',
      equivocation: '与另一台手机冲突', lease_expired: '离线期限已过', lease_unknown: '离线许可不符', revoked: '权限已收回',
      after_quarantined: '等待前一件内容核对', content_invalid: '内容格式不对', processing_failed: '服务器处理失败',
    } as Record<string, string>,
  },
  conflicts: { title: '两人填的不一样', hint: '选对的一个，另一个仍留在经过里', shown: '现在显示', done: '已处理', none: '没有不一致的内容' },
  history: {
    title: '我的网格',
    all: '全部网格',
    visits: '检查',
    found: '隐患',
    none: '还没有记录',
    line: { pending: '待上传', noEffect: '未生效：', relay: '服务器代签' },
  },
  score: { title: '我的考评', points: '分', month: '月份', why: '每一分的来历', rewards: '奖励', claim: '待领', claimed: '已领', yuan: (fen: number) => `${(fen / 100).toFixed(2)}元`, prev: '上个月', next: '下个月' },
  training: { title: '培训', none: '现在没有课程', passed: '已通过', take: '做题', submit: '交卷', result: (score: number, of: number) => `答对${score}题，共${of}题`, pass: '通过', fail: '没通过，明天可以再做' },
  me: {
    title: '我的', history: '我的网格记录', score: '我的考评', training: '培训', sync: '上传情况', settings: '设置', contacts: '联络卡', refused: '被拒收的内容',
    grids: '我的网格',
  },
  contacts: { title: '联络卡', duty: '今天值班', officers: '联络员', none: '没有登记联络人' },
  settings: {
    title: '设置',
    size: '字的大小', big: '大', bigger: '特大',
    wifi: '现在用的是无线网', wifiHint: '手机认不出网络时用；勾上后照片原图也上传',
    pin: '锁屏密码', setPin: '设置锁屏密码', changePin: '修改锁屏密码', removePin: '取消锁屏密码', lock: '立即锁定',
    oldPin: '原密码', newPin: '新密码（4到6位数字）', pinSet: '已设置', pinOff: '没有设置',
    version: (revision: number) => `规则第${revision}版`,
    space: (mib: number) => `剩余空间 ${(mib / 1024).toFixed(1)} GB`,
    lease: (days: number) => `还可离线工作 ${days} 天`,
  },
  lock: { title: '请输入锁屏密码', wrong: '密码不对', wait: (seconds: number) => `请等${seconds}秒再试`, unlock: '解锁' },
  enroll: {
    title: '登记本机',
    hint: '请管理员出示登记二维码，用手机扫一扫，或把登记链接粘贴在下面。',
    link: '登记链接',
    submit: '登记',
    running: '正在登记…',
    first: '登记好了，正在下载名单…',
  },
  photo: { none: '照片不在本机', stage: { found: '检查时', before: '整改前', after: '整改后', recheck: '复查时', service: '送达' } as Record<string, string>, onRelay: '已到服务器', here: '待上传', lost: '已丢失', busy: '正在处理照片…', of: (held: number, total: number) => `照片 ${held}/${total} 已到服务器` },
}
