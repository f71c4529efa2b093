//! Converts refusals of an act to faults of the file.

use crate::foundation::error::{ApiError, FieldError};

/// Returns an error with one fault of the file.
pub fn fault(at: &str, detail: impl Into<String>) -> ApiError {
    ApiError::Invalid(vec![FieldError::new(at, detail)])
}

/// Converts refusals of an act to faults of the record at `at`. Other failures stay as they are.
pub fn in_file<T>(at: &str, result: Result<T, ApiError>) -> Result<T, ApiError> {
    result.map_err(|error| match error {
        ApiError::Invalid(faults) => ApiError::Invalid(faults.iter().map(|fault| at_member(at, fault)).collect()),
        ApiError::Forbidden(detail) | ApiError::Conflict(detail) | ApiError::WrongState { detail, .. } => fault(at, detail),
        ApiError::NotFound => fault(at, "refers to a record that does not exist"),
        other => other,
    })
}

/// Does the same for an act whose day the file gives as the member `day`.
pub fn on_day<T>(at: &str, day: &str, result: Result<T, ApiError>) -> Result<T, ApiError> {
    let of_file = |fault: FieldError| if fault.pointer == "/on" { FieldError::new(day, &fault.detail) } else { fault };
    let result = result.map_err(|error| match error {
        ApiError::Invalid(faults) => ApiError::Invalid(faults.into_iter().map(of_file).collect()),
        other => other,
    });
    in_file(at, result)
}

/// Returns a fault of a draft as a fault of the record at `at`.
pub fn at_member(at: &str, fault: &FieldError) -> FieldError {
    FieldError::new(format!("{at}{}", member(&fault.pointer)), &fault.detail)
}

/// Returns the member of the file for a member of an act's input: ids are keys in the file.
fn member(pointer: &str) -> String {
    let (first, rest) = pointer.strip_prefix('/').and_then(|path| path.split_once('/')).unwrap_or(("", ""));
    let (first, rest) =
        if first.is_empty() { (pointer.trim_start_matches('/'), String::new()) } else { (first, format!("/{rest}")) };
    let name = match first {
        "" => return String::new(),
        "priority_ids" => "priorities",
        "topic_id" => "topic",
        "agenda_item_id" => "agenda_item",
        "question_id" => "question",
        "group_id" => "group",
        "measure_id" => "measure",
        "action_id" => "action",
        "from_meeting_id" => "from_meeting",
        "to_meeting_id" => "to_meeting",
        "next_meeting_id" => "next_meeting",
        "action_ids" => "actions",
        "subject_kind" => "duty",
        // The record is inside its meeting, its body and its plan.
        "meeting_id" | "body_id" | "plan_id" | "parent_id" | "subject_id" => return String::new(),
        other => other,
    };
    format!("/{name}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acts_pointers_become_the_files() {
        for (pointer, want) in [
            ("", ""),
            ("/text", "/text"),
            ("/priority_ids/2", "/priorities/2"),
            ("/priority_ids", "/priorities"),
            ("/agenda_item_id", "/agenda_item"),
            ("/meeting_id", ""),
            ("/speakers/0/name", "/speakers/0/name"),
        ] {
            assert_eq!(member(pointer), want, "{pointer}");
        }
    }

    #[test]
    fn refusals_are_faults_of_the_file_and_failures_are_not() {
        let refusals = [
            ApiError::Invalid(vec![FieldError::new("/topic_id", "no such topic")]),
            ApiError::Conflict("is there".into()),
            ApiError::WrongState { detail: "not now".into(), status: "draft", allowed_acts: vec![] },
            ApiError::NotFound,
        ];
        let found: Vec<String> = refusals
            .into_iter()
            .map(|refusal| match in_file::<()>("/meetings/0/questions/3", Err(refusal)) {
                Err(ApiError::Invalid(faults)) => format!("{} {}", faults[0].pointer, faults[0].detail),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            found,
            [
                "/meetings/0/questions/3/topic no such topic",
                "/meetings/0/questions/3 is there",
                "/meetings/0/questions/3 not now",
                "/meetings/0/questions/3 refers to a record that does not exist",
            ]
        );
        assert!(matches!(in_file::<()>("/body", Err(ApiError::DatabaseAway)), Err(ApiError::DatabaseAway)));
    }
}
