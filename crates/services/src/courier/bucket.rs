//! Pushes to a receiver's bucket: the day's files below `<date>-cut<cut>/`, and when all are there `delivery.json`, which names them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use blobs::{Named, S3, SetUp};
use ledger::{Hash, sha256};

use super::{Carrier, Parcel, Undelivered, announcement};
use crate::ServicesError;
use crate::config::Bucket;
use crate::tables::place;

/// Objects are of one day and cut: they never change.
const KEEPING: &str = "public, max-age=31536000, immutable";

/// Receivers' buckets.
pub struct Buckets(BTreeMap<String, S3>);

/// Seconds since 1970, which requests are signed with.
fn clock() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Buckets {
    /// Sets them up, their keys from files in the folder; nothing is asked yet.
    pub fn open(folder: &Path, buckets: &BTreeMap<String, Bucket>) -> Result<Buckets, ServicesError> {
        let mut open = BTreeMap::new();
        for (name, bucket) in buckets {
            let path = folder.join(&bucket.secret_file);
            let secret = fs::read_to_string(&path).map_err(ServicesError::file("reading", &path))?;
            let variable = |asked: &str| match asked {
                "AWS_ACCESS_KEY_ID" => Some(bucket.key_id.clone()),
                "AWS_SECRET_ACCESS_KEY" => Some(secret.trim_end().to_owned()),
                "AWS_REGION" => bucket.region.clone(),
                "AWS_ENDPOINT_URL" => bucket.endpoint.clone(),
                _ => None,
            };
            let set_up = SetUp::new(&bucket.address, &variable)
                .map_err(|error| ServicesError::Sending(format!("buckets.{name}: {error}")))?;
            open.insert(name.clone(), S3::new(set_up, clock));
        }
        Ok(Buckets(open))
    }
}

impl Carrier for Buckets {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<String, Undelivered> {
        let delivery = parcel.delivery;
        let name = delivery.to.address.as_deref().unwrap_or_default();
        let missing = || Undelivered::Passing(format!("services.toml has no [buckets.{name}]"));
        let bucket = self.0.get(name).ok_or_else(missing)?;
        let failed = |error: blobs::BlobError| Undelivered::Passing(error.to_string());
        let below = format!("{}-cut{}", delivery.date, delivery.cut);
        for file in &delivery.files {
            let broken = |error| Undelivered::ForGood(format!("{}: {error}", file.name));
            let sha256 = &Hash::from_hex(&file.sha256).map_err(broken)?;
            let name = &format!("{below}/{}", file.name);
            let named = Named { name, sha256, media: file.media(), keeping: KEEPING };
            bucket.put_named(&named, &place(parcel.out, file)).map_err(failed)?;
        }
        let said = announcement::write(parcel);
        let (name, sha256) = (&format!("{below}/delivery.json"), &sha256(said.as_bytes()));
        let named = Named { name, sha256, media: "application/json", keeping: KEEPING };
        bucket.put_named_bytes(&named, said.as_bytes()).map_err(failed)?;
        Ok(format!("kept as {below}/"))
    }
}
