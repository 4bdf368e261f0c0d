# Papers for a court.

dossier-title-station = EVIDENCE FILE OF A POLLING STATION
dossier-title-region = EVIDENCE FILE OF A REGION
dossier-election = Election: {$name}
dossier-practice = PRACTICE
dossier-practice-text = This is a practice, not a real election. No figure in it is anybody's vote.
dossier-page = Page
dossier-of = of
dossier-foot-cut = Cut {$cut} ({$time}) of the ledger {$origin}
dossier-foot-root = Root of the ledger: {$root}

dossier-cut = made from
dossier-cut-of = cut {$cut}, whose last entry was logged at {$time}
dossier-size = entries in the ledger
dossier-root = root of the ledger
dossier-root-hex = in hexadecimal
dossier-log-key = ledger's key, fingerprint
dossier-witnesses = witnesses who countersigned the root, and when
dossier-witness = {$name}, {$time}
dossier-no-witness = none: nobody but the ledger's own key vouches for this root
dossier-refused = entries that mean nothing and are passed over
dossier-maker =
    This file does not say who made it, and its worth does not rest on that: whoever has the publication makes it again, byte for
    byte, from the same cut. The signature of every entry up to this cut was checked when it was made.
dossier-contents =
    What follows, for each contest: the figures that stand, in digits and in words; every check of the form with its outcome;
    the whole history with signers, times and reasons; readings of the photos; objections, answers and rulings; the photos.
    At the end stand the keys, how to check all of this, and what the words mean.
dossier-contents-region =
    What follows, for each contest: the sums of the region, the plenaries and how they fit, and at the end the stations in doubt.
    Each of these has a file of its own, with its figures, history and photos, under stations/.

dossier-contest = contest
dossier-form = form
dossier-state = state
dossier-stands = stands
dossier-stands-none = no statement
dossier-versions = versions
dossier-entry = entry {$entry}
dossier-entry-of = {$what}, entry {$entry}
dossier-nothing = No figures of this form are in the ledger at this cut.
dossier-figures = Figures that stand
dossier-item = item
dossier-digits = figure
dossier-words = in words
dossier-checks = Checks of the form
dossier-checks-text =
    Each is a sum or a bound that the form's own figures must keep. A binding one that fails makes the form a conflict: the
    figures contradict themselves, whoever is right. Both sides are given where all their figures were read.
dossier-kind = kind
dossier-hard = binding
dossier-soft = warning
dossier-sides = both sides
dossier-outcome = outcome
dossier-fails = FAILS
dossier-holds = holds
dossier-undecided = undecided
dossier-history = History
dossier-history-text = Every statement about this form in the order of the ledger. None can be removed or changed afterwards.
dossier-version = Version {$number}, entry {$entry}
dossier-version-stands = Version {$number}, entry {$entry}: this one stands
dossier-by = signed by
dossier-signer =
    {$name}, {$role}
    fingerprint {$fingerprint}
dossier-stated-at = stated
dossier-logged-at = entered in the ledger
dossier-id = statement's hash (SHA-256)
dossier-run = poll
dossier-source = restates the source
dossier-supersedes = takes the place of the statement
dossier-text = in words
dossier-first = The first with figures.
dossier-same = No figure differs from entry {$entry}.
dossier-before = entry {$entry}
dossier-after = this one
dossier-withdraws = Takes back all figures of the form.
dossier-withdraws-fields = Takes back the figures of: {$fields}
dossier-readings = Readings of the photos
dossier-readings-text =
    What a person or a program read off the photos. A reading never stands by itself; the last column has the figures
    in which it differs from those that stand.
dossier-reader = reader
dossier-person = a person
dossier-differs = differs in
dossier-none = nothing
dossier-disputes = Objections, answers and rulings
dossier-no-disputes = None is in the ledger at this cut.
dossier-kind-objection = Objection
dossier-kind-finding = Finding
dossier-kind-error-report = Report of an error
dossier-answer = Answer
dossier-answer-upheld = upheld
dossier-answer-rejected = rejected
dossier-answer-noted = noted
dossier-answer-withdrawn = withdrawn
dossier-ruling = Ruling
dossier-rules = the statement that stands

dossier-photos = Photos
dossier-photos-text =
    Statements name photos by their SHA-256: another picture has another. Each is shown as its camera stored it; the file
    itself lies under photos/.
dossier-no-photos = No statement about this form names a photo by its hash.
dossier-claimed = Pages that a source only claims to have, without a hash: {$count}
dossier-photo-absent = A photo can't be shown: {$why}
dossier-photo-page = page
dossier-photo-bytes = bytes
dossier-photo-named = named by entries
dossier-photo-brought = brought by
dossier-photo-file = file {$path}
dossier-photo-grey = Shown in grey; the file is as it was brought.
dossier-photo-beside = The file {$path} is too large for this paper and lies beside it.
dossier-photo-damaged = The file {$path} has the hash that is named, but is no whole picture: {$what}
dossier-redacted = its bytes were removed from the publication by a statement that says so
dossier-not-held = the publication doesn't hold its bytes

dossier-status = legal status
dossier-sums = Sums
dossier-sums-text =
    "Consistent or better" counts forms whose binding checks all hold, or that were confirmed; beside it every form on which
    all options are read. Neither is a sample: quote the number of stations with the sum.
dossier-plenaries = Plenaries
dossier-no-plenaries = No plenary of this region is in the ledger at this cut.
dossier-no-differences = The figures of the plenary that stands keep its checks and agree with what is below it, as far as that is known.
dossier-constituency = constituency
dossier-doubtful = Stations in doubt
dossier-doubtful-text = Stations of which a form is in conflict or disputed, at this cut: {$count}
dossier-code = code
dossier-station = station
dossier-why = why
dossier-part = file

