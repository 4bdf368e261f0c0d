# What the commands say. Variables come filled in; numbers stand in groups of three.

number-group = {","}
next = Next:
word-file = FILE
word-twice = {$name} (given twice)
practice = PRACTICE: an invented election. No figure here is a result.

bar-reading-ledger = Reading the ledger
bar-writing-ledger = Writing the ledger
bar-publishing = Publishing
bar-verifying = Verifying
bar-checking-ledger = Checking the ledger
bar-making-cuts = Making the cuts again
bar-comparing-files = Comparing the files
bar-reading-again = Reading photos again
bar-mirroring-ledger = Fetching the ledger
bar-mirroring-photos = Fetching photos and lists
bar-mirroring-files = Fetching files

prompt-new-keys = Passphrase for the new keys (empty: none):{" "}
prompt-again = The same passphrase again:{" "}
prompt-key = Passphrase for {$path}:{" "}

init-done = A new election lies in {$folder}.
init-law = law
init-regions = regions
init-stations = stations
init-contests = contests
init-ledger = ledger
init-ledger-begins = {$origin}, begun with {$size} entries
init-keys = keys
init-keys-sealed = sealed with the passphrase
init-keys-plain = not sealed
init-left-out =
    Rows of the lists that don't fit and were left out: {$count}. A station left out here is expected nowhere.
    All of them: {$report}
init-problem = {"  "}{$file}, line {$line}: {$why}
init-more = {"  "}and {$count} more
init-no-stations =
    WARNING: there are no stations. To import results, remove the folder and begin again with --places and --stations.
init-no-outlines =
    WARNING: none of the outlines could be used; maps will show regions as squares only.
init-not-sealed =
    WARNING: who can read {$folder} can sign in this election's name. For a real election remove the folder
    and begin again with a passphrase, typed at the terminal or in {$variable}.

import-done = Imported {$source} into {$folder}.
import-added = statements added
import-known = already in the ledger
import-refused = refused by the ledger's rules
import-size = entries in the ledger now
import-read = Read from the source:
import-report =
    Could not be used and is in no statement: {$unusable}. Odd, and taken as it is: {$noted}.
    Each with its line and reason: {$report}
import-nothing-new = Nothing new: what could be understood is in the ledger already.
count-files = files
count-rows = rows
count-stations = stations
count-outlines = outlines
count-regions = region files
count-regions-that-add-up = region files that add up
count-option-lists = lists of options
count-options-checked = options compared
count-place-lists = lists of places
count-places-checked = places compared
count-constituency-lists = lists of constituencies
count-constituencies-checked = constituencies compared
count-constituency-rows = rows of constituencies
count-candidates = candidates
count-plenaries = plenaries
count-recapitulations = files of plenaries
count-sheets = sheets
count-withdrawals = withdrawals
count-held = already held
count-repeated = repeated
count-skipped = left out
count-links-not-followed = symbolic links, not followed

publish-done = Cut {$cut} is published in {$folder}.
publish-nothing-new = Nothing new in the ledger since the last cut: nothing was written.
publish-cut = cut
publish-rendered = files made
publish-written = files changed
publish-manifest = manifest (SHA-256)
publish-pushed = {$place} shows cut {$cut}; files sent: {$files}.
publish-removed = Removed from {$place}, as it was from the publication: {$files}.

serve-ready = Serving {$folder} at http://{$address}/ (Ctrl-C ends it)
serve-refused = can't listen on {$address}: {$why}. Give another address with --listen
mirror-pinned =
    No policy was given: the one found at {$from} is trusted from now on, and kept at {$path}.
    Compare it with one that you have another way, from a newspaper or a party: whoever forges a publication forges its policy too.
mirror-finished = The last run was interrupted while it showed what it had checked: it was brought to its end first.
mirror-nothing = Nothing is new at {$from}.
mirror-shown = {$folder} shows cut {$cut} now.
mirror-brought = Files fetched: {$files} ({$bytes} bytes); here already: {$kept}.
mirror-gone = Files taken away, since their bytes were redacted: {$count}.
mirror-told = Findings about what the ledger itself says, which a faithful copy has too: {$count}. The first: {$first}
mirror-not-counted = The count was not made again: the files are those of the manifests, which nobody signs. saksi verify makes it again.
mirror-part-all = everything
mirror-part-region = what is about {$region}
mirror-part-photos = {$about}, without photos
mirror-no-quorum = too few of the policy’s witnesses cosigned it
mirror-wrong-hash = it has other bytes than the ledger or its manifest says
mirror-wrong-bundle = it is no bundle of entries
mirror-wrong-line = line {$line} is no cut after the one before
mirror-wrong-cut = it is of another cut than the ledger’s head
mirror-wrong-head = it is no head of this cut that the policy lets pass
mirror-wrong-tiles = the hash tree there does not give the signed root
mirror-other-ledger = the head is of the ledger {$offered}, the one held is of {$held}
mirror-error-no-mirror =
    {$folder} holds something that is no mirror. Nothing was changed.
    Give a new or empty folder, or that of a mirror.
