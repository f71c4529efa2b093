//! The only place where slices are mounted: one line a slice.

use actix_web::middleware::from_fn;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::identity::gate::require_token;
use crate::identity::{auth, users};
use crate::public::feeds;
use crate::publishing::{delegations, editions, holds, redactions, standards};
use crate::record::actions::deadlines;
use crate::record::evidence::{attachments, data_points, measures};
use crate::record::findings::{assurance, rating_scales};
use crate::record::meetings::{agenda, attendance, decisions, exchanges, follow_ups, matters, papers};
use crate::record::planning::{areas, plans, priorities, topics};
use crate::record::questions::{judgements, question_groups, question_parts, responses};
use crate::record::recommendations::{progress_claims, recommendation_sets, report_responses};
use crate::record::{actions, audit, findings, meetings, questions, recommendations};
use crate::reporting::calendar::gate::require_feed_token;
use crate::reporting::{calendar, golden_thread};
use crate::service::{docs_page, health};
use crate::{public, reporting, webhooks};

/// Everything this service answers.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config.configure(health::routes);
    config.map(|config| config.configure(docs_page::routes));
    config.configure(reporting::owed::public::routes);
    config.service(utoipa_actix_web::scope("/v1/auth").configure(auth::api::open_routes));
    // Before the other public pages, because the first scope that fits takes the request.
    config.service(utoipa_actix_web::scope("/public/v1/log").configure(public::log_api::routes));
    config.service(utoipa_actix_web::scope("/v1/calendar.ics").configure(calendar::api::feed).wrap(from_fn(require_feed_token)));
    config.service(utoipa_actix_web::scope("/v1").configure(slices).wrap(from_fn(require_token)));
    config.service(utoipa_actix_web::scope("/public/v1").configure(published));
    config.default_service(actix_web::web::to(health::nothing_here));
}

/// What everybody may read: nothing here asks for a token, or reads anything but what was published.
fn published(config: &mut ServiceConfig<'_>) {
    config.configure(public::api::routes);
    config.configure(feeds::api::routes);
    config.default_service(actix_web::web::to(health::nothing_here));
}

fn slices(config: &mut ServiceConfig<'_>) {
    config.configure(auth::api::routes);
    config.configure(areas::api::routes);
    config.configure(users::api::routes);
    config.configure(plans::api::routes);
    config.configure(priorities::api::routes);
    config.configure(topics::api::routes);
    config.configure(meetings::api::routes);
    config.configure(attendance::api::routes);
    config.configure(agenda::api::routes);
    config.configure(papers::api::routes);
    config.configure(matters::api::routes);
    config.configure(decisions::api::routes);
    config.configure(follow_ups::api::routes);
    config.configure(question_groups::api::routes);
    config.configure(questions::api::routes);
    config.configure(question_parts::api::routes);
    config.configure(judgements::api::routes);
    config.configure(responses::api::routes);
    config.configure(rating_scales::api::routes);
    config.configure(findings::api::routes);
    config.configure(assurance::api::routes);
    config.configure(golden_thread::api::routes);
    config.configure(actions::api::routes);
    config.configure(deadlines::api::routes);
    config.configure(reporting::actions::api::routes);
    config.configure(recommendation_sets::api::routes);
    config.configure(recommendations::api::routes);
    config.configure(progress_claims::api::routes);
    config.configure(report_responses::api::routes);
    config.configure(exchanges::api::routes);
    config.configure(reporting::answers::api::routes);
    config.configure(reporting::coverage::api::routes);
    config.configure(reporting::annual::api::routes);
    config.configure(standards::api::routes);
    config.configure(reporting::owed::api::routes);
    config.configure(measures::api::routes);
    config.configure(data_points::api::routes);
    config.configure(attachments::api::routes);
    config.configure(editions::api::routes);
    config.configure(redactions::api::routes);
    config.configure(delegations::api::routes);
    config.configure(holds::api::routes);
    config.configure(webhooks::api::routes);
    config.configure(calendar::api::routes);
    config.configure(audit::api::routes);
    config.default_service(actix_web::web::to(health::nothing_here));
}
