//! Reasons for withholding: exemptions of the Freedom of Information Act 2000, and two of our own. Pure.

/// Codes and their meanings, in the order of the Act.
pub const REASONS: &[(&str, &str)] = &[
    ("foia_s21", "Accessible by other means (Freedom of Information Act 2000, section 21)"),
    ("foia_s22", "Intended for future publication (Freedom of Information Act 2000, section 22)"),
    ("foia_s24", "National security (Freedom of Information Act 2000, section 24)"),
    ("foia_s30", "Investigations and proceedings (Freedom of Information Act 2000, section 30)"),
    ("foia_s31", "Law enforcement (Freedom of Information Act 2000, section 31)"),
    ("foia_s36", "Prejudice to the effective conduct of public affairs (Freedom of Information Act 2000, section 36)"),
    ("foia_s38", "Health and safety (Freedom of Information Act 2000, section 38)"),
    ("foia_s40", "Personal information (Freedom of Information Act 2000, section 40)"),
    ("foia_s41", "Information provided in confidence (Freedom of Information Act 2000, section 41)"),
    ("foia_s42", "Legal professional privilege (Freedom of Information Act 2000, section 42)"),
    ("foia_s43", "Commercial interests (Freedom of Information Act 2000, section 43)"),
    ("operational", "Operational policing"),
    (JUNIOR_STAFF, "The names of staff, and of others who do not answer in public, are not published"),
];

/// The reason for withholding names that are not set to be published.
pub const JUNIOR_STAFF: &str = "junior_staff";

/// Returns the meaning of a code; the code itself if it is unknown.
pub fn in_words(code: &str) -> &str {
    REASONS.iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| words)
}

/// Returns the marker that replaces withheld words in a text.
pub fn marker(reason: &str) -> String {
    format!("[withheld: {reason}]")
}
