//! Operations as they are mounted: on a server, or in a list of all that there are.
//!
//! A server goes through its operations one by one until the path of one fits. With some three hundred of them that is most of
//! the way to any answer, so they are mounted in parts, and the list says which part a request is for: it is made once, and all
//! threads of the server share it.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::dev::HttpServiceFactory;
use actix_web::guard::{Guard, GuardContext};
use actix_web::{Route, Scope, web};
use utoipa::openapi::path::HttpMethod;

/// The operations of a slice, where they are mounted.
pub struct ServiceConfig<'a> {
    onto: Onto<'a>,
    /// What all paths begin with.
    prefix: String,
    part: Option<u16>,
    /// How many parts there are so far.
    parts: &'a mut u16,
}

enum Onto<'a> {
    Server(&'a mut web::ServiceConfig),
    List(&'a mut Vec<Mounted>),
}

/// One operation of the list.
pub struct Mounted {
    /// The path template, such as `/v1/questions/{id}`.
    pub path: String,
    pub methods: Vec<HttpMethod>,
    part: Option<u16>,
    #[cfg(debug_assertions)]
    pub described: Described,
}

/// How an operation describes itself.
#[cfg(debug_assertions)]
pub struct Described {
    pub operation: fn() -> utoipa::openapi::path::Operation,
    pub tags: fn() -> Vec<&'static str>,
    pub schemas: fn(&mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>),
}

/// Mounts all that `routes` has on a server.
pub fn serve(config: &mut web::ServiceConfig, routes: fn(&mut ServiceConfig<'_>)) {
    routes(&mut ServiceConfig { onto: Onto::Server(config), prefix: String::new(), part: None, parts: &mut 0 });
}

/// Lists all that `routes` has, in the order in which a server would look.
pub fn list(routes: fn(&mut ServiceConfig<'_>)) -> Vec<Mounted> {
    let mut list = Vec::new();
    routes(&mut ServiceConfig { onto: Onto::List(&mut list), prefix: String::new(), part: None, parts: &mut 0 });
    list
}

impl ServiceConfig<'_> {
    /// Mounts one operation.
    pub fn service<F>(&mut self, operation: F) -> &mut Self
    where
        F: HttpServiceFactory + utoipa::Path + utoipa::__dev::Tags<'static> + utoipa::__dev::SchemaReferences + 'static,
    {
        match &mut self.onto {
            Onto::Server(config) => {
                config.service(operation);
            }
            Onto::List(list) => list.push(Mounted {
                path: format!("{}{}", self.prefix, F::path()),
                methods: F::methods(),
                part: self.part,
                #[cfg(debug_assertions)]
                described: Described { operation: F::operation, tags: F::tags, schemas: F::schemas },
            }),
        }
        self
    }

    /// Mounts more operations in the same place.
    pub fn configure(&mut self, routes: impl FnOnce(&mut ServiceConfig<'_>)) -> &mut Self {
        routes(self);
        self
    }

    /// Mounts operations that a server looks at only when one of them fits.
    pub fn part(&mut self, routes: fn(&mut ServiceConfig<'_>)) -> &mut Self {
        *self.parts += 1;
        let (number, prefix, parts) = (*self.parts, self.prefix.clone(), &mut *self.parts);
        let part = Some(number);
        match &mut self.onto {
            Onto::Server(config) => {
                let scope = web::scope("").guard(For(number));
                config.service(scope.configure(|config| {
                    routes(&mut ServiceConfig { onto: Onto::Server(config), prefix, part, parts });
                }));
            }
            Onto::List(list) => routes(&mut ServiceConfig { onto: Onto::List(list), prefix, part, parts }),
        }
        self
    }

    /// Mounts operations whose paths all begin with `path`, with `around` them what only they have.
    pub fn scope<S: HttpServiceFactory + 'static>(
        &mut self,
        path: &str,
        routes: fn(&mut ServiceConfig<'_>),
        around: impl FnOnce(Scope) -> S,
    ) -> &mut Self {
        let (part, prefix, parts) = (self.part, format!("{}{path}", self.prefix), &mut *self.parts);
        match &mut self.onto {
            Onto::Server(config) => {
                config.service(around(web::scope(path).configure(|config| {
                    routes(&mut ServiceConfig { onto: Onto::Server(config), prefix, part, parts });
                })));
            }
            Onto::List(list) => routes(&mut ServiceConfig { onto: Onto::List(list), prefix, part, parts }),
        }
        self
    }

    /// Mounts what answers a server's requests and is no operation of the API.
    pub fn map(&mut self, more: impl FnOnce(&mut web::ServiceConfig)) -> &mut Self {
        if let Onto::Server(config) = &mut self.onto {
            more(config);
        }
        self
    }

    /// Answers what no operation fits.
    pub fn default_service(&mut self, route: Route) -> &mut Self {
        self.map(|config| {
            config.default_service(route);
        })
    }
}

/// Lets requests into a part that are for it. A request of which nobody has said where it belongs may look everywhere.
struct For(u16);

impl Guard for For {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        context.req_data().get::<Place>().is_none_or(|place| place.part == Some(self.0))
    }
}

/// Where a request belongs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    part: Option<u16>,
    /// The template that its path fits, whatever its method.
    template: Option<Arc<str>>,
}

impl Place {
    /// The template of a request, as a server gives it with `matched`: that knows nothing of the methods of a part that was
    /// passed over.
    pub fn template(&self, matched: impl FnOnce() -> Option<String>) -> Option<String> {
        let template = || self.template.as_deref().map(str::to_owned);
        if self.part.is_some() { template() } else { matched().or_else(template) }
    }
}

/// The way to every operation.
#[derive(Debug, Default)]
pub struct Ways {
    next: BTreeMap<Box<str>, Ways>,
    /// The way on, whatever the segment is.
    any: Option<Box<Ways>>,
    ends: Vec<End>,
}

/// An operation at the end of its way.
#[derive(Debug)]
struct End {
    /// Its place in the list: of two operations that fit a request a server takes the earlier one.
    order: usize,
    method: &'static str,
    part: Option<u16>,
    template: Arc<str>,
}

impl Ways {
    /// The ways to all operations of a list.
    pub fn of(list: &[Mounted]) -> Self {
        let mut ways = Self::default();
        for (order, operation) in list.iter().enumerate() {
            let template = Arc::<str>::from(operation.path.as_str());
            let node = template.split('/').fold(&mut ways, |node, segment| {
                if segment.starts_with('{') {
                    node.any.get_or_insert_default()
                } else {
                    node.next.entry(segment.into()).or_default()
                }
            });
            node.ends.extend(operation.methods.iter().map(|method| End {
                order,
                method: name(method),
                part: operation.part,
                template: Arc::clone(&template),
            }));
        }
        ways
    }

    /// Where a request of this method and decoded path belongs.
    pub fn place(&self, method: &str, path: &str) -> Place {
        let mut found = Found { method, fits: None, exists: None };
        self.walk(path.split('/'), &mut found);
        Place {
            part: found.fits.and_then(|end| end.part),
            template: found.fits.or(found.exists).map(|end| Arc::clone(&end.template)),
        }
    }

    fn walk<'a>(&'a self, mut path: std::str::Split<'_, char>, found: &mut Found<'a>) {
        let Some(segment) = path.next() else {
            self.ends.iter().for_each(|end| found.look(end));
            return;
        };
        if let Some(node) = self.next.get(segment) {
            node.walk(path.clone(), found);
        }
        if let Some(node) = self.any.as_deref().filter(|_| !segment.is_empty()) {
            node.walk(path, found);
        }
    }
}

struct Found<'a> {
    method: &'a str,
    fits: Option<&'a End>,
    /// The path is there, for this or another method.
    exists: Option<&'a End>,
}

