//! The OpenAPI document put together from the mounted operations, and completed in one place.

use utoipa::openapi::path::{HttpMethod, Operation, PathItem, Paths};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Contact, Info, License, OpenApi, Server, Tag};

use super::{errors, operation, schemas};
use crate::http::mount::{self, Mounted};
use crate::service::routes;

const DESCRIPTION: &str = "The record of how a police force is held to account: plan, priority, question, response, finding, action. \
Every `/v1` operation needs a bearer token; lists page by cursor; changes need `If-Match`; errors are RFC 9457 problems. \
Checks run in this order: 401, 400/422 (shape), 404, 403, 409, 412/428, 422 (what only the record can judge).";

/// The tags in reading order, with what each is.
const TAGS: &[(&str, &str)] = &[
    ("sign-in", "Tokens: by password, by refresh token, by client secret; and who you are."),
    ("areas", "Police areas and the bodies that oversee them."),
    ("users", "People and machines that sign in."),
    ("plans", "Police and Crime Plans and their priorities."),
    ("topics", "Subjects followed across meetings."),
    ("meetings", "Meetings, attendance and agendas."),
    ("papers", "The papers of meetings: who owes them, by when, where they are published."),
    ("matters", "What was brought forward to a meeting and carried forward from it."),
    ("decisions", "What the body decided, and why."),
    ("follow-ups", "What the body said it is likely to come back to."),
    ("questions", "What the body asks."),
    ("responses", "What the force answers."),
    ("exchanges", "What was challenged and replied at a meeting."),
    ("findings", "What the body concluded, what the force says to it, and how it is rated."),
    ("actions", "What is to be done, by whom and by when."),
    ("measures", "What figures measure: definition, unit and which way is better."),
    ("data points", "Figures given as evidence, with who said them and how far they can be trusted."),
    ("attachments", "Files, and the records that cite them."),
    ("deadlines", "When answers and actions are due, why that day, and the bank holidays days are counted around."),
    ("recommendations", "Reports from outside, what they recommend, what was said about progress, and the body's response."),
    ("editions", "What is published of the record: prepared, approved, published, withdrawn."),
    (
        "publication log",
        "Every document that was published, in a log that nobody can change unnoticed: checkpoints, tiles, proofs.",
    ),
    ("redactions", "What is kept from the public, why, and until when."),
    ("public record", "What was published, for everybody: no token, any origin, cacheable."),
    ("feeds", "What was published for programs that follow it: Atom, JSON Feed, iCalendar, CSV, NDJSON, a catalogue."),
    ("calendar", "The deadlines of staff for calendar programs, and the secrets these read them with."),
    ("reports", "Figures over many records, each with its definition."),
    ("webhooks", "Other systems that are told what happens, and what became of each message."),
    ("audit", "Who did what, when and why."),
    ("service", "Health, metrics and this description."),
];

/// The whole document.
pub fn document() -> OpenApi {
    let list = mount::list(routes::mount);
    let mut document = OpenApi::new(info(), paths(&list));
    // Relative: the service answers wherever it is hosted, and describes itself there.
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
    document
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
