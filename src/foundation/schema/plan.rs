//! Plans, their priorities, and topics.

diesel::table! {
    plans (id) {
        id -> Text,
        area -> Text,
        body_id -> Text,
        title -> Text,
        summary -> Nullable<Text>,
        period_from -> Date,
        period_to -> Date,
        status -> Text,
        adopted_on -> Nullable<Date>,
        superseded_on -> Nullable<Date>,
        superseded_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    priorities (id) {
        id -> Text,
        area -> Text,
        plan_id -> Text,
        position -> Integer,
        title -> Text,
        description -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    topics (id) {
        id -> Text,
        area -> Text,
        title -> Text,
        summary -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(plans, priorities);
