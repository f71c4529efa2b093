//! The assembled service: every slice mounted once, and the HTTP server around them, and its OpenAPI document.

pub mod docs;
pub mod health;
pub mod in_process;
pub mod openapi;
pub mod routes;
pub mod server;
