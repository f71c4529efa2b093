//! Checks of findings, recommendations and figures.

use super::check::{Checker, links};
use super::drafts_evidence as drafts;
use super::format_evidence::{DataPoint, Finding, Measure, RatingScale, Recommendation, RecommendationSet};
use crate::foundation::clock::Ids;
use crate::record::evidence::measures::model::MeasureId;
use crate::record::findings::rating_scales::model::RatingScaleId;
use crate::record::planning::areas::model::BodyId;

impl Checker {
    pub(super) fn scale(&mut self, at: &str, scale: &mut RatingScale) {
        self.scales.declare(&mut self.texts.faults, &format!("{at}/key"), &scale.key);
        self.texts.read(&format!("{at}/name"), &mut scale.name);
        for (index, grade) in scale.grades.iter_mut().enumerate() {
            self.texts.read(&format!("{at}/grades/{index}/label"), &mut grade.label);
        }
        self.draft(at, drafts::scale(&BodyId::new(&Ids), scale));
    }

    pub(super) fn measure(&mut self, at: &str, measure: &mut Measure) {
        self.measures.declare(&mut self.texts.faults, &format!("{at}/key"), &measure.key);
        self.texts.read(&format!("{at}/name"), &mut measure.name);
        self.texts.read(&format!("{at}/definition"), &mut measure.definition);
        self.texts.read(&format!("{at}/unit"), &mut measure.unit);
        let parts = &mut [("numerator", &mut measure.numerator), ("denominator", &mut measure.denominator)];
        self.texts.read_members(at, parts);
        self.draft(at, drafts::measure(measure, links(measure.topic.as_ref(), None, None, &measure.priorities)));
        self.refer_subject(at, measure.topic.as_ref(), None);
        self.priorities.refer_all(&mut self.texts.faults, &format!("{at}/priorities"), &measure.priorities);
    }

    pub(super) fn finding(&mut self, at: &str, finding: &mut Finding) {
        self.texts.read(&format!("{at}/text"), &mut finding.text);
        self.texts.read_optional(&format!("{at}/acknowledged_by"), &mut finding.acknowledged_by);
        let subject = (finding.topic.as_ref(), finding.question.as_ref(), finding.agenda_item.as_ref());
        self.draft(at, drafts::finding(finding, links(subject.0, subject.1, subject.2, &finding.priorities)));
        self.draft(at, drafts::share(finding));
        for (index, rating) in finding.ratings.iter_mut().enumerate() {
            let at = format!("{at}/ratings/{index}");
            self.texts.read(&format!("{at}/reason"), &mut rating.reason);
            for (member, rated) in [("performance", &mut rating.performance), ("plan", &mut rating.plan)] {
                if let Some(rated) = rated {
                    self.texts.read(&format!("{at}/{member}/label"), &mut rated.label);
                    self.scales.refer(&mut self.texts.faults, &format!("{at}/{member}/scale"), &rated.scale);
                }
            }
            self.past_day(&format!("{at}/rated_on"), rating.rated_on);
            self.draft(&at, drafts::rating(rating, |_| Some(RatingScaleId::new(&Ids))));
        }
        self.texts.read_optional(&format!("{at}/comment_due_text"), &mut finding.comment_due_text);
        self.finding_days(at, finding);
        self.comments(at, &mut finding.comments, true);
        self.refer_subject(at, finding.topic.as_ref(), finding.question.as_ref());
        self.refer_item(at, finding.agenda_item.as_ref());
        self.priorities.refer_all(&mut self.texts.faults, &format!("{at}/priorities"), &finding.priorities);
    }

    fn finding_days(&mut self, at: &str, finding: &Finding) {
        self.past_day(&format!("{at}/shared_on"), finding.shared_on);
        self.optional_day(&format!("{at}/comment_due_on"), finding.comment_due_on);
        self.past_day(&format!("{at}/confirmed_on"), finding.confirmed_on);
        let Some(shared_on) = finding.shared_on else {
            let has_window = finding.comment_due_on.is_some() || finding.comment_due_text.is_some();
            if finding.confirmed_on.is_some() || has_window || !finding.comments.is_empty() {
                self.fault(
                    &format!("{at}/shared_on"),
                    "add the day it was shared with the force, which starts its time to comment",
                );
            }
            return;
        };
        if finding.confirmed_on.is_some_and(|confirmed| confirmed < shared_on) {
            self.fault(&format!("{at}/confirmed_on"), format!("must be on or after the day it was shared ({shared_on})"));
        }
    }

