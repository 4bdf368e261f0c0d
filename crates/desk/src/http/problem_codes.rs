//! Every problem's code: the whole list, held complete by a test that reads the sources. `docs/problems.md` is made from it.

/// Codes in the order of the alphabet, and what each means to who wrote the program that asked.
pub const CODES: &[(&str, &str)] = &[
    ("accounts", "A line of the table of new accounts is wrong; nothing of the table was done."),
    ("bad-code", "A one-time code is wrong, was used, or its time is over."),
    ("bad-key", "The statement is not of the key that the code is for, or the ledger refuses the key."),
    ("bad-reason", "The profile has no such reason for this."),
    ("bad-second", "The second signature is not under the very text that waits."),
    ("bad-signature", "The signature is not of this text."),
    (
        "blob-not-held",
        "The statement names a file that has to be here first: upload it, then state it again.",
    ),
    ("body", "The body can't be read: not of this shape, not UTF-8, of another media type, or too large."),
    ("busy", "Too much at once: send it again after `Retry-After`."),
    ("change-password", "This account's first password waits to be changed; nothing else is done before."),
    ("changed", "The sheet changed since it was looked at: look again, then decide."),
    ("clock", "The desk's clock is behind the ledger: send it again later."),
    ("closed", "The plenary is closed; a correction needs a statement of a higher one."),
    ("done", "Two people have typed the same figures: the sheet is done."),
    ("empty", "A photo has at least one byte."),
    ("ended", "The desk is being ended: send it again later."),
    ("has-seen", "Who has seen what others typed of a sheet can't type it."),
    ("header", "A header is missing or is not what it must be."),
    ("key-ended", "The key was revoked before."),
    ("key-twice", "The key is registered already."),
    ("ledger-stopped", "The ledger takes nothing until the desk is started anew: keep it and send it again."),
    ("may-be-kept", "Whether it was kept is not known: look before doing it again."),
    ("media", "The media type is none that is taken here."),
    ("metadata", "`Upload-Metadata` names no SHA-256, or can't be read."),
    ("method", "This address does not answer to this method; `Allow` says to which."),
    (
        "missing-column",
        "A plenary's form was typed without the column of a region below; the detail names it.",
    ),
    ("missing-field", "A field of the form has neither a figure nor a reason."),
    ("name", "The account's name is none."),
    ("name-constituency", "Several constituencies cut this region: say whose sheet."),
    ("name-taken", "An account has this name already."),
    ("needs-second", "From polling day on another key of a place needs the signatures of two levels."),
    (
        "needs-second-factor",
        "This account's role needs a second factor: set it up first; nothing else is done before.",
    ),
    ("no-account", "There is no such account in one's region."),
    ("no-address", "This is no address that letters could lead to."),
    ("no-answer-of-phone", "This is no signed answer of a phone about its readiness."),
    ("no-crop", "No photo that is held shows this field."),
    ("no-difference", "There is no difference to decide."),
    ("no-entry", "There is no such entry in the ledger."),
    ("no-key", "The ledger has no such key."),
    ("no-late-key", "No key waits under this id in one's region."),
    ("no-ledger", "This desk was opened without a ledger."),
    ("no-objection", "There is no such objection here."),
    (
        "no-photo",
        "There is no such photo; or what a plenary corrects or counts again names none that is here: send it first.",
    ),
    ("no-place", "There is no such station or region."),
    ("no-plenary", "No plenary of this contest is held there."),
    ("no-print", "Nothing was printed under this hash."),
    ("no-reason", "Something stands already: a reason must say why it is taken the place of."),
    ("no-region", "There is no such region."),
    ("no-registrar", "This desk has no key that may register others."),
    ("no-role", "The profile has no such role."),
    ("no-seal", "This desk has no key to seal second factors with."),
    ("no-second-factor", "The account has no second factor, or none was begun."),
    ("no-sense", "The ledger's rules refuse the statement; the detail says which."),
    ("no-session", "No session, or one that is over: log in."),
    ("no-sheet", "There is no such sheet."),
    ("no-signatories", "A plenary closes when it is said who signed the paper, and who did not and why."),
    ("no-statement", "No statement has this id."),
    ("no-statement-text", "The text is no statement."),
    ("no-such-thing", "There is nothing at this address."),
    ("no-trail", "Nobody has done anything yet that could be anchored."),
    ("no-upload", "There is no such upload, or it was given up: begin it anew."),
    ("not-a-picture", "The bytes are no picture that can be read; they were thrown away."),
    ("not-agreed", "Two people have not agreed on this sheet yet."),
    ("not-below", "The region named is not below the plenary's own."),
    ("not-claimed", "The sheet is not, or no longer, claimed by this account: claim it again."),
    ("not-held", "A statement names this photo; its bytes have not come yet."),
    ("not-its-text", "The statement names no text, or another one, or this is no salted text."),
    ("not-kept", "It could not be kept, and nothing of it was: tell whoever runs the desk."),
    ("not-named", "No accepted statement names this photo: send the statement first."),
    ("not-ours", "A request that changes something lacks the header `x-saksi: 1`."),
    ("not-this-key", "The key may not say this, or not of this place."),
    ("not-typed", "Nobody has typed the plenary's form independently yet."),
    ("not-yet", "Wrong too often: try again after `Retry-After`."),
    ("not-your-region", "It lies outside the account's region."),
    ("not-your-role", "The account's role may not do this."),
    ("nothing-saved", "Nothing of this sheet was saved yet."),
    ("nothing-stands", "Nothing has been stated of this sheet yet."),
    ("nothing-to-do", "There is no sheet to type in one's region just now."),
    ("offset", "The upload is at another byte: ask where (`HEAD`), and go on from there."),
    ("other-form", "The figures are another form's."),
    ("other-length", "The statement names this photo with another length."),
    ("others", "Somebody else is typing this sheet just now."),
    ("others-correction", "The sheet went back to another person for correction."),
    ("own-account", "Nobody ends their own account."),
    ("own-difference", "Who typed a sheet does not decide on it."),
    ("own-second-factor", "Nobody takes off their own second factor."),
    ("own-sheet", "Who typed a sheet does not sign what was agreed on."),
    ("own-typing", "Who typed the form independently does not close the plenary."),
    ("password-holds-name", "The password holds the account's name."),
    ("password-length", "A password has 12 to 200 characters."),
    ("password-same", "The new password is the old one."),
    ("path", "`Upload-Metadata` names a file by a path: only the hash names it."),
    ("photo-twice", "A photo is named twice where each is looked at once."),
    ("query", "What stands after the question mark can't be read."),
    ("redacted", "A statement took this photo's bytes out; the detail names it."),
    ("revoked-key", "The key that signed was revoked: what it signs no longer counts."),
    ("same-person", "One person does not type a sheet twice."),
    ("second-factor", "Name and password are right; a code of the second factor is needed too."),
    ("statement-length", "The statement is empty or too long."),
    ("stays-there", "It is of the other desk alone, the anchor of its trail, and is not carried."),
    ("taken-over", "Another connection goes on with this upload."),
    ("text-length", "The text is empty or too long."),
    ("too-large", "A figure does not fit into its boxes, or a photo is larger than any may be."),
    ("too-long", "More bytes than the upload was begun with."),
    ("too-many", "Too much at once from this address: send it again after `Retry-After`."),
    ("too-many-codes", "More codes than are made at once."),
    ("too-many-photos", "More photos than are looked at together."),
    ("too-many-uploads", "Too many begun uploads from this address: go on with those first."),
    ("too-often", "Too many requests about photos from this address: send it again after `Retry-After`."),
    ("tus-version", "The header `Tus-Resumable: 1.0.0` is missing."),
    ("twice", "The same was stated already by another statement."),
    (
        "unexplained",
        "Differences to the form typed independently are not all explained; the detail names each field and region.",
    ),
    ("unfinished", "Not every field of this sheet is typed."),
    ("unknown-field", "The form has no such field."),
    ("unknown-key", "No key of this ledger signed it."),
    ("unknown-word", "A field is neither a figure nor `illegible` nor `empty`."),
    ("waits-for-decision", "Two entries of this sheet differ: a third person decides first."),
    ("wrong-code", "It is not the code that the desk printed when it was first started."),
    ("wrong-hash", "The bytes are not those of the hash; they were thrown away."),
    ("wrong-password", "The name or the password is wrong; never which."),
    ("wrong-second-factor", "The code is wrong, or was used already."),
];

