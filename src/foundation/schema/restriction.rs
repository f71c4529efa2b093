//! Drafts that only named people read.

use super::decision::decisions;
use super::evidence::{attachment_citations, attachments, data_points};
use super::finding::findings;
use super::question::{questions, responses};

diesel::table! {
    restrictions (id) {
        id -> Text,
        area -> Text,
        side -> Text,
        reason -> Text,
        restricted_by -> Text,
        restricted_on -> Date,
    }
}

diesel::table! {
    restriction_people (restriction_id, user_id) {
        restriction_id -> Text,
        user_id -> Text,
        area -> Text,
        name -> Text,
    }
}

/// Declares that a table may be asked about together with the restrictions.
macro_rules! with_restrictions {
    ($($table:ident),+ $(,)?) => {
        $(
            diesel::allow_tables_to_appear_in_same_query!(restrictions, $table);
            diesel::allow_tables_to_appear_in_same_query!(restriction_people, $table);
        )+
    };
}

diesel::allow_tables_to_appear_in_same_query!(restrictions, restriction_people);
with_restrictions!(questions, responses, findings, decisions, data_points, attachments, attachment_citations);
