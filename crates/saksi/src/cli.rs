//! The command line: what there is to say. How it is explained lies in the texts, see [`crate::help`].

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use desk::behind::Network;

/// Saksi (witness).
#[derive(Debug, Parser)]
#[command(name = "saksi", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// Language spoken; it is read before everything else, by [`crate::texts::Language::of_run`].
    #[arg(long, global = true, value_parser = ["en", "id"])]
    pub language: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new election: law, places, keys, and a ledger that begins with them.
    Init(Init),
    /// Take in others' figures as statements that restate them.
    #[command(subcommand)]
    Import(Import),
    /// Make a cut: write the public tree.
    Publish(Publish),
    /// Serve the public files, and nothing else, over HTTP.
    Serve(Serve),
    /// The officers' server: typing, keys, statements into the ledger.
    Desk(Desk),
    /// What the public needs a server for: reports that a sheet is wrong.
    #[command(subcommand)]
    Services(Services),
    /// Keep a checked copy of somebody's publication: 0 it is up to date, 1 refused, 2 not possible now, 3 the ledger contradicts itself.
    Mirror(Mirror),
    /// Check a publication: 0 it holds, 1 there are findings, 2 it can't be read.
    Verify(Verify),
    /// Write the election in others' formats.
    #[command(subcommand)]
    Export(Export),
    /// Say where the count stands: qualities, standings, totals, checks, cut, checkpoint.
    Status(Status),
    /// Show everything stated about a station, or a region's totals.
    Show(Show),
    /// Make papers for a court about a station or region, with everything they rest on.
    Dossier(Dossier),
    /// Read photos of forms: 0 every number is accepted, 1 a person must look, 2 a photo can't be read.
    #[command(subcommand)]
    Read(Read),
    /// Print blank forms, and check where a layout has everything.
    #[command(subcommand)]
    Forms(Forms),
    /// Look into the ledger.
    #[command(subcommand)]
    Log(Log),
    /// Make keys for committees that sign on this machine; revoke keys that are lost.
    #[command(subcommand)]
    Key(Key),
    /// Sign printed minutes by a certificate.
    #[command(subcommand)]
    Minutes(Minutes),
    /// Check what everybody did at the desk against what the ledger holds of it.
    #[command(subcommand)]
    Trail(Trail),
    /// Copy an election's data while everything runs, check the copy, make a folder of it again.
    #[command(subcommand)]
    Backup(Backup),
    /// Carry what was stated without a network to where the others are.
    #[command(subcommand)]
    Carry(Carry),
    /// Make a small election from a seed, with everything in it that can go wrong, and serve it.
    Demo(Demo),
    /// Measure from a durable commit to its cut. It changes figures: only on a copy.
    #[command(hide = true)]
    BenchCut(BenchCut),
}

/// `saksi init`.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// Folder to make; new or empty.
    pub folder: PathBuf,
    /// Profile: one in the program, or a folder with a profile.toml.
    #[arg(long)]
    pub profile: String,
    /// Regions: KPU's table (kode,kpu_id,nama,tingkat,kode_induk; gzip or not), or Saksi's own CSV.
    #[arg(long)]
    pub places: Option<PathBuf>,
    /// Stations: KPU's table (kode_tps,kpu_id,nama,kode_kelurahan; gzip or not), or Saksi's own CSV.
    #[arg(long)]
    pub stations: Option<PathBuf>,
    /// Constituencies beyond those in the profile.
    #[arg(long)]
    pub constituencies: Option<PathBuf>,
    /// Candidate lists.
    #[arg(long)]
    pub candidates: Option<PathBuf>,
    /// Outlines of regions for maps, GeoJSON whose features' ids are regions' codes; several files: a level each.
    #[arg(long, num_args = 1..)]
    pub outlines: Vec<PathBuf>,
    /// Contests to expect, comma-separated; default: the profile's first.
    #[arg(long, value_delimiter = ',')]
    pub contests: Vec<String>,
    /// The ledger's origin: the schema-less URL its files will be served under.
    #[arg(long)]
    pub origin: Option<String>,
    /// A practice: every page, print and file says so.
    #[arg(long)]
    pub practice: bool,
}

