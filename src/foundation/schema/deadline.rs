//! The ledgers of deadlines, and the bank holidays of England and Wales.

diesel::table! {
    deadline_entries (id) {
        id -> Text,
        area -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        sequence -> Integer,
        kind -> Text,
        day -> Date,
        rule -> Nullable<Text>,
        next_meeting -> Nullable<Date>,
        source_text -> Nullable<Text>,
        reason -> Nullable<Text>,
        counts_working_days -> Bool,
        due_on -> Nullable<Date>,
        actor_id -> Nullable<Text>,
        actor_name -> Text,
        actor_role -> Text,
        at -> Timestamp,
        actor_capacity -> Nullable<Text>,
    }
}

diesel::table! {
    bank_holidays (id) {
        id -> Text,
        day -> Date,
        title -> Text,
        notes -> Text,
    }
}

diesel::table! {
    answer_periods (id) {
        id -> Text,
        area -> Text,
        direct -> Text,
        request -> Text,
        challenge -> Text,
        public -> Text,
        urgent -> Text,
        very_late -> Text,
        applies_from -> Nullable<Date>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}
