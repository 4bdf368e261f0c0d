//! The ready questions of the explorer: SQL over the published tables, written from the profile, with the columns of the answer named
//! in the page's language.
//!
//! A question is asked of every region of one level. The page's program puts another level's id, and a part's tables, in their place; so
//! the id of the level stands in it as `'id'` or after a dot alone, and the tables as `contest.table` alone.

use election::{Contest, ContestIx, ContestKind, Election};

use super::figures::choices;
use super::labels::{Labels, Texts};
use super::markup::Html;
use crate::tables::column_name;

/// A question that is ready to be asked.
pub(super) struct Question<'a> {
    /// What the address of the page names it by.
    pub(super) id: &'static str,
    pub(super) title: &'a Html,
    pub(super) explain: &'a Html,
    pub(super) sql: String,
}

/// What every question of a contest is made of.
struct Asked<'a> {
    texts: &'a Texts,
    rules: &'a Contest,
    /// Id of the level whose regions are the rows.
    level: &'a str,
    /// Columns of the votes, and what their options are called.
    options: Vec<(String, String)>,
}

/// The questions that this contest's tables can answer, with the regions of this level as their rows.
pub(super) fn questions<'a>(
    election: &'a Election,
    labels: &'a Labels,
    contest: ContestIx,
    level: &'a str,
) -> Vec<Question<'a>> {
    let asked = Asked {
        texts: &labels.texts,
        rules: election.profile.contest_at(contest),
        level,
        options: options(election, contest),
    };
    let t = &labels.texts;
    let all = [
        ("votes", &t.ask_votes, &t.ask_votes_explain, asked.votes()),
        ("leads", &t.ask_leads, &t.ask_leads_explain, asked.leads()),
        ("turnout", &t.ask_turnout, &t.ask_turnout_explain, asked.turnout()),
        ("invalid", &t.ask_invalid, &t.ask_invalid_explain, asked.invalid()),
        ("missing", &t.ask_missing, &t.ask_missing_explain, Some(asked.missing())),
        ("checks", &t.ask_checks, &t.ask_checks_explain, Some(asked.checks())),
        ("kinds", &t.ask_kinds, &t.ask_kinds_explain, Some(asked.kinds())),
        ("corrected", &t.ask_corrected, &t.ask_corrected_explain, Some(asked.corrected())),
        ("doubt", &t.ask_doubt, &t.ask_doubt_explain, asked.doubt()),
    ];
    let there = all
        .into_iter()
        .filter_map(|(id, title, explain, sql)| Some(Question { id, title, explain, sql: sql? }));
    there.collect()
}

/// Columns of the votes with what their options are called: none where the options are not the same everywhere.
fn options(election: &Election, contest: ContestIx) -> Vec<(String, String)> {
    let rules = election.profile.contest_at(contest);
    match rules.kind {
        ContestKind::PerConstituency => return Vec::new(),
        ContestKind::Candidates | ContestKind::Parties => {}
    }
    if rules.options_from_level > 0 {
        return Vec::new();
    }
    let forms = election.forms_in(contest, election.places.nation());
    let mut named = std::collections::BTreeMap::new();
    for choice in forms.into_iter().flat_map(|form| choices(election.form_by_ix(form))) {
        named.entry(choice.column.0).or_insert_with(|| format!("{} {}", choice.number, choice.name));
    }
    let column = |at: u16| rules.columns.get(usize::from(at)).map(|column| column_name(&column.name));
    named.into_iter().filter_map(|(at, name)| Some((column(at)?, name))).collect()
}

