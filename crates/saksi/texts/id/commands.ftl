# Yang dikatakan perintah-perintah. Isian {$...} diisi program; bilangan ditulis berkelompok tiga angka.

number-group = {"."}
next = Langkah berikutnya:
word-file = BERKAS
word-twice = {$name} (disebut dua kali)
practice = SIMULASI: pemilu rekaan. Tidak satu pun angka di sini adalah hasil pemilu.

bar-reading-ledger = Membaca buku besar
bar-writing-ledger = Menulis buku besar
bar-publishing = Menerbitkan
bar-verifying = Memeriksa
bar-checking-ledger = Memeriksa buku besar
bar-making-cuts = Membuat ulang potongan
bar-comparing-files = Membandingkan berkas
bar-reading-again = Membaca ulang foto
bar-mirroring-ledger = Mengambil buku besar
bar-mirroring-photos = Mengambil foto dan daftar
bar-mirroring-files = Mengambil berkas

prompt-new-keys = Frasa sandi untuk kunci baru (kosong: tanpa frasa sandi):{" "}
prompt-again = Frasa sandi yang sama sekali lagi:{" "}
prompt-key = Frasa sandi untuk {$path}:{" "}

init-done = Pemilu baru sudah dibuat di {$folder}.
init-law = aturan
init-regions = wilayah
init-stations = TPS
init-contests = pemilihan
init-ledger = buku besar
init-ledger-begins = {$origin}, dimulai dengan {$size} entri
init-keys = kunci
init-keys-sealed = disegel dengan frasa sandi
init-keys-plain = tidak disegel
init-left-out =
    Baris daftar yang tidak cocok dan ditinggalkan: {$count}. TPS yang ditinggalkan di sini tidak dinantikan di mana pun.
    Semuanya: {$report}
init-problem = {"  "}{$file}, baris {$line}: {$why}
init-more = {"  "}dan {$count} lagi
init-no-stations =
    PERINGATAN: tidak ada TPS. Untuk mengimpor hasil, hapus folder ini dan mulai lagi dengan --places dan --stations.
init-no-outlines =
    PERINGATAN: tidak satu pun garis batas dapat dipakai; peta hanya akan menampilkan wilayah sebagai kotak.
init-not-sealed =
    PERINGATAN: siapa pun yang dapat membaca {$folder} dapat menandatangani atas nama pemilu ini. Untuk pemilu
    sungguhan, hapus folder ini dan mulai lagi dengan frasa sandi, diketik di terminal atau lewat {$variable}.

import-done = {$source} sudah diimpor ke {$folder}.
import-added = pernyataan ditambahkan
import-known = sudah ada di buku besar
import-refused = ditolak aturan buku besar
import-size = entri di buku besar sekarang
import-read = Yang dibaca dari sumber:
import-report =
    Tidak dapat dipakai dan tidak masuk ke pernyataan mana pun: {$unusable}. Janggal, dan diambil apa adanya: {$noted}.
    Masing-masing dengan baris dan alasannya: {$report}
import-nothing-new = Tidak ada yang baru: semua yang dapat dipahami sudah ada di buku besar.
count-files = berkas
count-rows = baris
count-stations = TPS
count-outlines = garis batas
count-regions = berkas wilayah
count-regions-that-add-up = berkas wilayah yang jumlahnya cocok
count-option-lists = daftar pilihan
count-options-checked = pilihan dibandingkan
count-place-lists = daftar wilayah
count-places-checked = wilayah dibandingkan
count-constituency-lists = daftar dapil
count-constituencies-checked = dapil dibandingkan
count-constituency-rows = baris dapil
count-candidates = calon
count-plenaries = pleno
count-recapitulations = berkas rekapitulasi
count-sheets = formulir
count-withdrawals = penarikan
count-held = sudah dipegang
count-repeated = berulang
count-skipped = ditinggalkan
count-links-not-followed = tautan simbolis, tidak diikuti

publish-done = Potongan {$cut} sudah diterbitkan di {$folder}.
publish-nothing-new = Tidak ada yang baru di buku besar sejak potongan terakhir: tidak ada yang ditulis.
publish-cut = potongan
publish-rendered = berkas dibuat
publish-written = berkas berubah
publish-manifest = manifes (SHA-256)
publish-pushed = {$place} menampilkan potongan {$cut}; berkas dikirim: {$files}.
publish-removed = Dikeluarkan dari {$place}, karena sudah dihapus dari publikasi: {$files}.

