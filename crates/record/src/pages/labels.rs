//! Every text a page needs, in one language, resolved and escaped before the first page is written.

use std::collections::BTreeMap;

use election::{ColumnIx, Contest, Profile, Unread};
use tally::{LegalStatus, Quality, Standing};

use super::fluent::Messages;
use super::markup::{Html, Phrase};
use super::number::{Number, Share, Signed, progress_of, share_of};
use crate::view::RenderError;

/// The languages pages can be written in: tag, own name, page texts.
pub(super) const LANGUAGES: [(&str, &str, &str); 2] = [
    ("id", "Bahasa Indonesia", include_str!("../../texts/id.ftl")),
    ("en", "English", include_str!("../../texts/en.ftl")),
];

/// Every text of the pages in one language.
#[derive(Clone, Debug)]
pub struct Labels {
    pub(super) language: &'static str,
    pub(super) group: char,
    pub(super) decimal: char,
    pub(super) texts: Texts,
    pub(super) months: Vec<Html>,
    pub(super) glossary: Vec<(Html, Html)>,
    qualities: [Html; 5],
    standings: [Html; 3],
    statuses: [Html; 5],
    unread: [Html; 5],
    /// Names of the levels, the nation first.
    pub(super) levels: Vec<Html>,
    pub(super) stages: Vec<Html>,
    pub(super) runs: Vec<Html>,
    /// Names of the roles, in the profile's order.
    pub(super) roles: Vec<Html>,
    pub(super) contests: Vec<ContestLabels>,
    checks: BTreeMap<String, Html>,
    reasons: BTreeMap<String, Html>,
    exceptions: BTreeMap<String, Html>,
    /// Ways in which figures come about, by the words of statements.
    ways: BTreeMap<&'static str, Html>,
    /// The other languages of the profile: tag and own name.
    pub(super) others: Vec<(&'static str, &'static str)>,
    pub(super) offset_minutes: i32,
}

/// Texts of one contest.
#[derive(Clone, Debug)]
pub(super) struct ContestLabels {
    pub(super) name: Html,
    /// The columns that are no votes, with their names, in form order.
    pub(super) fields: Vec<(ColumnIx, Html)>,
    /// Of those, the ones every table shows: valid, invalid, cast, roll, users.
    pub(super) key_fields: Vec<(ColumnIx, Html)>,
}

macro_rules! texts {
    (html { $($html:ident $html_key:literal)* } phrases { $($phrase:ident $phrase_key:literal [$($place:literal)*])* }) => {
        /// The texts that don't depend on a profile.
        #[derive(Clone, Debug, Default)]
        pub(super) struct Texts {
            $(pub(super) $html: Html,)*
            $(pub(super) $phrase: Phrase,)*
        }

        impl Texts {
            // One after another into what is there: in one expression each text that may be missing would have to drop all texts before
            // it, which is megabytes of code and most of the time it takes to compile this crate.
            fn load(messages: &Messages) -> Result<Texts, RenderError> {
                let mut texts = Texts::default();
                $(texts.$html = messages.html($html_key)?;)*
                $(texts.$phrase = messages.phrase($phrase_key, &[$($place),*])?;)*
                Ok(texts)
            }
        }
    };
}

