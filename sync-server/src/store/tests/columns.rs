//! The two schemas have the same tables and columns, step by step.

use std::collections::BTreeMap;
use std::path::Path;

use wangge_tests::postgres_cluster::PostgresCluster;

use super::NOW;
use crate::store::PostgresDatabase;
use crate::store::sqlite::SqliteDatabase;

/// Table, then column with its kind and whether it may be empty.
pub(super) type Schema = BTreeMap<String, BTreeMap<String, (String, bool)>>;

/// What a fresh file has, and the steps that made it.
pub(super) fn of_sqlite() -> (Schema, Vec<String>) {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("relay.sqlite");
    drop(SqliteDatabase::open(&path, NOW).unwrap());
    of_file(&path)
}

/// What a file has, and the steps that made it.
pub(super) fn of_file(path: &Path) -> (Schema, Vec<String>) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT t.name, c.name, lower(c.type), c.\"notnull\" OR c.pk > 0
             FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
             WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let mut schema = Schema::new();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let kind: String = row.get(2).unwrap();
        schema
            .entry(row.get(0).unwrap())
            .or_default()
            .insert(row.get(1).unwrap(), (kind, row.get(3).unwrap()));
    }
    let mut steps = connection
        .prepare("SELECT number || ' ' || name FROM migration ORDER BY number")
        .unwrap();
    let steps = steps.query_map([], |row| row.get(0)).unwrap();
    (schema, steps.map(|step| step.unwrap()).collect())
}

/// What a fresh database of the server has, and the steps that made it.
pub(super) fn of_postgres(cluster: &PostgresCluster) -> (Schema, Vec<String>) {
    let url = cluster.database();
    drop(PostgresDatabase::open(&url, NOW).unwrap());
    of_database(cluster, url.rsplit('=').next().unwrap())
}

/// What a database of the server has, and the steps that made it.
pub(super) fn of_database(cluster: &PostgresCluster, name: &str) -> (Schema, Vec<String>) {
    let columns = cluster.sql(
        name,
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = 'public'",
    );
    let mut schema = Schema::new();
    for line in columns.lines() {
        let parts: Vec<&str> = line.split('|').collect();
        let kind = match parts[2] {
            "bigint" => "integer",
            "bytea" => "blob",
            other => other,
        };
        schema
            .entry(parts[0].to_owned())
            .or_default()
            .insert(parts[1].to_owned(), (kind.to_owned(), parts[3] == "NO"));
    }
    let steps = cluster.sql(
        name,
        "SELECT number || ' ' || name FROM migration ORDER BY number",
    );
    (schema, steps.lines().map(str::to_owned).collect())
}

#[test]
fn both_stores_have_the_same_tables_columns_and_steps() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let (one, other) = (of_sqlite(), of_postgres(cluster));
    assert_eq!(one.1, other.1, "numbers and names of the migrations");
    assert_eq!(
        one.0.keys().collect::<Vec<_>>(),
        other.0.keys().collect::<Vec<_>>(),
        "tables"
    );
    for (table, columns) in &one.0 {
        assert_eq!(Some(columns), other.0.get(table), "columns of {table}");
    }
    assert!(one.0.len() > 25, "{} tables", one.0.len());
}