    pub(super) fn data_point(&mut self, at: &str, point: &mut DataPoint) {
        self.texts.read(&format!("{at}/label"), &mut point.label);
        self.texts.read_members(at, &mut [("unit", &mut point.unit), ("period_text", &mut point.period_text)]);
        let (on, caveat, stated) = (&mut point.conditional_on, &mut point.caveat, &mut point.as_stated);
        self.texts.read_members(at, &mut [("conditional_on", on), ("caveat", caveat), ("as_stated", stated)]);
        self.texts.read_speakers(&format!("{at}/said_by"), &mut point.said_by);
        for (member, day) in [("period_from", point.period_from), ("period_to", point.period_to), ("as_of", point.as_of)] {
            self.optional_day(&format!("{at}/{member}"), day);
        }
        let measure = point.measure.as_ref().map(|_| MeasureId::new(&Ids));
        let links = links(point.topic.as_ref(), point.question.as_ref(), None, &point.priorities);
        self.draft(at, drafts::data_point(point, measure, links));
        self.refer_subject(at, point.topic.as_ref(), point.question.as_ref());
        let faults = &mut self.texts.faults;
        self.measures.refer_optional(faults, &format!("{at}/measure"), point.measure.as_ref());
        self.priorities.refer_all(faults, &format!("{at}/priorities"), &point.priorities);
    }

    pub(super) fn set(&mut self, at: &str, set: &mut RecommendationSet) {
        self.texts.read(&format!("{at}/title"), &mut set.title);
        self.texts.read(&format!("{at}/published_by"), &mut set.published_by);
        self.texts.read_optional(&format!("{at}/published_text"), &mut set.published_text);
        let proses = &mut [("summary", &mut set.summary), ("discrepancy_note", &mut set.discrepancy_note)];
        self.texts.read_members(at, proses);
        self.past_day(&format!("{at}/published_on"), set.published_on);
        for (index, count) in set.counts.iter_mut().enumerate() {
            self.texts.read_optional(&format!("{at}/counts/{index}/text"), &mut count.text);
            self.optional_day(&format!("{at}/counts/{index}/due_on"), count.due_on);
        }
        self.draft(at, drafts::set(set, links(set.topic.as_ref(), set.question.as_ref(), None, &set.priorities)));
        for (index, recommendation) in set.recommendations.iter_mut().enumerate() {
            self.recommendation(&format!("{at}/recommendations/{index}"), recommendation);
        }
        for (index, claim) in set.claims.iter_mut().enumerate() {
            let at = format!("{at}/claims/{index}");
            self.texts.read(&format!("{at}/text"), &mut claim.text);
            let who = &mut claim.asserted_by;
            self.texts
                .read_members(&format!("{at}/asserted_by"), &mut [("name", &mut who.name), ("capacity", &mut who.capacity)]);
            self.draft(&at, drafts::claim(claim, links(None, claim.question.as_ref(), None, &[])));
            self.past_day(&format!("{at}/asserted_on"), Some(claim.asserted_on));
            self.refer_subject(&at, None, claim.question.as_ref());
        }
        self.comments(at, &mut set.comments, false);
        if let Some(response) = &mut set.response {
            self.report_response(&format!("{at}/response"), response);
        }
        self.refer_subject(at, set.topic.as_ref(), set.question.as_ref());
        self.priorities.refer_all(&mut self.texts.faults, &format!("{at}/priorities"), &set.priorities);
    }

    fn recommendation(&mut self, at: &str, recommendation: &mut Recommendation) {
        self.texts.read(&format!("{at}/text"), &mut recommendation.text);
        let (number, due) = (&mut recommendation.printed_number, &mut recommendation.due_text);
        self.texts.read_members(at, &mut [("printed_number", number), ("due_text", due)]);
        self.draft(at, drafts::recommendation(recommendation));
        self.progress(at, recommendation);
        self.optional_day(&format!("{at}/due_on"), recommendation.due_on);
    }
}
