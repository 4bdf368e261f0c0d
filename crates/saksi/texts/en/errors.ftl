# What a command fails with, and what to do about it.

error-file = {$path}: {$action} failed: {$why}
io-full = the disk is full
io-read-only = the file system is read-only
io-denied = permission denied
io-missing = there is no such file or folder
advice-full = Free space, then run the same command again. Nothing that was acknowledged is lost.
advice-read-only = Make it writable (the system log may tell of a disk error), then run the same command again.
advice-denied = Give the folder to the user that saksi runs as, then run the same command again.
advice-missing = Look at the path. If it belongs to the election, something removed it: copy it from a mirror.
advice-other = Run the same command again; if it comes back, check the disk.
action-reading = reading
action-read = reading
action-writing = writing
action-write = writing
action-writing-the-report = writing the report
action-creating = creating
action-creating-the-folder = creating the folder
action-make-the-folder = creating the folder
action-listing = listing
action-list = listing
action-opening = opening
action-hold = locking
action-locking = locking
action-protecting = protecting
action-keeping = keeping
action-name = naming
action-renaming-to = naming
action-replace = replacing
action-delete = deleting
action-removing = deleting
action-syncing = syncing
action-sync-the-folder = syncing
action-mending = mending
action-appending-to = appending
action-looking-at = looking at
action-noting-what-went-in = noting what went in
action-noting-the-finished-cut-in = noting the finished cut

error-no-election =
    {$folder} holds no election: it has no saksi.toml.
    Give the folder of an election, or make one with: saksi init {$folder} --profile id-2024
error-occupied = {$folder} is not empty. An election begins in a new or empty folder.
error-config = {$path}: {$what}
config-no-role = there is no role for this: {$may}
config-mirror = the mirror “{$name}” at {$url}: a mirror has a name of at most 200 bytes and an address that begins with https:// or http://
config-bundle-at = bundle_at is {$time}: a time of day is written HH:MM, as 18:00
config-services = the services’ address {$url}: it has to begin with https:// or http://
error-key = the key {$path}: {$what}
key-sealed = it is sealed with a passphrase. Give it in {$variable}, or run the command at a terminal
key-format = its format is {$found}, not {$expected}
key-seal = its seal {$seal} is unknown
key-seed = its seed has not 32 bytes
key-not-sealed = it can't be sealed
key-damaged = it is damaged. Copy it from where you keep the keys
key-passphrase = the passphrase is wrong, or the file is damaged
key-none-for-source = there is no key that may restate this source
key-revoked = it was revoked: move the file away, and the desk makes a new one
error-desk-runs =
    the ledger is in use by another process, which holds {$path}: most likely the desk.
    Do it at the desk, on its page {$page}, or end the desk first. Nothing was written.
error-desk-address = {$url} is no address of a desk. Write https://desk.example, or http://127.0.0.1:8090 for one on this machine
error-desk-open-line = {$url} would carry the password over an open line. Write https://, or run the command on the desk's own machine. Nothing was sent.
error-desk-no-answer = the desk {$desk} gives no answer: {$why}. What has come in stays in; run the same command again when it runs
error-desk-refused = the desk refuses: {$status} {$code} {$detail}
error-desk-strange = {$desk} answers as no desk does: {$what}. Look at the address
error-desk-other-ledger = {$desk} has another election's ledger, or is no desk. Nothing was brought in. Look at the address; --to names another
error-carry = {$path}: {$what}
error-carry-other = the file is of another election's ledger than {$folder}, or of a practice. Nothing was brought in.
error-carry-to-desk =
    the ledger is in use by another process, which holds {$path}: most likely the desk.
    Bring the file in through it: --to URL --as NAME. Nothing was written.
error-carry-where = say where it goes: --to a desk, or --into a folder
error-no-secret = there is no terminal to ask at. Give it in {$variable}
error-revoke = the key {$key} was not revoked: {$what}
revoke-no-key = the ledger has no key of this name or fingerprint
revoke-several = several keys have this name; give the fingerprint of one: {$keys}
revoke-ended = it was revoked before, by entry {$entry}
revoke-no-reason = there is no such reason; there are {$known}
key-needs-second =
    from polling day on another key for {$place} needs the signatures of two levels.
    Give a second key of another level with --second, or let the key come in at the desk by a code.
error-no-profile = there is no profile {$name}. There are: {$known}. A folder with a profile.toml will do as well
error-no-contest = there is no contest {$name}. There are: {$known}
error-not-held = station {$station} has no form for {$name} in this election. It has forms for: {$held}
error-no-place = there is no station or region {$place} in this election
error-unknown-file = {$path} is none of the known kinds of file. Give station rows, versions, official totals or JSON
error-damaged-ledger =
    the ledger's entries don't give the root in its checkpoint: a file was damaged or changed.
    saksi verify says which; copy it from a mirror.
error-ledger-behind =
    the ledger has {$size} entries, but {$path} was published with {$published}: this ledger is an older copy.
    Going on would say two things about one election, so nothing was written. Bring back the newer ledger, or fetch
    what is missing from public/ledger.
error-ledger-forked =
    the first {$published} entries of the ledger are not those that {$path} was signed for: it is another ledger, or a
    changed one. Nothing was written. Bring back the ledger that belongs to this public folder.
