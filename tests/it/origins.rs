//! Whose pages may call `/v1` from a browser: nobody's unless the operator says so.

use answerable::foundation::config::CorsOrigins;
use reqwest::Method;
use reqwest::header::HeaderMap;

use crate::support::{Engine, Reply, TestApp, run};

const OURS: &str = "https://front.example.org";
const OTHER: &str = "https://evil.example.org";

#[test]
fn no_origin_is_let_in_by_itself() {
    run(Engine::Sqlite, |app| async move {
        assert_eq!(allowed(&preflight(&app, OURS, "GET").await.headers), None);
        assert_eq!(allowed(&call(&app, OURS).await.expect(401).headers), None);
    });
}

#[test]
fn the_origins_of_the_settings_are_let_in() {
    with(CorsOrigins::These(vec![OURS.to_owned()]), |app| async move {
        for method in ["GET", "HEAD", "POST", "PATCH", "DELETE"] {
            assert_eq!(allowed(&preflight(&app, OURS, method).await.expect(200).headers), Some(OURS), "{method}");
        }
        assert_eq!(allowed(&call(&app, OURS).await.expect(401).headers), Some(OURS));
        let other = preflight(&app, OTHER, "POST").await;
        assert!(other.status >= 400 && allowed(&other.headers).is_none());
        assert_eq!(allowed(&call(&app, OTHER).await.headers), None);
    });
}

/// As in the demo.
#[test]
fn any_origin_can_be_let_in() {
    with(CorsOrigins::Any, |app| async move {
        let asked = preflight(&app, OTHER, "PATCH").await.expect(200);
        assert_eq!(allowed(&asked.headers), Some("*"));
        let read = call(&app, OTHER).await.expect(401);
        assert_eq!(allowed(&read.headers), Some("*"));
        let exposed = read.header("access-control-expose-headers").to_ascii_lowercase();
        for name in ["etag", "link", "location", "retry-after", "x-request-id"] {
            assert!(exposed.split(',').any(|one| one.trim() == name), "{name} is not in {exposed}");
        }
        // The token is shown by who calls; a cookie would be sent by any page.
        assert!(read.headers.get("access-control-allow-credentials").is_none());
    });
}

fn with<F: Future<Output = ()>>(origins: CorsOrigins, test: impl FnOnce(TestApp) -> F) {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start_with(Engine::Sqlite, |settings| settings.cors_origins = origins).await;
        let kept = app.clone();
        test(app).await;
        kept.stop().await;
    });
}

/// What a browser asks before it sends a request with a token and `If-Match`.
async fn preflight(app: &TestApp, from: &str, method: &str) -> Reply {
    let nobody = app.nobody();
    let request = nobody.request(Method::OPTIONS, "/v1/questions").header("Origin", from);
    let request = request.header("Access-Control-Request-Method", method);
    nobody.send_unchecked(request.header("Access-Control-Request-Headers", "authorization, if-match")).await
}

async fn call(app: &TestApp, from: &str) -> Reply {
    let nobody = app.nobody();
    nobody.send(nobody.request(Method::GET, "/v1/questions").header("Origin", from)).await
}

fn allowed(headers: &HeaderMap) -> Option<&str> {
    headers.get("access-control-allow-origin").map(|value| value.to_str().expect("a header of text"))
}
