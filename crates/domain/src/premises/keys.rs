//! The content keys of a premises（一户一档字段）. Flat, scalar, each with its unit in the name.

macro_rules! keys {
    ($(#[$doc:meta])* $list:ident: $($(#[$key_doc:meta])* $name:ident = $key:literal,)*) => {
        $($(#[$key_doc])* pub const $name: &str = $key;)*
        $(#[$doc])*
        pub const $list: &[&str] = &[$($name,)*];
    };
}

keys! {
    /// Keys whose value is text.
    TEXT_KEYS:
    /// 名称.
    NAME = "name",
    /// 类别: a category id of the policy pack.
    CATEGORY = "category",
    /// 子类: a sub-type that thresholds name, e.g. `boarding`, `day_school`.
    SUB_TYPE = "sub_type",
    /// 业态: category id of the business done there, for routing.
    BUSINESS = "business",
    /// 行政村、社区.
    VILLAGE = "village",
    /// 村民小组.
    GROUP = "group",
    /// 自然村.
    NATURAL_VILLAGE = "natural_village",
    /// 路、街.
    ROAD = "road",
    /// 门牌号.
    DOOR_NUMBER = "door_number",
    /// 详细地址, as people say it.
    ADDRESS = "address",
    /// 结构: `brick_concrete`（砖混）, `frame`（框架）, `brick_wood`（砖木）, `wood`（木）,
    /// `sandwich_panel`（彩钢）.
    STRUCTURE = "structure",
    /// 业主姓名.
    OWNER_NAME = "owner_name",
    /// 业主电话.
    OWNER_PHONE = "owner_phone",
    /// 经营者（承租人）姓名.
    OPERATOR_NAME = "operator_name",
    /// 经营者电话.
    OPERATOR_PHONE = "operator_phone",
    /// 属地责任人 (S0-05).
    TERRITORY_NAME = "responsible_territory_name",
    /// 属地责任人电话.
    TERRITORY_PHONE = "responsible_territory_phone",
    /// 部门责任人.
    DEPARTMENT_NAME = "responsible_department_name",
    /// 部门责任人电话.
    DEPARTMENT_PHONE = "responsible_department_phone",
    /// 单位责任人.
    UNIT_NAME = "responsible_unit_name",
    /// 单位责任人电话.
    UNIT_PHONE = "responsible_unit_phone",
    /// 现场责任人.
    ON_SITE_NAME = "responsible_on_site_name",
    /// 现场责任人电话.
    ON_SITE_PHONE = "responsible_on_site_phone",
    /// 统一社会信用代码.
    LICENSE_NUMBER = "license_number",
    /// 证照名称.
    LICENSE_NAME = "license_name",
    /// 证照有效期至, `2026-12-31`.
    LICENSE_VALID = "license_valid",
    /// 燃气: `none`, `piped`, `bottled`.
    GAS_KIND = "gas_kind",
    /// 信用等级: `A`-`D`.
    CREDIT_GRADE = "credit_grade",
    /// 最近一次起火, a date.
    LAST_FIRE_ON = "last_fire_on",
    /// 最近一次培训演练, a date.
    LAST_TRAINING_ON = "last_training_on",
    /// 火灾公众责任保险承保单位 (S2-19).
    INSURER = "insurer",
    /// 保险有效期至, `2026-12-31`.
    INSURANCE_VALID = "insurance_valid",
    /// 备注.
    REMARK = "remark",
}

keys! {
    /// Keys whose value is a whole number that is not negative.
    COUNT_KEYS:
    /// 定位精度, meters.
    ACCURACY_M = "accuracy_m",
    /// 定位时间, milliseconds since 1970.
    POSITION_AT_MS = "position_at_ms",
    /// 地上层数.
    FLOORS = "floors",
    /// 地下层数.
    BASEMENT_FLOORS = "basement_floors",
    /// 所在楼层（最高一层）.
    FLOOR_LEVEL = "floor_level",
    /// 建筑面积, square decimeters: 300.01 m² is 30001.
    AREA_SQUARE_DECIMETERS = "area_square_decimeters",
    /// 建成年份.
    YEAR_BUILT = "year_built",
    /// 住宿、工作、培训人数.
    PERSONS = "persons",
    /// 床位.
    BEDS = "beds",
    /// 居室.
    ROOMS = "rooms",
    /// 额定就餐人数.
    DINERS = "diners",
    /// 学生人数.
    PUPILS = "pupils",
    /// 职工人数.
    STAFF = "staff",
    /// 集体宿舍人数.
    DORMITORY_PERSONS = "dormitory_persons",
    /// 安全出口数.
    EXITS = "exits",
    /// 疏散楼梯数.
    STAIRS = "stairs",
    /// 电动自行车数.
    EBIKE_COUNT = "ebike_count",
    /// 灭火器具数.
    EXTINGUISHERS = "extinguishers",
    /// 独立式感烟数.
    SMOKE_ALARMS = "smoke_alarms",
    /// 应急照明数.
    EMERGENCY_LIGHTS = "emergency_lights",
    /// 到最近消防站行车时间, minutes.
    FIRE_STATION_MINUTES = "fire_station_minutes",
}

keys! {
    /// Keys whose value is a whole number of either sign.
    POSITION_KEYS:
    /// 纬度 WGS-84, microdegrees.
    LATITUDE_MICRODEGREES = "latitude_microdegrees",
    /// 经度 WGS-84, microdegrees.
    LONGITUDE_MICRODEGREES = "longitude_microdegrees",
}

keys! {
    /// Keys whose value is yes or no.
    FLAG_KEYS:
    /// 位置为手工标注.
    POSITION_MANUAL = "position_manual",
    /// 派出所列管 (S3-11).
    POLICE_LISTED = "police_listed",
    /// 自建房, whatever the category (S3-22).
    SELF_BUILT = "self_built",
    /// 三合一.
    THREE_IN_ONE = "three_in_one",
    /// 三合一未作防火分隔.
    THREE_IN_ONE_UNSEPARATED = "three_in_one_unseparated",
    /// 有包间.
    HAS_PRIVATE_ROOMS = "has_private_rooms",
    /// 使用地下室.
    BASEMENT_USED = "basement_used",
    /// 有老幼病残.
    VULNERABLE_PEOPLE = "vulnerable_people",
    /// 使用溶剂.
    SOLVENT = "solvent",
    /// 有粉尘.
    DUST = "dust",
    /// 联网感烟报警.
    NETWORKED_SMOKE_ALARM = "networked_smoke_alarm",
    /// 简易喷淋.
    SIMPLE_SPRINKLER = "simple_sprinkler",
    /// 室内消火栓.
    HYDRANT = "hydrant",
    /// 可燃气体报警器.
    GAS_ALARM = "gas_alarm",
    /// 逃生窗.
    ESCAPE_WINDOW = "escape_window",
    /// 漏电保护.
    RESIDUAL_CURRENT_DEVICE = "residual_current_device",
}

/// What plans, frequencies and weights of draws follow（信用等级、派出所列管）: set by those alone to whom the
/// permission table gives `premises_marks`.
pub const MARKS: [&str; 2] = [CREDIT_GRADE, POLICE_LISTED];

/// The four responsible parties（四方责任）of S0-05: name key and phone key.
pub const RESPONSIBLE_PARTIES: [(&str, &str); 4] = [
    (TERRITORY_NAME, TERRITORY_PHONE),
    (DEPARTMENT_NAME, DEPARTMENT_PHONE),
    (UNIT_NAME, UNIT_PHONE),
    (ON_SITE_NAME, ON_SITE_PHONE),
];
