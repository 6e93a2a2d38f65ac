/// One village or community: what the source says, and what is made up to fill it.
pub(super) struct VillageLayout {
    /// Name, from the source.
    pub(super) name: &'static str,
    /// Number of listed premises, from the source.
    pub(super) listed: usize,
    /// Streets of the market town; a village has groups instead.
    pub(super) streets: &'static [&'static str],
    /// Villager or resident groups.
    pub(super) groups: usize,
    /// Small grids: one worker each.
    pub(super) small_grids: usize,
    /// Premises of each of [`CATEGORIES`], `listed` together.
    pub(super) categories: [usize; 10],
}

/// Categories of the policy pack, as the columns of [`VillageLayout::categories`].
pub(super) const CATEGORIES: [&str; 10] = [
    "rental_housing",
    "small_shop",
    "small_catering",
    "small_workshop",
    "small_beauty_bath",
    "small_clinic",
    "small_school",
    "small_hotel",
    "small_entertainment",
    "small_internet_cafe",
];

/// Categories that the police station lists first, until its number is reached.
pub(super) const POLICE_FIRST: [&str; 4] = [
    "small_hotel",
    "small_entertainment",
    "small_internet_cafe",
    "small_school",
];

/// How many premises the police station lists, from the source.
pub(super) const POLICE_LISTED: usize = 16;

pub(super) const VILLAGES: [VillageLayout; 6] = [
    VillageLayout {
        name: "场镇社区",
        listed: 70,
        streets: &["正街", "农贸街", "桥头路", "新街", "学府路"],
        groups: 6,
        small_grids: 3,
        categories: [20, 16, 12, 3, 6, 3, 3, 3, 2, 2],
    },
    VillageLayout {
        name: "凌阁堂村",
        listed: 18,
        streets: &[],
        groups: 5,
        small_grids: 1,
        categories: [7, 4, 2, 3, 1, 1, 0, 0, 0, 0],
    },
    VillageLayout {
        name: "胡豆坪村",
        listed: 48,
        streets: &[],
        groups: 9,
        small_grids: 3,
        categories: [20, 9, 5, 9, 2, 1, 1, 1, 0, 0],
    },
    VillageLayout {
        name: "佛岩寺村",
        listed: 47,
        streets: &[],
        groups: 9,
        small_grids: 3,
        categories: [18, 9, 6, 7, 2, 1, 1, 2, 1, 0],
    },
    VillageLayout {
        name: "牌坊坝村",
        listed: 17,
        streets: &[],
        groups: 4,
        small_grids: 1,
        categories: [8, 3, 2, 3, 0, 1, 0, 0, 0, 0],
    },
    VillageLayout {
        name: "莲花石",
        listed: 20,
        streets: &[],
        groups: 5,
        small_grids: 1,
        categories: [8, 4, 3, 3, 1, 1, 0, 0, 0, 0],
    },
];

/// An area between two meridians and two parallels, microdegrees.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) west: i64,
    pub(super) east: i64,
    pub(super) south: i64,
    pub(super) north: i64,
}

/// Around 29.19 N 105.93 E. The true boundary is not public; this is a rectangle.
pub(super) const TOWNSHIP_AREA: Area = Area {
    west: 105_882_000,
    east: 105_978_000,
    south: 29_150_000,
    north: 29_230_000,
};

impl Area {
    /// One of `parts` strips of equal width, from west to east.
    pub(super) fn strip(self, part: usize, parts: usize) -> Self {
        let width = (self.east - self.west) / parts.max(1) as i64;
        let west = self.west + width * part as i64;
        Self {
            west,
            east: west + width,
            ..self
        }
    }

    /// One of `parts` bands of equal height, from south to north.
    pub(super) fn band(self, part: usize, parts: usize) -> Self {
        let height = (self.north - self.south) / parts.max(1) as i64;
        let south = self.south + height * part as i64;
        Self {
            south,
            north: south + height,
            ..self
        }
    }

    /// Its corners, counter-clockwise from the south-west, as longitude and latitude.
    pub(super) fn boundary(self) -> Vec<(i64, i64)> {
        vec![
            (self.west, self.south),
            (self.east, self.south),
            (self.east, self.north),
            (self.west, self.north),
        ]
    }
}

/// The area of a village: three columns, two rows, the market town in the middle of the first row.
pub(super) fn village_area(village: usize) -> Area {
    let column = [1, 0, 2, 0, 1, 2][village];
    let row = [0, 0, 0, 1, 1, 1][village];
    TOWNSHIP_AREA.strip(column, 3).band(row, 2)
}
