//! The service standards for publication, and the check lists.

diesel::table! {
    publication_standards (id) {
        id -> Text,
        area -> Text,
        notice_days -> Integer,
        agenda_days -> Integer,
        minutes_days -> Integer,
        decision_days -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        copies_days -> Integer,
        information_days -> Integer,
    }
}

diesel::table! {
    publication_checklists (id) {
        id -> Text,
        area -> Text,
        national_priorities -> Text,
        inspections -> Text,
        complaints -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}