mirror-error-other-part =
    {$folder} is a mirror of another part: {$part}. Nothing was changed.
    Give the same options as before, or another folder.
mirror-error-region = the election has no region {$region}
mirror-error-two-file-systems =
    {$folder} and {$state} lie on two file systems, so that files can't be moved into place in one step.
    Mirror into a folder below where the disk is mounted.
mirror-error-busy = another process brings this mirror up to date: it holds {$path}
mirror-error-policy =
    the policy given is another than {$pinned}, by which this mirror was checked so far. Nothing was changed.
    If it is meant to be another from now on, put the new one there yourself.
mirror-error-gone =
    {$from} does not answer: {$what}
    What the mirror shows stays, and can be served; run the same command again later.
mirror-error-lacks =
    {$from} has no {$path}. Nothing that the mirror shows was changed.
    If this is the address of a publication, it is damaged: tell who runs it.
mirror-error-longer =
    {$path} is longer than the {$most} bytes that it can have. Nothing that the mirror shows was changed.
mirror-error-wrong =
    {$path}: {$what}. Nothing that the mirror shows was changed.
    Run the same command again: the file is fetched anew, everything else goes on where it stopped. If it comes back, tell who runs the origin.
mirror-error-untrusted =
    the head that {$from} gives is not one that {$pinned} lets pass: {$what}.
    Nothing that the mirror shows was changed.
mirror-error-findings =
    Made again from the ledger, the count gives other files than the origin has; findings: {$count}. Nothing that the mirror shows was changed.
    The first: {$first}
mirror-error-moves-on =
    {$from} went on to newer cuts faster than they could be copied. Nothing that the mirror shows was changed.
    What is fetched is kept: run the same command again.
mirror-error-forked =
    THE LEDGER CONTRADICTS ITSELF. The head at {$from} and the one held before are both signed, and neither begins with the other.
    Nothing that the mirror shows was changed. The proof is in {$path}: give it to others, and ask them what they hold.
mirror-error-shrunk =
    The head at {$from} is older than the one held here, and both are signed: an old copy is served there, or the ledger was cut short.
    Nothing that the mirror shows was changed. Both heads are in {$path}.

desk-ready = The officers' desk of {$folder} is at http://{$address}/ (Ctrl-C ends it)
desk-first = Nobody has an account yet. Whoever has this code becomes the first administrator, at http://{$address}/ :
desk-no-pages = Built without the officers' pages: only the API answers (cargo xtask web makes them)
desk-registered = The desk's own key {$name} is registered: it vouches for keys that come in with a code
desk-no-registrar = The desk may not register keys: {$why}
desk-database = database: {$why}
desk-store = Photos stay in {$store}
desk-store-silent = Photos stay in {$store}, which can't be used just now: {$why}. The desk runs; photos can't be taken in until it can
desk-stopped = The ledger can't be written: {$why}. Nothing is lost that was acknowledged; start the desk again
desk-profile = the profile's {$file}: {$why}

minutes-signed = Signed by {$name}: {$path}
prompt-signing = Password or PIN of {$key}: 
key-made = The key {$name} is registered; it lies in {$path}
key-for = A key for: {$role}, {$place}
key-for-whom = Whoever holds its file speaks for them. Hand it to nobody else, and revoke it when it is lost (saksi key revoke).
key-revoked-now = The key {$key} is revoked by entry {$entry} ({$reason}). What it signed before stays.

trail-read = {$rows} row(s) read, {$anchors} anchor(s) in the ledger
trail-row = Row {$row} is not what its hash says, or is missing
trail-broken = The ledger says otherwise than this trail, in entry {$entry}
trail-index = The desk's own table of anchors is not what the ledger has, at entry {$entry}: somebody wrote in it, or the desk was killed at that moment
trail-differs = DIFFERS: this trail is not what the ledger holds of it.
trail-holds = Holds: this trail is what the ledger holds of it.
trail-no-anchor = The rows hold together, but the ledger holds no anchor yet: nothing says that they are the first ones.
bar-finding-pages = finding pages
bar-reading-scans = reading sheets
scan-changed = it was changed while it was read: import it again
scan-twice = the same picture came before
scan-no-code = no printed code can be read on it: nobody knows of which station it is
scan-no-sheet = form {$form} of station {$station} is none of this election