/// The list as a page of the book.
pub fn reference() -> String {
    let head = "# Problems\n\n<!-- Made by `cargo xtask docs` from crates/desk/src/http/problem_codes.rs. -->\n\nWhatever the \
                desk does not do it answers with a problem document (RFC 9457, `application/problem+json`). Its `code` is one\n\
                of these and stays the same; `detail` says more, in English; `Retry-After` says when to come back. The pages' own \
                words are\nin `web/texts/problems.*.ftl`.\n\n| code | meaning |\n|---|---|\n";
    CODES.iter().fold(head.to_owned(), |page, (code, meaning)| page + &format!("| `{code}` | {meaning} |\n"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, all);
            } else if !path.ends_with("problem_codes.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                // What stands in tests is said by nobody.
                all.push_str(text.split("#[cfg(test)]\nmod tests").next().unwrap());
            }
        }
    }

    fn all_sources() -> String {
        let mut all = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        all
    }

    /// Words in quotes that come right after one of these.
    fn words_after(text: &str, starts: &[&str]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for start in starts {
            for (_, rest) in text.match_indices(start).map(|(at, start)| text.split_at(at + start.len())) {
                // The status is a name; the code is the next word in quotes, before anything ends.
                let rest = rest.trim_start_matches(|one: char| one.is_ascii_uppercase() || one == '_');
                let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
                let word = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
                let word = word.map_or("", |(word, _)| word);
                if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
                    found.insert(word.to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn every_code_that_the_desk_answers_with_is_in_the_list() {
        let said = words_after(
            &all_sources(),
            &["StatusCode::", "wrong(", "Problem::new(why.status()", "checksum_mismatch()"],
        );
        assert!(said.len() > 60, "{said:?}");
        let missing: Vec<_> =
            said.iter().filter(|code| CODES.iter().all(|(known, _)| known != code)).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    #[test]
    fn no_code_is_in_the_list_that_nobody_says() {
        let sources = all_sources();
        let unsaid: Vec<_> =
            CODES.iter().filter(|(code, _)| !sources.contains(&format!("\"{code}\""))).collect();
        assert_eq!(unsaid, Vec::<&(&str, &str)>::new());
    }

    #[test]
    fn codes_stand_in_order_each_once() {
        assert!(CODES.is_sorted_by(|one, other| one.0 < other.0));
    }
}
