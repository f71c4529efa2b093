//! The queries that a piece of work sends, as they are sent, and how the database would carry them out.

use std::sync::{Arc, Mutex, PoisonError};

use answerable::foundation::db::AnyConnection;
use diesel::connection::{Connection, InstrumentationEvent};
use diesel::sql_types::Text;
use diesel::{QueryResult, QueryableByName, RunQueryDsl, sql_query};

/// Every query that `work` sends, with its values in place.
pub fn sent_by<T>(conn: &mut AnyConnection, work: impl FnOnce(&mut AnyConnection) -> T) -> (T, Vec<String>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            keep.lock().unwrap_or_else(PoisonError::into_inner).push(query.to_string());
        }
    });
    let done = work(conn);
    conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    (done, seen.iter().map(|query| with_values(query)).collect())
}

/// Puts the values that diesel shows behind a query in their places.
fn with_values(shown: &str) -> String {
    let Some((query, binds)) = shown.rsplit_once("-- binds: ") else { return shown.trim().to_owned() };
    let listed = binds.trim();
    let values = split(listed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(listed));
    let mut whole = query.trim().to_owned();
    // From the last to the first: $1 is the beginning of $12.
    for (index, value) in values.iter().enumerate().rev() {
        whole = whole.replace(&format!("${}", index + 1), &literal(value));
    }
    for value in &values {
        whole = whole.replacen('?', &literal(value), 1);
    }
    whole
}

/// Splits at the commas that are in no text and no brackets.
fn split(binds: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quoted, mut escaped) = (vec![String::new()], 0, false, false);
    for c in binds.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// A value as SQL, from how Rust shows it: `Some(PriorityId("0197"))`, `2019-01-30`, `InProgress`, `21`.
fn literal(shown: &str) -> String {
    // An array of PostgreSQL, as `= ANY` takes it.
    if let Some(items) = shown.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let items: Vec<String> = split(items).iter().map(|item| literal(item).trim_matches('\'').to_owned()).collect();
        return format!("'{{{}}}'", items.join(","));
    }
    let inside = shown.split_once('(').filter(|(name, _)| name.chars().all(char::is_alphanumeric));
    if let Some((_, inside)) = inside.filter(|_| shown.ends_with(')')) {
        return literal(inside.trim_end_matches(')'));
    }
    let text = shown.trim_matches('"');
    if shown.parse::<f64>().is_ok() || ["true", "false"].contains(&shown) {
        return shown.to_owned();
    }
    if shown.starts_with('"') || !shown.starts_with(|first: char| first.is_ascii_uppercase()) {
        return format!("'{}'", text.replace('T', " ").replace('\'', "''"));
    }
    // A value of an enumeration, by the name of its variant.
    let mut word = String::new();
    for c in shown.chars() {
        if c.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(c.to_ascii_lowercase());
    }
    format!("'{word}'")
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    #[diesel(column_name = "QUERY PLAN")]
    plan: String,
}

/// How the database would carry out a query, a line a step.
pub fn plan_of(conn: &mut AnyConnection, query: &str) -> QueryResult<Vec<String>> {
    match conn {
        AnyConnection::Sqlite(conn) => {
            let steps = sql_query(format!("EXPLAIN QUERY PLAN {query}")).load::<Step>(conn)?;
            Ok(steps.into_iter().map(|step| step.detail).collect())
        }
        AnyConnection::Postgres(conn) => {
            let rows = sql_query(format!("EXPLAIN (COSTS OFF) {query}")).load::<Row>(conn)?;
            Ok(rows.into_iter().map(|row| row.plan).collect())
        }
    }
}
