# Pesan profil, satu baris satu pesan (Fluent). Kunci mengikuti id baris dalam profil.

## Tingkat
level-nation = Nasional
level-province = Provinsi
level-regency = Kabupaten/kota
level-district = Kecamatan
level-village = Desa/kelurahan
level-station = TPS

## Jenis TPS
station-kind-ordinary = TPS biasa
station-kind-special = TPS lokasi khusus
station-kind-overseas = TPS, KSK, atau Pos luar negeri

## Jenis pemilihan
contest-ppwp = Presiden dan Wakil Presiden
contest-pdpr = DPR RI
contest-pdpd = DPD RI
contest-pdprdp = DPRD Provinsi
contest-pdprdk = DPRD Kabupaten/Kota
contest-pkwkp = Gubernur dan Wakil Gubernur
contest-pkwkk = Bupati/Wali Kota dan Wakil

## Formulir
form-c-hasil-ppwp = C.HASIL-PPWP
form-c-hasil-ppwp-ln = C.HASIL-PPWP luar negeri
form-c-hasil-dpr = C.HASIL-DPR
form-c-hasil-dpr-ln = C.HASIL-DPR luar negeri
form-c-hasil-dpd = C.HASIL-DPD
form-c-hasil-dprd-prov = C.HASIL-DPRD Provinsi
form-c-hasil-dprd-kabko = C.HASIL-DPRD Kabupaten/Kota
form-c-hasil-kwk-gubernur = C.HASIL-KWK Gubernur
form-c-hasil-kwk-bupati-walikota = C.HASIL-KWK Bupati/Wali Kota
form-d-hasil-kecamatan = D.HASIL Kecamatan
form-d-hasil-kabko = D.HASIL Kabupaten/Kota
form-d-hasil-prov = D.HASIL Provinsi
form-d-hasil-nasional = D.HASIL Nasional
form-d-hasil-ppln = D.HASIL PPLN

## Isian
field-voters-roll-male = Pemilih dalam DPT, laki-laki
field-voters-roll-female = Pemilih dalam DPT, perempuan
field-voters-roll-total = Pemilih dalam DPT, jumlah
field-voters-used-roll-male = Pengguna hak pilih dalam DPT, laki-laki
field-voters-used-roll-female = Pengguna hak pilih dalam DPT, perempuan
field-voters-used-roll-total = Pengguna hak pilih dalam DPT, jumlah
field-voters-used-moved-male = Pengguna hak pilih dalam DPTb, laki-laki
field-voters-used-moved-female = Pengguna hak pilih dalam DPTb, perempuan
field-voters-used-moved-total = Pengguna hak pilih dalam DPTb, jumlah
field-voters-used-unlisted-male = Pengguna hak pilih dalam DPK, laki-laki
field-voters-used-unlisted-female = Pengguna hak pilih dalam DPK, perempuan
field-voters-used-unlisted-total = Pengguna hak pilih dalam DPK, jumlah
field-voters-used-male = Jumlah pengguna hak pilih, laki-laki
field-voters-used-female = Jumlah pengguna hak pilih, perempuan
field-voters-used-total = Jumlah pengguna hak pilih
field-voters-disabled-male = Pemilih disabilitas yang menggunakan hak pilih, laki-laki
field-voters-disabled-female = Pemilih disabilitas yang menggunakan hak pilih, perempuan
field-voters-disabled-total = Pemilih disabilitas yang menggunakan hak pilih, jumlah
field-ballots-received = Surat suara diterima, termasuk cadangan
field-ballots-used = Surat suara digunakan
field-ballots-spoiled = Surat suara dikembalikan karena rusak atau keliru dicoblos
field-ballots-unused = Surat suara tidak digunakan, termasuk sisa cadangan
field-votes = Perolehan suara
field-votes-list = Suara untuk partai saja
field-votes-candidate = Suara untuk calon
field-valid = Suara sah
field-invalid = Suara tidak sah
field-cast = Suara sah dan tidak sah

