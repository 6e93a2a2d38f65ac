/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum CellKind {
    Number,
    Text,
    Bytes,
}

/// One value of a row, alike in every database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) enum Cell {
    Nothing,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A table as both stores have it（表的形状）: it is read from the schema, so that a table that is added
/// later needs no rule of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct TableShape {
    pub(in crate::store) name: String,
    /// In the order of the schema.
    pub(in crate::store) columns: Vec<(String, CellKind)>,
    /// Columns of the primary key.
    pub(in crate::store) key: Vec<String>,
}

impl TableShape {
    /// The columns as they stand in SQL.
    pub(in crate::store) fn listed(&self) -> String {
        let names = self.columns.iter().map(|(name, _)| format!("\"{name}\""));
        names.collect::<Vec<_>>().join(", ")
    }

    /// The column that says whose a row is. `None`: a row of another table says it.
    pub(in crate::store) fn owner(&self) -> Option<&'static str> {
        let has = |wanted: &str| self.columns.iter().any(|(name, _)| name == wanted);
        match self.name.as_str() {
            "tenant" => Some("number"),
            _ => has("tenant").then_some("tenant"),
        }
    }

    /// Whether its rows are counted by the database.
    pub(in crate::store) fn has_numbers(&self) -> bool {
        self.key == ["number"]
    }
}