carry-made = Written: {$path}
carry-notes = signed notes
carry-photos = photos
carry-texts = texts
carry-missing = {$missing} photos or texts that notes name are not in this folder, damaged, or too large for a desk: they are not in the file.
carry-taken-out = {$captures} captures are of photos that a redaction took out: a desk that lacks such a photo refuses the capture, and the redaction.
carry-note = entry {$entry} ({$what})
carry-photo = photo {$sha256}
carry-text = text of statement {$statement}
carry-new = new: {$what}
carry-refused = REFUSED: {$what}: {$code}: {$why}
carry-no-text = it is no text
carry-not-held = its photo {$sha256} is not here
carry-needs-second = from polling day on another key of a place needs the signatures of two levels
carry-stays = it is the anchor of another desk's trail, and stays there
carry-redacted = a statement took it out
carry-not-named = no statement of this ledger or of the file names it where it stands
carry-too-long = the statement is too long for a desk
carry-not-its-text = no statement of this ledger names this text
carry-column-new = new
carry-column-known = there already
carry-column-refused = refused
carry-rivals = LOOK: {$contest} {$place}: two statements claim the same place. Somebody who decides has to rule.
carry-changed = LOOK: {$contest} {$place}: what is there now is not what the plenary added up. Look whether it is opened again.
carry-all-in = Everything is in.
carry-some-refused = {$refused} refused, by name above; everything else is in.
prompt-desk-password = Password of {$name} at the desk: 
prompt-desk-code = Code of the second factor: 

backup-made = Copied into {$folder}
backup-holds = {$folder} holds: every file is what its list says, and the ledger is what its checkpoint signs
backup-restored = {$folder} is an election's folder again
backup-keys = Keys are in no backup: bring yours into {$folder} before you open the desk or import
backup-files = files
backup-bytes = bytes
backup-entries = entries of the ledger
backup-photos = photos that the desk holds, all there
backup-store = Photos stay in {$store}: they are backed up by its own means (switch its versioning on). This backup has everything else.
backup-store-unknown = Photos stay in {$store}: they are backed up by its own means (switch its versioning on). Whether all are there is not compared here: the desk's tables are not in the folder.
backup-photo-gone = {$missing} photos that the desk holds are not in {$store}, the first of them {$first}: bring them back from an older version or another copy
backup-inside = a backup does not lie in the folder that it is of
backup-damaged = it is not what the backup's list says
backup-no-list = there is no backup here: its list is missing or damaged

export-done = Contest {$contest} is written to {$folder}.

demo-raised = So few stations can't show all that can go wrong: {$stations} it is.
demo-making = Making a practice in {$folder}: {$stations} stations, {$statements} statements.
demo-cut = {"  "}{$number} of {$of}: cut {$cut}, {$files} files written
demo-practice = This is a PRACTICE: an invented election. Its keys follow from the seed and protect nothing.
demo-look = Look at:
demo-pages = pages, from the nation to the village
demo-latest = the newest cut
demo-data = CSV and Parquet, as a data package
demo-kpu = the JSON that KPU's clients read
demo-serving = Serving at http://{$address}/ (Ctrl-C ends it)
demo-refused = a statement was refused: {$why}: {$statement}
demo-no-key = there is no key for {$signer}

verify-no-policy = No policy is given: this can show that the publication agrees with itself, not where it comes from.
verify-election = Election {$name}, published at {$source}
verify-cosigned = cosigned by
verify-cuts = cuts
verify-files = files
verify-redacted = files removed, with reason
verify-counted = What is counted, and none of it is a finding:
verify-expected = expected
verify-sheets = counted
verify-sound = consistent or better
verify-conflict = in conflict
verify-corrected = corrected
verify-withdrawn = withdrawn
verify-control = control
verify-checked = checked
verify-findings = findings
verify-not-asked = not asked for
verify-readings = Readings read again from their photos: {$again}. Not read again:
verify-other-reader = other reader
verify-by-person = read by a person
verify-photos-not-held = photos not held
verify-not-listed = A web server can't list its files: files that nobody expects were not looked for.
verify-part =
    This is a mirror of a part: it keeps {$about}{$without}. Not there, and not looked at: {$files} files and {$photos} photos.
    What is there was checked as everywhere.
verify-part-all = everything
verify-part-region = what is about {$region}, the regions it lies in and those in it
verify-part-photos = , without photos
verify-finding = FINDING {$finding}
verify-more = and {$count} more findings; --json has the first thousand of each control
verify-programs =
    The publication has programs for checking in a browser that are not the ones in this program, of another version or changed: {$files}. What they show is not vouched for here.
verify-moved-on =
    The publication went on to a newer head while it was read. Findings may come of reading two cuts as one.
    Run the same command again before you rely on them.
verify-holds = IT HOLDS: {$controls} controls, no finding, in {$seconds} s.
verify-fails = IT DOES NOT HOLD: findings: {$findings}, in {$seconds} s.
verify-self-consistent = Self-consistent only: the origin is not proven. Give --policy with the keys you trust.

