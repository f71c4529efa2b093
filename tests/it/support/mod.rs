//! What every test of the suite stands on: a whole application on a database of its own, clients named by role, replies
//! that are checked against the OpenAPI document before a test sees them.

pub mod app;
pub mod client;
pub mod contract;
pub mod cutting;
pub mod database;
pub mod queries;
pub mod random;
pub mod receiver;
pub mod slow;
pub mod stage;

pub use app::{PUBLIC_URL, TestApp, absolute, path_of};
pub use client::{Client, Reply};
pub use database::Engine;

use std::future::Future;

/// Runs a test against a fresh application on one engine.
pub fn run<F, T>(engine: Engine, test: T)
where
    T: FnOnce(TestApp) -> F,
    F: Future<Output = ()>,
{
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(engine).await;
        let kept = app.clone();
        test(app).await;
        kept.stop().await;
    });
}

/// Makes two tests of one async function: `both!(name)` runs it on SQLite and on PostgreSQL.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { crate::support::run(crate::support::Engine::Sqlite, super::$name) })+
        }
        mod postgres {
            $(#[test] fn $name() { crate::support::run(crate::support::Engine::Postgres, super::$name) })+
        }
    };
}
pub(crate) use both;
