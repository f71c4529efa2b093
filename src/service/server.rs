//! The HTTP server around the application.

use std::net::TcpListener;

use actix_cors::Cors;
use actix_web::dev::{Server, Service, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App as ActixApp, Error, HttpMessage, HttpServer, web};

use crate::foundation::config::CorsOrigins;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::description::Description;
use crate::http::{mount, observe};
use crate::public::cors::open_to_all;
use crate::service::{openapi, routes};

/// Starts the server on a listener that is already bound.
pub fn serve(app: web::Data<App>, listener: TcpListener) -> std::io::Result<Server> {
    let (workers, drain) = (app.settings.workers, app.settings.drain);
    let description = description();
    let server = HttpServer::new(move || {
        let cors = cors(&app.settings.cors_origins);
        application(&app, &description).wrap(cors).wrap(from_fn(open_to_all)).wrap(from_fn(observe::observe))
    })
    .workers(workers)
    // The command line handles signals itself, so that it can close the database after the last request.
    .disable_signals()
    .shutdown_timeout(drain.as_secs())
    .client_request_timeout(std::time::Duration::from_secs(10))
    .listen(listener)?
    .run();
    Ok(server)
}

/// Returns the description of the API for the routes.
pub fn description() -> web::Data<Description> {
    web::Data::from(openapi::describe())
}

/// Builds the application with all operations, without the server around it.
pub fn application(
    app: &web::Data<App>,
    description: &web::Data<Description>,
) -> ActixApp<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse, Error = Error, InitError = ()> + use<>>
{
    let ways = description.clone();
    ActixApp::new()
        .app_data(app.clone())
        .app_data(description.clone())
        .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::NotFound.into()))
        .configure(|config| mount::serve(config, routes::mount))
        .wrap_fn(move |request, next| {
            let place = ways.ways.place(request.method().as_str(), request.match_info().as_str());
            request.extensions_mut().insert(place);
            next.call(request)
        })
}

fn cors(origins: &CorsOrigins) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PATCH", "DELETE"])
        .allowed_headers(["authorization", "content-type", "if-match", "idempotency-key", "x-request-id"])
        .expose_headers(["content-disposition", "etag", "link", "location", "x-request-id", "retry-after"])
        .max_age(3600);
    match origins {
        CorsOrigins::These(origins) => origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin)),
        // Callers authenticate with a token, which no page of another origin has. There are no cookies, which browsers would
        // send by themselves.
        CorsOrigins::Any => cors.allow_any_origin().send_wildcard(),
    }
}