texts! {
    html {
        home_explain "home-explain"
        skip "skip"
        site "site"
        languages "languages"
        breadcrumb "breadcrumb"
        contents "contents"
        practice "practice"
        practice_explain "practice-explain"
        notices "notices"
        status "status"
        complete "complete"
        no_figures "no-figures"
        quote_title "quote-title"
        quote_none "quote-none"
        all_title "all-title"
        all_same "all-same"
        plenary_closed "plenary-closed"
        plenary_open "plenary-open"
        map_leads_title "map-leads-title"
        map_done_title "map-done-title"
        map_leads_explain "map-leads-explain"
        map_tiles_explain "map-tiles-explain"
        card_law "card-law"
        report_error "report-error"
        subscribe_mail "subscribe-mail"
        embed_whole "embed-whole"
        embeds_title "embeds-title"
        embeds_explain "embeds-explain"
        embeds_parts "embeds-parts"
        embeds_table "embeds-table"
        embeds_height_title "embeds-height-title"
        embeds_height "embeds-height"
        embeds_other_title "embeds-other-title"
        embeds_other "embeds-other"
        mirrors_title "mirrors-title"
        mirrors_explain "mirrors-explain"
        mirrors_same "mirrors-same"
        mirrors_behind "mirrors-behind"
        mirrors_ahead "mirrors-ahead"
        mirrors_differs "mirrors-differs"
        mirrors_other "mirrors-other"
        mirrors_silent "mirrors-silent"
        mirrors_none "mirrors-none"
        mirrors_asking "mirrors-asking"
        mirrors_own_title "mirrors-own-title"
        mirrors_own "mirrors-own"
        mirrors_own_list "mirrors-own-list"
        mirrors_folder "mirrors-folder"
        explorer_title "explorer-title"
        explorer_explain "explorer-explain"
        explorer_private "explorer-private"
        explorer_without "explorer-without"
        explorer_ready "explorer-ready"
        explorer_ready_explain "explorer-ready-explain"
        explorer_area "explorer-area"
        explorer_whole "explorer-whole"
        explorer_level "explorer-level"
        explorer_own "explorer-own"
        explorer_own_explain "explorer-own-explain"
        explorer_editor "explorer-editor"
        explorer_run "explorer-run"
        explorer_stop "explorer-stop"
        explorer_link "explorer-link"
        explorer_answer "explorer-answer"
        explorer_elsewhere "explorer-elsewhere"
        explorer_tables "explorer-tables"
        explorer_tables_explain "explorer-tables-explain"
        explorer_how "explorer-how"
        explorer_how_explain "explorer-how-explain"
        explorer_engine "explorer-engine"
        ask_votes "ask-votes"
        ask_votes_explain "ask-votes-explain"
        ask_leads "ask-leads"
        ask_leads_explain "ask-leads-explain"
        ask_turnout "ask-turnout"
        ask_turnout_explain "ask-turnout-explain"
        ask_invalid "ask-invalid"
        ask_invalid_explain "ask-invalid-explain"
        ask_missing "ask-missing"
        ask_missing_explain "ask-missing-explain"
        ask_checks "ask-checks"
        ask_checks_explain "ask-checks-explain"
        ask_kinds "ask-kinds"
        ask_kinds_explain "ask-kinds-explain"
        ask_corrected "ask-corrected"
        ask_corrected_explain "ask-corrected-explain"
        ask_doubt "ask-doubt"
        ask_doubt_explain "ask-doubt-explain"
        ask_column_leads "ask-column-leads"
        ask_column_quoted "ask-column-quoted"
        ask_column_users "ask-column-users"
        ask_column_roll "ask-column-roll"
        ask_column_turnout "ask-column-turnout"
        ask_column_invalid "ask-column-invalid"
        ask_column_cast "ask-column-cast"
        ask_column_invalid_share "ask-column-invalid-share"
        ask_column_in "ask-column-in"
        ask_column_missing "ask-column-missing"
        ask_column_stations "ask-column-stations"
        ask_column_failed "ask-column-failed"
        ask_column_check "ask-column-check"
        ask_column_hard "ask-column-hard"
        ask_column_votes_corrected "ask-column-votes-corrected"
        ask_column_corrected "ask-column-corrected"
        ask_column_standing "ask-column-standing"
        ask_column_sound "ask-column-sound"
        ask_column_doubt "ask-column-doubt"
        seats_title "seats-title"
        seats_explain "seats-explain"
        seats_column "seats-column"
        seats_to "seats-to"
        constituency "constituency"
        map_outlines_explain "map-outlines-explain"
        map_done_explain "map-done-explain"
        map_nothing "map-nothing"
        map_equal "map-equal"
        options_below "options-below"
        other_fields "other-fields"
        voters_and_ballots "voters-and-ballots"
        option "option"
        votes "votes"
        share "share"
        field "field"
        sum "sum"
        plenary "plenary"
        difference "difference"
        same "same"
        not_comparable "not-comparable"
        nothing_read "nothing-read"
        no_share "no-share"
        doubtful_title "doubtful-title"
        doubtful_link "doubtful-link"
        doubtful_region "doubtful-region"
        doubtful_explain "doubtful-explain"
        doubtful_kinds "doubtful-kinds"
        doubtful_kinds_explain "doubtful-kinds-explain"
        doubtful_where "doubtful-where"
        doubtful_list "doubtful-list"
        doubtful_none "doubtful-none"
        states_title "states-title"
        region "region"
        station "station"
        no_station_figures "no-station-figures"
        no_photo "no-photo"
        quality "quality"
        standing_corrected "standing-corrected"
        standing_withdrawn "standing-withdrawn"
        flag_confirmed "flag-confirmed"
        flag_votes_corrected "flag-votes-corrected"
        flag_disputed "flag-disputed"
        flag_evidence_pending "flag-evidence-pending"
        flag_rivals "flag-rivals"
        flag_partly_read "flag-partly-read"
        not_on_form "not-on-form"
        expected "expected"
        counted "counted"
        consistent "consistent"
        conflict "conflict"
        progress_column "progress-column"
        children_explain "children-explain"
        stations_title "stations-title"
        stations_explain "stations-explain"
        versions "versions"
        keys_title "keys-title"
        keys_explain "keys-explain"
        key_place "key-place"
        key_role "key-role"
        key_name "key-name"
        key_fingerprint "key-fingerprint"
        key_since "key-since"
        key_until "key-until"
        key_first "key-first"
        key_counts "key-counts"
        key_ended "key-ended"
        photos "photos"
        photo "photo"
        photo_claimed "photo-claimed"
        photo_redacted "photo-redacted"
        checks_title "checks-title"
        check "check"
        kind "kind"
        list "list"
        details_title "details-title"
        details_open "details-open"
        figures_title "figures-title"
        figure_stands "figure-stands"
        figure_how "figure-how"
        figure_reading "figure-reading"
        how_untold "how-untold"
        reading_differs "reading-differs"
        checks_undecided "checks-undecided"
        checks_none "checks-none"
        checks_list "checks-list"
        events_title "events-title"
        event_entry "event-entry"
        event_stands "event-stands"
        event_closes "event-closes"
        stated_title "stated-title"
        stated_explain "stated-explain"
        plenary_corrected_title "plenary-corrected-title"
        plenary_below_title "plenary-below-title"
        event_read_by_person "event-read-by-person"
        event_ruling_of_none "event-ruling-of-none"
        event_objection "event-objection"
        event_finding "event-finding"
        event_error_report "event-error-report"
        event_text "event-text"
        event_text_gone "event-text-gone"
        how_not_said "how-not-said"
        search_found "search-found"
        search_maybe "search-maybe"
        event_same "event-same"
        event_differs "event-differs"
        parts "parts"
        notices_elsewhere "notices-elsewhere"
        more "more"
        data_title "data-title"
        data_explain "data-explain"
        data_licence "data-licence"
        data_explorer "data-explorer"
        data_packages "data-packages"
        data_packages_explain "data-packages-explain"
        data_whole "data-whole"
        data_stations "data-stations"
        data_codebook "data-codebook"
        data_workbook "data-workbook"
        data_catalogue "data-catalogue"
        data_readme "data-readme"
        data_record "data-record"
        data_record_explain "data-record-explain"
        data_latest "data-latest"
        data_cuts "data-cuts"
        data_changes "data-changes"
        data_progress "data-progress"
        data_bundles "data-bundles"
        data_bundle_of_day "data-bundle-of-day"
        data_adapter "data-adapter"
        about_title "about-title"
        about_way_title "about-way-title"
        about_way_paper "about-way-paper"
        about_way_stated "about-way-stated"
        about_way_ledger "about-way-ledger"
        about_way_checked "about-way-checked"
        about_way_added "about-way-added"
        about_way_published "about-way-published"
        about_quote_title "about-quote-title"
        about_quote "about-quote"
        about_missing "about-missing"
        about_change_title "about-change-title"
        about_change "about-change"
        about_who_title "about-who-title"
        about_who "about-who"
        about_stages "about-stages"
        about_checks "about-checks"
        check_title "check-title"
        check_explain "check-explain"
        check_form_title "check-form-title"
        check_form "check-form"
        check_one_title "check-one-title"
        check_one "check-one"
        check_sum_title "check-sum-title"
        check_sum "check-sum"
        check_all_title "check-all-title"
        check_all "check-all"
        check_keep_title "check-keep-title"
        check_keep "check-keep"
        check_policy "check-policy"
        check_wrong_title "check-wrong-title"
        check_wrong "check-wrong"
        search_title "search-title"
        search_explain "search-explain"
        search_label "search-label"
        search_contest "search-contest"
        search_short "search-short"
        search_none "search-none"
        search_many "search-many"
        search_failed "search-failed"
        search_without "search-without"
        timeline_title "timeline-title"
        timeline_explain "timeline-explain"
        timeline_days "timeline-days"
        timeline_day "timeline-day"
        table_filter "table-filter"
        table_sort "table-sort"
        changes_title "changes-title"
        changes_explain "changes-explain"
        changes_latest "changes-latest"
        changes_link "changes-link"
        changes_feed "changes-feed"
        changes_count "changes-count"
        changes_none "changes-none"
        now_disputed "now-disputed"
        no_longer_disputed "no-longer-disputed"
        nothing_stands "nothing-stands"
        verify_here "verify-here"
        hard "hard"
        soft "soft"
        fails "fails"
        holds "holds"
        undecided "undecided"
        failed_title "failed-title"
        glossary "glossary"
        verify_title "verify-title"
        verify_how "verify-how"
        verify_command "verify-command"
        manifest "manifest"
        data "data"
        progress_link "progress-link"
        progress_about "progress-about"
        progress_times "progress-times"
        progress_nothing "progress-nothing"
        progress_in "progress-in"
        progress_missing "progress-missing"
        progress_plenary "progress-plenary"
        progress_closed "progress-closed"
        progress_open "progress-open"
        progress_came "progress-came"
        progress_touched "progress-touched"
        progress_never "progress-never"
        progress_search "progress-search"
        progress_level "progress-level"
        progress_every_level "progress-every-level"
        progress_show "progress-show"
        progress_all "progress-all"
        progress_only_missing "progress-only-missing"
        progress_only_nothing "progress-only-nothing"
        progress_only_wrong "progress-only-wrong"
        progress_only_open "progress-only-open"
        progress_rows "progress-rows"
        progress_fit "progress-fit"
        progress_every_row "progress-every-row"
        progress_turn "progress-turn"
        progress_before "progress-before"
        progress_next "progress-next"
        progress_none "progress-none"
        progress_file "progress-file"
        progress_elsewhere "progress-elsewhere"
    }
    phrases {
        date "date" ["day" "month" "year" "time" "offset"]
        map_leads "map-leads" ["number" "name" "share"]
        map_others "map-others" ["places"]
        seats_done "seats-done" ["done" "all"]
        seats_missing "seats-missing" ["sheets"]
        seats_threshold "seats-threshold" ["share"]
        seats_tied "seats-tied" ["seats"]
        card_progress "card-progress" ["counted" "expected" "share"]
        card_quote "card-quote" ["stations"]
        card_cut "card-cut" ["cut" "time"]
        map_far "map-far" ["place" "counted" "expected"]
        title "title" ["contest" "place" "code" "election"]
        code "code" ["code"]
        notice_paused "notice-paused" ["since" "reason"]
        notice_until "notice-until" ["until"]
        notice_resumed "notice-resumed" ["since" "reason"]
        notice_other "notice-other" ["since" "reason"]
        decree "decree" ["decree" "date"]
        progress "progress" ["counted" "expected" "share" "partly"]
        incomplete "incomplete" ["missing"]
        quote_explain "quote-explain" ["stations" "expected"]
        all_explain "all-explain" ["stations"]
        plenary_title "plenary-title" ["stage" "date"]
        differs "differs" ["difference"]
        on_stations "on-stations" ["sum" "stations"]
        children_title "children-title" ["level"]
        versions_link "versions-link" ["versions"]
        key_registered "key-registered" ["when" "by"]
        key_revoked "key-revoked" ["when" "by" "reason"]
        photo_page "photo-page" ["page"]
        failed_equal "failed-equal" ["left" "right"]
        failed_at_most "failed-at-most" ["left" "right"]
        failed_at_least "failed-at-least" ["left" "right"]
        confidence "confidence" ["share"]
        zeros "zeros" ["fields"]
        how_mostly "how-mostly" ["way"]
        checks_held "checks-held" ["checks"]
        confirmed_by_plenary "confirmed-by-plenary" ["entry"]
        event_stated "event-stated" ["stage"]
        event_corrected "event-corrected" ["stage" "reason"]
        event_withdrawn "event-withdrawn" ["stage" "reason"]
        event_run "event-run" ["run"]
        event_decree "event-decree" ["decree"]
        event_constituency "event-constituency" ["name"]
        plenary_corrected "plenary-corrected" ["reason" "count"]
        plenary_differs_in "plenary-differs-in" ["place" "fields"]
        event_read_by_machine "event-read-by-machine" ["machine"]
        event_ruling "event-ruling" ["entry"]
        event_upheld "event-upheld" ["entry"]
        event_rejected "event-rejected" ["entry"]
        event_noted "event-noted" ["entry"]
        event_taken_back "event-taken-back" ["entry"]
        event_wrong "event-wrong" ["share"]
        event_more_differences "event-more-differences" ["more"]
        event_partly "event-partly" ["fields"]
        events_more "events-more" ["more"]
        changes_older "changes-older" ["older"]
        timeline_said "timeline-said" ["in" "expected" "last"]
        turnout "turnout" ["share"]
        invalid_share "invalid-share" ["share"]
        part "part" ["part" "from" "to"]
        failed_for "failed-for" ["option"]
        excused "excused" ["exception"]
        cut "cut" ["cut" "time"]
        ledger "ledger" ["origin" "size" "root"]
        record "record" ["contest"]
        progress_title "progress-title" ["contest" "election"]
        progress_head "progress-head" ["in" "expected" "share"]
        progress_since "progress-since" ["came" "cut"]
        progress_plenaries "progress-plenaries" ["closed" "held"]
        progress_shown "progress-shown" ["from" "to" "of"]
    }
}

