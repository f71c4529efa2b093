//! The service called in this process without a socket, for the archive: it says what the service says.

use std::rc::Rc;

use actix_web::dev::Service;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{TestRequest, init_service};
use actix_web::{body, web};

use crate::http::app::App;
use crate::service::server;
use crate::transfer::export::routes::{Answer, Routes};

/// Returns every route of an application, to be asked by its path.
pub async fn routes(app: &web::Data<App>) -> Routes {
    // Used only to call routes without a socket, which actix-web offers in its test module.
    let service = Rc::new(init_service(server::application(app, &server::description())).await);
    Routes::new(move |path| {
        let service = Rc::clone(&service);
        Box::pin(async move {
            let request = TestRequest::get().uri(&path).to_request();
            let response = service.call(request).await.map_err(|error| format!("{path}: {error}"))?;
            let (status, media_type) = (response.status(), response.headers().get(CONTENT_TYPE));
            let media_type = media_type.and_then(|value| value.to_str().ok());
            let media_type = media_type.ok_or_else(|| format!("{path}: the answer has no media type"))?.to_owned();
            let bytes = body::to_bytes(response.into_body()).await.map_err(|_| format!("{path}: the body is incomplete"))?;
            Ok(Answer { status, media_type, bytes: bytes.to_vec() })
        })
    })
}
