//! The life of a server, from its first request to its last.

use std::net::TcpListener;

use actix_web::web;

use super::background;
use super::failure::Failure;
use super::operator::{close, file_store};
use crate::foundation::actor::keys::KeyRing;
use crate::foundation::clock::Clock;
use crate::foundation::config::Settings;
use crate::foundation::db::Db;
use crate::http::app;
use crate::http::app::App;
use crate::publishing::editions::due::publish_when_due;
use crate::service::server;
use crate::webhooks::deliver::deliver_for_ever;

/// Serves until SIGTERM or SIGINT, then finishes requests in progress and closes the database, even if other handles remain.
///
/// `announce` is called with the bound address once requests are accepted.
pub fn serve(
    settings: Settings,
    db: &Db,
    keys: KeyRing,
    announce: impl FnOnce(&App, std::net::SocketAddr) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let patience = settings.drain;
    let served = until_stopped(settings, db.clone(), keys, announce);
    close(db, patience, served)
}

fn until_stopped(
    mut settings: Settings,
    db: Db,
    keys: KeyRing,
    announce: impl FnOnce(&App, std::net::SocketAddr) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let failed = |what: &str, error: &dyn std::fmt::Display| Failure::Failed(format!("{what}: {error}"));
    let wanted = settings.listen;
    let listener = TcpListener::bind(wanted).map_err(|error| {
        failed(&format!("cannot listen on {wanted} (choose another address with --listen or ANSWERABLE_LISTEN)"), &error)
    })?;
    let address = listener.local_addr().map_err(|error| failed("the listening address could not be read", &error))?;
    // Only the demo comes without a public address.
    settings.public_url.get_or_insert_with(|| format!("http://{address}"));
    let store = file_store(&settings)?;
    let app = web::Data::new(App::new(settings, db, store, keys, Clock::system(), app::metrics_handle()));
    actix_web::rt::System::new().block_on(async {
        let mut stop = Stop::new().map_err(|error| failed("signals cannot be received", &error))?;
        let server = server::serve(app.clone(), listener).map_err(|error| failed("the server did not start", &error))?;
        let handle = server.handle();
        let server = actix_web::rt::spawn(server);
        let background = [
            actix_web::rt::spawn(background::sweep_hourly(app.clone())),
            actix_web::rt::spawn(publish_when_due(app.clone())),
            actix_web::rt::spawn(deliver_for_ever(app.clone())),
        ];
        announce(&app, address)?;
        stop.wait().await;
        log::info!("stopping: finishing requests in progress");
        handle.stop(true).await;
        for task in background {
            task.abort();
            drop(task.await);
        }
        server
            .await
            .map_err(|error| failed("the server stopped with an error", &error))?
            .map_err(|error| failed("the server failed", &error))
    })
}

/// The signals that stop the server. They are received from creation for the life of the process: a second signal does not
/// interrupt the shutdown.
struct Stop {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
            interrupt: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
