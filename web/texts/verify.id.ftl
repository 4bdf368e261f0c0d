# Pemeriksaan satu pernyataan, di peramban.
button = Periksa bukti angka ini
looking = Memeriksa ...
practice = SIMULASI · bukan pemilu sungguhan
language = Bahasa Indonesia
to-offline = Periksa sendiri tanpa situs ini (satu berkas, bisa disimpan)

outcome-shown = Terbukti
outcome-failed = TIDAK COCOK
outcome-not-shown = Tidak dibuktikan
verdict-shown = Pernyataan ini ada di buku besar dan ditandatangani oleh pihak yang berwenang, kecuali bila kuncinya dicabut sebelumnya. Yang tidak dibuktikan tertulis di bawah.
verdict-shown-own = Menurut kunci yang disebut publikasi ini sendiri, pernyataan ini ada di buku besar dan ditandatangani oleh pihak yang berwenang, kecuali bila kuncinya dicabut sebelumnya. Yang tidak dibuktikan tertulis di bawah.
verdict-partly = Tidak ada yang salah pada bagian yang diperiksa, tetapi belum semua bisa diperiksa. Rinciannya di bawah.
verdict-failed = Ada yang TIDAK COCOK. Jangan percaya angka ini sebelum jelas sebabnya.
sums-fail = Angka pada pernyataan ini tidak menjumlah: { $fails } pemeriksaan gagal. Pernyataannya tetap tercatat sebagaimana tertulis.

## Mengapa tidak ada yang bisa dikatakan
refused-no-checkpoint = Kepala buku besar (ledger/checkpoint) tidak ada atau tidak terbaca. Tidak ada yang bisa diperiksa.
refused-too-new = Entri ini belum termasuk dalam buku besar yang diterbitkan. Coba lagi sebentar lagi.
refused-no-entry = Entri ini, atau berkas untuk membuktikannya, tidak ada di publikasi. Tidak ada yang bisa diperiksa.
refused-not-fetched = Berkas publikasi tidak bisa diambil. Periksa sambungan internet, lalu coba lagi.
refused-no-proof = Di antara berkas ini belum ada bukti (.tlog-proof).
refused-bad-proof = Satu berkas mengaku sebagai bukti (.tlog-proof), tetapi bentuknya rusak. Ambil ulang berkas itu.
refused-several = Ada bukti dari beberapa pernyataan. Sisakan satu saja.
refused-policies = Ada beberapa kebijakan (policy). Sisakan satu saja.
refused-broke-down = Pemeriksaan ini tidak selesai di peramban Anda. Coba peramban lain atau perangkat dengan memori lebih besar.

## Kebijakan
policy-brought = Bahwa kebijakan yang Anda bawa menyebut kunci yang benar: itu bergantung pada dari siapa Anda mendapatkannya. Semua di bawah ini berlaku sejauh Anda mempercayainya.
policy-served = Bahwa kunci yang dipercaya memang yang benar: itu dikatakan oleh publikasi ini sendiri. Pemalsu pun bisa menyajikan kunci buatannya. Bawalah kebijakan dari sumber lain, dan pakai berkas tanpa internet.
policy-missing = Belum ada kebijakan (policy) yang menyebut kunci siapa yang dipercaya. Tanpa itu asal buku besar tidak terbukti.
policy-unreadable = Kebijakannya rusak.

## Kepala buku besar
checkpoint-signed = Kepala buku besar { $origin }, { $size } entri, ditandatangani dengan kunci yang disebut kebijakan.
checkpoint-unknown = Bukti ini dari buku besar { $origin }, yang tidak disebut oleh kebijakan.
checkpoint-false = Tanda tangan buku besar tidak ada, salah, atau kepalanya rusak.
checkpoint-spoiled = Tanda tangan pengamat { $witness } palsu. Kepala buku besar ini tidak boleh dipakai.
checkpoint-no-policy = Bahwa kepala buku besar ditandatangani oleh pihak yang dipercaya.