serve-ready = Menyajikan {$folder} di http://{$address}/ (Ctrl-C untuk berhenti)
serve-refused = tidak dapat mendengarkan di {$address}: {$why}. Beri alamat lain dengan --listen
mirror-pinned =
    Kebijakan tidak diberikan: yang ditemukan di {$from} dipercayai mulai sekarang, dan disimpan di {$path}.
    Bandingkan dengan kebijakan yang Anda peroleh lewat jalan lain, dari surat kabar atau partai: pemalsu publikasi memalsukan kebijakannya juga.
mirror-finished = Jalannya perintah yang lalu terputus ketika menampilkan yang sudah diperiksa: itu diselesaikan lebih dahulu.
mirror-nothing = Tidak ada yang baru di {$from}.
mirror-shown = {$folder} kini menampilkan potongan {$cut}.
mirror-brought = Berkas yang diambil: {$files} ({$bytes} bita); yang sudah ada: {$kept}.
mirror-gone = Berkas yang dihapus karena isinya disunting: {$count}.
mirror-told = Temuan tentang isi buku besar itu sendiri, yang ada juga pada salinan yang setia: {$count}. Yang pertama: {$first}
mirror-not-counted = Penghitungan tidak dibuat ulang: berkas-berkas sesuai dengan manifes, yang tidak ditandatangani siapa pun. saksi verify membuatnya ulang.
mirror-part-all = semuanya
mirror-part-region = yang menyangkut {$region}
mirror-part-photos = {$about}, tanpa foto
mirror-no-quorum = terlalu sedikit saksi dalam kebijakan yang ikut menandatanganinya
mirror-wrong-hash = isinya lain daripada yang dinyatakan buku besar atau manifesnya
mirror-wrong-bundle = bukan bundel entri
mirror-wrong-line = baris {$line} bukan potongan yang mengikuti baris sebelumnya
mirror-wrong-cut = dari potongan lain daripada kepala buku besar
mirror-wrong-head = bukan kepala potongan ini yang diloloskan kebijakan
mirror-wrong-tiles = pohon hash di sana tidak menghasilkan akar yang ditandatangani
mirror-other-ledger = kepala itu milik buku besar {$offered}, yang dipegang milik {$held}
mirror-error-no-mirror =
    {$folder} berisi sesuatu yang bukan cermin. Tidak ada yang diubah.
    Beri folder baru atau kosong, atau folder sebuah cermin.
mirror-error-other-part =
    {$folder} adalah cermin bagian lain: {$part}. Tidak ada yang diubah.
    Beri opsi yang sama seperti sebelumnya, atau folder lain.
mirror-error-region = pemilu ini tidak mempunyai wilayah {$region}
mirror-error-two-file-systems =
    {$folder} dan {$state} berada pada dua sistem berkas, sehingga berkas tidak dapat dipindahkan dalam satu langkah.
    Buat cermin dalam sebuah folder di bawah tempat cakram itu dipasang.
mirror-error-busy = proses lain sedang memperbarui cermin ini: ia memegang {$path}
mirror-error-policy =
    kebijakan yang diberikan lain daripada {$pinned}, yang selama ini dipakai memeriksa cermin ini. Tidak ada yang diubah.
    Jika mulai sekarang memang harus lain, taruh sendiri yang baru di sana.
mirror-error-gone =
    {$from} tidak menjawab: {$what}
    Yang ditampilkan cermin tetap ada dan dapat disajikan; jalankan lagi perintah yang sama nanti.
mirror-error-lacks =
    {$from} tidak mempunyai {$path}. Yang ditampilkan cermin tidak diubah.
    Jika ini alamat sebuah publikasi, publikasi itu rusak: beri tahu pengelolanya.
mirror-error-longer =
    {$path} lebih panjang daripada {$most} bita yang mungkin. Yang ditampilkan cermin tidak diubah.
mirror-error-wrong =
    {$path}: {$what}. Yang ditampilkan cermin tidak diubah.
    Jalankan lagi perintah yang sama: berkas itu diambil ulang, selebihnya dilanjutkan dari tempat berhenti. Jika terulang, beri tahu pengelola asalnya.
mirror-error-untrusted =
    kepala buku besar dari {$from} tidak diloloskan oleh {$pinned}: {$what}.
    Yang ditampilkan cermin tidak diubah.