read-page = {$photo}: page {$page}
read-page-again = {"  "}another photo of this page is clearer; this one is not used
read-page-three = {"  "}its {$corner} mark can't be seen: placed by the other three and the printed lines, so a person is asked
read-page-lines = {"  "}its tag can't be read: known by its printed boxes alone, so a person is asked
read-page-screen = {"  "}this looks like a photo of a screen: photograph the paper; a person is asked
read-pages-missing = No photo shows these pages: {$pages}
read-corner-upper-left = upper left
read-corner-upper-right = upper right
read-corner-lower-right = lower right
read-corner-lower-left = lower left
not-read-too-small = the form is too small in the photo: go nearer, or send the original, not a preview
not-read-dark = the photo is too dark: more light, or the flash from the side
not-read-blurred = the photo is blurred: hold the telephone still and touch the form to focus on it
not-read-blank = the photo shows nothing printed: a blank page, or something held before the camera
not-read-glare = a light mirrors over {$field}: move the lamp or the form, or photograph from another side
not-read-unclear = too little of the form can be made out ({$seen} of {$printed} printed boxes): lay the paper flat, uncover it, and take the photo from above
not-read-cut-off = {$field} is outside the photo: take it again with the whole page in it
not-read-no-frame = no form was found: at least three of its four corner marks must be in the photo, uncovered and sharp
not-read-corner-outside = the {$corner} corner of page {$page} is outside the photo: take it again with all four corner marks in it
not-read-corner-covered = the {$corner} corner of page {$page} is covered: take the photo again with all four corner marks in it
not-read-no-tag = a form's frame was found, but its page tag can't be read and its boxes don't say which page it is: take the photo again with the tag uncovered and in focus
not-read-other-form = the page tag {$tag} belongs to another form
not-read-two-pages = pages {$one} and {$other} are both in the photo: photograph each by itself
read-station-typed = Station {$station}, as typed
read-station-qr = Station {$station}, by the code on the form
read-station-damaged = {"  "}the station's code on this page can't be read: see by eye that the page belongs here
read-station-unknown = Which station this is, the photo doesn't say; give it with --station
read-field = field
read-value = written
read-confidence = sure
read-boxes = boxes
read-bubbles = bubbles
read-strokes = strokes
read-row-sums = rows
read-words = words
read-do = what to do
read-accept-yes = accept
read-accept-ask-one = ask a person
read-accept-ask-two = ask two people
read-check-fails = What is written breaks the check {$check}.
read-check-undecided = The check {$check} can't be made: a number is missing.
read-accepted = Every number is accepted.
read-ask = A person must look: see the last column.

## forms
forms-practice = PRACTICE
forms-printed = {$path}: {$sheets} sheets of {$pages} pages, {$wide} × {$high} mm. Print them at true size ("actual size", 100 %).
forms-drawn = {$path}: page {$page}
forms-colours = Red: boxes. Green: bubbles. Blue: strokes. Orange: row sums. Violet: words. Black: marks, tag and station's code. Grey: what is only printed.

services-made = The services' folder is {$folder}. Write in {$config} where people reach them, then:
services-ready = The public's services are at http://{$address}/ ; files for everybody are in {$out} (Ctrl-C ends it)
services-failed = services: {$why}
services-none = No report waits for an answer.
services-receipt = receipt
services-at = sent
services-station = station
services-contest = contest
services-kind = kind
services-words = words
services-contact = contact
services-photo = photo
services-answer = answer
services-open = none yet
services-released = words are public
services-yes = yes
services-no = no
services-answered = {$receipt} is answered. The answer is on its page at once, and in the public files within seconds while the services run.
services-words-out = What {$receipt} says is public now.
services-words-in = What {$receipt} says is no longer public. Copies that others made stay.
services-sends-elsewhere = Another process sends from this folder already: it does what is due within seconds.
services-made-ready = Deliveries made ready: {$number} (0: everybody has the newest tables, or waits for them).
services-sent = Delivered: {$delivered}. Failed, and tried again later: {$failed}. Failed for good: {$dead}.
services-nothing-waits = Nothing waits to be sent.
services-nothing-dead = Nothing has failed for good.
services-nothing-sent = Nothing was sent yet.
services-next = next try
services-since = since
services-number = number
services-receiver = receiver
services-to = to
services-cut = cut
services-tries = tries
services-said = last answer
services-file = file
services-bytes = bytes
services-sha256 = SHA-256
services-channel = channel
services-state = state
services-what = what
services-regions = regions
services-forgotten = (forgotten)
services-asks = (asks)
services-resent = Delivery {$number} waits again, and what is behind it follows.
services-left-out = Delivery {$number} is left out, and what is behind it follows.
services-ended = Receiver {$number} is sent nothing more.
services-webhook-made = Receiver {$number} is told of each day's files. What they are signed with, shown this once: {$secret}
services-bucket-made = Receiver {$number}: each day's files go into the bucket {$bucket}.
