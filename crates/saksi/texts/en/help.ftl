# The texts of --help. `help-init` is the command, `help-init-places` its option, `help-init-example` its example.

help-usage = Usage
help-command-name = COMMAND
help-options-word = {"[OPTIONS]"}
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-heading-example = Example
help-help = Explain the command
help-version = Print the version
help-saksi-language = Language of what is printed: en or id. Else SAKSI_LANGUAGE, else the system's

help-saksi = Saksi (witness): takes in, checks, adds up and publishes election results so that anyone can add them up again.
help-saksi-example =
    saksi demo
    saksi init --help

help-init = Make a new election: law, places, keys, and a ledger that begins with them.
help-init-folder = Folder to make; new or empty
help-init-profile = Profile: one in the program (id-2024), or a folder with a profile.toml
help-init-places = Regions: KPU's table (kode,kpu_id,nama,tingkat,kode_induk; gzip or not), or Saksi's own CSV
help-init-stations = Stations: KPU's table (kode_tps,kpu_id,nama,kode_kelurahan; gzip or not), or Saksi's own CSV
help-init-constituencies = Constituencies beyond those in the profile
help-init-candidates = Lists of candidates
help-init-outlines = Outlines of regions for maps: GeoJSON whose features' ids are regions' codes; several files, a level each
help-init-contests = Contests to expect, with commas between; else the profile's first
help-init-origin = The ledger's origin: the URL without schema under which its files will be served. It can't be changed later
help-init-practice = A practice: every page, print and file says so, and nothing of it can enter a real count
help-init-example = saksi init count --profile id-2024 --places regions.csv.gz --stations stations.csv.gz

help-import = Take in others' figures as statements that restate them.
help-import-example = saksi import kpu sirekap-ppwp-stations.csv.gz --into count
help-import-kpu = KPU's files: station rows, versions, the official totals, or its JSON tree; told apart by content.
help-import-kpu-source = A file, or the top of a tree of JSON files. Symbolic links in a tree are not followed
help-import-kpu-into = The election's folder
help-import-kpu-json = Print the result as JSON
help-import-kpu-example = saksi import kpu sirekap-ppwp-stations.csv.gz --into count

help-import-scans = Scanned pages of mixed stations and contests: which is which, their printed codes say. What the reader is unsure of, the officers' desk gives to people.
help-import-scans-source = A folder of pictures (JPEG, PNG), searched with all folders in it
help-import-scans-into = The election's folder
help-import-scans-key = Name of the key that states them, as `saksi key make` named it
help-import-scans-to = The running desk of that folder, where it can't be found by itself: http://127.0.0.1:8090
help-import-scans-json = Print the result as JSON
help-import-scans-example = saksi import scans scanner/ --into count --key ppk-327501

help-publish = Make a cut: write the public files.
help-publish-folder = The election's folder
help-publish-no-tables = Leave the CSV and Parquet tables as they are
help-publish-to = A bucket that shows the publication as well: s3://BUCKET[/PREFIX]
help-publish-json = Print the result as JSON
help-publish-example = saksi publish count

help-serve = Serve the public files, and nothing else, over HTTP.
help-serve-folder = The election's folder, or a mirror's
help-serve-listen = Address and port to listen on; else what saksi.toml says
help-serve-example = saksi serve count --listen 127.0.0.1:8080
help-mirror = Keep a checked copy of somebody’s publication, whole or in part. Only what changed is fetched; nothing is shown before it was checked, and the copy stays when the origin is gone. Exit code 0: it is up to date, 1: what the origin has is refused, 2: it was not possible, 3: the ledger contradicts itself or was cut short, and the evidence is kept.
help-mirror-from = URL (or folder) of the public files to copy
help-mirror-folder = Folder of the copy, for any web server. What is kept beside it goes into FOLDER.mirror
help-mirror-region = Only what is about this region, those it lies in and those in it
help-mirror-without-photos = Leave the photos out
help-mirror-policy = Policy (C2SP tlog-policy): whose keys are trusted. Without it, the one found at the first run
help-mirror-also = Another address of the same publication, whose head is compared at each run; may be repeated
help-mirror-every = Go on, once in so many seconds
help-mirror-without-recount = Hold files against the manifests alone, and don’t make the count again before they are shown
help-mirror-example =
    saksi mirror https://results.example mirror --policy policy.txt
    saksi mirror https://results.example 1101 --region 1101 --without-photos --every 60

