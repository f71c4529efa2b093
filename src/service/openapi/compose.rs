//! The OpenAPI document put together from the mounted operations, and completed in one place.

use utoipa::openapi::path::{HttpMethod, Operation, PathItem, Paths};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Contact, Info, License, OpenApi, RefOr, Schema, Server, Tag};

use super::{errors, examples, limits, operation, required, schemas, shapes, trimmed, words};
use crate::http::mount::{self, Mounted};
use crate::service::routes;

const DESCRIPTION: &str = "The record of how a police force is held to account: plan, priority, question, response, finding, action. \
Every `/v1` operation needs a bearer token; lists page by cursor; changes need `If-Match`; errors are RFC 9457 problems. \
Checks run in this order: 401, 400/422 (shape), 404, 403, 409, 412/428, 422 (rules that need the stored record).";

/// The tags in reading order, with their descriptions.
const TAGS: &[(&str, &str)] = &[
    ("sign-in", "Tokens: by password, by refresh token, by client secret; and your own account."),
    ("areas", "Police areas and the bodies that oversee them."),
    ("users", "People and machines that sign in."),
    ("plans", "Police and Crime Plans and their priorities."),
    ("topics", "Subjects followed across meetings."),
    ("meetings", "Meetings, attendance and agendas."),
    ("papers", "The papers of meetings: who must provide them, by when, and where they are published."),
    ("matters", "Matters brought forward to a meeting and carried forward from it."),
    ("decisions", "Decisions of the body, with reasons."),
    ("follow-ups", "Subjects that the body said it is likely to return to."),
    ("questions", "Questions from the body to the force."),
    ("responses", "Responses of the force."),
    ("exchanges", "Challenges and replies at meetings."),
    ("findings", "Conclusions of the body, with the force's comments and ratings."),
    ("actions", "Actions, their owners and due dates."),
    ("measures", "Definitions of figures: unit and desired direction."),
    ("data points", "Figures given as evidence, with source and reliability."),
    ("attachments", "Files, and the records that cite them."),
    ("deadlines", "Due dates of answers and actions, how they were calculated, and the bank holidays."),
    ("recommendations", "Reports from outside, their recommendations, progress claims, and the body's response."),
    ("editions", "Published versions of the record: prepared, approved, published, withdrawn."),
    ("publication log", "Every published document, in a tamper-evident log: checkpoints, tiles, proofs."),
    ("redactions", "Content withheld from the public, with reasons and review dates."),
    ("public record", "The published record, open to everybody: no token, any origin, cacheable."),
    ("feeds", "The published record for other programs: Atom, JSON Feed, iCalendar, CSV, NDJSON, a catalogue."),
    ("calendar", "Staff deadlines for calendar programs, and their access tokens."),
    ("reports", "Figures over many records, each with its definition."),
    ("webhooks", "Notifications to other systems, and the delivery of each message."),
    ("audit", "Every act, with actor, time and reason."),
    ("service", "Health, metrics and this description."),
];

/// Builds the whole document.
pub fn document() -> OpenApi {
    let list = mount::list(routes::mount);
    let mut document = OpenApi::new(info(), paths(&list));
    // Relative: the service responds wherever it is hosted, and describes itself there.
    let mut here = Server::new("/");
    here.description = Some("The service that this description comes from.".to_owned());
    document.servers = Some(vec![here]);
    document.tags = Some(tags());
    let components = document.components.get_or_insert_with(|| components(&list));
    schemas::complete(&mut components.schemas);
    components.responses.extend(errors::shared());
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme(operation::TOKEN, SecurityScheme::Http(bearer));
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            operation::complete(path, &method, operation);
        }
    }
    explain(&mut document);
    document
}

/// Adds limits, sentences and examples, and what `fields=` makes of an answer.
fn explain(document: &mut OpenApi) {
    let Some(components) = &mut document.components else { return };
    let sent = limits::sent(document.paths.paths.values(), &components.schemas);
    limits::state(&sent, &mut components.schemas);
    required::state(&mut components.schemas, &sent);
    words::complete_members(&mut components.schemas);
    let known = serde_json::to_value(&components.schemas).unwrap_or_default();
    for (_, operation) in document.paths.paths.values_mut().flat_map(operations) {
        for parameter in operation.parameters.iter_mut().flatten() {
            if let RefOr::T(parameter) = parameter {
                words::complete_parameter(parameter, &known);
            }
        }
        trimmed::complete(operation, &mut components.schemas);
    }
    examples::complete(&mut components.schemas);
    let mut name = |schema: &mut RefOr<Schema>| {
        if let RefOr::T(Schema::Object(object)) = schema {
            shapes::name_values(object);
        }
    };
    components.schemas.values_mut().for_each(|schema| shapes::visit(schema, &mut name));
    let operations = document.paths.paths.values_mut().flat_map(operations);
    for parameter in operations.flat_map(|(_, operation)| operation.parameters.iter_mut().flatten()) {
        if let RefOr::T(parameter) = parameter
            && let Some(schema) = &mut parameter.schema
        {
            shapes::visit(schema, &mut name);
        }
    }
}

fn info() -> Info {
    let mut info = Info::new("Answerable", env!("CARGO_PKG_VERSION"));
    info.description = Some(DESCRIPTION.to_owned());
    let mut licence = License::new("MIT");
    licence.identifier = Some("MIT".to_owned());
    info.license = Some(licence);
    let mut contact = Contact::new();
    contact.name = Some("The maintainers of Answerable".to_owned());
    info.contact = Some(contact);
    info
}

fn tags() -> Vec<Tag> {
    let tag = |(name, about): &(&str, &str)| {
        let mut tag = Tag::new(*name);
        tag.description = Some((*about).to_owned());
        tag
    };
    TAGS.iter().map(tag).collect()
}

fn paths(list: &[Mounted]) -> Paths {
    let mut paths = Paths::builder();
    for mounted in list {
        for method in &mounted.methods {
            let mut operation = (mounted.described.operation)();
            let tags = (mounted.described.tags)();
            operation.tags.get_or_insert_default().extend(tags.into_iter().map(str::to_owned));
            paths = paths.path(&mounted.path, PathItem::new(method.clone(), operation));
        }
    }
    paths.build()
}

fn components(list: &[Mounted]) -> Components {
    let mut schemas = Vec::new();
    for mounted in list {
        (mounted.described.schemas)(&mut schemas);
    }
    let mut components = Components::new();
    components.schemas.extend(schemas);
    components
}

fn operations(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Delete, &mut item.delete),
        (HttpMethod::Put, &mut item.put),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
    .collect()
}
