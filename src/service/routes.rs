//! The only place where slices are mounted, with one line per slice.

use actix_web::middleware::from_fn;

use crate::http::mount::ServiceConfig;
use crate::identity::calendar_tokens::gate::require_feed_token;
use crate::identity::gate::require_token;
use crate::identity::{auth, calendar_tokens, users};
use crate::public::{feeds, files};
use crate::publishing::{checklists, delegations, editions, elsewhere, holds, redactions, standards};
use crate::record::actions::deadlines;
use crate::record::deadlines::answer_periods;
use crate::record::evidence::{attachments, data_points, measures};
use crate::record::findings::{assurance, rating_scales};
use crate::record::meetings::{agenda, attendance, decisions, edits, exchanges, follow_ups, matters, papers};
use crate::record::planning::{areas, plans, priorities, topics};
use crate::record::questions::{heads, judgements, question_groups, question_parts, responses};
use crate::record::recommendations::{progress_claims, recommendation_sets, report_responses};
use crate::record::{actions, audit, findings, meetings, questions, recommendations};
use crate::reporting::{calendar, golden_thread};
use crate::service::{docs, health};
use crate::transfer::export_record;
use crate::{public, reporting, webhooks};

/// Mounts all operations of this service.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config.configure(health::routes);
    config.map(docs::routes);
    config.configure(reporting::owed::public::routes);
    config.configure(reporting::calculator::routes);
    config.configure(reporting::heads::public::routes);
    config.configure(holds::public::routes);
    config.scope("/v1/auth", auth::api::open_routes, |scope| scope);
    // Before the other public pages, because the first matching scope takes the request.
    config.scope("/public/v1/log", public::log_api::routes, |scope| scope);
    config.scope("/v1/calendar.ics", calendar::api::feed, |scope| scope.wrap(from_fn(require_feed_token)));
    config.scope("/v1", slices, |scope| scope.wrap(from_fn(require_token)));
    config.scope("/public/v1", published, |scope| scope);
    config.default_service(actix_web::web::to(health::nothing_here));
}

/// Mounts the public operations: nothing here needs a token or reads unpublished data.
fn published(config: &mut ServiceConfig<'_>) {
    config.configure(public::api::routes);
    config.configure(feeds::api::routes);
    config.configure(files::api::routes);
    config.default_service(actix_web::web::to(health::nothing_here));
}

fn slices(config: &mut ServiceConfig<'_>) {
    config.part(auth::api::routes);
    config.part(areas::api::routes);
    config.part(users::api::routes);
    config.part(plans::api::routes);
    config.part(priorities::api::routes);
    config.part(topics::api::routes);
    config.part(meetings::api::routes);
    config.part(export_record::api::routes);
    config.part(attendance::api::routes);
    config.part(agenda::api::routes);
    config.part(papers::api::routes);
    config.part(matters::api::routes);
    config.part(decisions::api::routes);
    config.part(follow_ups::api::routes);
    config.part(question_groups::api::routes);
    config.part(questions::api::routes);
    config.part(heads::api::routes);
    config.part(question_parts::api::routes);
    config.part(judgements::api::routes);
    config.part(responses::api::routes);
    config.part(rating_scales::api::routes);
    config.part(findings::api::routes);
    config.part(assurance::api::routes);
    config.part(golden_thread::api::routes);
    config.part(actions::api::routes);
    config.part(deadlines::api::routes);
    config.part(answer_periods::api::routes);
    config.part(reporting::actions::api::routes);
    config.part(recommendation_sets::api::routes);
    config.part(recommendations::api::routes);
    config.part(progress_claims::api::routes);
    config.part(report_responses::api::routes);
    config.part(exchanges::api::routes);
    config.part(edits::api::routes);
    config.part(reporting::answers::api::routes);
    config.part(reporting::coverage::api::routes);
    config.part(reporting::in_time::api::routes);
    config.part(reporting::annual::api::routes);
    config.part(standards::api::routes);
    config.part(elsewhere::api::routes);
    config.part(checklists::api::routes);
    config.part(reporting::owed::api::routes);
    config.part(measures::api::routes);
    config.part(data_points::api::routes);
    config.part(attachments::api::routes);
    config.part(editions::api::routes);
    config.part(redactions::api::routes);
    config.part(delegations::api::routes);
    config.part(holds::api::routes);
    config.part(webhooks::api::routes);
    config.part(calendar_tokens::api::routes);
    config.part(audit::api::routes);
    config.default_service(actix_web::web::to(health::nothing_here));
}