dossier-keys = Keys
dossier-keys-text =
    Whose signatures the figures rest on. Each key was let in by those named, up to the first, which signed the ledger's first entry.
    A fingerprint can be compared with what its holder shows.
dossier-key = key, fingerprint
dossier-key-role = role, place
dossier-key-course = course
dossier-key-registered = registered by entry {$entry}, signed by {$by}
dossier-key-first = itself: the ledger's first
dossier-key-revoked = revoked by entry {$entry}, signed by {$by}: {$reason}

dossier-how = How to check this
dossier-how-text =
    Nobody needs to believe this paper. Each step below takes the files beside it and a computer without a network; none
    takes the help of who brought it.
dossier-step = step
dossier-what = what to do, and what must come of it
dossier-how-1 = Files whole: in their folder run sha256sum -c manifest.sha256. Every line must say OK.
dossier-how-2 =
    Photos: the SHA-256 of a file under photos/ is its name, and is the one printed beneath the picture and written in
    the statements that name it (statements/<entry>.txt).
dossier-how-3 =
    Statements: open verify.html in a browser (where it is missing here, program/verify.html of a publication). Drop on it proofs/<entry>.tlog-proof, the policy, the proofs of the entries
    that let its keys in (page Keys, and proofs/0.tlog-proof), the file under law/, and a photo. It says step by step what is shown.
dossier-how-4 =
    The policy: get it from another than who brought this paper, best a witness or a newspaper. The file policy beside this
    paper is the publication's own. The root must be {$root}.
dossier-how-5 =
    Nothing left out: that no later entry replaces or disputes a statement shows in the whole ledger only. Take the
    publication from anybody and run saksi verify on it.
dossier-how-6 = This paper: make it again from the same cut with saksi dossier, and compare the bytes.
dossier-limits = What this does not show
dossier-limits-text =
    That a statement is true. The ledger shows who stated what, when, and that nothing was changed since. Whether a photo
    shows the paper that was signed at the station, and whether that paper is what the voters cast, the ledger can't say; it
    says whom to ask. What came in after this cut is not in here.

dossier-glossary = What the words mean
dossier-term = word
dossier-meaning = meaning
dossier-word-ledger = ledger
dossier-means-ledger = the list of all signed statements of the election, to which can only be added
dossier-word-entry = entry
dossier-means-entry = one statement in the ledger; its number is its place
dossier-word-root = root
dossier-means-root = one hash over all entries: were one of them changed, it would be another
dossier-word-cut = cut
dossier-means-cut = the state that was published together; its number is how many entries the ledger had
dossier-word-key = key, signature
dossier-means-key = who holds the key can sign; anybody can check the signature, nobody can imitate it
dossier-word-proof = proof
dossier-means-proof = the few hashes by which an entry leads to the root
dossier-word-hash = hash (SHA-256)
dossier-means-hash = a number that only these very bytes give
dossier-word-witness = witness (of the ledger)
dossier-means-witness = an independent body that countersigns roots, each only if it continues the last
dossier-word-conflict = conflict
dossier-means-conflict = a binding check fails, or those who count state different figures
dossier-word-consistent = consistent
dossier-means-consistent = every binding check of the form holds
dossier-word-corrected = corrected
dossier-means-corrected = a figure that stands differs from an earlier one
dossier-word-stands = stands
dossier-means-stands = the version that counts, by the rules in the law of the election

dossier-readme =
    EVIDENCE FILE

    dossier.pdf          the paper: figures, checks, history, photos, how to check them
    stations/<code>/     of a region: the papers of the stations in doubt
    photos/              the photos that statements name, each under its SHA-256
    statements/          the signed statements, byte for byte, each under its entry in the ledger
    proofs/              the proof of each (C2SP tlog-proof)
    checkpoint           the ledger's signed head, with its witnesses' countersignatures and their times
    policy               the publication's own policy: get yours from another
    keys.json            the keys that signed, and those that let them in
    law/, lists/         the rules and lists by which the figures were checked
    record.json          the figures and the history for programs
    manifest.sha256      the hashes of all files: sha256sum -c manifest.sha256
dossier-readme-verifier =
    verify.html          checks a statement in a browser, without a network: drop a proof, a policy and a photo on it

dossier-done = {$place}: wrote {$into}. Files: {$files}, stations with a paper of their own: {$stations}
dossier-absent = Photos that are named and not in it, which the papers say: {$count}
dossier-no-verifier = This program was built without the offline verifier, so verify.html is not in it.
bar-dossier = stations
dossier-error-longer = {$path} is longer than the {$most} bytes that such a file can have
dossier-error-size = it is of a ledger of {$size} entries
dossier-error-no-cut =
    {$from} is no publication: there is no latest.json. Give the folder that saksi publish writes (public), its address,
    or an election's folder that has been published.
dossier-error-half =
    {$path} is missing in the publication: it was copied only in part. Copy it again, or give its address.
dossier-error-damaged =
    {$path} in the publication: {$what}.
    Nothing was written. saksi verify says what else is wrong; copy the publication again from somebody else.
dossier-error-place =
    there is no station or region {$place} in this election. Codes stand on the publication's pages, and search.html finds them by name.
dossier-error-close =
    there is no station or region {$place} in this election. Like it: {$close}.
    Codes stand on the publication's pages, and search.html finds them by name.
dossier-error-not-held = none of the contests is held in {$place}
dossier-error-exists = {$path} is there already. Nothing was written: give another name, or put it away.
