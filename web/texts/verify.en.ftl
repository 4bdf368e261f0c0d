# One statement checked, in the browser.
button = Check the proof of these figures
looking = Checking ...
practice = PRACTICE · not a real election
language = English
to-offline = Check it yourself without this site (one file that can be kept)

outcome-shown = Shown
outcome-failed = DOES NOT HOLD
outcome-not-shown = Not shown
verdict-shown = This statement is in the ledger, and somebody who may state it signed it, unless the key was revoked before. What is not shown stands below.
verdict-shown-own = By the keys that this publication itself names, this statement is in the ledger, and somebody who may state it signed it, unless the key was revoked before. What is not shown stands below.
verdict-partly = Nothing is wrong with what was checked, but not everything could be checked. Details below.
verdict-failed = Something DOES NOT HOLD. Don't trust these figures before it is clear why.
sums-fail = The figures of this statement don't add up: { $fails } checks fail. It is kept in the ledger as it was stated.

## Why nothing can be said
refused-no-checkpoint = The ledger's head (ledger/checkpoint) is missing or can't be read. Nothing can be checked.
refused-too-new = This entry is not yet in the ledger that is published. Try again in a moment.
refused-no-entry = This entry, or the files to prove it with, are not in the publication. Nothing can be checked.
refused-not-fetched = The publication's files can't be fetched. Check the connection and try again.
refused-no-proof = There is no proof (.tlog-proof) among these files yet.
refused-bad-proof = One file says it is a proof (.tlog-proof) and is damaged. Fetch it again.
refused-several = There are proofs of several statements. Leave one.
refused-policies = There are several policies. Leave one.
refused-broke-down = This check did not come to its end in your browser. Try another one, or a device with more memory.

## Policy
policy-brought = That the policy you brought names the right keys: that depends on whom you have it from. All below holds as far as you trust it.
policy-served = That the keys to trust are the right ones: this publication itself says so. A forger could serve keys of their own making. Bring a policy from another source, and use the file that works offline.
policy-missing = There is no policy yet that names the keys to trust. Without one the ledger's origin is not proven.
policy-unreadable = The policy is damaged.

## The ledger's head
checkpoint-signed = The head of the ledger { $origin }, { $size } entries, is signed with the key that the policy names.
checkpoint-unknown = The proof is of the ledger { $origin }, which the policy does not name.
checkpoint-false = The ledger's signature is missing or false, or the head is damaged.
checkpoint-spoiled = The signature of the witness { $witness } is false. This head must not be used.
checkpoint-no-policy = That somebody trusted signed the ledger's head.

witnesses-enough = Enough outside witnesses signed the ledger's head: { $names }.
witnesses-too-few = The policy asks for more outside witnesses. Only these signed: { $names }.
witnesses-none-asked = That outsiders saw this ledger: the policy asks for no witness at all.
witnesses-no-head = That outsiders saw this ledger.

## The entry
inclusion-shown = Entry { $index } is in that ledger exactly as it is here, logged on { $time }.
inclusion-false = Entry { $index } is not in that ledger as it is shown here.
inclusion-other = The proof is of entry { $index }, not of { $asked }.
inclusion-no-head = That entry { $index } is in the ledger: there is no head to trust.
statement-unreadable = This entry holds no statement that can be read.

subject-sheet = { $kind } for { $contest-name } at station { $station }, made { $at }.
subject-else = { $kind }; it is not about one station's form.
subject-other = The statement is about { $contest } at station { $station }, not { $asked-contest } at station { $asked-station } as on this page.

kind-sheet = Figures stated
kind-withdrawal = Figures withdrawn
kind-capture = A photo of the form
kind-reading = A reading of photos
kind-plenary = A plenary's result
kind-other = A statement

## What it rests on
definition-shown = That ledger's first entry defines this election ({ $election }) and is signed with its first key.
definition-missing = What the ledger's first entry defines: its proof was not given.
definition-no-head = What the ledger's first entry defines: there is no head to trust.
definition-false = The ledger's first entry is not as it is shown here.