help-desk = The officers' server: pages for typing, keys, and statements into the ledger. It serves nothing to the public.
help-desk-folder = The election's folder
help-desk-listen = Address and port to listen on; else 127.0.0.1:8090. Phones and other machines reach it through a proxy with TLS
help-desk-database = PostgreSQL instead of the folder's own SQLite: postgres://user:password@host/name
help-desk-behind = A proxy before the desk (10.0.0.1), or a network of them (10.0.0.0/8); can be given more than once. Whom it names in X-Forwarded-For is who asks; nobody else's header is read
help-desk-store = Where new photos stay instead of the folder: s3://BUCKET/PREFIX, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and AWS_REGION or AWS_ENDPOINT_URL. Said once: the folder remembers it
help-desk-example = saksi desk count --listen 127.0.0.1:8090

help-key = Make keys for committees that sign on this machine; revoke keys that are lost.
help-key-example = saksi key make count --role ppk --place 327501
help-key-make = Make a key for a committee that signs on this machine, and register it with the commission's key.
help-key-make-folder = The election's folder
help-key-make-role = Role in the profile: ppk, kpu-regency, ...
help-key-make-place = Code of the region or station that it acts for
help-key-make-example = saksi key make count --role ppk --place 327501
help-key-make-second = Name of a second key that signs beside the commission's, of another level: from polling day on, for another key of a place
help-key-revoke = End a key that is lost or in the wrong hands: what it signs from then on counts no more, what it signed before stays.
help-key-revoke-folder = The election's folder
help-key-revoke-key = The key's name, or its fingerprint
help-key-revoke-reason = Why: lost, exposed, ended (the profile's reasons)
help-key-revoke-by = Name of the key that signs it, as `saksi key make` named it; else the commission's
help-key-revoke-example = saksi key revoke count --key kpps/3275011001001/hp1 --reason lost

help-trail = What everybody did at the desk, held against the ledger. It needs no desk, and no key.
help-trail-example = saksi trail check count
help-trail-check = Read the whole trail again and compare it with each of its anchors in the ledger. Exit code 0: it holds, 1: it differs.
help-trail-check-folder = The election's folder, or a copy of it
help-trail-check-database = PostgreSQL instead of the folder's own SQLite: postgres://user:password@host/name
help-trail-check-example = saksi trail check /backup/count

help-minutes = Sign printed minutes by a certificate, where an office asks for it. What the count stands on are the statements.
help-minutes-example = saksi minutes sign minutes.pdf --key chair.p12 --out signed.pdf
help-minutes-sign = Append a signature (PAdES B-B) to a PDF. The file stays as it is, and who signed before stays.
help-minutes-sign-file = The PDF
help-minutes-sign-key = A PKCS#12 file (.p12, .pfx), or the name of a device's key (pkcs11:object=...); the program openssl signs with it
help-minutes-sign-certificate = PEM file with the signer's certificate, then those that vouch for it; a PKCS#12 file has its own
help-minutes-sign-reason = Why, or as what somebody signs
help-minutes-sign-location = Where it is signed
help-minutes-sign-out = Where the signed file goes; not where the old one is
help-minutes-sign-example = saksi minutes sign minutes.pdf --key chair.p12 --reason "Chair of the committee" --out signed.pdf
help-backup = Copy an election's data while everything runs, check the copy, make a folder of it again. Keys are never in it.
help-backup-example = saksi backup make count --out /backup/count
help-backup-make = Copy what is new since the last time: ledger, photos, the desk's tables. It may run every few minutes.
help-backup-make-folder = The election's folder
help-backup-make-out = The folder of the backup, on another disk or machine
help-backup-make-example = saksi backup make count --out /backup/count
help-backup-check = Check every file of a backup against its list, and the ledger against its signed checkpoint.
help-backup-check-backup = The folder of the backup
help-backup-check-example = saksi backup check /backup/count
help-backup-restore = Make an election's folder of a backup. First make sure that the machine which wrote last is off for good.
help-backup-restore-backup = The folder of the backup
help-backup-restore-folder = Folder to make; new or empty
help-backup-restore-known = The newest checkpoint that anybody holds (mirrors, newsrooms): an older backup is refused
help-backup-restore-example = saksi backup restore /backup/count --folder count2 --known checkpoint

help-carry = Carry what was stated without a network, at a plenary's own desk, to where the others are.
help-carry-example =
    saksi carry make laptop --out /media/stick/kota.tar
    saksi carry in /media/stick/kota.tar --to https://desk.example --as ketua
help-carry-make = Write a folder's signed notes, with the photos and texts that they name, as one file. It only reads; a desk may run.
help-carry-make-folder = The election's folder
help-carry-make-out = The file to write; not one that is there
help-carry-make-from = First entry of the ledger to carry, where those before it are known to be there already; else all
help-carry-make-example = saksi carry make laptop --out /media/stick/kota.tar
help-carry-in = Bring such a file in: notes in their order, then photos and texts. What is refused is told with why, everything else goes in; done again, nothing is added. Exit code 0: all is in, 1: something is refused.
help-carry-in-file = The file
help-carry-in-to = The running desk it goes to: https://desk.example
help-carry-in-account = Name of the account that brings it in: of who may preside. The password is asked for, or stands in SAKSI_DESK_PASSWORD (a code of the second factor in SAKSI_DESK_CODE)
help-carry-in-into = Instead of a desk, an election's folder whose desk does not run
help-carry-in-example =
    saksi carry in /media/stick/kota.tar --to https://desk.example --as ketua
    saksi carry in /media/stick/kota.tar --into count

help-verify = Check a publication. Exit code 0: it holds, 1: there are findings, 2: it can't be read.
help-verify-target = Folder or URL of the public files
help-verify-policy = Policy (C2SP tlog-policy): whose keys are trusted. Without it, the publication's own
help-verify-known = A checkpoint kept from earlier: the ledger must contain it
help-verify-reread = Read the photos again and compare with every reading that this program's rules and weights made
help-verify-json = Print the report as JSON
help-verify-example =
    saksi verify count/public
    saksi verify http://localhost:8080 --policy policy.txt --json

help-export = Write the election in others' formats.
help-export-example = saksi export actasum count --out out
help-export-actasum = For the checker actasum: statements.jsonl and official.json.
help-export-actasum-folder = The election's folder
help-export-actasum-out = Folder to write into
help-export-actasum-contest = Contest to export; else the one that is furthest counted
help-export-actasum-example =
    saksi export actasum count --out out
    actasum verify --statements out/statements.jsonl --official out/official.json

help-status = Say where the count stands: qualities, standings, totals, checks, plenaries, cut, checkpoint.
help-status-folder = The election's folder
help-status-at = As it stood at this cut, or at any other size of the ledger
help-status-json = Print as JSON
help-status-example = saksi status count

help-show = Show everything stated about a station, or a region's totals.
help-show-place = Code of a station or region
help-show-folder = The election's folder; else this one
help-show-at = As it stood at this cut, or at any other size of the ledger
help-show-json = Print as JSON
help-show-example = saksi show 8271021022008 --folder count

help-dossier = Make papers for a court about a station or region: a PDF, photos, signed statements, proofs, and the offline verifier.
help-dossier-place = Code of a station or region
help-dossier-from = An election's folder, or a folder or URL of public files; else this folder
help-dossier-into = What to make: a ZIP file if its name ends in .zip, else a folder
help-dossier-contest = Only these contests; else all that are expected
help-dossier-example =
    saksi dossier 8271021022008 --from count --into station-8.zip
    saksi dossier 827102 --from http://localhost:8080 --into district --contest ppwp --language en

help-forms = Print blank forms, and check where a layout has everything.
help-forms-example = saksi forms print 8271021022008 --out forms.pdf
help-forms-print = Blank forms as PDF at true size, every page with its station's code beside the tag.
help-forms-print-stations = Codes of the stations, one sheet each
help-forms-print-out = PDF to write
help-forms-print-folder = The election's folder: the names of its regions and stations stand on the forms
help-forms-print-profile = Profile, where there is no folder: one in the program, or a folder with a profile.toml; else id-2024
help-forms-print-contest = Contest, such as ppwp; else the profile's first
help-forms-print-layout = Name of the layout, where the form has several: the witnesses' copy, say (c-hasil-salinan-ppwp)
help-forms-print-practice = Mark every page as practice; forms of a practice election always are
help-forms-print-example =
    saksi forms print 8271021022008 --out forms.pdf --folder count
    saksi forms print 8271021022008 8271021022009 --out forms.pdf --practice
help-forms-overlay = Outlines of everything a layout names, to check it by eye: on white paper, or over a photo of the form.
help-forms-overlay-layout = The layout's file (docs/layouts.md)
help-forms-overlay-folder = The election's folder, for a layout that follows a list of candidates
help-forms-overlay-station = A station of the constituency whose list it is
help-forms-overlay-contest = Contest, where the file lays out forms of several
help-forms-overlay-photo = A photo of one of its pages to draw over, JPEG or PNG
help-forms-overlay-out = PNG to write; without a photo one a page, with -1, -2 ... added to the name
help-forms-overlay-example = saksi forms overlay my-form.toml --photo page1.jpg --out check.png

help-read = Read photos of forms: 0 every number is accepted, 1 a person must look, 2 a photo can't be read.
help-read-example = saksi read form page1.jpg page2.jpg page3.jpg
help-read-page = One page: every number on it, how it was read, how sure that is, what to look at.
help-read-page-photos = Photos, JPEG or PNG
help-read-page-profile = Profile whose forms are looked for: one in the program, or a folder with a profile.toml; else id-2024
help-read-page-folder = The election's folder: its lists say what stands on forms of parties and candidates
help-read-page-contest = Look only for forms of this contest, such as pdpr
help-read-page-station = Code of the station, if the sender says it
help-read-page-picture = PNG to write: the page laid flat, each number outlined in green (accepted), orange (ask one person) or red (ask two); for several pages -1, -2 ... is added to the name
help-read-page-debug = Folder for one numbered picture after each step
help-read-page-json = Print as JSON
help-read-page-example = saksi read page page2.jpg --json
help-read-form = A whole sheet from photos of its pages, in any order.
help-read-form-photos = Photos, JPEG or PNG
help-read-form-profile = Profile whose forms are looked for: one in the program, or a folder with a profile.toml; else id-2024
help-read-form-folder = The election's folder: its lists say what stands on forms of parties and candidates
help-read-form-contest = Look only for forms of this contest, such as pdpr
help-read-form-station = Code of the station, if the sender says it
help-read-form-picture = PNG to write: the page laid flat, each number outlined in green (accepted), orange (ask one person) or red (ask two); for several pages -1, -2 ... is added to the name
help-read-form-debug = Folder for one numbered picture after each step
help-read-form-json = Print as JSON
help-read-form-example = saksi read form page1.jpg page2.jpg page3.jpg --station 8271021022008

help-read-boxes = Single digit boxes, one line each: file, label (0-9, X, empty, dash, illegible), confidence in parts per million.
help-read-boxes-boxes = A folder or a tar file of pictures, each of one box with a little around it
help-read-boxes-json = Print as JSON
help-read-boxes-example = saksi read boxes crops/ --json

help-log = Look into the ledger.
help-log-example = saksi log checkpoint --folder count
help-log-checkpoint = Print the ledger's signed checkpoint.
help-log-checkpoint-folder = The election's folder; else this one
help-log-checkpoint-example = saksi log checkpoint --folder count
help-log-proof = Print the proof (C2SP tlog-proof) that an entry is in the ledger.
help-log-proof-entry = Index of an entry, or a station's code: then the statement that stands for it
help-log-proof-contest = Contest, where a station is given; else the first that is expected
help-log-proof-folder = The election's folder; else this one
help-log-proof-example =
    saksi log proof 12345 --folder count
    saksi log proof 8271021022008 --folder count > form.tlog-proof
help-log-consistency = Print the proof that the ledger of an older size is the beginning of a newer one.
help-log-consistency-old = The older size
help-log-consistency-new = The newer size; else the newest
help-log-consistency-folder = The election's folder; else this one
help-log-consistency-example = saksi log consistency 10000 --folder count

help-demo = Make a small election from a seed, with everything in it that can go wrong, and serve it.
help-demo-folder = Folder to make; else demo
help-demo-seed = Seed: equal seeds make equal elections; else 2024
help-demo-stations = How many stations; else 1200. Fewer than can show everything are raised to the least that do
help-demo-on-paper = How many stations at most have their presidential sheets filled by hand, photographed and read; else 90. The others get small pictures
help-demo-listen = Address and port to serve it on; else 127.0.0.1:8080
help-demo-no-serve = Only make it
help-demo-example =
    saksi demo
    saksi demo --folder practice --stations 300 --no-serve

help-bench-cut = Measure from a durable commit to its cut. It changes figures: only on a copy.
help-bench-cut-folder = A copy of an election's folder
help-bench-cut-rounds = How many statements, one a cut
help-bench-cut-example = saksi bench-cut copy

help-services = What the public needs a server for: reports that a sheet is wrong, and sending the data to whoever asks. A process with a folder and tables of its own; the count does not need it.
help-services-example =
    saksi services init --folder services
    saksi services run --folder services --public count/public
    saksi services reports list --folder services
help-services-init = Make a folder for them, with a services.toml to be filled in.
help-services-init-folder = Folder to make; outside the election's
help-services-init-example = saksi services init --folder services
help-services-run = Run them.
help-services-run-folder = The services' own folder
help-services-run-public = The published folder; it is only read
help-services-run-listen = Address and port to listen on; else 127.0.0.1:8092. The public reaches it through a proxy with TLS
help-services-run-out = Folder for the files that everybody may read (reports.json, reports/); else out in the services' own
help-services-run-behind = A proxy before the services (10.0.0.1), or a network of them (10.0.0.0/8); can be given more than once. Whom it names in X-Forwarded-For is who asks; nobody else's header is read
help-services-run-example = saksi services run --folder services --public count/public --behind 127.0.0.1
help-services-reports = What was reported: to be looked at and answered.
help-services-reports-example = saksi services reports list --folder services
help-services-reports-list = Those that wait for an answer, oldest first.
help-services-reports-list-folder = The services' own folder
help-services-reports-list-all = Also those that are answered
help-services-reports-list-example = saksi services reports list --folder services
help-services-reports-show = One, with what its reporter wrote, contact and photo: for officers alone.
help-services-reports-show-receipt = Its receipt
help-services-reports-show-folder = The services' own folder
help-services-reports-show-example = saksi services reports show 7K3M-Q0ZT-91VB-X4RD-5C --folder services
help-services-reports-answer = Answer one, in public. A later answer takes the place of an earlier one.
help-services-reports-answer-receipt = Its receipt
help-services-reports-answer-folder = The services' own folder
help-services-reports-answer-text = The answer
help-services-reports-answer-example = saksi services reports answer 7K3M-Q0ZT-91VB-X4RD-5C --folder services --text "Corrected today"
help-services-reports-release = Make what its reporter wrote public. Look first that it names nobody; contact and photo stay with officers.
help-services-reports-release-receipt = Its receipt
help-services-reports-release-folder = The services' own folder
help-services-reports-release-take-back = No longer public
help-services-reports-release-example = saksi services reports release 7K3M-Q0ZT-91VB-X4RD-5C --folder services
help-services-send = Send what waits, once. Beside running services it leaves the sending to them.
help-services-send-folder = The services' own folder
help-services-send-public = The published folder; it is only read
help-services-send-out = Folder for the files that everybody may read; else out in the services' own
help-services-send-now = Make the day's deliveries first, whatever the hour
help-services-send-example = saksi services send --now --folder services --public count/public
help-services-outbox = What waits to be sent, with the last answer and when it is tried next.
help-services-outbox-folder = The services' own folder
help-services-outbox-example = saksi services outbox --folder services
help-services-dead = What could not be sent. Each holds up its receiver until it is sent again or left out.
help-services-dead-example = saksi services dead list --folder services
help-services-dead-list = All, with what was said the last time.
help-services-dead-list-folder = The services' own folder
help-services-dead-list-example = saksi services dead list --folder services
help-services-dead-resend = Send one again, or all; what waits behind follows in order.
help-services-dead-resend-number = Its number
help-services-dead-resend-all = All: a mail server was set up wrong
help-services-dead-resend-folder = The services' own folder
help-services-dead-resend-example = saksi services dead resend 17 --folder services
help-services-dead-leave-out = Leave one out for good; what waits behind it follows.
help-services-dead-leave-out-number = Its number
help-services-dead-leave-out-folder = The services' own folder
help-services-dead-leave-out-example = saksi services dead leave-out 17 --folder services
help-services-receipts = What was sent to whom: files with length and SHA-256, cut, time, and what the receiving server answered.
help-services-receipts-folder = The services' own folder
help-services-receipts-receiver = Of the receiver with this number alone
help-services-receipts-json = A line of JSON each
help-services-receipts-example = saksi services receipts --folder services --json
help-services-receivers = Who is sent the data. People subscribe by themselves; webhooks and buckets are made here.
help-services-receivers-example = saksi services receivers list --folder services
help-services-receivers-list = All that have not ended.
help-services-receivers-list-folder = The services' own folder
help-services-receivers-list-all = Also those that have
help-services-receivers-list-example = saksi services receivers list --folder services
help-services-receivers-webhook = Have a web address told of each day's files, signed. The secret is shown this once.
help-services-receivers-webhook-url = Where to: https://...
help-services-receivers-webhook-folder = The services' own folder
help-services-receivers-webhook-public = The published folder; it is only read
help-services-receivers-webhook-contest = Id of the contest
help-services-receivers-webhook-region = Code of the nation or of a region of the first level; can be given more than once
help-services-receivers-webhook-what = daily: the tables of all stations; digest: the table of totals. Else daily
help-services-receivers-webhook-example = saksi services receivers webhook https://hooks.example/saksi --contest ppwp --region ID --folder services --public count/public
help-services-receivers-bucket = Put each day's files into a bucket that services.toml names.
help-services-receivers-bucket-name = Its name in services.toml: [buckets.NAME]
help-services-receivers-bucket-folder = The services' own folder
help-services-receivers-bucket-public = The published folder; it is only read
help-services-receivers-bucket-contest = Id of the contest
help-services-receivers-bucket-region = Code of the nation or of a region of the first level; can be given more than once
help-services-receivers-bucket-what = daily: the tables of all stations; digest: the table of totals. Else daily
help-services-receivers-bucket-example = saksi services receivers bucket newsroom --contest ppwp --region ID --folder services --public count/public
help-services-receivers-end = End one: nothing more is sent to it.
help-services-receivers-end-number = Its number
help-services-receivers-end-folder = The services' own folder
help-services-receivers-end-example = saksi services receivers end 5 --folder services
