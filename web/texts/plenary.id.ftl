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
photo-paper = Foto kertasnya (wajib untuk pembetulan dan hitung ulang)
sign-correction = Lihat sebelum menandatangani
stated = Tercatat dalam buku besar, entri { $entry }.
no-photo = Belum ada foto untuk TPS ini.
photos = Foto
photo-of = Foto halaman { $page }, { $station }
photo-pending = Foto halaman { $page } disebut dalam pernyataan, tetapi belum sampai.
page = Halaman { $page }

## Selisih
typed-by = D.HASIL diketik tersendiri oleh { $name }, { $at } (ketikan ke-{ $version }).
nobody-typed = Belum ada yang mengetik D.HASIL tersendiri dari kertas. Minta orang lain mengetiknya, lalu bandingkan.
typed-sums-alone = Yang diketik hanya kolom jumlah, sebelum semua kolom diminta. Ketik lagi agar setiap kolom dibandingkan.
type-form = Ketik D.HASIL tersendiri
type-again = Ketik lagi
type-on = Lanjutkan mengetik D.HASIL
type-title = Ketik D.HASIL dari kertas
type-explain = Ketik semua kolom dari kertas, tanpa melihat rekapitulasi. Yang mengetik tidak boleh menutup rapat pleno. Yang sudah diketik tersimpan di peramban ini.
type-keys = Enter: kotak berikutnya, setelah kotak terakhir: kolom berikutnya. Page Down dan Page Up: pindah kolom. x: tidak terbaca. - : kosong di kertas. Kotak yang kosong bukan nol.
type-later = Nanti saja
column = Kolom
column-of = Kolom { $name }
column-sums = Kolom jumlah
column-far = Kolom ke-{ $number } dari { $all }
column-before = Kolom sebelumnya
column-after = Kolom berikutnya
column-next = Kolom berikutnya
column-whole = lengkap
column-part = { $typed } dari { $all } kotak terisi
boxes-open = { $count } kotak belum diisi. Ketik angkanya, - bila kosong di kertas, atau x bila tidak terbaca.
too-many-digits = Di kertas hanya ada { $digits } kotak angka.
keep-typed = Simpan
all-equal = Sama persis dengan yang diketik tersendiri.
none-to-explain = Tidak ada selisih yang perlu dijelaskan.
unexplained = { $count } selisih belum dijelaskan.
all-explained = Semua selisih sudah dijelaskan.
summed = Jumlah
typed = Diketik
below = Rekapitulasi di bawah
below-one = Rekapitulasi wilayah itu
added = Kolom yang diketik, dijumlahkan
why = Mengapa berbeda?
explain = Jelaskan
explained-by = { $name }, { $at }

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
state-explain = Meja menulis pernyataan dari angka yang berlaku sekarang; Anda melihatnya dahulu, lalu menandatanganinya. Menutup berarti memastikan semua TPS di bawahnya.
untyped = Bila tidak diketik tersendiri, mengapa?
signed-paper = Foto berita acara yang sudah ditandatangani
close = Tutup rapat pleno
state-only = Nyatakan tanpa menutup
prints = Berita acara
print-explain = Dicetak dari pernyataan yang berlaku, lalu ditandatangani anggota dan saksi. Setiap halaman memuat kode pernyataannya: potret semua halaman setelah ditandatangani, dan pilih fotonya di sini.
print = Buat berita acara (PDF)
print-of = Berita acara { $at } ({ $kilobytes } kB)
print-old = (dari pernyataan sebelumnya)
sign-explain = Untuk panitia yang menandatangani di mesin lain, misalnya laptop tanpa jaringan: bawa teks ini ke sana, tandatangani, lalu tempel hasilnya di bawah.
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
status-running = sedang berjalan
status-plenary-closed = ditutup
status-determined = ditetapkan
status-under-dispute = dalam sengketa
status-ruled = diputus

