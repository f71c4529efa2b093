//! The tables that are handed over, in order of loading, and those that are not, with reasons.
//!
//! A test compares the two lists with the schema: a table in neither would be lost silently.

/// The rows of a table that belong to an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Rows with the slug in this column.
    Slug(&'static str),
    /// Rows whose column refers to a row of an area's table.
    Of { column: &'static str, parent: &'static str },
}

/// A table that is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub rows: Rows,
    /// Columns that refer to rows of the same table, possibly later ones: set when all rows are present.
    pub later: &'static [&'static str],
    /// Secret columns, which are left out.
    pub without: &'static [&'static str],
    /// Columns that are handed over with a fixed value.
    pub fixed: &'static [(&'static str, &'static str)],
}

impl Table {
    const fn later(self, columns: &'static [&'static str]) -> Self {
        Self { later: columns, ..self }
    }
}

const fn rows(name: &'static str, rows: Rows) -> Table {
    Table { name, rows, later: &[], without: &[], fixed: &[] }
}

/// Creates a table with the area in its column `area`.
const fn area(name: &'static str) -> Table {
    rows(name, Rows::Slug("area"))
}

/// Creates a table whose rows belong to those of another.
const fn of(name: &'static str, column: &'static str, parent: &'static str) -> Table {
    rows(name, Rows::Of { column, parent })
}

/// The tables that are handed over. A table comes after those that it refers to.
pub const KEPT: &[Table] = &[
    rows("areas", Rows::Slug("slug")),
    area("bodies").later(&["succeeded_by"]),
    // Users of the old office have no access to the new one: they are kept as the names in the record.
    Table { without: &["secret_hash"], fixed: &[("status", "deactivated")], ..area("users") },
    area("plans").later(&["superseded_by"]),
    area("priorities"),
    area("topics"),
    area("meetings").later(&["next_meeting_id"]),
    area("attendance"),
    area("agenda_items").later(&["parent_id"]),
    area("papers"),
    area("question_groups"),
    area("questions").later(&["brought_forward_from", "carried_forward_to"]),
    of("question_priorities", "question_id", "questions"),
    area("question_heads"),
    of("question_revisions", "question_id", "questions"),
    area("question_parts"),
    area("answer_judgements"),
    area("judgements_taken_back"),
    area("responses"),
    of("response_revisions", "response_id", "responses"),
    area("exchanges"),
    of("exchange_revisions", "exchange_id", "exchanges"),
    area("rating_scales"),
    area("findings"),
    of("finding_priorities", "finding_id", "findings"),
    of("finding_revisions", "finding_id", "findings"),
    area("finding_ratings"),
    area("finding_comments"),
    area("actions").later(&["superseded_by"]),
    of("action_priorities", "action_id", "actions"),
    area("action_updates"),
    area("action_owners"),
    area("action_claims"),
    area("action_checks"),
    area("action_reopenings"),
    area("action_meetings"),
    area("action_sources"),
    area("deadline_entries"),
    area("decisions"),
    of("decision_priorities", "decision_id", "decisions"),
    area("decision_revisions"),
    area("follow_ups"),
    area("matters").later(&["continues"]),
    area("recommendation_sets"),
    of("recommendation_set_priorities", "set_id", "recommendation_sets"),
    of("recommendation_set_due_days", "set_id", "recommendation_sets"),
    area("recommendation_set_comments"),
    area("recommendations"),
    area("progress_claims"),
    area("report_responses"),
    area("measures"),
    area("measure_priorities"),
    area("data_points").later(&["supersedes", "superseded_by"]),
    area("data_point_priorities"),
    area("data_point_conflicts"),
    area("attachments"),
    area("attachment_citations"),
    area("editions").later(&["superseded_by"]),
    area("publication_log"),
    area("public_editions"),
    area("public_items"),
    area("public_item_priorities"),
    area("public_files"),
    area("feed_entries"),
    area("feed_entry_terms"),
    area("feed_events"),
    area("publication_standards"),
    area("publication_checklists"),
    area("published_elsewhere"),
    area("answer_periods"),
    area("overdue_notices"),
    area("redactions"),
    area("withheld_values"),
    area("publication_delegations"),
    area("publication_holds"),
    area("restrictions"),
    area("restriction_people"),
    area("audit"),
    area("counters"),
    area("imports"),
];

/// The tables that are not handed over, with reasons.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("sessions", "sign-ins to this service"),
    ("refresh_tokens", "secrets that give access"),
    ("idempotency_keys", "responses kept for a day, for repeated requests"),
    ("stray_files", "files that this service has to remove"),
    ("webhooks", "receivers belong to the old office"),
    ("webhook_secrets", "secrets"),
    ("webhook_deliveries", "messages sent by this service"),
    ("calendar_tokens", "secrets that give read access"),
    ("public_rules", "the version of this service's public projections, which are rebuilt"),
    ("bank_holidays", "the same in every area; kept by `answerable holidays`"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_table_is_named_twice_and_parents_come_first() {
        let mut seen = HashSet::new();
        for table in KEPT {
            if let Rows::Of { parent, .. } = table.rows {
                assert!(seen.contains(parent), "{} before {parent}", table.name);
            }
            assert!(seen.insert(table.name), "{} twice", table.name);
        }
        for (name, why) in LEFT_OUT {
            assert!(seen.insert(name) && !why.is_empty(), "{name}");
        }
    }
}