witnesses-enough = Cukup pengamat luar ikut menandatangani kepala buku besar: { $names }.
witnesses-too-few = Kebijakan meminta lebih banyak pengamat luar. Yang ikut menandatangani hanya: { $names }.
witnesses-none-asked = Bahwa pihak luar menyaksikan buku besar ini: kebijakannya tidak meminta satu pengamat pun.
witnesses-no-head = Bahwa pihak luar menyaksikan buku besar ini.

## Entri
inclusion-shown = Entri nomor { $index } ada di buku besar itu, tepat seperti ini, dicatat pada { $time }.
inclusion-false = Entri nomor { $index } tidak ada di buku besar itu seperti yang diperlihatkan di sini.
inclusion-other = Bukti ini untuk entri nomor { $index }, bukan { $asked }.
inclusion-no-head = Bahwa entri nomor { $index } ada di buku besar: tidak ada kepala buku besar yang dipercaya.
statement-unreadable = Entri ini tidak berisi pernyataan yang bisa dibaca.

subject-sheet = { $kind } untuk { $contest-name } di TPS { $station }, dinyatakan { $at }.
subject-else = { $kind }; bukan tentang formulir satu TPS.
subject-other = Pernyataannya tentang { $contest } di TPS { $station }, bukan { $asked-contest } di TPS { $asked-station } seperti di halaman ini.

kind-sheet = Pernyataan angka
kind-withdrawal = Penarikan angka
kind-capture = Foto formulir
kind-reading = Pembacaan foto
kind-plenary = Hasil pleno
kind-other = Pernyataan

## Yang mendasari
definition-shown = Entri pertama buku besar itu menetapkan pemilu ini ({ $election }) dan ditandatangani dengan kunci pertamanya.
definition-missing = Apa yang ditetapkan entri pertama buku besar: buktinya tidak disertakan.
definition-no-head = Apa yang ditetapkan entri pertama buku besar: tidak ada kepala buku besar yang dipercaya.
definition-false = Entri pertama buku besar tidak seperti yang diperlihatkan di sini.

law-built-in = Aturan yang disebut entri pertama sama persis dengan yang tertanam di program ini.
law-given = Aturan yang dipakai sama persis dengan yang disebut entri pertama.
law-missing = Aturan yang disebut entri pertama tidak tersedia di sini.
law-unreadable = Aturan yang disebut entri pertama tidak bisa dipakai untuk pernyataan ini.
law-no-definition = Aturan mana yang berlaku: itu dikatakan entri pertama.

## Tanda tangan
signature-fits = Isi pernyataan ditandatangani dengan kunci { $key }.
signature-false = Tanda tangan atas nama { $key } tidak cocok dengan isi pernyataan.
signature-no-key = Bahwa tanda tangan atas nama { $names } cocok: entri yang mendaftarkan kuncinya tidak disertakan.

authority-shown = Kunci { $key } didaftarkan oleh entri nomor { $entry } sebagai { $role } untuk { $scope }, dan rantainya sampai ke entri pertama. Peran ini boleh menyatakan hal ini, kecuali bila kuncinya dicabut sebelumnya.
authority-no-key = Bahwa kunci { $key } milik petugas tempat ini: entri pendaftarannya tidak disertakan atau tidak terhubung ke entri pertama.
authority-no-definition = Bahwa kunci ini milik petugas tempat ini: semua pendaftaran kunci berpangkal pada entri pertama.
authority-no-law = Bahwa kunci ini milik petugas tempat ini: apa yang boleh dinyatakan suatu peran adalah aturan, dan aturannya tidak tersedia.
authority-revoked = Kunci { $key } sudah dicabut oleh entri nomor { $entry } sebelum pernyataan ini.
authority-refused = Penandatangan tidak boleh membuat pernyataan ini.

