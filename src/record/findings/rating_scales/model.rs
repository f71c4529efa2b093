//! Rating scales as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::planning::areas::model::BodyId;

id_type!(
    /// The id of a rating scale.
    RatingScaleId
);

text_enum!(
    /// The common codes of the grades of every scale.
    RatingCode {
        Assured = "assured",
        PartlyAssured = "partly_assured",
        NotAssured = "not_assured",
    }
);

text_enum!(
    /// The acts on a rating scale; `allowed_acts` lists them in this order.
    RatingScaleAct {
        Edit = "edit",
    }
);

/// Maximum number of grades in one scale.
const GRADES: usize = 20;

/// One grade of a scale: the body's own label, and the common code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"label": "Reasonably assured", "code": "partly_assured"}))]
pub struct Grade {
    /// Label as printed by the body; unique in its scale, regardless of case.
    pub label: String,
    pub code: RatingCode,
}

/// A rating scale as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::rating_scales, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct RatingScale {
    pub id: RatingScaleId,
    pub area: String,
    pub body_id: BodyId,
    pub name: String,
    pub grades: JsonText<Vec<Grade>>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Add a rating scale of a body.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "body_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "name": "Assurance",
    "grades": [{"label": "Fully assured", "code": "assured"}, {"label": "Reasonably assured", "code": "partly_assured"},
        {"label": "Not assured", "code": "not_assured"}]
}))]
pub struct AddRatingScale {
    pub body_id: BodyId,
    pub name: String,
    /// Grades, 1 to 20, in the body's order; several may have the same code.
    pub grades: Vec<Grade>,
}

merge_patch!(
    /// Change a rating scale that no rating has used (JSON Merge Patch): absent members stay; `grades` replaces all of them.
    EditRatingScale of AddRatingScale, such as {"name": "Assurance, from 2019"};
    RatingScale {
        edited: name;
        as json: grades;
        fixed: body_id;
        not in the draft: id, area, created_at, updated_at, version;
    }
);

fn check_grades(faults: &mut Faults, grades: &mut [Grade]) {
    if !(1..=GRADES).contains(&grades.len()) {
        faults.add("/grades", format!("must have 1 to {GRADES} items"));
        return;
    }
    let mut seen: Vec<String> = Vec::new();
    for (index, grade) in grades.iter_mut().enumerate() {
        let pointer = format!("/grades/{index}/label");
        grade.label = faults.line(&pointer, &grade.label);
        let folded = grade.label.to_lowercase();
        if seen.contains(&folded) {
            faults.add(&pointer, "is listed more than once");
        }
        seen.push(folded);
    }
}

impl Check for AddRatingScale {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.line("/name", &self.name);
        check_grades(faults, &mut self.grades);
        self
    }
}
