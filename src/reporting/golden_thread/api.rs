//! The golden thread over HTTP: read only.

use actix_web::http::header::{CACHE_CONTROL, LINK};
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store;
use super::store::ThreadSort;
use crate::foundation::error::ApiError;
use crate::http::call::{Call, View};
use crate::http::mount::ServiceConfig;
use crate::http::paging::{LinkBuilder, Links, ListQuery, NoFilter, Page, PageInfo, Window};
use crate::record::actions::view::ActionView;
use crate::record::evidence::data_points;
use crate::record::evidence::data_points::api::DataPointView;
use crate::record::evidence::data_points::store::{DataPointFilter, DataPointSort};
use crate::record::findings::view::FindingView;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::priorities::api::PriorityView;
use crate::record::planning::{plans, priorities};
use crate::record::questions::api::view::QuestionView;
use crate::record::questions::store::QuestionFilter;
use crate::record::questions::store::QuestionInclude;
use crate::record::recommendations::recommendation_sets;
use crate::record::recommendations::recommendation_sets::store::{RecommendationSetFilter, RecommendationSetSort};
use crate::record::recommendations::recommendation_sets::view::RecommendationSetView;
use crate::record::{actions, findings, questions};

/// Maximum number of rows in each list beside the questions.
const APART: usize = 50;

/// One row more, to detect further rows.
const FETCH: i64 = 51;

/// The page of the thread.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ThreadPaging {
    /// Opaque cursor from `links.next` or `links.prev`.
    pub cursor: Option<String>,
    /// Maximum number of questions on a page, 1 to 50.
    #[param(minimum = 1, maximum = 50, default = 20)]
    pub limit: Option<u16>,
    /// `exact` adds `page.total` and `page.total_relation`. Counting stops at 10000.
    #[param(pattern = "^exact$")]
    pub count: Option<String>,
}

/// The questions under a priority and what followed from them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriorityThread {
    pub priority: PriorityView,
    /// Questions under it with their parts, responses, findings, actions and judgements; latest put first, drafts before those.
    /// Each action includes its outcome checks.
    pub data: Vec<QuestionView>,
    pub links: Links,
    pub page: PageInfo,
    pub apart: Apart,
}

/// Records linked to the priority itself, the same on every page; the latest of each kind, at most 50.
#[derive(Debug, Serialize, ToSchema)]
pub struct Apart {
    /// Actions that arise from no question under the priority.
    pub actions: Bounded<ActionView>,
    /// Findings about no question under the priority.
    pub findings: Bounded<FindingView>,
    /// Reports from outside.
    pub recommendation_sets: Bounded<RecommendationSetView>,
    /// Figures given as evidence.
    pub data_points: Bounded<DataPointView>,
}

/// The latest records of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bounded<V> {
    /// Records, latest first.
    pub data: Vec<V>,
    /// True when there are more: they are in the list of their kind, with `priority=`.
    pub truncated: bool,
}

/// Returns a window of the latest rows, one more than is shown, to detect further rows.
fn latest<S>(sort: S) -> Window<S> {
    Window { sort, descending: true, backwards: false, position: None, limit: APART, count: false }
}

fn cut<R>(mut rows: Vec<R>) -> (Vec<R>, bool) {
    let truncated = rows.len() > APART;
    rows.truncate(APART);
    (rows, truncated)
}

fn apart(view: &mut View<'_>, priority: &PriorityId) -> Result<Apart, ApiError> {
    let (rows, truncated) = cut(store::actions_apart(view.conn, &actions::rules::scope(view.actor), priority, FETCH)?);
    let data = actions::view::list_views(view, rows)?;
    let actions = Bounded { data, truncated };

    let (rows, truncated) = cut(store::findings_apart(view.conn, &findings::rules::scope(view.actor), priority, FETCH)?);
    let findings = Bounded { data: findings::view::views(view, rows)?, truncated };

    let filter = RecommendationSetFilter { priority: Some(priority.clone()), ..RecommendationSetFilter::default() };
    let (scope, window) = (recommendation_sets::rules::scope(view.actor), latest(RecommendationSetSort::CreatedAt));
    let page = recommendation_sets::store::list(view.conn, &scope, &filter, &window, view.today)?;
    let truncated = page.next.is_some();
    let recommendation_sets = Bounded { data: recommendation_sets::view::views(view, page.rows)?, truncated };

    let filter = DataPointFilter { priority: Some(priority.clone()), ..DataPointFilter::default() };
    let (scope, window) = (data_points::rules::scope(view.actor), latest(DataPointSort::CreatedAt));
    let page = data_points::store::list(view.conn, &scope, &filter, &window)?;
    let truncated = page.next.is_some();
    let data_points = Bounded { data: data_points::api::views(view, page.rows)?, truncated };
    Ok(Apart { actions, findings, recommendation_sets, data_points })
}

fn asked(view: &mut View<'_>, priority: &PriorityId, window: &Window<ThreadSort>) -> Result<Page<QuestionView>, ApiError> {
    let filter = QuestionFilter { priority: Some(priority.clone()), ..QuestionFilter::default() };
    let scope = questions::rules::scope(view.actor);
    let page = questions::store::list(view.conn, &scope, &filter, &store::of_questions(window), view.today)?;
    page.try_map(|rows| questions::api::view::of_all(view, rows, QuestionInclude::ALL))
}

/// Returns the priority, a page of the questions under it, and the records beside them, in a fixed number of queries.
pub fn read(
    view: &mut View<'_>,
    id: &PriorityId,
    window: &Window<ThreadSort>,
) -> Result<(PriorityView, Page<QuestionView>, Apart), ApiError> {
    let scope = plans::rules::scope(view.actor);
    let (priority, status) = priorities::store::find(view.conn, &scope, id)?.ok_or(ApiError::NotFound)?;
    let mut page = asked(view, id, window)?;
    let mut apart = apart(view, id)?;
    let embedded = page.rows.iter_mut().filter_map(|question| question.actions.as_mut()).flatten();
    actions::view::add_checks(view, embedded.chain(&mut apart.actions.data))?;
    Ok((priorities::api::one_view(view, priority, status), page, apart))
}

/// Read the thread of a priority.
///
/// Shows question, response, finding, action and outcome, as far as the caller may see each of them. The number of queries does
/// not depend on the content.
#[utoipa::path(tag = "reports", params(("id" = PriorityId, Path), ThreadPaging), responses((status = 200, body = PriorityThread)))]
#[get("/priorities/{id}/thread")]
pub async fn list_priority_thread(
    call: Call,
    id: web::Path<PriorityId>,
    list: ListQuery<NoFilter, ThreadSort>,
) -> Result<HttpResponse, ApiError> {
    let (builder, limit) = (LinkBuilder::of(&list), list.window.limit);
    let (priority, page, apart) = call.read_with(move |view| read(view, &id, &list.window)).await?;
    let links = builder.links(&page);
    let mut response = HttpResponse::Ok();
    response.insert_header((LINK, links.header())).insert_header((CACHE_CONTROL, "private, no-store"));
    let info = PageInfo::new(limit, page.total);
    Ok(response.json(PriorityThread { priority, data: page.rows, links, page: info, apart }))
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_priority_thread);
}
