//! Checks of what was concluded, recommended and measured.

use super::check::Checker;
use super::format_evidence::{DataPoint, Finding, Measure, RatingScale, Recommendation, RecommendationSet};

impl Checker {
    pub(super) fn scale(&mut self, at: &str, scale: &mut RatingScale) {
        self.scales.declare(&mut self.texts.faults, &format!("{at}/key"), &scale.key);
        self.texts.line(&format!("{at}/name"), &mut scale.name);
        for (index, grade) in scale.grades.iter_mut().enumerate() {
            self.texts.line(&format!("{at}/grades/{index}/label"), &mut grade.label);
        }
    }

    pub(super) fn measure(&mut self, at: &str, measure: &mut Measure) {
        self.measures.declare(&mut self.texts.faults, &format!("{at}/key"), &measure.key);
        self.texts.line(&format!("{at}/name"), &mut measure.name);
        self.texts.prose(&format!("{at}/definition"), &mut measure.definition);
        self.texts.line(&format!("{at}/unit"), &mut measure.unit);
        let parts = &mut [("numerator", &mut measure.numerator), ("denominator", &mut measure.denominator)];
        self.texts.optional_proses(at, parts);
        self.refer_subject(at, measure.topic.as_ref(), None);
        self.priorities.refer_all(&mut self.texts.faults, &format!("{at}/priorities"), &measure.priorities);
    }

    pub(super) fn finding(&mut self, at: &str, finding: &mut Finding) {
        self.texts.prose(&format!("{at}/text"), &mut finding.text);
        self.texts.optional_line(&format!("{at}/acknowledged_by"), &mut finding.acknowledged_by);
        for (index, rating) in finding.ratings.iter_mut().enumerate() {
            let at = format!("{at}/ratings/{index}");
            self.texts.prose(&format!("{at}/reason"), &mut rating.reason);
            for (member, rated) in [("performance", &mut rating.performance), ("plan", &mut rating.plan)] {
                if let Some(rated) = rated {
                    self.texts.line(&format!("{at}/{member}/label"), &mut rated.label);
                    self.scales.refer(&mut self.texts.faults, &format!("{at}/{member}/scale"), &rated.scale);
                }
            }
        }
        self.finding_days(at, finding);
        self.refer_subject(at, finding.topic.as_ref(), finding.question.as_ref());
        self.refer_item(at, finding.agenda_item.as_ref());
        self.priorities.refer_all(&mut self.texts.faults, &format!("{at}/priorities"), &finding.priorities);
    }

    fn finding_days(&mut self, at: &str, finding: &Finding) {
        self.past_day(&format!("{at}/shared_on"), finding.shared_on);
        self.optional_day(&format!("{at}/comment_due_on"), finding.comment_due_on);
        self.past_day(&format!("{at}/confirmed_on"), finding.confirmed_on);
        let Some(shared_on) = finding.shared_on else {
            if finding.confirmed_on.is_some() || finding.comment_due_on.is_some() {
                self.fault(
                    &format!("{at}/shared_on"),
                    "give the day it was shared with the force: its time to comment begins then",
                );
            }
            return;
        };
        if finding.confirmed_on.is_some_and(|confirmed| confirmed < shared_on) {
            self.fault(&format!("{at}/confirmed_on"), format!("is before it was shared ({shared_on})"));
        }
    }

    pub(super) fn data_point(&mut self, at: &str, point: &mut DataPoint) {
        self.texts.line(&format!("{at}/label"), &mut point.label);
        self.texts.optional_lines(at, &mut [("unit", &mut point.unit), ("period_text", &mut point.period_text)]);
        let (on, caveat, stated) = (&mut point.conditional_on, &mut point.caveat, &mut point.as_stated);
        self.texts.optional_proses(at, &mut [("conditional_on", on), ("caveat", caveat), ("as_stated", stated)]);
        self.texts.speakers(&format!("{at}/said_by"), &mut point.said_by);
        for (member, day) in [("period_from", point.period_from), ("period_to", point.period_to), ("as_of", point.as_of)] {
            self.optional_day(&format!("{at}/{member}"), day);
        }
        self.refer_subject(at, point.topic.as_ref(), point.question.as_ref());
        let faults = &mut self.texts.faults;
        self.measures.refer_optional(faults, &format!("{at}/measure"), point.measure.as_ref());
        self.priorities.refer_all(faults, &format!("{at}/priorities"), &point.priorities);
    }

    pub(super) fn set(&mut self, at: &str, set: &mut RecommendationSet) {
        self.texts.line(&format!("{at}/title"), &mut set.title);
        self.texts.line(&format!("{at}/published_by"), &mut set.published_by);
        self.texts.optional_line(&format!("{at}/published_text"), &mut set.published_text);
        let proses = &mut [("summary", &mut set.summary), ("discrepancy_note", &mut set.discrepancy_note)];
        self.texts.optional_proses(at, proses);
        self.past_day(&format!("{at}/published_on"), set.published_on);
        for (index, count) in set.counts.iter_mut().enumerate() {
            self.texts.optional_line(&format!("{at}/counts/{index}/text"), &mut count.text);
            self.optional_day(&format!("{at}/counts/{index}/due_on"), count.due_on);
        }
        for (index, recommendation) in set.recommendations.iter_mut().enumerate() {
            self.recommendation(&format!("{at}/recommendations/{index}"), recommendation);
        }
        for (index, claim) in set.claims.iter_mut().enumerate() {
            let at = format!("{at}/claims/{index}");
            self.texts.prose(&format!("{at}/text"), &mut claim.text);
            let who = &mut claim.asserted_by;
            self.texts
                .optional_lines(&format!("{at}/asserted_by"), &mut [("name", &mut who.name), ("capacity", &mut who.capacity)]);
            self.past_day(&format!("{at}/asserted_on"), Some(claim.asserted_on));
            self.refer_subject(&at, None, claim.question.as_ref());
        }
        self.refer_subject(at, set.topic.as_ref(), set.question.as_ref());
        self.priorities.refer_all(&mut self.texts.faults, &format!("{at}/priorities"), &set.priorities);
    }

    fn recommendation(&mut self, at: &str, recommendation: &mut Recommendation) {
        self.texts.prose(&format!("{at}/text"), &mut recommendation.text);
        let (number, due) = (&mut recommendation.printed_number, &mut recommendation.due_text);
        self.texts.optional_lines(at, &mut [("printed_number", number), ("due_text", due)]);
        self.optional_day(&format!("{at}/due_on"), recommendation.due_on);
    }
}