## Foto
photos-going = Tunggu sampai semua foto terkirim.
photos-failed = Ada foto yang belum terkirim: coba lagi, atau buang foto itu.
pages-looking = Memeriksa halaman dalam foto.
pages-whole = Semua halaman berita acara ada.
pages-missing = Halaman yang belum dipotret: { $pages }.
pages-compare = Kode menunjukkan halaman dan pernyataan yang dicetak, dan setiap angka dibandingkan dengan cetakannya. Tanda tangan dan kata-kata tetap dibandingkan orang.
figures-same = { $count } angka sama dengan yang dicetak.
figures-unclear = { $count } angka tidak dapat dibandingkan: potret lagi halaman ini lebih dekat dan tajam.
figures-differ = { $count } angka menunjukkan hal lain: coretan pena, angka lain, atau bayangan. Lihat dulu sebelum menandatangani; yang diubah dengan tangan dinyatakan sebagai angka baru, atau dijelaskan di bawah.
figures-none = Tidak ada angka halaman ini yang dibandingkan: halaman ini tanpa angka, atau cetakannya lebih lama daripada pembandingan.
figures-more = Dan { $count } lagi.
figure-item = Angka
figure-printed = Yang dicetak
figure-on-photo = Di foto
figure-outside = Tidak seluruhnya ada di foto
figure-photo = { $item }, { $column }, di foto
shows-page = Foto { $number }: halaman { $page } dari { $pages }, dari pernyataan yang berlaku
shows-other-print = Foto { $number }: halaman { $page } dari { $pages }, tetapi dari cetakan lain
shows-unknown = Foto { $number }: halaman { $page } dari { $pages }, tetapi tidak dicetak di meja ini dengan angka ini
shows-other-statement = Foto { $number }: halaman { $page } dari { $pages } dari pernyataan lain
shows-no-page = Foto { $number }: bukan halaman berita acara, atau sudutnya tidak terlihat
shows-no-code = Foto { $number }: kodenya tidak terbaca; potret lagi lebih dekat dan tajam
shows-no-picture = Foto { $number }: tidak dapat dibuka

## Tanda tangan
reopen = Buka kembali rapat pleno
close-again = Nyatakan lagi dan tutup
stands-reopened = Dibuka kembali dengan entri { $entry } oleh { $key } (pernyataan ke-{ $versions }).
status-reopened = dibuka kembali
replaces = Menggantikan
sign-place = Tempat
sign-replaces = Menggantikan
sign-go = Tanda tangani dan kirim
sign-done = Selesai
sign-elsewhere = Tanda tangani di mesin lain
nothing-stands = Belum ada angka yang berlaku.
stands-now = Berlaku sekarang
will-stand = Akan berlaku
differ-count = { $count ->
    [0] Tidak ada angka yang berubah.
   *[other] { $count } angka berubah.
  }
all-figures = Semua angka

## Yang tidak jadi
problem-no-reason = Sudah ada pernyataan yang berlaku: pilih alasan untuk menggantinya.
problem-unexplained = Masih ada selisih yang belum dijelaskan.
problem-not-typed = Belum ada yang mengetik tersendiri: minta orang lain mengetiknya, atau tulis mengapa tidak.
problem-own-typing = Anda sendiri yang mengetik D.HASIL ini: orang lain yang menutup rapat pleno.
problem-nothing-stands = Belum ada pernyataan yang berlaku.
problem-no-difference = Angka ini tidak lagi berbeda.
problem-text-length = Tulis penjelasan yang tidak kosong dan tidak terlalu panjang.
problem-too-large = Ada angka yang terlalu besar untuk kotaknya.

## Penanda tangan
signatories = Siapa yang menandatangani kertasnya
signatories-explain = Tulis setiap anggota dan saksi yang harus menandatangani. Yang tidak menandatangani: tulis alasannya. Dipublikasikan bersama pernyataan penutupan.
signatory-name = Nama
signatory-office = Sebagai
signatory-refused = Alasan, bila tidak menandatangani
signatory-add = Tambah baris
signatory-drop-this = Hapus
signatory-drop = Hapus baris { $number }
signatories-missing = Tulis dahulu siapa yang menandatangani: nama dan jabatan setiap orang.
said-too = Keterangan lain (dipublikasikan)
