//! Pages of published records: lists, single records, threads, searches, and the index.

use actix_web::http::StatusCode;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::IntoParams;

use super::front::{Asking, Made};
use super::model::{IN_A_THREAD, PublicItem, PublicResource};
use super::order::PublicSort;
use super::query::{Asked, PublicSearch, Wanted};
use super::records::PublishedLink;
use super::shapes::{
    PublicArea, PublicAssurance, PublicChoice, PublicChoices, PublicFinding, PublicHit, PublicHold, PublicIndex,
    PublicIndexLinks, PublicListing, PublicMeasure, PublicMeasureSeries, PublicSeriesLinks, PublicThread, PublicThreadLinks,
};
use super::{query, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::{ApiError, FieldError};
use crate::http::paging::{LinkBuilder, MOST_COUNTED, Page, PageInfo, Window};
use crate::http::query::nothing;
use crate::publication_log::document::LICENCE;

/// Builds a page of rows.
pub fn listing<V: Serialize>(asking: &Asking, limit: usize, page: Page<V>) -> Result<Made, ApiError> {
    let links = LinkBuilder::new(&asking.path, &asking.query).links(&page);
    let header = links.header();
    let info = PageInfo::new(limit, page.total);
    let body = serde_json::to_string(&PublicListing { data: page.rows, links, page: info, licence: LICENCE })?;
    Ok(Made { links: Some(header), ..Made::page(body, asking.state.at) })
}

fn raw(json: String) -> Result<Box<RawValue>, ApiError> {
    Ok(RawValue::from_string(json)?)
}

fn listed(items: Vec<PublicItem>) -> Result<Vec<Box<RawValue>>, ApiError> {
    items.into_iter().map(|item| raw(item.listed)).collect()
}

/// Builds a list of records, with the filters of `F`.
pub fn list<F>(conn: &mut AnyConnection, asking: &Asking) -> Result<Made, ApiError>
where
    F: serde::de::DeserializeOwned + IntoParams + Into<Wanted> + 'static,
{
    let Asked { filter, window }: Asked<F, PublicSort> = query::asked(&asking.query)?;
    let page = store::list(conn, &filter.into(), &window)?.try_map(listed)?;
    listing(asking, window.limit, page)
}

/// Parses the id in a path; anything else is 404.
pub fn id_in(path: &str) -> Result<String, ApiError> {
    let id = uuid::Uuid::try_parse(path).map_err(|_| ApiError::NotFound)?;
    Ok(id.hyphenated().to_string())
}

/// Builds the page of one record, by its id; a reference leads to the record that has it.
pub fn item(conn: &mut AnyConnection, asking: &Asking, resource: PublicResource, id: &str) -> Result<Made, ApiError> {
    nothing(&asking.query)?;
    if resource.has_reference() && uuid::Uuid::try_parse(id).is_err() && may_be_reference(id) {
        return named(conn, asking, resource, id);
    }
    let item = store::item(conn, resource, &id_in(id)?)?.ok_or(ApiError::NotFound)?;
    if resource == PublicResource::Measure {
        return series(conn, asking, item);
    }
    Ok(Made::page(item.alone, item.updated_at))
}

fn may_be_reference(text: &str) -> bool {
    text.len() <= LONGEST_REFERENCE && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Leads to the record with a reference; where several areas use it, to a choice of them.
fn named(conn: &mut AnyConnection, asking: &Asking, resource: PublicResource, reference: &str) -> Result<Made, ApiError> {
    let choice = |item: PublicItem| PublicChoice {
        url: format!("/public/v1/{}/{}", resource.collection(), item.resource_id),
        area: item.area,
        id: item.resource_id,
        title: item.title,
    };
    let choices: Vec<PublicChoice> = store::by_reference(conn, resource, reference)?.into_iter().map(choice).collect();
    let (status, location) = match choices.as_slice() {
        [] => return Err(ApiError::NotFound),
        [only] => (StatusCode::FOUND, Some(only.url.clone())),
        [..] => (StatusCode::MULTIPLE_CHOICES, None),
    };
    let body = serde_json::to_string(&PublicChoices { choices, licence: LICENCE })?;
    Ok(Made { status, location, ..Made::page(body, asking.state.at) })
}

const LONGEST_REFERENCE: usize = 40;

/// The newest records of a list, as many as stand beside a record that they belong to.
const NEWEST: Window<PublicSort> =
    Window { sort: PublicSort::Day, descending: true, backwards: false, position: None, limit: IN_A_THREAD, count: true };

/// Builds the page of a measure with its figures.
fn series(conn: &mut AnyConnection, asking: &Asking, item: PublicItem) -> Result<Made, ApiError> {
    let (resource, measure) = (vec![PublicResource::Figure], Some(item.resource_id.clone()));
    let page = store::list(conn, &Wanted { resource, measure, area: Some(item.area), ..Wanted::default() }, &NEWEST)?;
    let series_total = page.total.unwrap_or_default().min(MOST_COUNTED);
    let links =
        PublicSeriesLinks { this: asking.path.clone(), figures: format!("/public/v1/figures?measure={}", item.resource_id) };
    let measure: PublicMeasure = serde_json::from_str(&item.alone)?;
    let page = PublicMeasureSeries { measure, series: listed(page.rows)?, series_total, links };
    Ok(Made::page(serde_json::to_string(&page)?, asking.state.at))
}

/// Builds the page of a priority with everything published under it.
pub fn thread(conn: &mut AnyConnection, asking: &Asking, id: &str) -> Result<Made, ApiError> {
    nothing(&asking.query)?;
    let priority = store::item(conn, PublicResource::Priority, &id_in(id)?)?.ok_or(ApiError::NotFound)?;
    let mut under = |resource| {
        let wanted = Wanted {
            resource: vec![resource],
            area: Some(priority.area.clone()),
            priority: Some(priority.resource_id.clone()),
            ..Wanted::default()
        };
        let page = store::list(conn, &wanted, &NEWEST)?;
        Ok::<_, ApiError>((page.rows, page.total.unwrap_or_default().min(MOST_COUNTED)))
    };
    let (questions, questions_total) = under(PublicResource::Question)?;
    let (actions, actions_total) = under(PublicResource::Action)?;
    let (findings, findings_total) = under(PublicResource::Finding)?;
    let id = priority.resource_id;
    let thread = PublicThread {
        priority: raw(priority.listed)?,
        questions: listed(questions)?,
        questions_total,
        actions: listed(actions)?,
        actions_total,
        assurance: assurance(&findings)?,
        findings: listed(findings)?,
        findings_total,
        links: PublicThreadLinks {
            this: asking.path.clone(),
            questions: format!("/public/v1/questions?priority={id}"),
            actions: format!("/public/v1/actions?priority={id}"),
            findings: format!("/public/v1/findings?priority={id}"),
        },
        licence: LICENCE,
        id,
    };
    Ok(Made::page(serde_json::to_string(&thread)?, asking.state.at))
}

/// Returns the ratings of findings, in the order of the days they were confirmed. `findings` are latest first.
fn assurance(findings: &[PublicItem]) -> Result<Vec<PublicAssurance>, ApiError> {
    let mut series = Vec::new();
    for item in findings.iter().rev() {
        let PublicFinding { finding, .. } = serde_json::from_str(&item.listed)?;
        if finding.performance.is_none() && finding.plan.is_none() {
            continue;
        }
        let url = Some(format!("/public/v1/findings/{}", finding.id));
        let link = PublishedLink { id: finding.id.to_string(), reference: finding.reference, title: finding.text, url };
        let (on, performance, plan) = (finding.confirmed_on, finding.performance, finding.plan);
        series.push(PublicAssurance { on, finding: link, performance, plan });
    }
    Ok(series)
}

/// Builds a page of search results.
pub fn search(conn: &mut AnyConnection, asking: &Asking) -> Result<Made, ApiError> {
    let Asked { filter, window }: Asked<PublicSearch, PublicSort> = query::asked(&asking.query)?;
    if filter.q.trim().is_empty() {
        return Err(ApiError::BadParameters(vec![FieldError::new("/query/q", "must contain the words to search for")]));
    }
    let hit = |item: PublicItem| PublicHit {
        url: format!("/public/v1/{}/{}", item.resource.collection(), item.resource_id),
        edition_url: format!("/public/v1/editions/{}", item.edition_id),
        id: item.resource_id,
        resource: item.resource,
        reference: item.reference,
        title: item.title,
        area: item.area,
        updated_at: item.updated_at.and_utc(),
    };
    let page = store::list(conn, &filter.into(), &window)?.try_map(|rows| Ok(rows.into_iter().map(hit).collect()))?;
    listing(asking, window.limit, page)
}

/// Builds the index with the holds that are on, which nothing published tells.
pub fn index(conn: &mut AnyConnection, asking: &Asking, holds: Vec<PublicHold>) -> Result<Made, ApiError> {
    nothing(&asking.query)?;
    let index = PublicIndex {
        title: "The published record of how a police force is held to account",
        licence: LICENCE,
        areas: store::areas(conn)?.into_iter().map(|(slug, name)| PublicArea { slug, name }).collect(),
        documents: asking.state.leaf + 1,
        holds,
        links: PublicIndexLinks {
            this: "/public/v1",
            meetings: "/public/v1/meetings",
            questions: "/public/v1/questions",
            actions: "/public/v1/actions",
            priorities: "/public/v1/priorities",
            recommendations: "/public/v1/recommendations",
            plans: "/public/v1/plans",
            exchanges: "/public/v1/exchanges",
            findings: "/public/v1/findings",
            decisions: "/public/v1/decisions",
            figures: "/public/v1/figures",
            measures: "/public/v1/measures",
            topics: "/public/v1/topics",
            files: "/public/v1/files",
            editions: "/public/v1/editions",
            changes: "/public/v1/changes",
            search: "/public/v1/search",
            atom: "/public/v1/feeds/atom.xml",
            json_feed: "/public/v1/feeds/feed.json",
            calendar: "/public/v1/calendar.ics",
            exports: "/public/v1/export/manifest.json",
            catalogue: "/public/v1/catalog.jsonld",
            owed: "/public/v1/owed",
            deadlines: "/public/v1/deadlines/preview",
            heads: "/public/v1/heads",
            checkpoint: "/public/v1/log/checkpoint",
            log_key: "/public/v1/log/key",
            inclusion_proof: "/public/v1/log/proof/inclusion",
            consistency_proof: "/public/v1/log/proof/consistency",
            description: "/openapi.json",
        },
    };
    Ok(Made::page(serde_json::to_string(&index)?, asking.state.at))
}

/// Returns the number of rows for lists with a fixed order.
pub fn limit_of(limit: Option<u16>) -> Result<usize, ApiError> {
    let limit = limit.unwrap_or(50);
    if (1..=200).contains(&limit) {
        Ok(usize::from(limit))
    } else {
        Err(ApiError::BadParameters(vec![FieldError::new("/query/limit", "must be a whole number from 1 to 200")]))
    }
}