impl Labels {
    /// Resolves the texts of a language: the pages' own and the messages of the profile, which must be the one of the
    /// election to be rendered (`election.profile`), with its columns complete.
    ///
    /// # Errors
    /// [`RenderError::Text`] names the language and the key of the first text that is missing or malformed.
    pub fn load(profile: &Profile, language: &str) -> Result<Labels, RenderError> {
        let missing = |what: &str| RenderError::Text {
            language: language.to_owned(),
            key: String::new(),
            what: what.to_owned(),
        };
        let (tag, _, own) = LANGUAGES
            .iter()
            .find(|(tag, ..)| *tag == language)
            .ok_or_else(|| missing("there are no page texts in this language"))?;
        let given = profile
            .messages
            .get(language)
            .ok_or_else(|| missing("the profile has no messages in this language"))?;
        let messages = Messages::new(language, own)?;
        let law = Messages::new(language, given)?;
        let html = |key: &str| messages.html(key);
        let all = |from: &Messages, keys: Vec<String>| {
            keys.iter().map(|key| from.html(key)).collect::<Result<Vec<Html>, RenderError>>()
        };
        let by_id = |pairs: Vec<(&String, &String)>| {
            pairs
                .iter()
                .map(|(id, key)| Ok(((*id).clone(), law.html(key)?)))
                .collect::<Result<BTreeMap<_, _>, RenderError>>()
        };
        let qualities = five(Quality::ALL, |quality| html(&format!("quality-{}", quality.text())))?;
        let unread = five(Unread::ALL, |unread| html(&format!("unread-{}", unread.text())))?;
        let [first, corrected, withdrawn] = Standing::ALL;
        let standing = |standing: Standing| html(&format!("standing-{}", standing.text()));
        Ok(Labels {
            language: tag,
            group: separator(&messages, "number-group")?,
            decimal: separator(&messages, "number-decimal")?,
            texts: Texts::load(&messages)?,
            months: all(&messages, (1..=12).map(|month| format!("month-{month}")).collect())?,
            glossary: glossary(&messages)?,
            qualities,
            standings: [standing(first)?, standing(corrected)?, standing(withdrawn)?],
            statuses: five(LegalStatus::ALL, |status| html(&format!("status-{}", status.text())))?,
            unread,
            levels: all(&law, profile.levels.iter().map(|level| level.name_key.clone()).collect())?,
            stages: all(&law, profile.stages.iter().map(|stage| stage.name_key.clone()).collect())?,
            runs: all(&law, profile.runs.iter().map(|run| run.name_key.clone()).collect())?,
            roles: all(&law, profile.roles.iter().map(|role| role.name_key.clone()).collect())?,
            contests: profile
                .contests
                .iter()
                .map(|contest| ContestLabels::load(contest, &law))
                .collect::<Result<_, _>>()?,
            checks: by_id(profile.checks.iter().map(|check| (&check.id, &check.message_key)).collect())?,
            reasons: by_id(profile.reasons.iter().map(|reason| (&reason.id, &reason.explain_key)).collect())?,
            exceptions: by_id(profile.exceptions.iter().map(|one| (&one.id, &one.explain_key)).collect())?,
            ways: WAYS
                .iter()
                .map(|way| Ok((*way, html(&format!("way-{way}"))?)))
                .collect::<Result<_, RenderError>>()?,
            others: LANGUAGES
                .iter()
                .filter(|(other, ..)| *other != language && profile.messages.contains_key(*other))
                .map(|(other, name, _)| (*other, *name))
                .collect(),
            offset_minutes: profile.utc_offset_minutes,
        })
    }

