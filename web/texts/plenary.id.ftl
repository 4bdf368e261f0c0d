# Halaman rapat pleno.
title = Rapat pleno
practice = SIMULASI: ini latihan, bukan pemilu sungguhan
other-language = English
whole-region = seluruh wilayah
views = Tampilan
view-sums = Rekapitulasi
view-stations = Per TPS
view-open = Belum beres
view-differences = Selisih
view-objections = Keberatan
view-close = Tutup dan cetak
try-again = Coba lagi
cancel = Batal
log-in = Masuk
page-broken = Halaman ini bermasalah. Muat ulang; yang sudah disimpan tetap ada.
no-answer = Meja tidak menjawab. Periksa sambungan, lalu coba lagi.
contest = Pemilihan
region = Kode wilayah
constituency = Kode dapil, bila wilayahnya terbagi
begin = Mulai
item = Uraian
total = Jumlah
sums = Tabel rekapitulasi
stations-in = { $counted } dari { $expected } TPS masuk
all-in = lengkap
missing-count = kurang { $count } TPS
partial = tidak semua TPS mengisi
was-stated = dalam pernyataan: { $figure }
checks-hold = Semua penjumlahan cocok.
checks-fail = Penjumlahan yang tidak cocok
sides = ({ $left } dan { $right })
nothing-open = Semua TPS masuk, tidak ada yang bertentangan atau dipersoalkan.
open-counts = { $missing } belum masuk, { $conflict } tidak cocok, { $disputed } dipersoalkan.
more = dan { $count } TPS lagi
station = TPS
what = Masalah
why-missing = Belum masuk
why-conflict = Tidak cocok
why-disputed = Dipersoalkan
confirmed = Sudah dipastikan
rivals = Ada pernyataan lain yang berbeda
quality-expected = Belum ada data
quality-pictured = Ada foto, belum ada angka
quality-incomplete = Angka belum lengkap
quality-consistent = Semua penjumlahan cocok
quality-conflict = Penjumlahan tidak cocok
unread-illegible = tidak terbaca
unread-empty = kosong
unread-not-published = belum terbit
unread-no-field = tidak ada
unread-withdrawn = ditarik

## Per TPS
no-stations = Tidak ada TPS di sini.
before = TPS sebelumnya (panah kiri)
after = TPS berikutnya (panah kanan)
station-of = { $number } dari { $all } · { $code }
votes = Suara
voters = Pemilih dan surat suara
this-station = TPS ini
running = Sampai di sini
correct = Betulkan
correct-title = Betulkan { $station }
correct-explain = Ketik apa yang tertulis di kertas. Kotak kosong berarti di kertas pun kosong. Alasan dan fotonya ikut diumumkan.
reason = Alasan
reason-plenary-correction = Dibetulkan dalam rapat pleno
reason-recount = Dihitung ulang
reason-objection-upheld = Keberatan diterima
reason-typing-error = Salah ketik
reason-ruling = Putusan
photo-paper = Foto kertasnya
sign-correction = Tanda tangani pembetulan
stated = Tercatat dalam buku besar, entri { $entry }.
photo-later = Pernyataan sudah tercatat; fotonya belum terkirim. Kirim foto itu nanti.
no-photo = Belum ada foto untuk TPS ini.
photos = Foto
photo-of = Foto halaman { $page }, { $station }
photo-pending = Foto halaman { $page } disebut dalam pernyataan, tetapi belum sampai.
page = Halaman { $page }

## Selisih
typed-by = D.HASIL diketik tersendiri oleh { $name }, { $at } (ketikan ke-{ $version }).
nobody-typed = Belum ada yang mengetik D.HASIL tersendiri dari kertas. Minta orang lain mengetiknya, lalu bandingkan.
type-form = Ketik D.HASIL tersendiri
type-again = Ketik lagi
type-title = Ketik D.HASIL dari kertas
type-explain = Ketik semua angka dari kertas, tanpa melihat rekapitulasi. Enter pindah ke kotak berikutnya. Yang mengetik tidak boleh menutup rapat pleno.
keep-typed = Simpan
all-equal = Sama persis dengan yang diketik tersendiri.
none-to-explain = Tidak ada selisih yang perlu dijelaskan.
unexplained = { $count } selisih belum dijelaskan.
all-explained = Semua selisih sudah dijelaskan.
summed = Jumlah
typed = Diketik
below = Rekapitulasi di bawah
why = Mengapa berbeda?
explain = Jelaskan
explained-by = { $name }, { $at }

## Keberatan
no-objections = Tidak ada keberatan atau laporan.
kind-objection = Keberatan
kind-finding = Temuan
kind-error-report = Laporan kesalahan
objection-by = { $key }, { $at }, entri { $entry }
no-text = Isinya tidak disimpan di meja ini.
until-signing = Dijawab sebelum formulir ditandatangani.
until-closing = Dijawab sebelum rapat pleno ditutup.
due = Dijawab paling lambat { $at }.
outcome = Hasil
outcome-upheld = Diterima
outcome-rejected = Ditolak
outcome-noted = Dicatat
outcome-withdrawn = Ditarik kembali
answer = Jawab
answer-text = Jawaban