## Angka
figures-hold = { $undecided ->
    [0] Penjumlahan pada formulir diulang: semua { $holds } pemeriksaan cocok.
   *[other] Penjumlahan pada formulir diulang: { $holds } pemeriksaan cocok, { $undecided } tidak bisa diputus karena ada angka yang tidak terbaca.
}
figures-fail = { $undecided ->
    [0] Penjumlahan pada formulir diulang: { $fails } pemeriksaan GAGAL, { $holds } cocok.
   *[other] Penjumlahan pada formulir diulang: { $fails } pemeriksaan GAGAL, { $holds } cocok, { $undecided } tidak bisa diputus karena ada angka yang tidak terbaca.
}
figures-wrong = Isi pernyataan tidak sesuai dengan formulirnya.
figures-no-form = Menurut aturan, TPS { $station } tidak punya formulir untuk { $contest }.
figures-no-list = Bahwa penjumlahannya benar: formulir ini mengikuti daftar calon ({ $bytes } bita), yang tidak disertakan atau terlalu besar.
figures-no-law = Bahwa penjumlahannya benar: formulir ada di dalam aturan, yang tidak tersedia.
figures-none = Bahwa ada angka yang menjumlah: pernyataan ini tidak berisi angka formulir satu TPS.

photo-named = Foto ini adalah foto halaman { $page } yang disebut pernyataan, bita demi bita (SHA-256 { $sha256 }).
photo-other = Foto ini tidak disebut pernyataan. Foto yang dikirim ulang lewat aplikasi pesan biasanya berubah bitanya (SHA-256 { $sha256 }).
photos-not-given = Bahwa suatu foto adalah foto yang dimaksud: pernyataan menyebut { $named } foto, dan tidak ada yang diperiksa di sini.
photos-none-named = Bahwa suatu foto adalah foto yang dimaksud: pernyataan tidak menyebut foto menurut bitanya.

## Yang tidak bisa dibuktikan satu entri
standing-replaces = Bahwa pernyataan yang digantikannya ({ $id }) memang ada: itu tidak dilihat di sini.
standing-not-shown = Bahwa pernyataan ini masih berlaku: apakah entri lain mengganti, membantah, atau mencabutnya, dan apakah kuncinya dicabut sebelum itu, hanya tampak dari seluruh buku besar (saksi verify).
truth-not-shown = Bahwa yang dinyatakan adalah yang dipilih pemilih. Itu hanya bisa dilihat pada kertas, foto, dan oleh yang hadir.
file-unknown = Berkas { $name } tidak dikenali dan tidak dipakai.

## Rincian
keys-title = Dari entri pertama ke kunci penandatangan
key-line = { $key }: { $role }, untuk { $scope }, entri nomor { $entry }, sidik { $fingerprint }
checks-title = Semua pemeriksaan, kedua sisinya
figures-title = Semua angka dalam pernyataan
proofs-title = Simpan buktinya
proofs-about = Berkas ini bisa diperiksa lagi tanpa situs ini, bertahun-tahun lagi: bukti pernyataan, dan bukti entri yang mendasarinya.
column-check = Pemeriksaan
column-left = Kiri
column-right = Kanan
column-says = Hasil
column-field = Isian
column-value = Angka
check-holds = cocok
check-fails = GAGAL
check-undecided = tidak bisa diputus
check-not-applicable = tidak berlaku
unread = tidak terbaca

## Berkas tanpa internet
offline-title = Periksa satu bukti
offline-about = Jatuhkan berkas di halaman ini atau pilih. Apa isinya dikenali dari berkas itu sendiri, bukan dari namanya.
offline-pick = Pilih berkas
offline-proof = bukti satu pernyataan (.tlog-proof)
offline-keys = bila ada: bukti entri pertama (0.tlog-proof) dan entri yang mendaftarkan kunci; daftar calon (blob)
offline-policy = kebijakan (policy): kunci siapa yang Anda percaya; ambil dari sumber lain, misalnya koran atau partai
offline-photo = foto formulir, berkas aslinya
offline-none = Belum ada berkas.
offline-held = Berkas yang diperiksa
offline-remove = Keluarkan { $name }
offline-large = Terlalu besar, tidak dibaca: { $names }
offline-network = Halaman ini tidak mengirim dan tidak mengambil apa pun dari internet. Simpan berkasnya dan buka kapan saja.