/// A name as SQL has it.
fn named(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Asked<'_> {
    fn table(&self, name: &str) -> String {
        format!("{}.{name}", self.rules.id)
    }

    /// The rows of the regions that are asked for.
    fn regions(&self) -> String {
        format!("FROM {} AS r\nWHERE level = '{}'", self.table("regions"), self.level)
    }

    /// The sum of a field over the sheets that are quoted; none: the contest has no such field.
    fn sum(&self, field: &str) -> Option<String> {
        self.rules.column(field).map(|_| format!("sound_{}", column_name(field)))
    }

    fn votes(&self) -> Option<String> {
        if self.options.is_empty() {
            return None;
        }
        let sums: Vec<String> = self
            .options
            .iter()
            .map(|(column, name)| format!("    sum(sound_{column}) AS {}", named(name)))
            .collect();
        Some(format!(
            "SELECT option AS {option}, votes AS {votes}\nFROM (UNPIVOT (\n  SELECT\n{sums}\n  {regions}\n) ON COLUMNS(*) INTO NAME option VALUE votes)\nORDER BY votes DESC",
            option = quoted(&self.texts.option),
            votes = quoted(&self.texts.votes),
            sums = sums.join(",\n"),
            regions = self.regions().replace('\n', "\n  "),
        ))
    }

    fn leads(&self) -> Option<String> {
        if self.options.len() < 2 {
            return None;
        }
        let t = self.texts;
        let columns: Vec<String> = self
            .options
            .iter()
            .map(|(column, name)| format!("    sound_{column} AS {}", named(name)))
            .collect();
        Some(format!(
            "WITH votes AS (UNPIVOT (\n  SELECT region, name,\n{columns}\n  {regions}\n) ON COLUMNS(* EXCLUDE (region, name)) INTO NAME option VALUE votes),\ncompared AS (\n  SELECT *,\n    max(votes) OVER (PARTITION BY region) AS most,\n    sum(votes) OVER (PARTITION BY region) AS valid\n  FROM votes)\nSELECT name AS {region}, string_agg(option, ' = ' ORDER BY option) AS {leads},\n  most AS {count}, CAST(100.0 * most / valid AS DECIMAL(6, 2)) AS {share}\nFROM compared AS c\nWHERE votes = most AND most > 0\nGROUP BY c.region, name, most, valid\nORDER BY c.region",
            columns = columns.join(",\n"),
            regions = self.regions().replace('\n', "\n  "),
            region = quoted(&t.region),
            leads = quoted(&t.ask_column_leads),
            count = quoted(&t.votes),
            share = quoted(&t.share),
        ))
    }

    /// A part of a whole in every region, the largest first.
    fn rate(&self, part: (&str, &Html), whole: (&str, &Html), rate: &Html) -> Option<String> {
        let (part_sum, whole_sum) = (self.sum(part.0)?, self.sum(whole.0)?);
        Some(format!(
            "SELECT name AS {region}, sound AS {stations},\n  {part_sum} AS {part},\n  {whole_sum} AS {whole},\n  CAST(100.0 * {part_sum} / nullif({whole_sum}, 0) AS DECIMAL(6, 2)) AS {rate}\n{regions}\nORDER BY {rate} DESC, r.region",
            region = quoted(&self.texts.region),
            stations = quoted(&self.texts.ask_column_quoted),
            part = quoted(part.1),
            whole = quoted(whole.1),
            rate = quoted(rate),
            regions = self.regions(),
        ))
    }

    fn turnout(&self) -> Option<String> {
        let t = self.texts;
        self.rate(
            ("voters.used-roll.total", &t.ask_column_users),
            ("voters.roll.total", &t.ask_column_roll),
            &t.ask_column_turnout,
        )
    }

    fn invalid(&self) -> Option<String> {
        let t = self.texts;
        self.rate(
            ("invalid", &t.ask_column_invalid),
            ("cast", &t.ask_column_cast),
            &t.ask_column_invalid_share,
        )
    }

    fn missing(&self) -> String {
        let t = self.texts;
        format!(
            "SELECT name AS {region}, expected AS {expected}, stated AS {stated},\n  expected - stated AS {missing}\n{regions}\nORDER BY {missing} DESC, r.region",
            region = quoted(&t.region),
            expected = quoted(&t.expected),
            stated = quoted(&t.ask_column_in),
            missing = quoted(&t.ask_column_missing),
            regions = self.regions(),
        )
    }

    fn checks(&self) -> String {
        let t = self.texts;
        format!(
            "SELECT r.name AS {region}, count(DISTINCT a.station) AS {stations}, count(*) AS {failed}\nFROM {anomalies} AS a\nJOIN {regions} AS r ON r.region = a.{level}\nGROUP BY r.region, r.name\nORDER BY {failed} DESC, r.region",
            region = quoted(&t.region),
            stations = quoted(&t.ask_column_stations),
            failed = quoted(&t.ask_column_failed),
            anomalies = self.table("anomalies"),
            regions = self.table("regions"),
            level = self.level,
        )
    }

    fn kinds(&self) -> String {
        let t = self.texts;
        format!(
            "SELECT \"check\" AS {check}, hard AS {hard}, count(DISTINCT station) AS {stations}\nFROM {anomalies}\nGROUP BY \"check\", hard\nORDER BY {stations} DESC, \"check\"",
            check = quoted(&t.ask_column_check),
            hard = quoted(&t.ask_column_hard),
            stations = quoted(&t.ask_column_stations),
            anomalies = self.table("anomalies"),
        )
    }

    fn corrected(&self) -> String {
        let t = self.texts;
        format!(
            "SELECT name AS {region}, stated AS {stated}, votes_corrected AS {votes},\n  standing_corrected AS {corrected}\n{regions}\nORDER BY {corrected} DESC, r.region",
            region = quoted(&t.region),
            stated = quoted(&t.ask_column_in),
            votes = quoted(&t.ask_column_votes_corrected),
            corrected = quoted(&t.ask_column_corrected),
            regions = self.regions(),
        )
    }

    /// What stands and is not quoted yet.
    fn doubt(&self) -> Option<String> {
        let cast = self.sum("cast")?;
        let (t, all) = (self.texts, format!("all_{}", column_name("cast")));
        Some(format!(
            "SELECT name AS {region}, {all} AS {standing}, {cast} AS {sound},\n  {all} - {cast} AS {doubt}\n{regions}\nORDER BY {doubt} DESC, r.region",
            region = quoted(&t.region),
            standing = quoted(&t.ask_column_standing),
            sound = quoted(&t.ask_column_sound),
            doubt = quoted(&t.ask_column_doubt),
            regions = self.regions(),
        ))
    }
}

/// A text as the name of a column.
fn quoted(text: &Html) -> String {
    named(&text.plain())
}
