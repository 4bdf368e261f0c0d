//! A [`Store`] and a [`Lock`] in memory, for tests: with faults where a callback says, with power cuts, and with a
//! memory of every promise that was broken.
//!
//! Both share one [`Power`]. When it fails, what a call was doing is kept or dropped by the bits of a seed, deletions
//! may be undone, and every later call fails until [`Power::restore`].

use crate::{Lock, LockError, Store, StoreError, store::check_path};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What a callback decides for one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Do it.
    None,
    /// Don't do it, report an error.
    Fails,
    /// Do it, and still report an error: a lost answer.
    FailsButPersists,
}

/// Decides the fate of each write by its path (`lock` for the lock, `delete <path>` for deletions).
pub type Callback = Box<dyn FnMut(&str) -> Fault + Send>;

/// The electricity of a [`MemoryStore`] and its [`MemoryLock`].
#[derive(Clone, Debug, Default)]
pub struct Power(Arc<Mutex<PowerState>>);

#[derive(Debug, Default)]
struct PowerState {
    off: bool,
    steps_left: Option<u64>,
    steps_done: u64,
    seed: u64,
}

impl Power {
    /// Cuts the power when `steps` more objects have been written; `seed` decides what survives of the call under way.
    pub fn cut_after(&self, steps: u64, seed: u64) {
        let mut state = locked(&self.0);
        state.steps_left = Some(steps);
        state.seed = seed;
    }

    /// Power is back; no cut is planned.
    pub fn restore(&self) {
        let mut state = locked(&self.0);
        state.off = false;
        state.steps_left = None;
    }

    /// Whether it is off.
    pub fn is_off(&self) -> bool {
        locked(&self.0).off
    }

    /// Objects written since the beginning.
    pub fn steps(&self) -> u64 {
        locked(&self.0).steps_done
    }

    /// One object is written: `false` when the power fails before it.
    fn step(&self) -> bool {
        let mut state = locked(&self.0);
        if state.off || state.steps_left == Some(0) {
            state.off = true;
            return false;
        }
        state.steps_left = state.steps_left.map(|left| left - 1);
        state.steps_done += 1;
        true
    }

    fn bit(&self) -> bool {
        let mut state = locked(&self.0);
        // xorshift64: any sequence that differs by seed will do.
        let mut x = state.seed | 1;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        state.seed = x;
        x & 0x1_0000 != 0
    }
}

/// Objects in memory. Clones share them.
#[derive(Clone, Default)]
pub struct MemoryStore {
    power: Power,
    state: Arc<Mutex<StoreState>>,
}

#[derive(Default)]
struct StoreState {
    objects: BTreeMap<String, Vec<u8>>,
    deleted: BTreeMap<String, Vec<u8>>,
    written: Vec<String>,
    violations: Vec<String>,
    callback: Option<Callback>,
}

impl MemoryStore {
    /// An empty store on `power`.
    pub fn new(power: Power) -> Self {
        Self { power, state: Arc::default() }
    }

    /// Lets `callback` decide the fate of each write and deletion from now on.
    pub fn on_write(&self, callback: impl FnMut(&str) -> Fault + Send + 'static) {
        locked(&self.state).callback = Some(Box::new(callback));
    }

    /// No more faults.
    pub fn heal(&self) {
        locked(&self.state).callback = None;
    }

    /// Attempts to change what must never change: a test asserts that there are none.
    pub fn violations(&self) -> Vec<String> {
        locked(&self.state).violations.clone()
    }

    /// Paths written since the last call, in order; identical rewrites included.
    pub fn take_written(&self) -> Vec<String> {
        std::mem::take(&mut locked(&self.state).written)
    }

    /// Changes an object behind the sequencer's back, as a bad disk or an intruder would; `None` removes it.
    pub fn tamper(&self, path: &str, bytes: Option<Vec<u8>>) {
        let mut state = locked(&self.state);
        match bytes {
            Some(bytes) => drop(state.objects.insert(path.to_owned(), bytes)),
            None => drop(state.objects.remove(path)),
        }
    }

    fn write(&self, path: &str, bytes: &[u8], immutable: bool) -> Result<(), StoreError> {
        check_path(path)?;
        let fault = self.fate(path);
        let injected = || StoreError::Injected { path: path.to_owned() };
        if fault == Fault::Fails || !self.power.step() {
            return Err(injected());
        }
        let mut state = locked(&self.state);
        state.written.push(path.to_owned());
        let old = state.objects.get(path).map(|old| old == bytes);
        match (immutable, old) {
            (true, Some(false)) => {
                state.violations.push(format!("{path} would have changed"));
                return Err(StoreError::Differs { path: path.to_owned() });
            }
            (false, _) if path != "checkpoint" => state.violations.push(format!("{path} was replaced")),
            (true | false, _) => {}
        }
        state.objects.insert(path.to_owned(), bytes.to_vec());
        if fault == Fault::FailsButPersists { Err(injected()) } else { Ok(()) }
    }

    fn fate(&self, what: &str) -> Fault {
        locked(&self.state).callback.as_mut().map_or(Fault::None, |callback| callback(what))
    }

