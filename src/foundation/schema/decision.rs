//! Decisions and their earlier wordings.

diesel::table! {
    decisions (id) {
        id -> Text,
        area -> Text,
        reference -> Nullable<Text>,
        text -> Text,
        reasons -> Nullable<Text>,
        revision -> Integer,
        made_by -> Text,
        made_on -> Nullable<Date>,
        meeting_id -> Nullable<Text>,
        agenda_item_id -> Nullable<Text>,
        topic_id -> Nullable<Text>,
        priority_ids -> Text,
        significant_public_interest -> Bool,
        significant_public_interest_reason -> Nullable<Text>,
        status -> Text,
        status_reason -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        title -> Nullable<Text>,
        own_reference -> Nullable<Text>,
        signed_on -> Nullable<Date>,
        documents -> Text,
        conflicts -> Nullable<Text>,
        revoked_on -> Nullable<Date>,
    }
}

diesel::table! {
    decision_priorities (decision_id, priority_id) {
        decision_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    decision_revisions (decision_id, revision) {
        decision_id -> Text,
        revision -> Integer,
        area -> Text,
        text -> Text,
        reasons -> Nullable<Text>,
        significant_public_interest -> Bool,
        significant_public_interest_reason -> Nullable<Text>,
        reason -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(decisions, decision_priorities);