mirror-error-findings =
    Dibuat ulang dari buku besar, penghitungan memberi berkas yang lain daripada yang ada di asalnya; temuan: {$count}. Yang ditampilkan cermin tidak diubah.
    Yang pertama: {$first}
mirror-error-moves-on =
    {$from} maju ke potongan baru lebih cepat daripada dapat disalin. Yang ditampilkan cermin tidak diubah.
    Yang sudah diambil disimpan: jalankan lagi perintah yang sama.
mirror-error-forked =
    BUKU BESAR BERTENTANGAN DENGAN DIRINYA SENDIRI. Kepala di {$from} dan yang dipegang sebelumnya sama-sama ditandatangani, tetapi yang satu bukan awal yang lain.
    Yang ditampilkan cermin tidak diubah. Buktinya ada di {$path}: berikan kepada pihak lain, dan tanyakan apa yang mereka pegang.
mirror-error-shrunk =
    Kepala di {$from} lebih tua daripada yang dipegang di sini, dan keduanya ditandatangani: di sana disajikan salinan lama, atau buku besarnya dipotong.
    Yang ditampilkan cermin tidak diubah. Kedua kepala itu ada di {$path}.

desk-ready = Meja petugas {$folder} ada di http://{$address}/ (Ctrl-C untuk berhenti)
desk-first = Belum ada akun. Pemegang kode ini menjadi pengelola pertama, di http://{$address}/ :
desk-no-pages = Dibangun tanpa halaman petugas: hanya API yang menjawab (cargo xtask web membuatnya)
desk-registered = Kunci meja {$name} terdaftar: ia menjamin kunci yang masuk dengan kode
desk-no-registrar = Meja tidak boleh mendaftarkan kunci: {$why}
desk-database = basis data: {$why}
desk-store = Foto disimpan di {$store}
desk-store-silent = Foto disimpan di {$store}, yang sekarang tidak dapat dipakai: {$why}. Meja berjalan; foto belum dapat diterima
desk-stopped = Buku catatan tidak dapat ditulis: {$why}. Yang sudah diterima tidak hilang; jalankan meja lagi
desk-profile = {$file} dalam profil: {$why}

minutes-signed = Ditandatangani oleh {$name}: {$path}
prompt-signing = Kata sandi atau PIN {$key}: 
key-made = Kunci {$name} terdaftar; letaknya di {$path}
key-for = Kunci untuk: {$role}, {$place}
key-for-whom = Pemegang berkasnya berbicara atas nama mereka. Jangan serahkan kepada orang lain, dan cabut bila hilang (saksi key revoke).
key-revoked-now = Kunci {$key} dicabut oleh entri {$entry} ({$reason}). Yang sudah ditandatanganinya tetap ada.

trail-read = {$rows} baris dibaca, {$anchors} jangkar dalam buku catatan
trail-row = Baris {$row} tidak sesuai dengan nilai hash-nya, atau hilang
trail-broken = Buku catatan mengatakan lain dari jejak ini, di entri {$entry}
trail-index = Tabel jangkar milik meja tidak sama dengan buku catatan, di entri {$entry}: ada yang menulis di dalamnya, atau meja terhenti tepat saat itu
trail-differs = BERBEDA: jejak ini bukan yang dipegang buku catatan.
trail-holds = Utuh: jejak ini sama dengan yang dipegang buku catatan.
trail-no-anchor = Baris-barisnya saling cocok, tetapi buku catatan belum memegang jangkar: tidak ada yang menyatakan bahwa inilah baris aslinya.
bar-finding-pages = mencari halaman
bar-reading-scans = membaca formulir
scan-changed = berkas ini berubah saat dibaca: impor lagi
scan-twice = gambar yang sama sudah ada sebelumnya
scan-no-code = kode tercetaknya tidak terbaca: tidak diketahui dari TPS mana
scan-no-sheet = formulir {$form} dari TPS {$station} bukan bagian pemilu ini