## Pemeriksaan
check-roll-by-sex = Laki-laki dan perempuan dalam DPT harus sama dengan jumlahnya
check-used-roll-by-sex = Pengguna hak pilih DPT laki-laki dan perempuan harus sama dengan jumlahnya
check-used-moved-by-sex = Pengguna hak pilih DPTb laki-laki dan perempuan harus sama dengan jumlahnya
check-used-unlisted-by-sex = Pengguna hak pilih DPK laki-laki dan perempuan harus sama dengan jumlahnya
check-used-by-sex = Semua pengguna hak pilih laki-laki dan perempuan harus sama dengan jumlahnya
check-used-total-by-list = DPT, DPTb, dan DPK yang memilih harus sama dengan semua pengguna hak pilih
check-used-male-by-list = DPT, DPTb, dan DPK laki-laki harus sama dengan semua pengguna laki-laki
check-used-female-by-list = DPT, DPTb, dan DPK perempuan harus sama dengan semua pengguna perempuan
check-used-roll-within-roll = Pengguna hak pilih DPT tidak boleh melebihi DPT
check-disabled-by-sex = Pemilih disabilitas laki-laki dan perempuan harus sama dengan jumlahnya
check-votes-are-valid = Jumlah perolehan suara harus sama dengan suara sah
check-valid-and-invalid = Suara sah dan tidak sah harus sama dengan jumlahnya
check-cast-by-voters = Jumlah suara harus sama dengan jumlah pengguna hak pilih
check-ballots-accounted = Surat suara diterima harus sama dengan yang digunakan, dikembalikan, dan tidak digunakan
check-ballots-by-voters = Surat suara digunakan harus sama dengan jumlah pengguna hak pilih
check-ballots-in-box = Surat suara digunakan harus sama dengan jumlah suara
check-party-by-list = Suara partai harus sama dengan suara partai saja ditambah suara semua calonnya
check-roll-limit = Satu TPS paling banyak 300 pemilih dalam DPT
check-roll-limit-local = Satu TPS pemilihan daerah paling banyak 600 pemilih dalam DPT
check-ballots-with-reserve = Surat suara diterima biasanya DPT ditambah 2 %
check-voters-within-ballots = Pengguna hak pilih tidak melebihi surat suara diterima
check-voters-within-roll = Pengguna hak pilih biasanya tidak melebihi DPT dan cadangannya
check-used-within-lists = Pengguna hak pilih tidak melebihi DPT, DPTb, dan DPK bersama-sama
check-used-roll-male-within-roll = Pengguna hak pilih DPT laki-laki tidak melebihi DPT laki-laki
check-used-roll-female-within-roll = Pengguna hak pilih DPT perempuan tidak melebihi DPT perempuan
check-disabled-within-used = Pemilih disabilitas tidak melebihi semua pengguna hak pilih
check-disabled-male-within-used = Pemilih disabilitas laki-laki tidak melebihi pengguna laki-laki
check-disabled-female-within-used = Pemilih disabilitas perempuan tidak melebihi pengguna perempuan
check-option-within-valid = Suara satu pilihan tidak melebihi suara sah

## Pengecualian
exception-noken = Sistem noken: suara diberikan bersama menurut kesepakatan
exception-overseas-posts = Pemungutan lewat pos dan kotak keliling tidak memiliki DPT sendiri
exception-special-locations = Lokasi khusus: pemilih terdaftar di tempat lain

## Peran
role-kpps = KPPS
role-pps = PPS
role-ppk = PPK
role-ppln = PPLN
role-kpu-regency = KPU Kabupaten/Kota
role-kpu-province = KPU Provinsi
role-kpu = KPU
role-bawaslu = Bawaslu dan Panwaslu
role-saksi = Saksi peserta pemilu
role-observer = Pemantau pemilu
role-auditor = Auditor
role-administrator = Pengelola sistem
role-importer = Pengimpor sumber
role-log = Buku catatan

## Tahapan
stage-count = Penghitungan di TPS
stage-plenary-district = Rekapitulasi kecamatan
stage-plenary-overseas = Rekapitulasi PPLN
stage-plenary-regency = Rekapitulasi kabupaten/kota
stage-plenary-province = Rekapitulasi provinsi
stage-plenary-nation = Rekapitulasi nasional
stage-determination = Penetapan hasil
stage-ruling = Putusan
stage-rerun = Pemungutan atau penghitungan ulang, lanjutan, atau susulan

## Pelaksanaan
run-regular = Reguler
run-revote = Pemungutan suara ulang
run-postponed = Pemungutan suara susulan
run-continued = Pemungutan suara lanjutan
run-recount = Penghitungan suara ulang
run-postponed-count = Penghitungan suara susulan
run-continued-count = Penghitungan suara lanjutan

## Sumber
source-kpu-sirekap = Sirekap KPU
source-kpu-decree = Keputusan KPU
source-kpu-district-return = D.HASIL terbitan KPU