    pub(super) fn quality(&self, quality: Quality) -> &Html {
        let [expected, pictured, incomplete, consistent, conflict] = &self.qualities;
        match quality {
            Quality::Expected => expected,
            Quality::Pictured => pictured,
            Quality::Incomplete => incomplete,
            Quality::Consistent => consistent,
            Quality::Conflict => conflict,
        }
    }

    pub(super) fn standing(&self, standing: Standing) -> &Html {
        let [first, corrected, withdrawn] = &self.standings;
        match standing {
            Standing::First => first,
            Standing::Corrected => corrected,
            Standing::Withdrawn => withdrawn,
        }
    }

    pub(super) fn status(&self, status: LegalStatus) -> &Html {
        let [running, closed, determined, dispute, ruled] = &self.statuses;
        match status {
            LegalStatus::Running => running,
            LegalStatus::PlenaryClosed => closed,
            LegalStatus::Determined => determined,
            LegalStatus::UnderDispute => dispute,
            LegalStatus::Ruled => ruled,
        }
    }

    pub(super) fn unread(&self, unread: Unread) -> &Html {
        let [illegible, empty, not_published, no_field, withdrawn] = &self.unread;
        match unread {
            Unread::Illegible => illegible,
            Unread::Empty => empty,
            Unread::NotPublished => not_published,
            Unread::NoField => no_field,
            Unread::Withdrawn => withdrawn,
        }
    }

