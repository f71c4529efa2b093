//! The records that can cite a file. To add a collection, add a variant of `CitingResource`, an arm here, a scope in `rules`
//! and a condition in `store::by_seen`.

use super::model::CitingResource;
use super::rules::RecordScopes;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::evidence::data_points;
use crate::record::meetings::{decisions, exchanges, papers};
use crate::record::questions::responses;
use crate::record::recommendations::recommendation_sets;
use crate::record::{actions, findings, meetings, questions};

/// True when the caller sees the record, by the rules and the query of its own slice.
pub fn sees(conn: &mut AnyConnection, scopes: &RecordScopes, resource: CitingResource, id: &str) -> Result<bool, ApiError> {
    let unread = |_| ApiError::NotFound;
    Ok(match resource {
        CitingResource::Questions => questions::store::find(conn, &scopes.questions, &id.parse().map_err(unread)?)?.is_some(),
        CitingResource::Responses => responses::store::find(conn, &scopes.responses, &id.parse().map_err(unread)?)?.is_some(),
        CitingResource::Actions => actions::store::find(conn, &scopes.actions, &id.parse().map_err(unread)?)?.is_some(),
        CitingResource::Findings => findings::store::find(conn, &scopes.findings, &id.parse().map_err(unread)?)?.is_some(),
        CitingResource::DataPoints => {
            data_points::store::find(conn, &scopes.data_points, &id.parse().map_err(unread)?)?.is_some()
        }
        CitingResource::Meetings => meetings::store::find(conn, &scopes.meetings, &id.parse().map_err(unread)?)?.is_some(),
        CitingResource::Papers => papers::store::find(conn, &scopes.papers, &id.parse().map_err(unread)?)?.is_some(),
        CitingResource::Decisions => decisions::store::find(conn, &scopes.decisions, &id.parse().map_err(unread)?)?.is_some(),
        CitingResource::RecommendationSets => {
            recommendation_sets::store::find(conn, &scopes.recommendation_sets, &id.parse().map_err(unread)?)?.is_some()
        }
        CitingResource::Exchanges => exchanges::store::find(conn, &scopes.exchanges, &id.parse().map_err(unread)?)?.is_some(),
    })
}
