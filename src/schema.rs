//! The tables as diesel sees them; `migrations/` is the source and a test compares the two.

diesel::table! {
    areas (id) {
        id -> Text,
        slug -> Text,
        code -> Text,
        name -> Text,
        force_name -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    bodies (id) {
        id -> Text,
        area -> Text,
        kind -> Text,
        name -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        succeeded_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        area -> Text,
        kind -> Text,
        login -> Text,
        name -> Text,
        role -> Text,
        capacity -> Nullable<Text>,
        scope -> Text,
        status -> Text,
        secret_hash -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    refresh_tokens (hash) {
        hash -> Text,
        family -> Text,
        user_id -> Text,
        scope -> Text,
        issued_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    revoked_tokens (jti) {
        jti -> Text,
        expires_at -> Timestamp,
    }
}

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

diesel::table! {
    meetings (id) {
        id -> Text,
        area -> Text,
        body_id -> Text,
        kind -> Text,
        title -> Text,
        held_on -> Date,
        starts_at -> Nullable<Text>,
        venue -> Nullable<Text>,
        is_public -> Bool,
        chair -> Nullable<Text>,
        minute_taker -> Nullable<Text>,
        status -> Text,
        cancelled_reason -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    attendance (id) {
        id -> Text,
        area -> Text,
        meeting_id -> Text,
        name -> Text,
        capacity -> Text,
        attended -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    agenda_items (id) {
        id -> Text,
        area -> Text,
        meeting_id -> Text,
        parent_id -> Nullable<Text>,
        position -> Integer,
        printed_number -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        note -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    questions (id) {
        id -> Text,
        area -> Text,
        reference -> Nullable<Text>,
        form -> Text,
        text -> Text,
        context -> Nullable<Text>,
        revision -> Integer,
        priority_ids -> Text,
        topic_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        agenda_item_id -> Nullable<Text>,
        printed_number -> Nullable<Text>,
        asked_by -> Nullable<Text>,
        put_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        status -> Text,
        outcome -> Nullable<Text>,
        status_reason -> Nullable<Text>,
        brought_forward_from -> Nullable<Text>,
        carried_forward_to -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    question_priorities (question_id, priority_id) {
        question_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    question_revisions (question_id, revision) {
        question_id -> Text,
        revision -> Integer,
        text -> Text,
        context -> Nullable<Text>,
        reason -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    responses (id) {
        id -> Text,
        area -> Text,
        question_id -> Text,
        question_revision -> Integer,
        side -> Text,
        text -> Text,
        points -> Text,
        revision -> Integer,
        speakers -> Text,
        attribution -> Text,
        mode -> Text,
        holding -> Bool,
        status -> Text,
        status_reason -> Nullable<Text>,
        submitted_at -> Nullable<Timestamp>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    response_revisions (response_id, revision) {
        response_id -> Text,
        revision -> Integer,
        text -> Text,
        points -> Text,
        reason -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    actions (id) {
        id -> Text,
        area -> Text,
        reference -> Text,
        text -> Nullable<Text>,
        condition -> Nullable<Text>,
        owner -> Nullable<Text>,
        owner_side -> Nullable<Text>,
        due_on -> Nullable<Date>,
        due_text -> Nullable<Text>,
        priority_ids -> Text,
        question_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        needs_review -> Bool,
        status -> Text,
        status_reason -> Nullable<Text>,
        claimed_by -> Nullable<Text>,
        evidence -> Nullable<Text>,
        times_rejected -> Integer,
        times_reopened -> Integer,
        outcome_check -> Nullable<Text>,
        superseded_by -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    action_priorities (action_id, priority_id) {
        action_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    action_updates (id) {
        id -> Text,
        area -> Text,
        action_id -> Text,
        text -> Text,
        author -> Text,
        side -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    audit (id) {
        id -> Text,
        area -> Text,
        at -> Timestamp,
        actor_id -> Nullable<Text>,
        actor_name -> Text,
        actor_role -> Text,
        resource -> Text,
        resource_id -> Text,
        act -> Text,
        from_status -> Nullable<Text>,
        to_status -> Nullable<Text>,
        reason -> Nullable<Text>,
        changes -> Text,
        version -> Integer,
        request_id -> Text,
    }
}

diesel::table! {
    idempotency_keys (caller, route, key) {
        caller -> Text,
        route -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Integer,
        etag -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    counters (area, series, year) {
        area -> Text,
        series -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    imports (sha256) {
        sha256 -> Text,
        area -> Text,
        file_name -> Text,
        imported_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    areas,
    bodies,
    users,
    refresh_tokens,
    revoked_tokens,
    plans,
    priorities,
    topics,
    meetings,
    attendance,
    agenda_items,
    questions,
    question_priorities,
    question_revisions,
    responses,
    response_revisions,
    actions,
    action_priorities,
    action_updates,
    audit,
    idempotency_keys,
    counters,
    imports
);