carry-made = Ditulis: {$path}
carry-notes = catatan bertanda tangan
carry-photos = foto
carry-texts = teks
carry-missing = {$missing} foto atau teks yang disebut catatan tidak ada di folder ini, rusak, atau terlalu besar untuk meja: tidak ada dalam berkas.
carry-taken-out = {$captures} pernyataan foto menyebut foto yang sudah dikeluarkan oleh sebuah pernyataan: meja yang tidak punya foto itu menolak keduanya.
carry-note = entri {$entry} ({$what})
carry-photo = foto {$sha256}
carry-text = teks pernyataan {$statement}
carry-new = baru: {$what}
carry-refused = DITOLAK: {$what}: {$code}: {$why}
carry-no-text = bukan teks
carry-not-held = fotonya {$sha256} tidak ada di sini
carry-needs-second = sejak hari pemungutan suara, kunci lain untuk suatu tempat memerlukan tanda tangan dua tingkat
carry-stays = ini jangkar jejak meja lain, dan tetap di sana
carry-redacted = sebuah pernyataan mengeluarkannya
carry-not-named = tidak ada pernyataan buku catatan ini atau berkas itu yang menyebutnya di tempatnya
carry-too-long = pernyataannya terlalu panjang untuk meja
carry-not-its-text = tidak ada pernyataan buku catatan ini yang menyebut teks itu
carry-column-new = baru
carry-column-known = sudah ada
carry-column-refused = ditolak
carry-rivals = LIHAT: {$contest} {$place}: dua pernyataan menuntut tempat yang sama. Yang berwenang harus memutuskan.
carry-changed = LIHAT: {$contest} {$place}: yang ada sekarang bukan yang dijumlahkan pleno. Lihat apakah pleno dibuka lagi.
carry-all-in = Semuanya masuk.
carry-some-refused = {$refused} ditolak, disebut di atas; yang lain masuk.
prompt-desk-password = Kata sandi {$name} di meja: 
prompt-desk-code = Kode faktor kedua: 

backup-made = Disalin ke {$folder}
backup-holds = {$folder} utuh: setiap berkas sesuai daftarnya, dan buku catatan sesuai titik periksa yang bertanda tangan
backup-restored = {$folder} menjadi folder pemilu lagi
backup-keys = Kunci tidak ada dalam cadangan mana pun: bawa kunci Anda ke {$folder} sebelum membuka meja atau mengimpor
backup-files = berkas
backup-bytes = bita
backup-entries = entri buku catatan
backup-photos = foto yang dipegang meja, semuanya ada
backup-store = Foto disimpan di {$store}: cadangannya dibuat di sana (nyalakan versioning-nya). Cadangan ini berisi semua yang lain.
backup-store-unknown = Foto disimpan di {$store}: cadangannya dibuat di sana (nyalakan versioning-nya). Kelengkapannya tidak dibandingkan di sini: tabel meja tidak ada di folder.
backup-photo-gone = {$missing} foto yang dipegang meja tidak ada di {$store}, yang pertama {$first}: kembalikan dari versi lama atau salinan lain
backup-inside = cadangan tidak boleh berada di dalam folder yang dicadangkan
backup-damaged = isinya bukan yang tertulis di daftar cadangan
backup-no-list = tidak ada cadangan di sini: daftarnya hilang atau rusak

export-done = Pemilihan {$contest} sudah ditulis ke {$folder}.

demo-raised = TPS sesedikit itu tidak cukup untuk memperlihatkan semua yang dapat keliru: dijadikan {$stations}.
demo-making = Membuat simulasi di {$folder}: {$stations} TPS, {$statements} pernyataan.
demo-cut = {"  "}{$number} dari {$of}: potongan {$cut}, {$files} berkas ditulis
demo-practice = Ini SIMULASI: pemilu rekaan. Kuncinya dihitung dari benih dan tidak melindungi apa pun.
demo-look = Lihat:
demo-pages = halaman, dari nasional sampai desa
demo-latest = potongan terbaru
demo-data = CSV dan Parquet, sebagai paket data
demo-kpu = JSON yang dibaca aplikasi KPU
demo-serving = Disajikan di http://{$address}/ (Ctrl-C untuk berhenti)
demo-refused = ada pernyataan yang ditolak: {$why}: {$statement}
demo-no-key = tidak ada kunci untuk {$signer}

