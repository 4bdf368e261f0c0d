//! What a profile must satisfy beyond the shape of its files, and the names and columns that follow from it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Column, ContestKind, OptionRows, Profile, ProfileError, StageKind};

/// Checks a contest can have: how each came out is one bit of 64 in a sheet's state.
const MOST_CHECKS: usize = 64;

/// Rows of one kind a profile can have: statements hold them by 16-bit position, and no law needs as many.
const MOST_ROWS: usize = 1_024;

/// What can name the source it restates.
const RESTATABLE: [&str; 3] = ["sheet", "withdrawal", "plenary"];

impl Profile {
    /// Message keys follow from ids.
    pub(super) fn name_messages(&mut self) {
        for level in &mut self.levels {
            level.name_key = format!("level-{}", level.id);
        }
        for contest in &mut self.contests {
            contest.name_key = format!("contest-{}", contest.id);
        }
        for role in &mut self.roles {
            role.name_key = format!("role-{}", role.id);
        }
        for stage in &mut self.stages {
            stage.name_key = format!("stage-{}", stage.id);
        }
        for run in &mut self.runs {
            run.name_key = format!("run-{}", run.id);
        }
        for source in &mut self.sources {
            source.name_key = format!("source-{}", source.id);
        }
        for reason in &mut self.reasons {
            reason.explain_key = format!("reason-{}", reason.id);
        }
        for list in &mut self.station_list_versions {
            list.explain_key = format!("station-list-{}", list.id);
        }
        for exception in &mut self.exceptions {
            exception.explain_key = format!("exception-{}", exception.id);
        }
        for check in &mut self.checks {
            check.message_key = format!("check-{}", check.id);
        }
        for template in &mut self.templates {
            template.name_key = format!("form-{}", template.id);
        }
    }

    /// Fills templates that extend another one.
    pub(super) fn extend_templates(&mut self) -> Result<(), ProfileError> {
        let bases = self.templates.clone();
        for template in &mut self.templates {
            let Some(base_id) = &template.extends else { continue };
            let base =
                bases.iter().find(|base| base.id == *base_id && base.extends.is_none()).ok_or_else(|| {
                    ProfileError::Unknown {
                        place: format!("form {}", template.id),
                        what: "form to extend (that extends none itself)",
                        name: base_id.clone(),
                    }
                })?;
            if template.rows.is_empty() {
                template.rows.clone_from(&base.rows);
            }
            if template.options.is_none() {
                template.options.clone_from(&base.options);
            }
            if template.groups.is_empty() {
                template.groups.clone_from(&base.groups);
            }
        }
        for template in &mut self.templates {
            if let Some(digits) = template.digits {
                for row in &mut template.rows {
                    row.digits = digits;
                }
                if let Some(OptionRows { digits: boxes, .. }) = &mut template.options {
                    *boxes = digits;
                }
            }
        }
        Ok(())
    }

    /// The references between rows, and what rows may not say.
    pub(super) fn validate(&self) -> Result<(), ProfileError> {
        ids("level", self.levels.iter().map(|level| &level.id))?;
        ids("contest", self.contests.iter().map(|contest| &contest.id))?;
        ids("role", self.roles.iter().map(|role| &role.id))?;
        ids("stage", self.stages.iter().map(|stage| &stage.id))?;
        ids("run", self.runs.iter().map(|run| &run.id))?;
        ids("source", self.sources.iter().map(|source| &source.id))?;
        ids("reason", self.reasons.iter().map(|reason| &reason.id))?;
        ids("check", self.checks.iter().map(|check| &check.id))?;
        ids("exception", self.exceptions.iter().map(|exception| &exception.id))?;
        ids("form", self.templates.iter().map(|template| &template.id))?;
        if self.languages.is_empty() {
            return Err(value("languages", "an election has at least one language"));
        }
        ids("language", self.languages.iter())?;
        if self.levels.len() < 2 || self.levels.len() > 16 {
            return Err(value("levels", "an election has 2 to 16 levels, nation and station included"));
        }
        if self.contests.is_empty() || self.contests.len() > 64 {
            return Err(value("contests", "an election has 1 to 64 contests"));
        }
        if self.header.contains(char::is_whitespace) || !self.header.contains('/') {
            return Err(value("header", "the header is one word of the form <id>/<version>"));
        }
        self.validate_sizes()?;
        self.validate_contests()?;
        self.validate_authority()?;
        self.validate_templates()?;
        for exception in &self.exceptions {
            for id in &exception.checks {
                let place = || format!("exception {}", exception.id);
                let check = self.check(id).ok_or_else(|| unknown(place(), "check", id))?;
                if check.hard {
                    return Err(ProfileError::HardException {
                        exception: exception.id.clone(),
                        check: id.clone(),
                    });
                }
            }
        }
        for total in &self.official_totals {
            if let Some(contest) = &total.contest {
                self.contest(contest)
                    .ok_or_else(|| unknown("official total".to_owned(), "contest", contest))?;
            }
        }
        for row in &self.constituencies.rows {
            self.contest(&row.contest)
                .ok_or_else(|| unknown("constituencies.csv".to_owned(), "contest", &row.contest))?;
        }
        Ok(())
    }

