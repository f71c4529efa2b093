//! Editions, the publication log, redactions, delegations and holds.

use super::people::users;

diesel::table! {
    editions (id) {
        id -> Text,
        area -> Text,
        kind -> Text,
        subject_id -> Text,
        number -> Integer,
        title -> Text,
        record -> Text,
        withheld -> Text,
        source_sha256 -> Text,
        warnings -> Text,
        significance -> Nullable<Text>,
        change_note -> Nullable<Text>,
        status -> Text,
        publish_at -> Nullable<Timestamp>,
        approved_by -> Nullable<Text>,
        approved_by_name -> Nullable<Text>,
        approved_at -> Nullable<Timestamp>,
        delegation_id -> Nullable<Text>,
        published_at -> Nullable<Timestamp>,
        superseded_by -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
        explanation -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        necessary_reason -> Nullable<Text>,
    }
}

diesel::table! {
    publication_log (leaf) {
        leaf -> Integer,
        area -> Text,
        kind -> Text,
        edition_id -> Text,
        edition_kind -> Text,
        subject_id -> Text,
        document -> Text,
        sha256 -> Text,
        leaf_hash -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    redactions (id) {
        id -> Text,
        area -> Text,
        resource -> Text,
        resource_id -> Text,
        field -> Text,
        span -> Nullable<Text>,
        occurrence -> Nullable<Integer>,
        reason -> Text,
        note -> Nullable<Text>,
        review_on -> Nullable<Date>,
        status -> Text,
        author -> Text,
        lifted_reason -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        erased_at -> Nullable<Timestamp>,
        member_sha256 -> Nullable<Text>,
    }
}

diesel::table! {
    withheld_values (edition_id, position) {
        edition_id -> Text,
        position -> Integer,
        area -> Text,
        redaction_id -> Nullable<Text>,
        pointer -> Text,
        commitment -> Text,
        salt -> Nullable<Text>,
        value -> Nullable<Text>,
        erased_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    publication_delegations (id) {
        id -> Text,
        area -> Text,
        user_id -> Text,
        reason -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        status -> Text,
        granted_by -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        revoked_reason -> Nullable<Text>,
    }
}

diesel::table! {
    publication_holds (id) {
        id -> Text,
        area -> Text,
        reason -> Text,
        from_on -> Date,
        to_on -> Date,
        status -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        ended_reason -> Nullable<Text>,
        kind -> Text,
        explanation -> Nullable<Text>,
    }
}

diesel::table! {
    published_elsewhere (id) {
        id -> Text,
        area -> Text,
        duty -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        published_on -> Date,
        url -> Text,
        note -> Nullable<Text>,
        status -> Text,
        taken_back_reason -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(editions, publication_log);
diesel::allow_tables_to_appear_in_same_query!(publication_delegations, users);
diesel::allow_tables_to_appear_in_same_query!(editions, publication_holds);
diesel::allow_tables_to_appear_in_same_query!(editions, publication_delegations);
diesel::allow_tables_to_appear_in_same_query!(withheld_values, editions, redactions);
