# Messages of the profile, one line each (Fluent). Keys follow from the ids of the profile's rows.

## Levels
level-nation = National
level-province = Province
level-regency = Regency or city
level-district = District
level-village = Village
level-station = Polling station

## Kinds of stations
station-kind-ordinary = Ordinary station
station-kind-special = Station at a special location
station-kind-overseas = Station abroad: polling place, mobile box or post

## Contests
contest-ppwp = President and Vice President
contest-pdpr = House of Representatives (DPR)
contest-pdpd = Regional Representative Council (DPD)
contest-pdprdp = Provincial council (DPRD)
contest-pdprdk = Regency or city council (DPRD)
contest-pkwkp = Governor and Deputy Governor
contest-pkwkk = Regent or Mayor, and Deputy

## Forms
form-c-hasil-ppwp = Tally form C.HASIL, President
form-c-hasil-ppwp-ln = Tally form C.HASIL, President, abroad
form-c-hasil-dpr = Tally form C.HASIL, DPR
form-c-hasil-dpr-ln = Tally form C.HASIL, DPR, abroad
form-c-hasil-dpd = Tally form C.HASIL, DPD
form-c-hasil-dprd-prov = Tally form C.HASIL, provincial council
form-c-hasil-dprd-kabko = Tally form C.HASIL, regency or city council
form-c-hasil-kwk-gubernur = Tally form C.HASIL, governor
form-c-hasil-kwk-bupati-walikota = Tally form C.HASIL, regent or mayor
form-d-hasil-kecamatan = Certificate D.HASIL, district
form-d-hasil-kabko = Certificate D.HASIL, regency or city
form-d-hasil-prov = Certificate D.HASIL, province
form-d-hasil-nasional = Certificate D.HASIL, nation
form-d-hasil-ppln = Certificate D.HASIL, overseas committee

## Fields
field-voters-roll-male = Voters on the roll, men
field-voters-roll-female = Voters on the roll, women
field-voters-roll-total = Voters on the roll, total
field-voters-used-roll-male = Voted, on the roll, men
field-voters-used-roll-female = Voted, on the roll, women
field-voters-used-roll-total = Voted, on the roll, total
field-voters-used-moved-male = Voted, moved here (DPTb), men
field-voters-used-moved-female = Voted, moved here (DPTb), women
field-voters-used-moved-total = Voted, moved here (DPTb), total
field-voters-used-unlisted-male = Voted, on no list (DPK), men
field-voters-used-unlisted-female = Voted, on no list (DPK), women
field-voters-used-unlisted-total = Voted, on no list (DPK), total
field-voters-used-male = Voted in all, men
field-voters-used-female = Voted in all, women
field-voters-used-total = Voted in all
field-voters-disabled-male = Disabled voters who voted, men
field-voters-disabled-female = Disabled voters who voted, women
field-voters-disabled-total = Disabled voters who voted, total
field-ballots-received = Ballots received, reserve included
field-ballots-used = Ballots used
field-ballots-spoiled = Ballots handed back, damaged or mispunched
field-ballots-unused = Ballots unused, rest of the reserve included
field-votes = Votes
field-votes-list = Votes for the party alone
field-votes-candidate = Votes for the candidate
field-valid = Valid votes
field-invalid = Invalid votes
field-cast = Valid and invalid votes

## Checks
check-roll-by-sex = Men and women on the roll must make its total
check-used-roll-by-sex = Men and women who voted from the roll must make their total
check-used-moved-by-sex = Men and women who voted as moved voters must make their total
check-used-unlisted-by-sex = Men and women who voted from no list must make their total
check-used-by-sex = All men and women who voted must make their total
check-used-total-by-list = Voters of the three lists must make all who voted
check-used-male-by-list = Men of the three lists must make all men who voted
check-used-female-by-list = Women of the three lists must make all women who voted
check-used-roll-within-roll = No more can vote from the roll than are on it
check-disabled-by-sex = Disabled men and women who voted must make their total
check-votes-are-valid = The votes of all options must make the valid votes
check-valid-and-invalid = Valid and invalid votes must make their total
check-cast-by-voters = There must be as many votes as people who voted
check-ballots-accounted = Ballots received must be those used, handed back and unused
check-ballots-by-voters = There must be as many ballots used as people who voted
check-ballots-in-box = There must be as many ballots used as votes
check-party-by-list = A party's votes must be those for it alone and for its candidates
check-roll-limit = A station has at most 300 voters on its roll
check-roll-limit-local = A station of a local election has at most 600 voters on its roll
check-ballots-with-reserve = Ballots received are usually the roll and 2 % more
check-voters-within-ballots = No more voted than there were ballots
check-voters-within-roll = Usually no more voted than the roll and its reserve
check-used-within-lists = No more voted than the three lists together have
check-used-roll-male-within-roll = No more men voted from the roll than are on it
check-used-roll-female-within-roll = No more women voted from the roll than are on it
check-disabled-within-used = No more disabled voters than voters
check-disabled-male-within-used = No more disabled men than men who voted
check-disabled-female-within-used = No more disabled women than women who voted
check-option-within-valid = No option has more votes than there are valid votes

