# The plenary's page.
title = Plenary
practice = SIMULATION: this is practice, not a real election
other-language = Indonesia
whole-region = the whole region
views = Views
view-sums = Sums
view-stations = By station
view-open = Not in order
view-differences = Differences
view-objections = Objections
view-close = Close and print
try-again = Try again
cancel = Cancel
log-in = Log in
page-broken = Something is wrong with this page. Load it again; what was kept is still there.
contest = Contest
region = Code of the region
constituency = Code of the constituency, where several cut the region
begin = Begin
item = Item
total = Total
sums = Table of sums
stations-in = { $counted } of { $expected } stations in
all-in = complete
missing-count = { $count } missing
partial = not on every sheet
was-stated = as stated: { $figure }
checks-hold = All sums hold.
checks-fail = Sums that don't hold
sides = ({ $left } and { $right })
nothing-open = Every station is in; none is in conflict or disputed.
open-counts = { $missing } not in, { $conflict } in conflict, { $disputed } disputed.
more = and { $count } more
station = Station
what = What
why-missing = Not in
why-conflict = In conflict
why-disputed = Disputed
confirmed = Confirmed
rivals = Another statement differs
quality-expected = Nothing yet
quality-pictured = A photo, no figures yet
quality-incomplete = Figures not complete
quality-consistent = All sums hold
quality-conflict = Sums don't hold
unread-illegible = illegible
unread-empty = empty
unread-not-published = not published
unread-no-field = none
unread-withdrawn = withdrawn

## By station
no-stations = There are no stations here.
before = Previous station (left arrow)
after = Next station (right arrow)
station-of = { $number } of { $all } · { $code }
votes = Votes
voters = Voters and ballots
this-station = This station
running = Up to here
correct = Correct
correct-title = Correct { $station }
correct-explain = Type what stands on the paper. An empty box means that the paper is empty there too. The reason and its photo are made public.
reason = Reason
reason-plenary-correction = Corrected in the plenary
reason-recount = Counted again
reason-objection-upheld = Objection upheld
reason-typing-error = Typing error
reason-ruling = Ruling
photo-paper = Photo of the paper (needed for corrections and recounts)
sign-correction = See before signing
stated = In the ledger, entry { $entry }.
no-photo = No photo of this station yet.
photos = Photos
photo-of = Photo of page { $page }, { $station }
photo-pending = The photo of page { $page } is named in the statement and has not come yet.
page = Page { $page }

## Differences
typed-by = Typed independently by { $name }, { $at } (version { $version }).
nobody-typed = Nobody has typed this form independently from the paper. Have somebody else type it, then compare.
typed-sums-alone = Only the column of the sums was typed, before all columns were asked for. Type it again, so that each is compared.
type-form = Type the form independently
type-again = Type it again
type-on = Go on typing the form
type-title = Type the form from the paper
type-explain = Type every column from the paper, without looking at the sums. Who types does not close the plenary. What you have typed stays in this browser.
type-keys = Enter: next box, after the last box the next column. Page Down and Page Up: to another column. x: illegible. - : empty on the paper. An empty box is not a zero.
type-later = Later
column = Column
column-of = Column { $name }
column-sums = Column of the sums
column-far = Column { $number } of { $all }
column-before = Previous column
column-after = Next column
column-next = Next column
column-whole = complete
column-part = { $typed } of { $all } boxes filled
boxes-open = { $count ->
    [one] One box is not filled yet.
   *[other] { $count } boxes are not filled yet.
  } Type the figure, - if it is empty on the paper, or x if it is illegible.
too-many-digits = The paper has only { $digits } boxes for digits here.
keep-typed = Keep
all-equal = Exactly as it was typed independently.
none-to-explain = No difference to explain.
unexplained = { $count } not explained yet.
all-explained = Every difference is explained.
summed = Sum
typed = Typed
below = Plenaries below
below-one = Its own plenary
added = Typed columns, added up
why = Why do they differ?
explain = Explain
explained-by = { $name }, { $at }

## Close and print
before-closing = Before closing
count-missing = { $count ->
    [0] Every station is in
    [one] One station is not in
   *[other] { $count } stations are not in
  }
count-conflict = { $count ->
    [0] No station is in conflict
    [one] One station is in conflict
   *[other] { $count } stations are in conflict
  }
count-disputed = { $count ->
    [0] No station is disputed
    [one] One station is disputed
   *[other] { $count } stations are disputed
  }
count-failing = { $count ->
    [0] All sums hold
    [one] One sum does not hold
   *[other] { $count } sums don't hold
  }
count-unexplained = { $count ->
    [0] No difference without an explanation
    [one] One difference is not explained
   *[other] { $count } differences are not explained
  }