verify-no-policy = Kebijakan tidak diberikan: yang dapat ditunjukkan hanya bahwa publikasi ini cocok dengan dirinya sendiri, bukan dari mana asalnya.
verify-election = Pemilu {$name}, diterbitkan di {$source}
verify-cosigned = ditandatangani bersama oleh
verify-cuts = potongan
verify-files = berkas
verify-redacted = berkas dihapus, dengan alasan
verify-counted = Yang terhitung; tidak satu pun di sini adalah temuan:
verify-expected = seharusnya
verify-sheets = terhitung
verify-sound = konsisten atau lebih baik
verify-conflict = bertentangan
verify-corrected = dikoreksi
verify-withdrawn = ditarik
verify-control = kendali
verify-checked = diperiksa
verify-findings = temuan
verify-not-asked = tidak diminta
verify-readings = Pembacaan yang dibaca ulang dari fotonya: {$again}. Tidak dibaca ulang:
verify-other-reader = pembaca lain
verify-by-person = dibaca orang
verify-photos-not-held = foto tidak ada
verify-not-listed = Peladen web tidak dapat memberi daftar berkasnya: berkas yang tidak semestinya ada tidak dicari.
verify-part =
    Ini cermin sebagian: yang disimpan {$about}{$without}. Tidak ada di sini, dan tidak diperiksa: {$files} berkas dan {$photos} foto.
    Yang ada diperiksa seperti biasa.
verify-part-all = semuanya
verify-part-region = yang menyangkut {$region}, wilayah yang memuatnya, dan wilayah di dalamnya
verify-part-photos = , tanpa foto
verify-finding = TEMUAN {$finding}
verify-more = dan {$count} temuan lagi; --json memuat seribu pertama dari setiap kontrol
verify-programs =
    Publikasi ini memuat program pemeriksa untuk peramban yang bukan program di dalam saksi ini, karena beda versi atau diubah: {$files}. Apa yang ditampilkannya tidak dijamin di sini.
verify-moved-on =
    Publikasi ini berlanjut ke kepala yang lebih baru ketika sedang dibaca. Temuan dapat muncul karena dua potongan terbaca sebagai satu.
    Jalankan perintah yang sama sekali lagi sebelum mempercayainya.
verify-holds = COCOK: {$controls} kendali, tanpa temuan, dalam {$seconds} detik.
verify-fails = TIDAK COCOK: temuan: {$findings}, dalam {$seconds} detik.
verify-self-consistent = Hanya cocok dengan dirinya sendiri: asalnya tidak terbukti. Beri --policy dengan kunci yang Anda percayai.

read-page = {$photo}: halaman {$page}
read-page-again = {"  "}foto lain dari halaman ini lebih jelas; foto ini tidak dipakai
read-page-three = {"  "}tanda sudut {$corner} tidak terlihat: letaknya dari tiga tanda lain dan garis cetakan, maka ditanyakan kepada orang
read-page-lines = {"  "}tanda halamannya tidak terbaca: dikenali hanya dari kotak cetakannya, maka ditanyakan kepada orang
read-page-screen = {"  "}ini tampak seperti foto layar: potretlah kertasnya; ditanyakan kepada orang
read-pages-missing = Halaman ini tidak ada fotonya: {$pages}
read-corner-upper-left = kiri atas
read-corner-upper-right = kanan atas
read-corner-lower-right = kanan bawah
read-corner-lower-left = kiri bawah
not-read-too-small = formulir terlalu kecil dalam foto: mendekatlah, atau kirim foto asli, bukan pratinjau
not-read-dark = foto terlalu gelap: tambah cahaya, atau lampu kilat dari samping
not-read-blurred = foto kabur: pegang telepon dengan tenang dan sentuh formulir di layar agar terfokus
not-read-blank = tidak ada cetakan dalam foto: halaman kosong, atau ada yang menutupi kamera
not-read-glare = cahaya memantul di {$field}: geser lampu atau formulir, atau potret dari sisi lain
not-read-unclear = terlalu sedikit dari formulir yang terlihat ({$seen} dari {$printed} kotak cetakan): ratakan kertas, singkirkan penutupnya, dan potret dari atas
not-read-cut-off = {$field} di luar foto: potret lagi dengan seluruh halaman di dalamnya
not-read-no-frame = formulir tidak ditemukan: sedikitnya tiga dari empat tanda sudutnya harus ada dalam foto, tidak tertutup dan tajam
not-read-corner-outside = sudut {$corner} halaman {$page} di luar foto: potret lagi dengan keempat tanda sudut di dalamnya
not-read-corner-covered = sudut {$corner} halaman {$page} tertutup: potret lagi dengan keempat tanda sudut di dalamnya
not-read-no-tag = bingkai formulir ditemukan, tetapi tanda halamannya tidak terbaca dan kotaknya tidak menunjukkan halaman mana: potret lagi dengan tanda halaman tidak tertutup dan tajam
not-read-other-form = tanda halaman {$tag} milik formulir lain
not-read-two-pages = halaman {$one} dan {$other} ada bersama dalam foto: potret satu per satu
read-station-typed = TPS {$station}, seperti diketik
read-station-qr = TPS {$station}, menurut kode pada formulir
read-station-damaged = {"  "}kode TPS pada halaman ini tidak terbaca: pastikan dengan mata bahwa halaman ini milik TPS ini
read-station-unknown = Foto tidak menyebut TPS-nya; berikan dengan --station
read-field = isian
read-value = tertulis
read-confidence = yakin
read-boxes = kotak
read-bubbles = bulatan
read-strokes = turus
read-row-sums = baris
read-words = huruf
read-do = tindakan
read-accept-yes = terima
read-accept-ask-one = tanya satu orang
read-accept-ask-two = tanya dua orang
read-check-fails = Yang tertulis melanggar pemeriksaan {$check}.
read-check-undecided = Pemeriksaan {$check} tidak dapat dilakukan: ada angka yang tidak ada.
read-accepted = Semua angka diterima.
read-ask = Harus dilihat orang: lihat kolom terakhir.