    fn validate_contests(&self) -> Result<(), ProfileError> {
        for contest in &self.contests {
            let place = format!("contest {}", contest.id);
            if contest.options_from_level >= self.station_level() {
                return Err(value(&place, "options_from_level must be above the station"));
            }
            if let super::ConstituencyRule::Level(level) = contest.constituencies
                && level >= self.station_level()
            {
                return Err(value(&place, "the constituency level must be above the station"));
            }
            if (contest.kind == ContestKind::Candidates) == contest.options.is_empty() {
                return Err(value(
                    &place,
                    "options are stated by the profile for the kind `candidates`, and only then",
                ));
            }
            unique("option", contest.options.iter().map(|option| option.number))?;
        }
        unique("party", self.parties.iter().map(|party| party.number))
    }

    /// A profile comes from outside: what the tally keeps by position or as bits has bounds.
    fn validate_sizes(&self) -> Result<(), ProfileError> {
        for (what, rows) in [
            ("roles", self.roles.len()),
            ("stages", self.stages.len()),
            ("runs", self.runs.len()),
            ("sources", self.sources.len()),
            ("reasons", self.reasons.len()),
            ("exceptions", self.exceptions.len()),
            ("forms", self.templates.len()),
        ] {
            if rows > MOST_ROWS {
                return Err(value(what, &format!("{rows} rows; at most {MOST_ROWS} are possible")));
            }
        }
        for contest in &self.contests {
            let groups: BTreeSet<&String> = self
                .templates
                .iter()
                .filter(|template| template.contests.contains(&contest.id))
                .flat_map(|template| &template.groups)
                .collect();
            let checks = self.checks.iter().filter(|check| groups.contains(&check.group)).count();
            if checks > MOST_CHECKS {
                let place = format!("contest {}", contest.id);
                return Err(value(&place, &format!("{checks} checks; at most {MOST_CHECKS} are possible")));
            }
        }
        Ok(())
    }

    fn validate_authority(&self) -> Result<(), ProfileError> {
        for role in &self.roles {
            let place = format!("role {}", role.id);
            if role.stands && role.parallel {
                return Err(value(&place, "a role's statements stand or are parallel, not both"));
            }
            if role.may_sign("ruling") == role.deciding_for.is_empty() {
                return Err(value(&place, "`ruling` in `may` and `deciding_for` go together"));
            }
            if role.parallel && (role.confirms || !role.deciding_for.is_empty()) {
                return Err(value(&place, "a parallel role neither confirms nor decides"));
            }
            let own_word = role.confirms || !role.deciding_for.is_empty() || role.rank > 0;
            let restatable = |kind: &String| RESTATABLE.contains(&kind.as_str());
            if role.restates && (own_word || !role.may.iter().all(restatable)) {
                return Err(value(
                    &place,
                    "a role that restates has rank 0, confirms and decides nothing, and states nothing without a source",
                ));
            }
            if role.level.is_some_and(|level| level > self.station_level()) {
                return Err(value(&place, "there is no such level"));
            }
            for stage in &role.deciding_for {
                self.stage(stage).ok_or_else(|| unknown(place.clone(), "stage", stage))?;
            }
        }
        for stage in &self.stages {
            let place = format!("stage {}", stage.id);
            if stage.level.is_some_and(|level| level > self.station_level()) {
                return Err(value(&place, "there is no such level"));
            }
            for id in &stage.roles {
                let role = self.role(id).ok_or_else(|| unknown(place.clone(), "role", id))?;
                if !role.may_stand() {
                    return Err(value(&place, &format!("statements of the role {id} never stand")));
                }
            }
            match (stage.kind, stage.level) {
                (StageKind::Plenary, None) => {
                    return Err(value(&place, "a plenary is held at a level"));
                }
                (StageKind::Plenary, Some(level)) if level >= self.station_level() => {
                    return Err(value(&place, "a plenary is held above the station"));
                }
                (StageKind::Plenary, Some(_))
                | (
                    StageKind::Count | StageKind::Determination | StageKind::Ruling | StageKind::Rerun,
                    Some(_) | None,
                ) => {}
            }
        }
        Ok(())
    }