was-typed = Typed independently and compared
was-not-typed = Not typed independently yet
nothing-stated = This plenary has not been stated yet.
stands-closed = Closed by entry { $entry }, by { $key } (statement { $versions }).
stands-open = Stated by entry { $entry }, by { $key } (statement { $versions }), not closed.
changed-since = { $count } figures have changed since that statement.
state-title = State the result
state-again = State it again
state-explain = The desk writes a statement of the figures that stand now; you see it first, and then sign it. Closing confirms every station below.
untyped = If nobody typed it independently, why?
signed-paper = Photos of the signed minutes
close = Close the plenary
state-only = State without closing
prints = Minutes
print-explain = Printed from the statement that stands, then signed by members and witnesses. Every page has a code of its statement: photograph all pages once they are signed, and choose the photos here.
print = Make the minutes (PDF)
print-of = Minutes { $at } ({ $kilobytes } kB)
print-old = (of an earlier statement)
sign-explain = For committees that sign on another machine, such as a laptop without a network: take this text there, sign it, and paste what comes of it below.
sign-text = Text
sign-copy = Copy the text
sign-note = The signed text
sign-other = This is not the text above with a signature.
sign-send = Send

## Regions, contests, status
level-nation = Nation
level-province = Province
level-regency = Regency
level-district = District
level-village = Village
status-running = running
status-plenary-closed = closed
status-determined = determined
status-under-dispute = under dispute
status-ruled = ruled

## Photos
photos-going = Wait until all photos are sent.
photos-failed = A photo was not sent: try again, or remove it.
pages-looking = Looking at the pages in the photos.
pages-whole = All pages of the minutes are there.
pages-missing = Pages not photographed yet: { $pages }.
pages-compare = The code tells page and statement as they were printed, and each figure is held against the print. Signatures and words are compared by a person.
figures-same = { $count ->
    [one] One figure is as it was printed.
   *[other] { $count } figures are as they were printed.
}
figures-unclear = { $count ->
    [one] One can't be told: photograph the page again, nearer and sharp.
   *[other] { $count } can't be told: photograph the page again, nearer and sharp.
}
figures-differ = { $count ->
    [one] One shows something else: a pen's mark, another figure, or a shadow. Look at it before you sign; what was changed by hand is stated, or said below.
   *[other] { $count } show something else: a pen's marks, other figures, or shadows. Look at them before you sign; what was changed by hand is stated, or said below.
}
figures-none = No figures of this page were compared: it has none, or its print is older than the comparison.
figures-more = And { $count } more.
figure-item = Figure
figure-printed = As printed
figure-on-photo = On the photo
figure-outside = Not wholly in the photo
figure-photo = { $item }, { $column }, on the photo
shows-page = Photo { $number }: page { $page } of { $pages }, of the statement that stands
shows-other-print = Photo { $number }: page { $page } of { $pages }, but of another print
shows-unknown = Photo { $number }: page { $page } of { $pages }, but not printed at this desk with these figures
shows-other-statement = Photo { $number }: page { $page } of { $pages } of another statement
shows-no-page = Photo { $number }: no page of the minutes, or its corners are not seen
shows-no-code = Photo { $number }: its code can't be read; photograph it again, nearer and sharp
shows-no-picture = Photo { $number }: it can't be opened

## Signing
reopen = Open the plenary again
close-again = State again and close
stands-reopened = Opened again by entry { $entry }, by { $key } (statement { $versions }).
status-reopened = opened again
replaces = Takes the place of
sign-place = Place
sign-replaces = Takes the place of
sign-go = Sign and send
sign-done = Done
sign-elsewhere = Sign on another machine
nothing-stands = No figures stand yet.
stands-now = Stands now
will-stand = Will stand
differ-count = { $count ->
    [0] No figure changes.
    [one] One figure changes.
   *[other] { $count } figures change.
  }
all-figures = All figures

## What was not done
problem-no-reason = A statement stands already: choose a reason for taking its place.
problem-unexplained = There are differences that nobody has explained.
problem-not-typed = Nobody has typed it independently: have somebody else type it, or say why not.
problem-own-typing = You typed this form yourself: somebody else closes the plenary.
problem-nothing-stands = No statement stands yet.
problem-no-difference = These figures don't differ any more.
problem-text-length = Write an explanation that is neither empty nor too long.
problem-too-large = A figure is too large for its box.

## Signatories
signatories = Who signed the paper
signatories-explain = Write down every member and witness who was to sign. Who did not sign: say why. It is published with the statement that closes.
signatory-name = Name
signatory-office = As
signatory-refused = Why, if they did not sign
signatory-add = Add a row
signatory-drop-this = Remove
signatory-drop = Remove row { $number }
signatories-missing = Say first who signed: everybody's name and office.
said-too = Anything else to say (published)