## Exceptions
exception-noken = Noken: a community gives its votes together, by agreement
exception-overseas-posts = Post and mobile boxes have no roll of their own size
exception-special-locations = Special location: its voters are listed elsewhere

## Roles
role-kpps = Station committee (KPPS)
role-pps = Village committee (PPS)
role-ppk = District committee (PPK)
role-ppln = Overseas committee (PPLN)
role-kpu-regency = Commission of the regency or city
role-kpu-province = Commission of the province
role-kpu = Election commission (KPU)
role-bawaslu = Supervisors (Bawaslu)
role-saksi = Party witness
role-observer = Observer
role-auditor = Auditor
role-administrator = Administrator
role-importer = Importer of a named source
role-log = Ledger

## Stages
stage-count = Count at the station
stage-plenary-district = District plenary
stage-plenary-overseas = Overseas plenary
stage-plenary-regency = Regency plenary
stage-plenary-province = Provincial plenary
stage-plenary-nation = National plenary
stage-determination = Determination of the result
stage-ruling = Ruling
stage-rerun = Polling or counting again, continued or postponed

## Runs
run-regular = Regular
run-revote = Poll held again
run-postponed = Postponed poll
run-continued = Continued poll
run-recount = Recount
run-postponed-count = Postponed count
run-continued-count = Continued count

## Sources
source-kpu-sirekap = KPU's Sirekap
source-kpu-decree = Decree of the commission
source-kpu-district-return = Certificates published by KPU

## Reasons
reason-typing-error = A figure was typed wrongly
reason-typed-twice = Two people typed the same figures from the photos
reason-reading-error = A figure was misread from the photo
reason-paper-corrected = The committee corrected the form before the witnesses
reason-better-evidence = There is a clearer photo
reason-wrong-page = The photo showed another page
reason-wrong-station = The photo was of another station
reason-objection-upheld = An objection was upheld
reason-plenary-correction = Corrected in a plenary
reason-recount = Recount
reason-revote = Poll held again
reason-continued = Poll or count continued or postponed
reason-ruling = Ruling of a court or supervisor
reason-source-changed = The source changed its figure
reason-source-withdrew = The source took its figure back
reason-personal-data = Personal data had been photographed
reason-not-a-form = The photo shows no tally form
reason-maintenance = Maintenance
reason-publication-paused = Publication is paused
reason-attack = The system is disturbed or attacked
reason-duty-ended = The duty has ended
reason-key-lost = The key is lost
reason-key-exposed = The key is known to others

## Station lists
station-list-before-overseas-changes = As the roll was set
station-list-polling-day = On polling day
station-list-sirekap-march = As Sirekap used it, with the poll held again in Kuala Lumpur

## Qualities, standings and flags of a sheet
quality-expected = No data yet
quality-pictured = Photographed, no figures yet
quality-incomplete = Figures incomplete
quality-consistent = All sums agree
quality-conflict = Sums disagree
standing-first = First figures
standing-corrected = Corrected
standing-withdrawn = Withdrawn
standing-confirmed = Confirmed by an officer
flag-disputed = Disputed
flag-evidence-pending = Photo named, not yet held

## Unread figures and outcomes
unread-illegible = Illegible
unread-empty = Empty
unread-not-published = Not published by the source
unread-no-field = Not in this source
unread-withdrawn = Withdrawn
outcome-holds = Holds
outcome-fails = Fails
outcome-undecided = Undecided
outcome-not-applicable = Not applicable

## Legal status
status-running = Running
status-plenary-closed = Plenary closed
status-determined = Determined
status-under-dispute = Under dispute
status-ruled = Ruled

## The printed minutes
print-practice = SIMULATION
print-number = No.
print-item = Item
print-total = TOTAL
print-page = Page
print-of = of
print-annex = Annex
print-stated = Stated
print-closes = This statement closes the plenary
print-open = The plenary is not closed yet
print-missing = stations not in
print-statement = SHA-256 of the statement's text
print-checkpoint = Ledger: entries, root
print-changed = Figures that have changed since this statement
print-stands = In the statement
print-now = Sum of the columns now
print-no-change = None: all columns add up to the statement.
print-differences = Differences to the form typed independently, and to the plenaries below
print-summed = Sum
print-typed = Typed
print-columns = columns
print-below = Plenaries below
print-explained = Explanation
print-by = By
print-no-difference = No differences.
print-not-typed = Nobody else typed this form independently, so it was not compared.
print-objections = Objections and reports
print-where = About
print-objection = Text
print-answer = Answer
print-no-objection = None.
print-members = Members who lead the plenary
print-witnesses = Witnesses of the parties
print-participant = Party
print-name = Name
print-signature = Signature
print-refused = Does not sign, because
print-untyped = Nobody typed the form independently, because
print-said = What else is said
print-signatories = Signatories
print-signed = signed
print-did-not-sign = did not sign, because