## forms
forms-practice = LATIHAN
forms-printed = {$path}: {$sheets} formulir, masing-masing {$pages} halaman, {$wide} × {$high} mm. Cetak dengan ukuran asli ("actual size", 100 %).
forms-drawn = {$path}: halaman {$page}
forms-colours = Merah: kotak. Hijau: bulatan. Biru: turus. Jingga: jumlah baris. Ungu: huruf. Hitam: tanda sudut, tanda halaman, dan kode TPS. Abu-abu: yang hanya dicetak.

services-made = Folder layanan ada di {$folder}. Tulis di {$config} alamat tempat orang menjangkaunya, lalu:
services-ready = Layanan publik ada di http://{$address}/ ; berkas untuk umum ada di {$out} (Ctrl-C untuk berhenti)
services-failed = layanan: {$why}
services-none = Tidak ada laporan yang menunggu jawaban.
services-receipt = tanda terima
services-at = dikirim
services-station = TPS
services-contest = pemilihan
services-kind = jenis
services-words = tulisan
services-contact = kontak
services-photo = foto
services-answer = jawaban
services-open = belum ada
services-released = tulisan terbuka untuk umum
services-yes = ya
services-no = tidak
services-answered = {$receipt} sudah dijawab. Jawabannya langsung ada di halamannya, dan dalam beberapa detik di berkas untuk umum selama layanan berjalan.
services-words-out = Tulisan {$receipt} sekarang terbuka untuk umum.
services-words-in = Tulisan {$receipt} tidak lagi terbuka untuk umum. Salinan yang dibuat orang lain tetap ada.
services-sends-elsewhere = Proses lain sudah mengirim dari folder ini: yang sudah waktunya dikirim dalam beberapa detik.
services-made-ready = Kiriman yang disiapkan: {$number} (0: semua sudah menerima tabel terbaru, atau sedang menunggunya).
services-sent = Terkirim: {$delivered}. Gagal dan akan dicoba lagi: {$failed}. Gagal seterusnya: {$dead}.
services-nothing-waits = Tidak ada yang menunggu dikirim.
services-nothing-dead = Tidak ada yang gagal seterusnya.
services-nothing-sent = Belum ada yang dikirim.
services-next = percobaan berikut
services-since = sejak
services-number = nomor
services-receiver = penerima
services-to = kepada
services-cut = potongan
services-tries = percobaan
services-said = jawaban terakhir
services-file = berkas
services-bytes = bita
services-sha256 = SHA-256
services-channel = saluran
services-state = keadaan
services-what = isi
services-regions = wilayah
services-forgotten = (sudah dihapus)
services-asks = (meminta konfirmasi)
services-resent = Kiriman {$number} menunggu lagi, dan yang di belakangnya menyusul.
services-left-out = Kiriman {$number} dilewati, dan yang di belakangnya menyusul.
services-ended = Tidak ada lagi yang dikirim kepada penerima {$number}.
services-webhook-made = Penerima {$number} diberi tahu tentang berkas setiap hari. Kunci tanda tangannya, hanya ditampilkan kali ini: {$secret}
services-bucket-made = Penerima {$number}: berkas setiap hari dimasukkan ke bucket {$bucket}.