## Tutup dan cetak
before-closing = Sebelum ditutup
count-missing = { $count ->
    [0] Semua TPS masuk
   *[other] { $count } TPS belum masuk
  }
count-conflict = { $count ->
    [0] Tidak ada TPS yang tidak cocok
   *[other] { $count } TPS tidak cocok
  }
count-disputed = { $count ->
    [0] Tidak ada TPS yang dipersoalkan
   *[other] { $count } TPS dipersoalkan
  }
count-failing = { $count ->
    [0] Semua penjumlahan cocok
   *[other] { $count } penjumlahan tidak cocok
  }
count-unexplained = { $count ->
    [0] Tidak ada selisih tanpa penjelasan
   *[other] { $count } selisih belum dijelaskan
  }
was-typed = Sudah diketik tersendiri dan dibandingkan
was-not-typed = Belum diketik tersendiri
nothing-stated = Rapat pleno ini belum dinyatakan.
stands-closed = Ditutup dengan entri { $entry } oleh { $key } (pernyataan ke-{ $versions }).
stands-open = Dinyatakan dengan entri { $entry } oleh { $key } (pernyataan ke-{ $versions }), belum ditutup.
changed-since = { $count } angka berubah sejak pernyataan itu.
state-title = Nyatakan hasil
state-again = Nyatakan lagi
state-explain = Meja menulis pernyataan dari angka yang berlaku sekarang; Anda yang menandatanganinya. Menutup berarti memastikan semua TPS di bawahnya.
untyped = Bila tidak diketik tersendiri, mengapa?
signed-paper = Foto berita acara yang sudah ditandatangani
close = Tutup rapat pleno
state-only = Nyatakan tanpa menutup
prints = Berita acara
print-explain = Dicetak dari pernyataan yang berlaku, lalu ditandatangani anggota dan saksi.
print = Buat berita acara (PDF)
print-of = Berita acara { $at } ({ $kilobytes } kB)
print-old = (dari pernyataan sebelumnya)
sign-title = Tanda tangani pernyataan
sign-explain = Tanda tangani teks ini dengan kunci Anda, lalu tempel hasilnya di bawah.
sign-text = Teks
sign-copy = Salin teks
sign-note = Teks yang sudah ditandatangani
sign-other = Ini bukan teks di atas dengan tanda tangan.
sign-send = Kirim

## Wilayah, pemilihan, status
level-nation = Nasional
level-province = Provinsi
level-regency = Kabupaten/Kota
level-district = Kecamatan
level-village = Desa/Kelurahan
contest-ppwp = Presiden dan Wakil Presiden
contest-pdpr = DPR RI
contest-pdpd = DPD RI
contest-pdprdp = DPRD Provinsi
contest-pdprdk = DPRD Kabupaten/Kota
contest-pkwkp = Gubernur dan Wakil Gubernur
contest-pkwkk = Bupati/Wali Kota dan Wakil
status-running = sedang berjalan
status-plenary-closed = ditutup
status-determined = ditetapkan
status-under-dispute = dalam sengketa
status-ruled = diputus

## Yang tidak jadi
problem-no-session = Masuklah dahulu.
problem-not-your-role = Peran Anda tidak boleh melakukan ini.
problem-not-your-region = Wilayah ini di luar wilayah Anda.
problem-no-plenary = Tidak ada rapat pleno untuk pemilihan ini di wilayah itu.
problem-name-constituency = Wilayah ini terbagi dalam beberapa dapil; tulis salah satunya. ({ $detail })
problem-no-reason = Sudah ada pernyataan yang berlaku: pilih alasan untuk menggantinya.
problem-unexplained = Masih ada selisih yang belum dijelaskan.
problem-not-typed = Belum ada yang mengetik tersendiri: minta orang lain mengetiknya, atau tulis mengapa tidak.
problem-own-typing = Anda sendiri yang mengetik D.HASIL ini: orang lain yang menutup rapat pleno.
problem-nothing-stands = Belum ada pernyataan yang berlaku.
problem-no-difference = Angka ini tidak lagi berbeda.
problem-text-length = Tulis penjelasan yang tidak kosong dan tidak terlalu panjang.
problem-too-large = Ada angka yang terlalu besar untuk kotaknya.
problem-unknown-key = Kunci ini tidak terdaftar.
problem-bad-signature = Tanda tangannya tidak cocok dengan teksnya.
problem-not-this-key = Kunci ini tidak berhak menyatakan itu.
problem-no-ledger = Meja ini dibuka tanpa buku besar.