    /// What a check says, and the option it is made for: the id is the row's, or the row's, a dot and the option's key.
    pub(super) fn check<'i>(&self, id: &'i str) -> Option<(&Html, Option<&'i str>)> {
        if let Some(text) = self.checks.get(id) {
            return Some((text, None));
        }
        let (rule, option) = id.rsplit_once('.')?;
        Some((self.checks.get(rule)?, Some(option)))
    }

    pub(super) fn reason(&self, id: &str) -> Option<&Html> {
        self.reasons.get(id)
    }

    pub(super) fn exception(&self, id: &str) -> Option<&Html> {
        self.exceptions.get(id)
    }

    /// A way in which a figure came about; in its statement's own word where there is none of ours.
    pub(super) fn way(&self, word: &str) -> Html {
        self.ways.get(word).cloned().unwrap_or_else(|| Html::escaped(word))
    }

    pub(super) fn number(&self, value: u64) -> Number {
        Number { value, group: self.group }
    }

    pub(super) fn signed(&self, value: i128, plus: bool) -> Signed {
        Signed { value, group: self.group, plus }
    }

    /// How much of a whole is there; rounded down, so that only all of it is 100%.
    pub(super) fn progress(&self, part: u64, whole: u64) -> Share {
        Share { hundredths: progress_of(part, whole), group: self.group, decimal: self.decimal }
    }

    /// Parts per million, rounded down, so that only what is certain is 100%.
    pub(super) fn of_million(&self, parts: u32) -> Share {
        Share { hundredths: u64::from(parts / 100), group: self.group, decimal: self.decimal }
    }

    /// A share of votes; `None` of nothing.
    pub(super) fn share(&self, part: u64, whole: u64) -> Option<Share> {
        share_of(part, whole).map(|hundredths| Share { hundredths, group: self.group, decimal: self.decimal })
    }
}

