# Kegagalan perintah, dan apa yang harus dilakukan.

error-file = {$path}: gagal {$action}: {$why}
io-full = disk penuh
io-read-only = sistem berkas hanya dapat dibaca
io-denied = tidak diizinkan
io-missing = berkas atau folder itu tidak ada
advice-full = Kosongkan ruang, lalu jalankan perintah yang sama lagi. Yang sudah dinyatakan tersimpan tidak hilang.
advice-read-only = Jadikan dapat ditulis (mungkin ada galat disk di catatan sistem), lalu jalankan perintah yang sama lagi.
advice-denied = Berikan folder itu kepada pengguna yang menjalankan saksi, lalu jalankan perintah yang sama lagi.
advice-missing = Periksa jalurnya. Jika berkas itu bagian dari pemilu, ada yang menghapusnya: salin dari cermin.
advice-other = Jalankan perintah yang sama lagi; jika terulang, periksa disk.
action-reading = membaca
action-read = membaca
action-writing = menulis
action-write = menulis
action-writing-the-report = menulis laporan
action-creating = membuat
action-creating-the-folder = membuat folder
action-make-the-folder = membuat folder
action-listing = membaca daftar isi
action-list = membaca daftar isi
action-opening = membuka
action-hold = mengunci
action-locking = mengunci
action-protecting = melindungi
action-keeping = menyimpan
action-name = memberi nama
action-renaming-to = memberi nama
action-replace = mengganti
action-delete = menghapus
action-removing = menghapus
action-syncing = menyelaraskan ke disk
action-sync-the-folder = menyelaraskan ke disk
action-mending = memperbaiki
action-appending-to = menambahkan
action-looking-at = melihat
action-noting-what-went-in = mencatat yang sudah dikirim dalam
action-noting-the-finished-cut-in = mencatat potongan yang selesai

error-no-election =
    {$folder} tidak berisi pemilu: tidak ada saksi.toml di sana.
    Berikan folder sebuah pemilu, atau buat dengan: saksi init {$folder} --profile id-2024
error-occupied = {$folder} tidak kosong. Pemilu dimulai di folder yang baru atau kosong.
error-config = {$path}: {$what}
config-no-role = tidak ada peran untuk ini: {$may}
config-mirror = cermin “{$name}” di {$url}: cermin mempunyai nama paling panjang 200 bita dan alamat yang dimulai dengan https:// atau http://
config-bundle-at = bundle_at berisi {$time}: jam ditulis JJ:MM, misalnya 18:00
config-services = alamat layanan {$url}: harus dimulai dengan https:// atau http://
error-key = kunci {$path}: {$what}
key-sealed = disegel dengan frasa sandi. Berikan lewat {$variable}, atau jalankan perintah ini di terminal
key-format = formatnya {$found}, bukan {$expected}
key-seal = segelnya {$seal} tidak dikenal
key-seed = benihnya tidak 32 bita
key-not-sealed = tidak dapat disegel
key-damaged = rusak. Salin dari tempat Anda menyimpan kunci
key-passphrase = frasa sandinya salah, atau berkasnya rusak
key-none-for-source = tidak ada kunci yang boleh menyatakan ulang sumber ini
key-revoked = sudah dicabut: pindahkan berkasnya, dan meja membuat yang baru
error-desk-runs =
    buku catatan sedang dipakai proses lain, yang memegang {$path}: kemungkinan besar meja petugas.
    Lakukan di meja, di halaman {$page}, atau hentikan meja lebih dulu. Tidak ada yang ditulis.
error-desk-address = {$url} bukan alamat meja. Tulis https://meja.example, atau http://127.0.0.1:8090 untuk meja di mesin ini
error-desk-open-line = {$url} akan membawa kata sandi lewat jalur terbuka. Tulis https://, atau jalankan perintah ini di mesin meja sendiri. Tidak ada yang dikirim.
error-desk-no-answer = meja {$desk} tidak menjawab: {$why}. Yang sudah masuk tetap ada; jalankan perintah yang sama lagi bila meja sudah berjalan
error-desk-refused = meja menolak: {$status} {$code} {$detail}
error-desk-strange = {$desk} menjawab tidak seperti meja: {$what}. Periksa alamatnya
error-desk-other-ledger = {$desk} memegang buku catatan pemilu lain, atau bukan meja. Tidak ada yang dimasukkan. Periksa alamatnya; --to menyebut yang lain
error-carry = {$path}: {$what}
error-carry-other = berkas ini dari buku catatan pemilu lain daripada {$folder}, atau dari latihan. Tidak ada yang dimasukkan.
error-carry-to-desk =
    buku catatan sedang dipakai proses lain, yang memegang {$path}: kemungkinan besar meja petugas.
    Masukkan berkasnya lewat meja itu: --to URL --as NAMA. Tidak ada yang ditulis.