law-built-in = The rules that the first entry names are exactly those built into this program.
law-given = The rules used are exactly those that the first entry names.
law-missing = The rules that the first entry names are not at hand.
law-unreadable = The rules that the first entry names can't be used for this statement.
law-no-definition = Which rules hold: the first entry says so.

## Signature
signature-fits = The statement's text is signed with the key { $key }.
signature-false = The signature in the name of { $key } does not fit the statement's text.
signature-no-key = That the signature in the name of { $names } fits: the entry that registers the key was not given.

authority-shown = The key { $key } was registered by entry { $entry } as { $role } for { $scope }, and the chain reaches the first entry. This role may state this, unless the key was revoked before.
authority-no-key = That the key { $key } belongs to an officer of this place: the entry that registers it was not given, or does not lead to the first entry.
authority-no-definition = That this key belongs to an officer of this place: all registrations begin at the first entry.
authority-no-law = That this key belongs to an officer of this place: what a role may state is a rule, and the rules are not at hand.
authority-revoked = The key { $key } was revoked by entry { $entry }, before this statement.
authority-refused = Whoever signed may not make this statement.

## Figures
figures-hold = { $undecided ->
    [0] The form's sums were made again: all { $holds } checks hold.
   *[other] The form's sums were made again: { $holds } checks hold, { $undecided } can't be decided because a figure is unread.
}
figures-fail = { $undecided ->
    [0] The form's sums were made again: { $fails } checks FAIL, { $holds } hold.
   *[other] The form's sums were made again: { $fails } checks FAIL, { $holds } hold, { $undecided } can't be decided because a figure is unread.
}
figures-wrong = The statement does not fill in its form.
figures-no-form = By the rules station { $station } has no form for { $contest }.
figures-no-list = That the sums hold: this form follows the lists of candidates ({ $bytes } bytes), which were not given or are too large.
figures-no-law = That the sums hold: forms are part of the rules, which are not at hand.
figures-none = That figures add up: this statement holds no figures of one station's form.

photo-named = This photo is the one of page { $page } that the statement names, byte for byte (SHA-256 { $sha256 }).
photo-other = The statement does not name this photo. A photo that was sent on by a messenger usually has other bytes (SHA-256 { $sha256 }).
photos-not-given = That a photo is the one that is meant: the statement names { $named } photos, and none was looked at here.
photos-none-named = That a photo is the one that is meant: the statement names none by its bytes.

## What one entry can't show
standing-replaces = That the statement whose place it takes ({ $id }) exists: it was not looked at here.
standing-not-shown = That this statement still stands: whether another entry replaces, disputes or withdraws it, and whether its key was revoked before, only the whole ledger shows (saksi verify).
truth-not-shown = That what was stated is what the voters cast. Only the paper, the photos and those who were there can tell.
file-unknown = The file { $name } is of no known kind and was not used.

## Details
keys-title = From the first entry to the key that signed
key-line = { $key }: { $role }, for { $scope }, entry { $entry }, fingerprint { $fingerprint }
checks-title = Every check, with both sides
figures-title = Every figure of the statement
proofs-title = Keep the proof
proofs-about = These files can be checked again without this site, years from now: the statement's proof, and those of the entries it rests on.
column-check = Check
column-left = Left
column-right = Right
column-says = Result
column-field = Field
column-value = Figure
check-holds = holds
check-fails = FAILS
check-undecided = can't be decided
check-not-applicable = not applicable
unread = unread

## The file that works offline
offline-title = Check one proof
offline-about = Drop files on this page or pick them. What they are is told from what is in them, not from their names.
offline-pick = Pick files
offline-proof = the proof of one statement (.tlog-proof)
offline-keys = where you have them: the proofs of the first entry (0.tlog-proof) and of the entries that register keys; lists of candidates (blob)
offline-policy = a policy: whose keys you trust; get it from another source, a newspaper or a party for example
offline-photo = a photo of the form, the original file
offline-none = No files yet.
offline-held = Files that are checked
offline-remove = Remove { $name }
offline-large = Too large, not read: { $names }
offline-network = This page sends nothing and fetches nothing. Keep the file and open it whenever you like.