## Alasan
reason-typing-error = Angka salah diketik
reason-typed-twice = Dua orang mengetik angka yang sama dari foto
reason-reading-error = Angka salah dibaca dari foto
reason-paper-corrected = Formulir dibetulkan petugas di depan saksi
reason-better-evidence = Ada foto yang lebih jelas
reason-wrong-page = Foto halaman yang salah
reason-wrong-station = Foto dari TPS lain
reason-objection-upheld = Keberatan diterima
reason-plenary-correction = Dibetulkan dalam rapat pleno
reason-recount = Penghitungan suara ulang
reason-revote = Pemungutan suara ulang
reason-continued = Pemungutan atau penghitungan lanjutan atau susulan
reason-ruling = Putusan pengadilan atau pengawas
reason-source-changed = Sumber mengubah angkanya
reason-source-withdrew = Sumber menarik angkanya
reason-personal-data = Data pribadi ikut terfoto
reason-not-a-form = Foto bukan formulir hasil
reason-maintenance = Pemeliharaan
reason-publication-paused = Publikasi dijeda
reason-attack = Gangguan atau serangan pada sistem
reason-duty-ended = Tugas berakhir
reason-key-lost = Kunci hilang
reason-key-exposed = Kunci diketahui orang lain

## Daftar TPS
station-list-before-overseas-changes = Daftar saat DPT ditetapkan
station-list-polling-day = Daftar pada hari pemungutan suara
station-list-sirekap-march = Daftar yang dipakai Sirekap, dengan pemungutan ulang Kuala Lumpur

## Mutu, kedudukan, dan tanda lembar hasil
quality-expected = Belum ada data
quality-pictured = Ada foto, belum ada angka
quality-incomplete = Angka belum lengkap
quality-consistent = Semua penjumlahan cocok
quality-conflict = Penjumlahan tidak cocok
standing-first = Angka pertama
standing-corrected = Sudah dibetulkan
standing-withdrawn = Ditarik
standing-confirmed = Dipastikan petugas
flag-disputed = Dipersoalkan
flag-evidence-pending = Foto disebut, belum diterima

## Angka tak terbaca dan hasil pemeriksaan
unread-illegible = Tidak terbaca
unread-empty = Kosong
unread-not-published = Belum diterbitkan sumber
unread-no-field = Tidak ada di sumber ini
unread-withdrawn = Ditarik
outcome-holds = Cocok
outcome-fails = Tidak cocok
outcome-undecided = Belum dapat diperiksa
outcome-not-applicable = Tidak berlaku

## Status hukum
status-running = Sedang berjalan
status-plenary-closed = Rapat pleno ditutup
status-determined = Ditetapkan
status-under-dispute = Dalam sengketa
status-ruled = Diputus

## Berita acara yang dicetak
print-practice = SIMULASI
print-number = No.
print-item = Uraian
print-total = JUMLAH
print-page = Halaman
print-of = dari
print-annex = Lampiran
print-stated = Dinyatakan
print-closes = Rapat pleno ditutup dengan pernyataan ini
print-open = Rapat pleno belum ditutup
print-missing = TPS belum masuk
print-statement = SHA-256 teks pernyataan
print-checkpoint = Buku besar: jumlah entri, akar
print-changed = Angka yang berubah sejak pernyataan ini
print-stands = Dalam pernyataan
print-now = Jumlah kolom sekarang
print-no-change = Tidak ada: jumlah semua kolom sama dengan pernyataan.
print-differences = Selisih dengan D.HASIL yang diketik tersendiri dan dengan rekapitulasi di bawahnya
print-summed = Jumlah
print-typed = Diketik
print-columns = kolom
print-below = Rekapitulasi di bawah
print-explained = Penjelasan
print-by = Oleh
print-no-difference = Tidak ada selisih.
print-not-typed = D.HASIL ini tidak diketik tersendiri oleh orang lain, jadi tidak dibandingkan.
print-objections = Keberatan dan laporan
print-where = Tentang
print-objection = Isi
print-answer = Tindak lanjut
print-no-objection = Tidak ada.
print-members = Anggota yang memimpin rapat pleno
print-witnesses = Saksi peserta pemilu
print-participant = Peserta
print-name = Nama
print-signature = Tanda tangan
print-refused = Tidak bersedia menandatangani, karena
print-untyped = Tidak ada yang mengetik D.HASIL tersendiri, karena
print-said = Keterangan lain
print-signatories = Penanda tangan
print-signed = menandatangani
print-did-not-sign = tidak menandatangani, karena