    /// Keeps or drops what the interrupted call had written, and brings deleted objects back, by the seed's bits.
    fn lose(&self, fresh: &BTreeSet<String>) {
        let mut state = locked(&self.state);
        let deleted = std::mem::take(&mut state.deleted);
        state.objects.retain(|path, _| !fresh.contains(path) || self.power.bit());
        for (path, bytes) in deleted {
            if self.power.bit() {
                state.objects.entry(path).or_insert(bytes);
            }
        }
    }
}

impl Store for MemoryStore {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        check_path(path)?;
        if self.power.is_off() {
            return Err(StoreError::Injected { path: path.to_owned() });
        }
        Ok(locked(&self.state).objects.get(path).cloned())
    }

    fn put_new(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.put_new_many(&[(path.to_owned(), bytes.to_vec())])
    }

    fn put_new_many(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        let mut fresh = BTreeSet::new();
        for (path, bytes) in objects {
            let is_new = !locked(&self.state).objects.contains_key(path);
            let result = self.write(path, bytes, true);
            if is_new && result.is_ok() {
                fresh.insert(path.clone());
            }
            if result.is_err() && self.power.is_off() {
                self.lose(&fresh);
            }
            result?;
        }
        // One more step: the power may fail after the last object and before the call makes all of them durable.
        if self.power.step() {
            return Ok(());
        }
        self.lose(&fresh);
        Err(StoreError::Injected { path: "sync".to_owned() })
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let old = locked(&self.state).objects.get(path).cloned();
        self.write(path, bytes, false)?;
        if self.power.step() {
            return Ok(());
        }
        if self.power.bit() {
            self.tamper(path, old);
        }
        self.lose(&BTreeSet::new());
        Err(StoreError::Injected { path: path.to_owned() })
    }

    fn delete(&self, path: &str) -> Result<(), StoreError> {
        let fault = self.fate(&format!("delete {path}"));
        let injected = || StoreError::Injected { path: path.to_owned() };
        if fault == Fault::Fails || self.power.is_off() {
            return Err(injected());
        }
        let mut state = locked(&self.state);
        if !path.starts_with("staging/") && !path.contains(".p/") {
            state.violations.push(format!("{path} was deleted"));
        }
        if let Some(bytes) = state.objects.remove(path) {
            state.deleted.insert(path.to_owned(), bytes);
        }
        if fault == Fault::FailsButPersists { Err(injected()) } else { Ok(()) }
    }

    fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        if self.power.is_off() {
            return Err(StoreError::Injected { path: prefix.to_owned() });
        }
        Ok(locked(&self.state).objects.keys().filter(|path| path.starts_with(prefix)).cloned().collect())
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("paths", &locked(&self.state).objects.len())
            .finish_non_exhaustive()
    }
}

/// The signed head in memory. Clones share it.
#[derive(Clone, Default)]
pub struct MemoryLock {
    power: Power,
    state: Arc<Mutex<LockState>>,
}

#[derive(Default)]
struct LockState {
    head: Option<Vec<u8>>,
    history: Vec<Vec<u8>>,
    callback: Option<Callback>,
}

impl MemoryLock {
    /// An empty lock on `power`.
    pub fn new(power: Power) -> Self {
        Self { power, state: Arc::default() }
    }

    /// Lets `callback` decide the fate of each move from now on.
    pub fn on_write(&self, callback: impl FnMut(&str) -> Fault + Send + 'static) {
        locked(&self.state).callback = Some(Box::new(callback));
    }

    /// No more faults.
    pub fn heal(&self) {
        locked(&self.state).callback = None;
    }

    /// Every head there ever was, oldest first: a test checks that each extends the one before.
    pub fn history(&self) -> Vec<Vec<u8>> {
        locked(&self.state).history.clone()
    }

    /// Sets the head by force, as a restored backup would.
    pub fn tamper(&self, head: Option<Vec<u8>>) {
        locked(&self.state).head = head;
    }

    fn write(&self, state: &mut LockState, head: &[u8]) -> Result<(), LockError> {
        let fault = state.callback.as_mut().map_or(Fault::None, |callback| callback("lock"));
        if fault == Fault::Fails || !self.power.step() {
            return Err(LockError::Injected);
        }
        // The power may fail between the write and its sync: then the head is the old or the new one.
        let synced = self.power.step();
        if synced || self.power.bit() {
            state.head = Some(head.to_vec());
            state.history.push(head.to_vec());
        }
        if synced && fault == Fault::None { Ok(()) } else { Err(LockError::Injected) }
    }
}

impl Lock for MemoryLock {
    fn read(&self) -> Result<Option<Vec<u8>>, LockError> {
        if self.power.is_off() { Err(LockError::Injected) } else { Ok(locked(&self.state).head.clone()) }
    }

    fn create(&self, head: &[u8]) -> Result<(), LockError> {
        let mut state = locked(&self.state);
        if state.head.is_some() {
            return Err(LockError::Exists);
        }
        self.write(&mut state, head)
    }

    fn compare_and_swap(&self, old: &[u8], new: &[u8]) -> Result<(), LockError> {
        let mut state = locked(&self.state);
        match &state.head {
            None => Err(LockError::Missing),
            Some(head) if head != old => Err(LockError::Changed),
            Some(_) => self.write(&mut state, new),
        }
    }
}

impl fmt::Debug for MemoryLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLock").finish_non_exhaustive()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