error-carry-where = sebutkan tujuannya: --to meja, atau --into folder
error-no-secret = tidak ada terminal untuk bertanya. Berikan lewat {$variable}
error-revoke = kunci {$key} tidak dicabut: {$what}
revoke-no-key = tidak ada kunci dengan nama atau sidik ini dalam buku catatan
revoke-several = beberapa kunci bernama sama; berikan sidik salah satunya: {$keys}
revoke-ended = sudah dicabut sebelumnya, oleh entri {$entry}
revoke-no-reason = tidak ada alasan seperti itu; yang ada {$known}
key-needs-second =
    sejak hari pemungutan suara kunci lain untuk {$place} memerlukan tanda tangan dua tingkat.
    Berikan kunci kedua dari tingkat lain dengan --second, atau masukkan kuncinya di meja dengan kode.
error-no-profile = tidak ada profil {$name}. Yang ada: {$known}. Folder dengan profile.toml juga boleh
error-no-contest = tidak ada pemilihan {$name}. Yang ada: {$known}
error-not-held = TPS {$station} tidak mempunyai formulir {$name} di pemilu ini. Formulir yang ada: {$held}
error-no-place = tidak ada TPS atau wilayah {$place} di pemilu ini
error-unknown-file = {$path} bukan jenis berkas yang dikenal. Berikan baris TPS, versi, jumlah resmi, atau JSON
error-damaged-ledger =
    entri buku besar tidak menghasilkan akar yang ada di titik periksanya: ada berkas yang rusak atau diubah.
    saksi verify menunjukkan yang mana; salin dari cermin.
error-ledger-behind =
    buku besar berisi {$size} entri, tetapi {$path} terbit dengan {$published}: buku besar ini salinan lama.
    Bila diteruskan, satu pemilu mengatakan dua hal; karena itu tidak ada yang ditulis. Kembalikan buku besar yang lebih
    baru, atau ambil yang kurang dari public/ledger.
error-ledger-forked =
    {$published} entri pertama buku besar bukan yang ditandatangani dalam {$path}: ini buku besar lain, atau sudah
    diubah. Tidak ada yang ditulis. Kembalikan buku besar yang menjadi milik folder public ini.
error-empty-ledger = buku besar kosong: saksi init tidak selesai. Hapus folder itu dan mulai lagi.
error-beginning = pernyataan {$position} dari awal pemilu ini ditolak: {$what}
error-not-in-ledger = buku besar memuat {$size} entri; tidak termasuk: {$asked}
asked-cut = potongan {$cut}
asked-entry = entri {$entry}
asked-sizes = ukuran {$old} sampai {$new}
asked-standing = pernyataan yang berlaku untuk {$station}
error-network = {$what}
error-backup = {$path}: {$what}
error-unreadable = {$target} tidak dapat diperiksa: {$what}
error-policy = kebijakan atau titik periksa {$path}: {$what}
error-clock =
    jam komputer ini menunjukkan {$now}, padahal entri terakhir buku besar bertanggal {$last}: jamnya tertinggal {$seconds} detik.
    Betulkan jamnya, lalu jalankan perintah yang sama lagi. Tidak ada yang ditambahkan, dan tidak ada yang hilang.
error-passphrases-differ = kedua frasa sandi berbeda. Tidak ada yang dibuat; mulai lagi.
error-prompt = terminal tidak memberi frasa sandi: {$why}. Tidak ada yang dibuat atau diubah.
error-randomness = sistem tidak memberi bilangan acak untuk kunci: {$what}
error-simulation = simulasi: {$what}
error-ledger = buku besar: {$what}
error-ledger-in-use =
    buku besar sedang dipakai proses lain, yang memegang {$path}.
    Tunggu atau hentikan proses itu dulu: dua penulis akan membelah buku besar.
error-head-damaged =
    {$path} rusak: {$what}. Tidak ada yang ditulis; entri di ledger/tile tidak tersentuh.
    Jangan pernah memulihkannya dari cadangan. Cara membuatnya kembali ada di docs/run-it.md, "The head is lost or damaged".
error-head-missing =
    ledger/head tidak ada, yaitu kepala buku besar yang ditandatangani. Tidak ada yang ditulis.
    Jangan pernah memulihkannya dari cadangan. Cara membuatnya kembali ada di docs/run-it.md, "The head is lost or damaged".
