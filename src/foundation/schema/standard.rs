//! The service standards for publication.

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
    }
}