impl<'a> Found<'a> {
    fn look(&mut self, end: &'a End) {
        let earlier = |before: Option<&End>| before.is_none_or(|before| end.order < before.order);
        if end.method == self.method && earlier(self.fits) {
            self.fits = Some(end);
        }
        if earlier(self.exists) {
            self.exists = Some(end);
        }
    }
}

/// The method as requests have it.
pub fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Delete => "DELETE",
        HttpMethod::Put => "PUT",
        _ => "OPTIONS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(path: &str, method: HttpMethod, part: Option<u16>) -> Mounted {
        Mounted {
            path: path.into(),
            methods: vec![method],
            part,
            #[cfg(debug_assertions)]
            described: Described { operation: || panic!("not asked"), tags: Vec::new, schemas: |_| () },
        }
    }

    #[test]
    fn a_request_goes_where_a_server_would_find_it() {
        let ways = Ways::of(&[
            operation("/healthz", HttpMethod::Get, None),
            operation("/v1/plans", HttpMethod::Get, Some(1)),
            operation("/v1/plans/{id}", HttpMethod::Get, Some(1)),
            operation("/v1/{kind}/{id}", HttpMethod::Delete, Some(2)),
            operation("/v1/plans/{id}", HttpMethod::Delete, Some(3)),
            operation("/v1/plans/newest", HttpMethod::Get, Some(4)),
        ]);
        for (method, path, part, template) in [
            ("GET", "/healthz", None, Some("/healthz")),
            ("GET", "/v1/plans", Some(1), Some("/v1/plans")),
            ("POST", "/v1/plans", None, Some("/v1/plans")),
            ("GET", "/v1/plans/7", Some(1), Some("/v1/plans/{id}")),
            ("DELETE", "/v1/plans/7", Some(2), Some("/v1/{kind}/{id}")),
            ("PATCH", "/v1/plans/7", None, Some("/v1/plans/{id}")),
            ("GET", "/v1/plans/newest", Some(1), Some("/v1/plans/{id}")),
            ("GET", "/v1/plans/", None, None),
            ("GET", "/v1/plans/7/", None, None),
            ("GET", "/v1//7", None, None),
            ("GET", "/", None, None),
            ("GET", "", None, None),
        ] {
            let want = Place { part, template: template.map(Arc::from) };
            assert_eq!(ways.place(method, path), want, "{method} {path}");
        }
    }
}