error-replay = buku besar tidak dapat dipahami: {$what}
error-store-no-answer = {$store} tidak menjawab ({$why}; ditanya {$tries} kali). Periksa apakah servernya berjalan dan dapat dijangkau dari sini.
error-store-refused = {$store} menolak {$what}: {$status} {$code}. Periksa kuncinya, haknya (PutObject, GetObject, ListBucket), dan jam mesin ini.
store-to-keep-an-object = menyimpan berkas
store-to-give-an-object = memberikan berkas
store-to-remove-an-object = menghapus berkas
store-to-say-whether-it-has-an-object = mengatakan apakah ia memiliki berkas
store-to-list-its-objects = mendaftar berkasnya
error-store-damaged = {$store} menyimpan isi lain di bawah nama {$name}. Kembalikan isi yang benar, dari versi lama atau cadangan.
error-store-address = "{$address}" bukan penyimpanan. Tulis s3://BUCKET atau s3://BUCKET/AWALAN, dengan huruf, angka, titik, dan tanda hubung.
error-store-not-set = {$name} belum diisi. Sebuah bucket memerlukan AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, dan AWS_REGION atau AWS_ENDPOINT_URL.
error-store-endpoint = AWS_ENDPOINT_URL berisi "{$endpoint}". Tulis https://MESIN atau http://MESIN:PORTA, tanpa apa pun sesudahnya.
store-other = foto folder ini disimpan di {$own}, bukan di {$asked}. Salin semuanya ke sana dahulu, lalu ubah "store" dalam berkas ini.
error-publish = menerbitkan: {$what}
error-publish-other-place = {$place} menampilkan {$found}, yang bukan potongan publikasi ini. Sebutkan tempat yang kosong, atau hapus isinya dengan tangan.
error-publish-busy = proses lain sedang menerbitkan pemilu ini: ia memegang {$path}. Tunggu atau hentikan proses itu.
error-render = menerbitkan: {$what}
error-import = mengimpor: {$what}
error-statement = pernyataan tidak dapat ditulis: {$what}
error-profile = profil: {$what}
error-places = daftar wilayah dan TPS: {$what}
error-table = tabel: {$what}
error-election = pemilu: {$what}
error-proof = bukti: {$what}
error-output = menulis keluaran: {$why}
error-json = menulis JSON: {$what}

warning-entry = peringatan: entri {$entry} buku besar tidak dapat dipahami: {$what}

mistake-unknown-argument = tidak ada opsi atau argumen {$argument} di sini
mistake-unknown-command = tidak ada perintah {$command}
mistake-no-command = perintahnya belum ada
mistake-missing = ini belum ada: {$arguments}
mistake-no-value = nilai setelah {$argument} belum ada
mistake-value = {$value} bukan nilai untuk {$argument}
mistake-twice = {$argument} diberikan dua kali, atau bersama yang mengecualikannya
mistake-possible = Yang boleh: {$values}
mistake-suggestion = Maksud Anda {$word}?
mistake-help = Untuk penjelasan, tambahkan --help.

error-sign = {$path} tidak ditandatangani: {$what}. Tidak ada yang ditulis.
error-photo = {$path} tidak dapat dibaca: {$what}
error-mixed-forms = Ini halaman dari dua formulir: {$one} adalah {$form}, {$other} adalah {$other_form}. Berikan halaman dari satu formulir.
error-mixed-stations = Ini halaman dari dua TPS: kode pada {$one} menyebut {$station}, pada {$other} {$other_station}. Tidak ada yang digabungkan; berikan halaman dari satu TPS.
error-other-station = Kode pada {$path} menyebut TPS {$station}, bukan {$given}. Tidak ada yang dibaca; berikan halaman yang benar, atau --station yang benar.
error-other-page = Menurut tandanya {$path} adalah halaman {$page} dari {$form}, tetapi kode TPS-nya milik halaman {$code_page} dari {$code_form}. Halaman seperti itu tidak pernah dicetak: periksa kertasnya.
error-no-lists = formulir {$form} mengikuti daftar calon daerah pemilihannya: sebutkan pemilunya dengan --folder, yang calonnya harus diketahui
error-no-station = {$path}: isi halaman {$form} mengikuti daftar calon daerah pemilihannya, dan kode TPS-nya tidak terbaca. Sebutkan TPS-nya dengan --station
error-no-photo = tidak ada foto yang diberikan: sebutkan paling sedikit satu
error-no-form = foto ini memperlihatkan formulir {$form}. {$law} memiliki tata letaknya, tetapi tidak ada pemilihan dengan formulir itu; formulir pemilihannya: {$known}. Bacalah dengan profil atau pemilu pemilik formulir itu (--profile, --folder); kalau memang milik yang ini, "form" pada tata letak harus salah satu nama tersebut
error-no-layout = profil tidak memiliki tata letak formulir {$form}; yang ada: {$known}. Cara menulisnya: docs/layouts.md
error-other-form = TPS {$station} mengisi formulir {$form}, TPS pertama {$first}. Cetak terpisah
error-print-place = tata letak {$form} tidak memiliki tabel [qr]: tidak ada tempat untuk kode TPS. Tambahkan (docs/layouts.md)
error-print-code = kode untuk formulir {$form} dan TPS {$station} tidak dapat dibuat: kode TPS paling banyak 15 angka dan huruf besar

error-services = layanan publik: {$what}