    fn validate_templates(&self) -> Result<(), ProfileError> {
        let groups: BTreeSet<&String> = self.checks.iter().map(|check| &check.group).collect();
        for template in &self.templates {
            let place = || format!("form {}", template.id);
            for contest in &template.contests {
                self.contest(contest).ok_or_else(|| unknown(place(), "contest", contest))?;
            }
            for level in &template.levels {
                self.level(level).ok_or_else(|| unknown(place(), "level", level))?;
            }
            if let Some(group) = template.groups.iter().find(|group| !groups.contains(group)) {
                return Err(unknown(place(), "group of checks", group));
            }
            if template.columns == template.options.is_some() {
                return Err(value(&place(), "a form has options, or `columns = true`"));
            }
        }
        for contest in &self.contests {
            for overseas in [false, true] {
                let needed = !overseas || contest.overseas;
                if needed && self.template(&contest.id, self.station_level(), overseas).is_none() {
                    return Err(ProfileError::NoForm { contest: contest.id.clone(), overseas });
                }
            }
        }
        Ok(())
    }

    /// The columns of every contest: the lines of its station form with `votes.<option>` for the union of its
    /// options. `candidates`: ballot numbers by contest id, for contests whose options a table gives.
    pub(crate) fn fill_columns(&mut self, candidates: &BTreeMap<String, BTreeSet<u16>>) {
        let columns: Vec<Vec<Column>> = self
            .contests
            .iter()
            .map(|contest| {
                let Some(template) = self.template(&contest.id, self.station_level(), false) else {
                    return Vec::new();
                };
                let numbers: Vec<u16> = match contest.kind {
                    ContestKind::Candidates => contest.options.iter().map(|option| option.number).collect(),
                    ContestKind::Parties => self
                        .parties
                        .iter()
                        .filter(|party| contest.local_parties || party.only_in.is_empty())
                        .map(|party| party.number)
                        .collect(),
                    ContestKind::PerConstituency => {
                        candidates.get(&contest.id).into_iter().flatten().copied().collect()
                    }
                };
                let line = |row: &super::FormRow| -> Vec<Column> {
                    field_names(row)
                        .into_iter()
                        .map(|name| Column { label_key: label_key(&name), name, option: None })
                        .collect()
                };
                let votes = numbers.iter().map(|number| Column {
                    name: format!("votes.{number}"),
                    label_key: "field-votes".to_owned(),
                    option: Some(number.to_string()),
                });
                let before = template.rows.iter().filter(|row| !row.after_options).flat_map(line);
                let after = template.rows.iter().filter(|row| row.after_options).flat_map(line);
                before.chain(votes).chain(after).collect()
            })
            .collect();
        for (contest, columns) in self.contests.iter_mut().zip(columns) {
            contest.columns = columns;
        }
    }
}

/// The names of the fields of one line.
pub(crate) fn field_names(row: &super::FormRow) -> Vec<String> {
    if row.parts.is_empty() {
        vec![row.name.clone()]
    } else {
        row.parts.iter().map(|part| format!("{}.{part}", row.name)).collect()
    }
}

/// The message key of a field that does not depend on the options.
pub(crate) fn label_key(name: &str) -> String {
    format!("field-{}", name.replace('.', "-"))
}

/// `+hh:mm` or `-hh:mm` in minutes.
pub(super) fn offset_minutes(text: &str) -> Result<i32, ProfileError> {
    let read = || -> Option<i32> {
        let sign = match text.get(..1)? {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let (hours, minutes) = text.get(1..)?.split_once(':')?;
        let two = |part: &str| (part.len() == 2).then(|| part.parse::<u8>().ok()).flatten();
        let (hours, minutes) = (two(hours)?, two(minutes)?);
        (hours <= 14 && minutes < 60).then(|| sign * (i32::from(hours) * 60 + i32::from(minutes)))
    };
    read().ok_or_else(|| value("utc_offset", "must be +hh:mm or -hh:mm"))
}

/// Ids stand in paths, names of columns and message keys: each is a plain word, and there once.
fn ids<'a>(what: &'static str, ids: impl Iterator<Item = &'a String> + Clone) -> Result<(), ProfileError> {
    let plain = |id: &str| {
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if let Some(id) = ids.clone().find(|id| !plain(id)) {
        return Err(value(&format!("{what} {id:?}"), "an id is made of a-z, 0-9 and hyphens"));
    }
    unique(what, ids)
}

fn unique<T: Ord + Clone + ToString>(
    what: &'static str,
    ids: impl Iterator<Item = T>,
) -> Result<(), ProfileError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id.clone()) {
            return Err(ProfileError::Twice { what, id: id.to_string() });
        }
    }
    Ok(())
}

fn unknown(place: String, what: &'static str, name: &str) -> ProfileError {
    ProfileError::Unknown { place, what, name: name.to_owned() }
}

fn value(place: &str, reason: &str) -> ProfileError {
    ProfileError::Value { place: place.to_owned(), reason: reason.to_owned() }
}
