//! Loads findings, recommendations and figures.

use chrono::NaiveDate;

use super::drafts::Links;
use super::format::{Meeting, RecordFile};
use super::format_evidence::{Finding, RecommendationSet};
use super::load::{Loader, Place};
use super::refused::{in_file, on_day};
use super::{found, steps_evidence as steps, steps_history as history};
use crate::foundation::error::ApiError;
use crate::record::actions::model::SourceKind;
use crate::record::findings::model::FindingId;
use crate::record::planning::areas::model::BodyId;

impl Loader<'_> {
    /// Loads the scales and measures that findings and figures refer to.
    pub(super) fn measuring(&mut self, body: &BodyId, file: &RecordFile) -> Result<(), ApiError> {
        for (index, scale) in file.rating_scales.iter().enumerate() {
            let id = match found::scale(self.conn, body, &scale.name)? {
                Some(id) => id,
                None => in_file(&format!("/rating_scales/{index}"), steps::scale(&mut self.office(), body, scale))?,
            };
            self.scales.insert(scale.key.clone(), id);
        }
        for (index, measure) in file.measures.iter().enumerate() {
            let links = Links {
                topic: self.topic_id(measure.topic.as_ref()),
                priorities: self.priority_ids(&measure.priorities),
                ..Links::default()
            };
            let id = match found::measure(self.conn, self.area, &measure.name)? {
                Some(id) => id,
                None => in_file(&format!("/measures/{index}"), steps::measure(&mut self.office(), measure, links))?,
            };
            self.measures.insert(measure.key.clone(), id);
        }
        Ok(())
    }

    pub(super) fn evidence(&mut self, place: &Place, meeting: &Meeting) -> Result<(), ApiError> {
        for (index, point) in meeting.data_points.iter().enumerate() {
            let links = self.links(place, None, point.topic.as_ref(), point.question.as_ref(), &point.priorities);
            let measure = point.measure.as_ref().and_then(|key| self.measures.get(key)).cloned();
            let at = format!("{}/data_points/{index}", place.at);
            in_file(&at, steps::data_point(&mut self.office(), point, measure, links))?;
        }
        for (index, set) in meeting.recommendation_sets.iter().enumerate() {
            self.set(&format!("{}/recommendation_sets/{index}", place.at), place, set)?;
        }
        for (index, finding) in meeting.findings.iter().enumerate() {
            self.finding(&format!("{}/findings/{index}", place.at), place, finding)?;
        }
        Ok(())
    }

    fn set(&mut self, at: &str, place: &Place, set: &RecommendationSet) -> Result<(), ApiError> {
        let links = self.links(place, None, set.topic.as_ref(), set.question.as_ref(), &set.priorities);
        let id = in_file(at, steps::set(&mut self.office(), set, links))?;
        let mut all = Vec::with_capacity(set.recommendations.len());
        for (index, given) in set.recommendations.iter().enumerate() {
            let at = format!("{at}/recommendations/{index}");
            let listed = in_file(&at, steps::recommendation(&mut self.office(), &id, given))?;
            self.key(SourceKind::Recommendation, given.key.as_ref(), listed.as_str());
            all.push(listed);
        }
        in_file(at, steps::record(&mut self.office(), &id))?;
        for (index, claim) in set.claims.iter().enumerate() {
            let links = self.links(place, None, None, claim.question.as_ref(), &[]);
            in_file(&format!("{at}/claims/{index}"), steps::claim(&mut self.office(), &id, claim, links))?;
        }
        self.loaded_sets.insert(at.to_owned(), (id, all));
        Ok(())
    }

    /// Loads a finding as far as the record goes: without `shared_on` it stays the body's draft.
    fn finding(&mut self, at: &str, place: &Place, finding: &Finding) -> Result<(), ApiError> {
        let (topic, question) = (finding.topic.as_ref(), finding.question.as_ref());
        let links = self.links(place, finding.agenda_item.as_ref(), topic, question, &finding.priorities);
        let id = in_file(at, steps::finding(&mut self.office(), finding, links))?;
        self.ratings((at, &id), place, finding, false)?;
        if let Some(day) = finding.shared_on {
            let shared = self.on(day, |loader| steps::share(&mut loader.office(), &id, finding));
            in_file(at, shared)?;
        }
        self.ratings((at, &id), place, finding, true)?;
        for (index, comment) in finding.comments.iter().enumerate() {
            let at = format!("{at}/comments/{index}");
            in_file(&at, history::comment_on_finding(&mut self.force(), &id, comment))?;
        }
        if let Some(day) = finding.confirmed_on {
            let confirmed = self.on(day, |loader| steps::confirm(&mut loader.head(), &id));
            in_file(&format!("{at}/confirmed_on"), confirmed)?;
        }
        self.key(SourceKind::Finding, finding.key.as_ref(), id.as_str());
        self.counts.findings += 1;
        Ok(())
    }

    /// Rates a finding as the body did before it was shared, or after that: the force sees only what was current then, and what came
    /// later.
    fn ratings(
        &mut self,
        (at, id): (&str, &FindingId),
        place: &Place,
        finding: &Finding,
        is_after: bool,
    ) -> Result<(), ApiError> {
        let scales = self.scales.clone();
        let later = |day: Option<NaiveDate>| finding.shared_on.is_some_and(|shared| day.is_some_and(|day| day > shared));
        for (index, rating) in finding.ratings.iter().enumerate().filter(|(_, one)| later(one.rated_on) == is_after) {
            let at = format!("{at}/ratings/{index}");
            let day = rating.rated_on.unwrap_or(place.held_on).min(self.today);
            self.on(day, |loader| on_day(&at, "/rated_on", steps::rate(&mut loader.head(), id, rating, &scales)))?;
        }
        Ok(())
    }
}
