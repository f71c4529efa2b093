//! Responses over HTTP.
use crate::error::ApiError;
use crate::http::call::View;
use crate::questions::model::QuestionId;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
/// A response.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResponseView {
    pub id: super::model::ResponseId,
}
/// The responses of questions.
pub fn of_questions(_view: &mut View<'_>, _ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<ResponseView>>, ApiError> {
    Ok(HashMap::new())
}