/// `saksi import`.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// KPU's files: station rows, versions, the official totals table, or its JSON tree; told apart by content.
    Kpu(ImportKpu),
    /// Scanned pages of mixed stations and contests: which is which, their printed codes say.
    Scans(ImportScans),
}

/// `saksi import scans`.
#[derive(Debug, clap::Args)]
pub struct ImportScans {
    /// A folder of pictures, searched with all folders in it.
    pub source: PathBuf,
    /// The election's folder.
    #[arg(long)]
    pub into: PathBuf,
    /// Name of the key that states them, as `saksi key make` named it: `ppk-327501`.
    #[arg(long)]
    pub key: String,
    /// The running desk of that folder, where it can't be found by itself.
    #[arg(long, value_name = "URL")]
    pub to: Option<String>,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi key`.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a key for a committee that signs on this machine, and register it.
    Make {
        /// The election's folder.
        folder: PathBuf,
        /// Role in the profile: ppk, kpu-regency, ...
        #[arg(long)]
        role: String,
        /// Code of the region or station that it acts for.
        #[arg(long)]
        place: String,
        /// Name of a second key that signs beside the commission's, of another level: kpu-regency-3275.
        #[arg(long)]
        second: Option<String>,
    },
    /// End a key that is lost or in the wrong hands: what it signs from then on counts no more.
    Revoke {
        /// The election's folder.
        folder: PathBuf,
        /// The key's name, or its fingerprint.
        #[arg(long)]
        key: String,
        /// Why: lost, exposed, ended.
        #[arg(long)]
        reason: String,
        /// Name of the key that signs it; default: the commission's.
        #[arg(long)]
        by: Option<String>,
    },
}

/// `saksi trail`.
#[derive(Debug, Subcommand)]
pub enum Trail {
    /// Read the whole trail again and compare it with each of its anchors in the ledger.
    Check {
        /// The election's folder, or a copy of it.
        folder: PathBuf,
        /// PostgreSQL instead of the folder's own SQLite: postgres://user:password@host/name.
        #[arg(long)]
        database: Option<String>,
    },
}

/// `saksi minutes`.
#[derive(Debug, Subcommand)]
pub enum Minutes {
    /// Append a signature (PAdES) to a PDF; who signed before stays.
    Sign(MinutesSign),
}

/// `saksi minutes sign`.
#[derive(Debug, clap::Args)]
pub struct MinutesSign {
    /// The PDF.
    pub file: PathBuf,
    /// A PKCS#12 file, or the name of a device's key: pkcs11:object=...
    #[arg(long)]
    pub key: PathBuf,
    /// PEM file of the signer's certificate, then those that vouch for it; a PKCS#12 file has its own.
    #[arg(long)]
    pub certificate: Option<PathBuf>,
    /// Why, or as what: "Ketua PPK".
    #[arg(long)]
    pub reason: Option<String>,
    /// Where.
    #[arg(long)]
    pub location: Option<String>,
    /// Where the signed file goes.
    #[arg(long)]
    pub out: PathBuf,
}

/// `saksi import kpu`.
#[derive(Debug, clap::Args)]
pub struct ImportKpu {
    /// A file, or the top of a tree of JSON files.
    pub source: PathBuf,
    /// The election's folder.
    #[arg(long)]
    pub into: PathBuf,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi publish`.
#[derive(Debug, clap::Args)]
pub struct Publish {
    /// The election's folder.
    pub folder: PathBuf,
    /// Don't remake the CSV and Parquet tables in this cut.
    #[arg(long)]
    pub no_tables: bool,
    /// A bucket that shows the publication as well: `s3://BUCKET[/PREFIX]`.
    #[arg(long)]
    pub to: Option<String>,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi serve`.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The election's folder.
    pub folder: PathBuf,
    /// Address and port to listen on; default: what saksi.toml says.
    #[arg(long)]
    pub listen: Option<String>,
}

/// `saksi desk`.
#[derive(Debug, clap::Args)]
pub struct Desk {
    /// The election's folder.
    pub folder: PathBuf,
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8090")]
    pub listen: String,
    /// PostgreSQL instead of the folder's own SQLite: `postgres://user:password@host/name`.
    #[arg(long)]
    pub database: Option<String>,
    /// A proxy before the desk, or a network of them: who it names in `X-Forwarded-For` is who asks.
    #[arg(long, value_name = "ADDRESS[/BITS]")]
    pub behind: Vec<Network>,
    /// Where new photos stay instead of the folder: `s3://BUCKET/PREFIX`. The folder remembers it.
    #[arg(long)]
    pub store: Option<String>,
}

/// `saksi services`.
#[derive(Debug, Subcommand)]
pub enum Services {
    /// Make a folder for them.
    Init {
        /// Folder to make.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Run them.
    Run(ServicesRun),
    /// What was reported: to be looked at and answered.
    #[command(subcommand)]
    Reports(Reports),
    /// Send what waits, once.
    Send(ServicesSend),
    /// What waits to be sent.
    Outbox {
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
    },
    /// What could not be sent: each holds up its receiver until it is sent again or left out.
    #[command(subcommand)]
    Dead(Dead),
    /// What was sent to whom, and what the receiving server answered.
    Receipts {
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
        /// Of one receiver alone.
        #[arg(long, value_name = "NUMBER")]
        receiver: Option<i64>,
        /// A line of JSON each.
        #[arg(long)]
        json: bool,
    },
    /// Who is sent the data.
    #[command(subcommand)]
    Receivers(Receivers),
}

/// `saksi services send`.
#[derive(Debug, clap::Args)]
pub struct ServicesSend {
    /// The services' own folder.
    #[arg(long)]
    pub folder: PathBuf,
    /// The published folder; it is only read.
    #[arg(long)]
    pub public: PathBuf,
    /// Folder for the files that everybody may read; default: `out` in the services' own.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Make the day's deliveries first, whatever the hour.
    #[arg(long)]
    pub now: bool,
}

/// `saksi services dead`.
#[derive(Debug, Subcommand)]
pub enum Dead {
    /// All, with what was said the last time.
    List {
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Send one again, or all; what waits behind follows.
    Resend {
        /// Its number.
        #[arg(required_unless_present = "all")]
        number: Option<i64>,
        /// All: a mail server was set up wrong.
        #[arg(long, conflicts_with = "number")]
        all: bool,
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Leave one out for good; what waits behind it follows.
    LeaveOut {
        /// Its number.
        number: i64,
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
    },
}

/// `saksi services receivers`.
#[derive(Debug, Subcommand)]
pub enum Receivers {
    /// All that have not ended.
    List {
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
        /// Also those that have.
        #[arg(long)]
        all: bool,
    },
    /// Have a web address told of each day's files, signed; prints the secret once.
    Webhook(Webhook),
    /// Put each day's files into a bucket that `services.toml` names.
    Bucket(IntoBucket),
    /// End one: nothing more is sent to it.
    End {
        /// Its number.
        number: i64,
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
    },
}

/// `saksi services receivers webhook`.
#[derive(Debug, clap::Args)]
pub struct Webhook {
    /// Where to: HTTPS.
    pub url: String,
    /// What is sent.
    #[command(flatten)]
    pub wish: Wanted,
}

/// `saksi services receivers bucket`.
#[derive(Debug, clap::Args)]
pub struct IntoBucket {
    /// Its name in `services.toml`.
    pub name: String,
    /// What is sent.
    #[command(flatten)]
    pub wish: Wanted,
}

/// What a receiver is sent.
#[derive(Debug, clap::Args)]
pub struct Wanted {
    /// The services' own folder.
    #[arg(long)]
    pub folder: PathBuf,
    /// The published folder; it is only read.
    #[arg(long)]
    pub public: PathBuf,
    /// Id of the contest.
    #[arg(long)]
    pub contest: String,
    /// Code of the nation or of a region of the first level.
    #[arg(long, required = true)]
    pub region: Vec<String>,
    /// `daily`: the tables of all stations. `digest`: the table of totals.
    #[arg(long, default_value = "daily")]
    pub what: String,
}

/// `saksi services run`.
#[derive(Debug, clap::Args)]
pub struct ServicesRun {
    /// The services' own folder.
    #[arg(long)]
    pub folder: PathBuf,
    /// The published folder; it is only read.
    #[arg(long)]
    pub public: PathBuf,
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8092")]
    pub listen: String,
    /// Folder for the files that everybody may read; default: `out` in the services' own.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// A proxy before the services, or a network of them.
    #[arg(long, value_name = "ADDRESS[/BITS]")]
    pub behind: Vec<Network>,
}

/// `saksi services reports`.
#[derive(Debug, Subcommand)]
pub enum Reports {
    /// Those that wait for an answer, oldest first.
    List {
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
        /// Also those that are answered.
        #[arg(long)]
        all: bool,
    },
    /// One, with what its reporter wrote.
    Show {
        /// Its receipt.
        receipt: String,
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Answer one, in public.
    Answer {
        /// Its receipt.
        receipt: String,
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
        /// The answer.
        #[arg(long)]
        text: String,
    },
    /// Make what its reporter wrote public.
    Release {
        /// Its receipt.
        receipt: String,
        /// The services' own folder.
        #[arg(long)]
        folder: PathBuf,
        /// No longer.
        #[arg(long)]
        take_back: bool,
    },
}

/// `saksi mirror`.
#[derive(Debug, clap::Args)]
pub struct Mirror {
    /// URL or folder of the public files to copy.
    pub from: String,
    /// Folder of the copy; what is kept beside it goes into a folder of the same name with `.mirror`.
    pub folder: PathBuf,
    /// Only this region, those it lies in and those in it.
    #[arg(long, value_name = "CODE")]
    pub region: Option<String>,
    /// Leave photos out.
    #[arg(long)]
    pub without_photos: bool,
    /// Policy (C2SP tlog-policy): whose keys are trusted. Without it, the one found first.
    #[arg(long)]
    pub policy: Option<PathBuf>,
    /// Another address of the same publication, whose head is compared each time.
    #[arg(long, value_name = "URL")]
    pub also: Vec<String>,
    /// Go on, once in so many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub every: Option<u64>,
    /// Hold files against the manifests alone, and don't make the count again before they are shown.
    #[arg(long)]
    pub without_recount: bool,
}

/// `saksi verify`.
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// Folder or URL of the public files.
    pub target: String,
    /// Policy (C2SP tlog-policy): whose keys are trusted. Without it, the publication's own.
    #[arg(long)]
    pub policy: Option<PathBuf>,
    /// A checkpoint kept from earlier: the ledger must contain it.
    #[arg(long)]
    pub known: Option<PathBuf>,
    /// Read the photos again and compare with every reading that this program's rules and weights made.
    #[arg(long)]
    pub reread: bool,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi export`.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// For the checker `actasum`: statements.jsonl and official.json.
    Actasum(ExportActasum),
}

/// `saksi export actasum`.
#[derive(Debug, clap::Args)]
pub struct ExportActasum {
    /// The election's folder.
    pub folder: PathBuf,
    /// Folder to write into.
    #[arg(long)]
    pub out: PathBuf,
    /// Contest to export; default: the one that is furthest counted.
    #[arg(long)]
    pub contest: Option<String>,
}

/// `saksi status`.
#[derive(Debug, clap::Args)]
pub struct Status {
    /// The election's folder.
    pub folder: PathBuf,
    /// As it stood at this cut, or any other size of the ledger.
    #[arg(long, value_name = "SIZE")]
    pub at: Option<u64>,
    /// Print as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi show`.
#[derive(Debug, clap::Args)]
pub struct Show {
    /// Code of a station or region.
    pub place: String,
    /// The election's folder.
    #[arg(long, default_value = ".")]
    pub folder: PathBuf,
    /// As it stood at this cut, or any other size of the ledger.
    #[arg(long, value_name = "SIZE")]
    pub at: Option<u64>,
    /// Print as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi dossier`.
#[derive(Debug, clap::Args)]
pub struct Dossier {
    /// Code of a station or region.
    pub place: String,
    /// An election's folder, or a folder or URL of public files.
    #[arg(long, default_value = ".")]
    pub from: String,
    /// ZIP file or folder to make.
    #[arg(long)]
    pub into: PathBuf,
    /// Only these contests.
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub contest: Vec<String>,
}

/// `saksi read`.
#[derive(Debug, Subcommand)]
pub enum Read {
    /// One page: every number on it, how it was read, how sure that is, what to look at.
    Page(ReadPhotos),
    /// A whole sheet from photos of its pages.
    Form(ReadPhotos),
    /// Single digit boxes, one line each.
    Boxes(ReadBoxes),
}

/// `saksi read boxes`.
#[derive(Debug, clap::Args)]
pub struct ReadBoxes {
    /// A folder or a tar file of pictures, each of one box with a little around it.
    pub boxes: PathBuf,
    /// Print as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi read page` and `saksi read form`.
#[derive(Debug, clap::Args)]
pub struct ReadPhotos {
    /// Photos, JPEG or PNG.
    #[arg(required = true)]
    pub photos: Vec<PathBuf>,
    /// Profile whose layouts are looked for: one in the program, or a folder with a profile.toml.
    #[arg(long, default_value = "id-2024", conflicts_with = "folder")]
    pub profile: String,
    /// The election's folder: its lists of candidates say what stands on forms of parties and candidates.
    #[arg(long)]
    pub folder: Option<PathBuf>,
    /// Look only for forms of this contest.
    #[arg(long)]
    pub contest: Option<String>,
    /// Code of the station, if the sender says it.
    #[arg(long)]
    pub station: Option<String>,
    /// PNG to write: the page laid flat, each number outlined in the colour of what to do. For several pages, `-1`, `-2` ...
    /// is added to the name.
    #[arg(long, value_name = "PNG")]
    pub picture: Option<PathBuf>,
    /// Folder for one numbered picture after each step.
    #[arg(long, value_name = "FOLDER")]
    pub debug: Option<PathBuf>,
    /// Print as JSON.
    #[arg(long)]
    pub json: bool,
}

/// `saksi forms`.
#[derive(Debug, Subcommand)]
pub enum Forms {
    /// Blank forms as PDF at true size, each page with its station's code.
    Print(FormsPrint),
    /// Outlines of everything a layout names, on white paper or over a photo.
    Overlay(FormsOverlay),
}

/// `saksi forms print`.
#[derive(Debug, clap::Args)]
pub struct FormsPrint {
    /// Codes of the stations.
    #[arg(required = true)]
    pub stations: Vec<String>,
    /// PDF to write.
    #[arg(long)]
    pub out: PathBuf,
    /// The election's folder: its names stand on the forms.
    #[arg(long)]
    pub folder: Option<PathBuf>,
    /// Profile, where there is no folder: one in the program, or a folder with a profile.toml.
    #[arg(long, default_value = "id-2024", conflicts_with = "folder")]
    pub profile: String,
    /// Contest; default: the profile's first.
    #[arg(long)]
    pub contest: Option<String>,
    /// Name of the layout, where the form has several: the copy for witnesses, say.
    #[arg(long)]
    pub layout: Option<String>,
    /// Mark every page as practice.
    #[arg(long)]
    pub practice: bool,
}

/// `saksi forms overlay`.
#[derive(Debug, clap::Args)]
pub struct FormsOverlay {
    /// The layout's file.
    pub layout: PathBuf,
    /// The election's folder, for a layout that follows a list of candidates.
    #[arg(long, requires = "station")]
    pub folder: Option<PathBuf>,
    /// A station of the constituency whose list it is.
    #[arg(long, requires = "folder")]
    pub station: Option<String>,
    /// Contest, where the file lays out forms of several.
    #[arg(long, requires = "folder")]
    pub contest: Option<String>,
    /// A photo of one of its pages to draw over.
    #[arg(long)]
    pub photo: Option<PathBuf>,
    /// PNG to write; without a photo one a page.
    #[arg(long)]
    pub out: PathBuf,
}

/// `saksi backup`.
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Copy what is new since the last time.
    Make {
        /// The election's folder.
        folder: PathBuf,
        /// The folder of the backup, on another disk.
        #[arg(long)]
        out: PathBuf,
    },
    /// Check every file, and the ledger.
    Check {
        /// The folder of the backup.
        backup: PathBuf,
    },
    /// Make an election's folder of it; keys come from elsewhere.
    Restore {
        /// The folder of the backup.
        backup: PathBuf,
        /// Folder to make; new or empty.
        #[arg(long)]
        folder: PathBuf,
        /// The newest checkpoint that anybody holds: a backup that is older is refused.
        #[arg(long)]
        known: Option<PathBuf>,
    },
}

/// `saksi carry`.
#[derive(Debug, Subcommand)]
pub enum Carry {
    /// Write a folder's notes, with the photos and texts they name, as one file.
    Make {
        /// The election's folder.
        folder: PathBuf,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
        /// First entry of the ledger to carry: those before it are where it goes already.
        #[arg(long, value_name = "ENTRY", default_value_t = 0)]
        from: u64,
    },
    /// Bring such a file in: 0 everything is in, 1 something is refused.
    In(CarryIn),
}

/// `saksi carry in`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("where").args(["to", "into"]).required(true))]
pub struct CarryIn {
    /// The file.
    pub file: PathBuf,
    /// The running desk it goes to.
    #[arg(long, value_name = "URL", requires = "account")]
    pub to: Option<String>,
    /// Name of the account that brings it in: of who may preside.
    #[arg(long = "as", value_name = "NAME", requires = "to")]
    pub account: Option<String>,
    /// An election's folder whose desk does not run.
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<PathBuf>,
}

/// `saksi log`.
#[derive(Debug, Subcommand)]
pub enum Log {
    /// Print the ledger's signed checkpoint.
    Checkpoint {
        /// The election's folder.
        #[arg(long, default_value = ".")]
        folder: PathBuf,
    },
    /// Print the proof (C2SP tlog-proof) that an entry is in the ledger.
    Proof {
        /// Index of an entry, or a station's code: then of the statement that stands for it.
        entry: String,
        /// Contest, where a station is given; default: the first expected.
        #[arg(long)]
        contest: Option<String>,
        /// The election's folder.
        #[arg(long, default_value = ".")]
        folder: PathBuf,
    },
    /// Print the proof that the ledger of an older size is a prefix of a newer one.
    Consistency {
        /// The older size.
        old: u64,
        /// The newer size; default: the newest.
        new: Option<u64>,
        /// The election's folder.
        #[arg(long, default_value = ".")]
        folder: PathBuf,
    },
}

/// `saksi demo`.
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Folder to make.
    #[arg(long, default_value = "demo")]
    pub folder: PathBuf,
    /// Seed: equal seeds make equal elections.
    #[arg(long, default_value_t = 2024)]
    pub seed: u64,
    /// How many stations.
    #[arg(long, default_value_t = 1200)]
    pub stations: usize,
    /// How many stations at most have their presidential sheets filled, photographed and read; the others get small pictures.
    #[arg(long, default_value_t = 90)]
    pub on_paper: usize,
    /// Address and port to serve it on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Only make it.
    #[arg(long)]
    pub no_serve: bool,
}

/// `saksi bench-cut`.
#[derive(Debug, clap::Args)]
pub struct BenchCut {
    /// A copy of an election's folder.
    pub folder: PathBuf,
    /// How many statements, one a cut.
    #[arg(long, default_value_t = 20)]
    pub rounds: u32,
}