/// The reader's ways of writing, and how a person or a program gave a figure.
const WAYS: [&str; 9] =
    ["boxes", "bubbles", "strokes", "row-sums", "words", "sums", "typed", "person", "machine"];

const FLAGS: [&str; 6] = [
    "flag-confirmed",
    "flag-partly-read",
    "flag-votes-corrected",
    "flag-disputed",
    "flag-rivals",
    "flag-evidence-pending",
];

// The shared fields, by the words forms use; where a line has parts, its total. A profile with other words: its first ones.
const KEY_FIELDS: [&str; 5] = ["valid", "invalid", "cast", "voters.roll", "voters.used"];

impl ContestLabels {
    fn load(contest: &Contest, messages: &Messages) -> Result<ContestLabels, RenderError> {
        let mut fields = Vec::new();
        for (at, column) in (0..).map(ColumnIx).zip(&contest.columns) {
            if column.option.is_none() {
                fields.push((at, messages.html(&column.label_key)?));
            }
        }
        let mut key_fields: Vec<(ColumnIx, Html)> = KEY_FIELDS
            .iter()
            .filter_map(|name| contest.column(name).or_else(|| contest.column(&format!("{name}.total"))))
            .filter_map(|key| fields.iter().find(|(at, _)| *at == key).cloned())
            .collect();
        if key_fields.is_empty() {
            key_fields = fields.iter().take(KEY_FIELDS.len()).cloned().collect();
        }
        Ok(ContestLabels { name: messages.html(&contest.name_key)?, fields, key_fields })
    }
}

fn glossary(messages: &Messages) -> Result<Vec<(Html, Html)>, RenderError> {
    let qualities = Quality::ALL.iter().map(|quality| format!("quality-{}", quality.text()));
    let standings = Standing::ALL.iter().map(|standing| format!("standing-{}", standing.text()));
    let flags = FLAGS.iter().map(|flag| (*flag).to_owned());
    qualities
        .chain(standings)
        .chain(flags)
        .map(|key| Ok((messages.html(&key)?, messages.html(&format!("{key}-explain"))?)))
        .collect()
}

fn separator(messages: &Messages, key: &str) -> Result<char, RenderError> {
    let text = messages.html(key)?;
    let mut chars = text.as_str().chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) if !one.is_alphanumeric() => Ok(one),
        _ => Err(RenderError::Text {
            language: String::new(),
            key: key.to_owned(),
            what: "must be one character that is neither letter nor digit".to_owned(),
        }),
    }
}

fn five<T>(all: [T; 5], load: impl Fn(T) -> Result<Html, RenderError>) -> Result<[Html; 5], RenderError> {
    let [first, second, third, fourth, fifth] = all;
    Ok([load(first)?, load(second)?, load(third)?, load(fourth)?, load(fifth)?])
}
