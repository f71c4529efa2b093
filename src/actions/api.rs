//! Actions over HTTP.
use crate::error::ApiError;
use crate::http::call::View;
use crate::questions::model::QuestionId;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
/// A action.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionView {
    pub id: super::model::ActionId,
}
/// The actions of questions.
pub fn of_questions(_view: &mut View<'_>, _ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<ActionView>>, ApiError> {
    Ok(HashMap::new())
}