error-empty-ledger = the ledger is empty: saksi init did not finish. Remove the folder and begin again.
error-beginning = the statement {$position} of this election's beginning was refused: {$what}
error-not-in-ledger = the ledger has {$size} entries; not among them: {$asked}
asked-cut = cut {$cut}
asked-entry = entry {$entry}
asked-sizes = sizes {$old} to {$new}
asked-standing = a statement that stands for {$station}
error-network = {$what}
error-backup = {$path}: {$what}
error-unreadable = {$target} can't be verified: {$what}
error-policy = the policy or checkpoint {$path}: {$what}
error-clock =
    this machine's clock says {$now}, and the ledger's last entry is of {$last}: the clock is {$seconds} seconds behind.
    Set the clock right, then run the same command again. Nothing was added, and nothing is lost.
error-passphrases-differ = the two passphrases differ. Nothing was made; begin again.
error-prompt = the terminal gave no passphrase: {$why}. Nothing was made or changed.
error-randomness = the system gives no randomness for a key: {$what}
error-simulation = the demonstration: {$what}
error-ledger = the ledger: {$what}
error-ledger-in-use =
    the ledger is in use by another process, which holds {$path}.
    Wait for it or stop it first: two writers would split the ledger.
error-head-damaged =
    {$path} is damaged: {$what}. Nothing was written; the entries in ledger/tile are not touched by this.
    Never restore it from a backup. docs/run-it.md, "The head is lost or damaged", says how to make it anew.
error-head-missing =
    ledger/head is missing: the signed head of the ledger. Nothing was written.
    Never restore it from a backup. docs/run-it.md, "The head is lost or damaged", says how to make it anew.
error-replay = the ledger can't be understood: {$what}
error-store-no-answer = {$store} gives no answer ({$why}; asked {$tries} times). Look whether its server runs and can be reached from here.
error-store-refused = {$store} refuses {$what}: {$status} {$code}. Look at its keys, its rights (PutObject, GetObject, ListBucket) and this machine's clock.
store-to-keep-an-object = to keep a file
store-to-give-an-object = to give a file
store-to-remove-an-object = to remove a file
store-to-say-whether-it-has-an-object = to say whether it has a file
store-to-list-its-objects = to list its files
error-store-damaged = {$store} holds other bytes under {$name} than the name says. Bring the right ones back, from an older version or a backup.
error-store-address = "{$address}" is no store. Write s3://BUCKET or s3://BUCKET/PREFIX, in letters, digits, dots and hyphens.
error-store-not-set = {$name} is not set. A bucket needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_REGION or AWS_ENDPOINT_URL.
error-store-endpoint = AWS_ENDPOINT_URL is "{$endpoint}". Write https://HOST or http://HOST:PORT, and nothing after it.
store-other = photos of this folder stay in {$own}, not in {$asked}. Copy all of them there first, then change "store" in this file.
error-publish = publishing: {$what}
error-publish-other-place = {$place} shows {$found}, which is no cut of this publication. Name an empty place, or remove what is there by hand.
error-publish-busy = another process publishes this election: it holds {$path}. Wait for it or stop it.
error-render = publishing: {$what}
error-import = importing: {$what}
error-statement = a statement can't be written: {$what}
error-profile = the profile: {$what}
error-places = the lists of places: {$what}
error-table = a table: {$what}
error-election = the election: {$what}
error-proof = the proof: {$what}
error-output = writing the output: {$why}
error-json = writing JSON: {$what}

warning-entry = warning: entry {$entry} of the ledger is not understood: {$what}

mistake-unknown-argument = there is no option or argument {$argument} here
mistake-unknown-command = there is no command {$command}
mistake-no-command = a command is missing
mistake-missing = this is missing: {$arguments}
mistake-no-value = a value is missing after {$argument}
mistake-value = {$value} is no value for {$argument}
mistake-twice = {$argument} is given twice, or beside what excludes it
mistake-possible = Possible: {$values}
mistake-suggestion = Did you mean {$word}?
mistake-help = For help add --help.

error-sign = {$path} was not signed: {$what}. Nothing was written.
error-photo = {$path} can't be read: {$what}
error-mixed-forms = These are pages of two forms: {$one} is {$form}, {$other} is {$other_form}. Give the pages of one.
error-mixed-stations = These are pages of two stations: the code on {$one} says {$station}, on {$other} {$other_station}. Nothing was read together; give the pages of one.
error-other-station = The code on {$path} says station {$station}, not {$given}. Nothing was read; give the right pages, or the right --station.
error-other-page = {$path} is page {$page} of {$form} by its tag, but its station's code belongs on page {$code_page} of {$code_form}. Such a page was not printed so: look at the paper.
error-no-lists = the form {$form} follows its constituency's list of candidates: say which election it is with --folder, whose candidates must be known
error-no-station = {$path}: what stands on a page of {$form} follows its constituency's list of candidates, and its station's code can't be read. Say which station it is with --station
error-no-photo = no photo was given: name at least one
error-no-form = the photo shows the form {$form}. {$law} has a layout of it, but no contest with that form; its contests have: {$known}. Read it with the profile or election whose form it is (--profile, --folder); if it is this one's, the layout's "form" must be one of these names
error-no-layout = the profile has no layout of the form {$form}; it has: {$known}. How to write one: docs/layouts.md
error-other-form = station {$station} fills the form {$form}, the first one {$first}. Print them apart
error-print-place = the layout of {$form} has no table [qr]: there is no place for the station's code. Give it one (docs/layouts.md)
error-print-code = no code can be made of the form {$form} and the station {$station}: a station's code is of up to 15 digits and capitals

error-services = the public's services: {$what}
