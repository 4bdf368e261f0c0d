//! What happens beside the sheets: notices, keys that end, registers, an audit.

use statement::{Audit, Body, Disclosure, Notice, NoticeKind, Revoke};

use crate::book::Book;
use crate::cast;
use crate::chain::Script;
use crate::error::SimulateError;
use crate::keys::SignerId;
use crate::scene::Scene;
use crate::setup::register;

const HOUR: i64 = 3_600;

/// During the night of the count.
pub(crate) fn during_the_count(
    scene: &Scene<'_>,
    book: &Book,
    script: &mut Script,
) -> Result<(), SimulateError> {
    let administrator = SignerId::new(cast::ADMINISTRATOR, scene.nation());
    let regency = SignerId::new(cast::REGENCY, scene.code(scene.regency));
    let notices = [
        (HOUR, NoticeKind::Other, "maintenance", None, &administrator),
        (5 * HOUR, NoticeKind::Paused, "publication-paused", Some(6 * HOUR), &administrator),
        (6 * HOUR, NoticeKind::Resumed, "publication-paused", None, &administrator),
        (9 * HOUR, NoticeKind::Other, "attack", Some(10 * HOUR), &regency),
    ];
    for (second, kind, reason, until, by) in notices {
        let body = Body::Notice(Notice {
            kind,
            contest: None,
            region: (by == &regency).then(|| scene.code(scene.regency)),
            reason,
            until: until.map(|second| scene.moment(second)).transpose()?,
            at: scene.moment(second)?,
        });
        script.put(scene, second, vec![by.clone()], &body)?;
    }
    for change in &scene.changed_keys {
        let scope = scene.station_code(change.station);
        let key = book.vkey(&SignerId::new(cast::STATION, scope));
        let body =
            Body::Revoke(Revoke { key: &key, reason: change.reason, at: scene.moment(change.second)? });
        script.put(scene, change.second, vec![administrator.clone()], &body)?;
        let next = SignerId::numbered(cast::STATION, scope, 2);
        register(scene, book, script, change.renewed(), &next)?;
    }
    let content = script.attach(b"register,server,place\n002,simulasi-1,98\n".to_vec(), "text/csv");
    let body = Body::Disclosure(Disclosure { register: "002", content, at: scene.moment(2 * HOUR)? });
    script.put(scene, 2 * HOUR, vec![SignerId::new(cast::NATION, scene.nation())], &body)?;
    Ok(())
}

/// After the plenaries: the lot of an audit is drawn.
pub(crate) fn audit(scene: &Scene<'_>, second: i64, script: &mut Script) -> Result<(), SimulateError> {
    let stations = scene.election.places.stations_in(scene.regency).step_by(100);
    let sample: Vec<&str> = stations.map(|station| scene.station_code(station)).collect();
    let content = script.attach(format!("station\n{}\n", sample.join("\n")).into_bytes(), "text/csv");
    let body =
        Body::Audit(Audit { contest: cast::PRESIDENT, step: "sample", content, at: scene.moment(second)? });
    script.put(scene, second, vec![SignerId::new(cast::AUDITOR, scene.nation())], &body)?;
    Ok(())
}
