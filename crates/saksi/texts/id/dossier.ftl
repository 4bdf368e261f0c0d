# Berkas untuk pengadilan.

dossier-title-station = BERKAS BUKTI TPS
dossier-title-region = BERKAS BUKTI WILAYAH
dossier-election = Pemilu: {$name}
dossier-practice = SIMULASI
dossier-practice-text = Ini simulasi, bukan pemilu sungguhan. Tidak ada angka di dalamnya yang merupakan suara pemilih.
dossier-page = Halaman
dossier-of = dari
dossier-foot-cut = Potongan {$cut} ({$time}) dari buku besar {$origin}
dossier-foot-root = Akar buku besar: {$root}

dossier-cut = dibuat dari
dossier-cut-of = potongan {$cut}, yang entri terakhirnya dicatat pada {$time}
dossier-size = entri dalam buku besar
dossier-root = akar buku besar
dossier-root-hex = dalam heksadesimal
dossier-log-key = kunci buku besar, sidik jari
dossier-witnesses = saksi buku besar yang ikut menandatangani akar, dan waktunya
dossier-witness = {$name}, {$time}
dossier-no-witness = tidak ada: hanya kunci buku besar itu sendiri yang menjamin akar ini
dossier-refused = entri yang tidak bermakna dan dilewati
dossier-maker =
    Berkas ini tidak menyebut siapa pembuatnya, dan nilainya tidak bergantung pada hal itu: siapa pun yang memiliki publikasinya
    dapat membuatnya lagi, bita demi bita sama, dari potongan yang sama. Tanda tangan setiap entri sampai potongan ini
    diperiksa ketika berkas dibuat.
dossier-contents =
    Isinya untuk setiap jenis pemilihan: angka yang berlaku, dengan angka dan dengan huruf; setiap pemeriksaan formulir beserta
    hasilnya; seluruh riwayat dengan penanda tangan, waktu, dan alasan; pembacaan foto; keberatan, jawaban, dan putusan;
    foto-fotonya. Di bagian akhir: kunci, cara memeriksa semua ini, dan arti istilah.
dossier-contents-region =
    Isinya untuk setiap jenis pemilihan: jumlah wilayah, rapat pleno dan kecocokannya, lalu daftar TPS yang diragukan.
    Setiap TPS itu memiliki berkas sendiri, dengan angka, riwayat, dan fotonya, di folder stations/.

dossier-contest = jenis pemilihan
dossier-form = formulir
dossier-state = keadaan
dossier-stands = yang berlaku
dossier-stands-none = belum ada pernyataan
dossier-versions = versi
dossier-entry = entri {$entry}
dossier-entry-of = {$what}, entri {$entry}
dossier-nothing = Pada potongan ini belum ada angka formulir ini di buku besar.
dossier-figures = Angka yang berlaku
dossier-item = butir
dossier-digits = angka
dossier-words = dengan huruf
dossier-checks = Pemeriksaan formulir
dossier-checks-text =
    Masing-masing adalah penjumlahan atau batas yang harus dipenuhi angka formulir itu sendiri. Bila yang wajib gagal, formulir
    dinyatakan bertentangan: angkanya saling menyangkal, siapa pun yang benar. Kedua sisi disebut bila semua angkanya terbaca.
dossier-kind = jenis
dossier-hard = wajib
dossier-soft = peringatan
dossier-sides = kedua sisi
dossier-outcome = hasil
dossier-fails = GAGAL
dossier-holds = cocok
dossier-undecided = belum dapat diputuskan
dossier-history = Riwayat
dossier-history-text = Semua pernyataan tentang formulir ini menurut urutan buku besar. Tidak satu pun dapat dihapus atau diubah kemudian.
dossier-version = Versi {$number}, entri {$entry}
dossier-version-stands = Versi {$number}, entri {$entry}: inilah yang berlaku
dossier-by = ditandatangani oleh
dossier-signer =
    {$name}, {$role}
    sidik jari {$fingerprint}
dossier-stated-at = dinyatakan
dossier-logged-at = masuk buku besar
dossier-id = hash pernyataan (SHA-256)
dossier-run = pemungutan suara
dossier-source = mengutip sumber
dossier-supersedes = menggantikan pernyataan
dossier-text = dengan kata-kata
dossier-first = Yang pertama memuat angka.
dossier-same = Tidak ada angka yang berbeda dari entri {$entry}.
dossier-before = entri {$entry}
dossier-after = yang ini
dossier-withdraws = Menarik semua angka formulir.
dossier-withdraws-fields = Menarik angka: {$fields}
dossier-readings = Pembacaan foto
dossier-readings-text =
    Apa yang dibaca orang atau program dari foto. Pembacaan tidak pernah berlaku dengan sendirinya; kolom terakhir memuat
    angka yang berbeda dari yang berlaku.
dossier-reader = pembaca
dossier-person = orang
dossier-differs = berbeda pada
dossier-none = tidak ada
dossier-disputes = Keberatan, jawaban, dan putusan
dossier-no-disputes = Tidak ada di buku besar pada potongan ini.
dossier-kind-objection = Keberatan
dossier-kind-finding = Temuan
dossier-kind-error-report = Laporan kesalahan
dossier-answer = Jawaban
dossier-answer-upheld = diterima
dossier-answer-rejected = ditolak
dossier-answer-noted = dicatat
dossier-answer-withdrawn = dicabut
dossier-ruling = Putusan
dossier-rules = pernyataan yang berlaku

dossier-photos = Foto
dossier-photos-text =
    Pernyataan menyebut foto dengan SHA-256-nya: gambar lain mempunyai SHA-256 yang lain. Setiap foto ditampilkan sebagaimana
    disimpan kameranya; berkas fotonya sendiri ada di folder photos/.
dossier-no-photos = Tidak ada pernyataan tentang formulir ini yang menyebut foto dengan hash-nya.
dossier-claimed = Halaman yang menurut sumbernya ada, tetapi tanpa hash: {$count}
dossier-photo-absent = Sebuah foto tidak dapat ditampilkan: {$why}
dossier-photo-page = halaman
dossier-photo-bytes = bita
dossier-photo-named = disebut oleh entri
dossier-photo-brought = diserahkan oleh
dossier-photo-file = berkas {$path}
dossier-photo-grey = Ditampilkan dalam abu-abu; berkasnya tetap seperti ketika diserahkan.
dossier-photo-beside = Berkas {$path} terlalu besar untuk dokumen ini dan disertakan di sampingnya.
dossier-photo-damaged = Berkas {$path} cocok dengan hash yang disebut, tetapi bukan gambar yang utuh: {$what}
dossier-redacted = bitanya sudah dikeluarkan dari publikasi dengan pernyataan yang menyebutkannya
dossier-not-held = publikasi tidak memegang bitanya

dossier-status = status hukum
dossier-sums = Jumlah
dossier-sums-text =
    "Konsisten atau lebih baik" menghitung formulir yang semua pemeriksaan wajibnya cocok atau yang sudah dikonfirmasi; di sampingnya
    setiap formulir yang suara semua pilihannya terbaca. Keduanya bukan sampel: kutiplah bersama jumlah TPS-nya.
dossier-plenaries = Rapat pleno
dossier-no-plenaries = Pada potongan ini belum ada rapat pleno wilayah ini di buku besar.
dossier-no-differences = Angka rapat pleno yang berlaku memenuhi pemeriksaannya dan cocok dengan angka di bawahnya, sejauh itu diketahui.
dossier-constituency = daerah pemilihan
dossier-doubtful = TPS yang diragukan
dossier-doubtful-text = TPS yang formulirnya bertentangan atau diperselisihkan pada potongan ini: {$count}
dossier-code = kode
dossier-station = TPS
dossier-why = sebab
dossier-part = berkas

dossier-keys = Kunci
dossier-keys-text =
    Angka-angka di atas bertumpu pada tanda tangan kunci berikut. Setiap kunci didaftarkan oleh yang disebut, sampai kunci pertama, yang
    menandatangani entri pertama buku besar. Sidik jari dapat dibandingkan dengan yang ditunjukkan pemegangnya.
dossier-key = kunci, sidik jari
dossier-key-role = peran, tempat
dossier-key-course = perjalanan
dossier-key-registered = didaftarkan dengan entri {$entry}, ditandatangani {$by}
dossier-key-first = dirinya sendiri: kunci pertama buku besar
dossier-key-revoked = dicabut dengan entri {$entry}, ditandatangani {$by}: {$reason}

dossier-how = Cara memeriksa berkas ini
dossier-how-text =
    Tidak ada yang perlu percaya begitu saja pada dokumen ini. Setiap langkah di bawah hanya membutuhkan berkas-berkas di sampingnya dan
    komputer tanpa jaringan; tidak satu pun membutuhkan bantuan pihak yang menyerahkannya.
dossier-step = langkah
dossier-what = apa yang dilakukan, dan hasil yang harus muncul
dossier-how-1 = Keutuhan berkas: di foldernya jalankan sha256sum -c manifest.sha256. Setiap baris harus berbunyi OK.
dossier-how-2 =
    Foto: SHA-256 berkas di photos/ adalah namanya, dan itulah yang tercetak di bawah gambarnya serta tertulis dalam
    pernyataan yang menyebutnya (statements/<entri>.txt).
dossier-how-3 =
    Pernyataan: buka verify.html di peramban (bila tidak ada di sini, program/verify.html dari publikasi). Letakkan di atasnya proofs/<entri>.tlog-proof, kebijakan (policy), bukti entri-entri yang
    mendaftarkan kuncinya (halaman Kunci, dan proofs/0.tlog-proof), berkas di law/, dan sebuah foto. Halaman itu menyebut langkah demi
    langkah apa yang terbukti.
dossier-how-4 =
    Kebijakan: mintalah dari pihak selain yang menyerahkan dokumen ini, sebaiknya dari saksi buku besar atau surat kabar. Berkas policy
    di samping dokumen ini adalah kebijakan publikasi itu sendiri. Akarnya harus {$root}.
dossier-how-5 =
    Kelengkapan: bahwa tidak ada entri kemudian yang menggantikan atau menyengketakan suatu pernyataan hanya tampak dari seluruh buku
    besar. Ambil publikasinya dari siapa pun dan jalankan saksi verify atasnya.
dossier-how-6 = Dokumen ini: buat lagi dari potongan yang sama dengan saksi dossier, lalu bandingkan bitanya.
dossier-limits = Yang tidak dibuktikan
dossier-limits-text =
    Bahwa suatu pernyataan benar. Buku besar membuktikan siapa menyatakan apa, kapan, dan bahwa sejak itu tidak ada yang diubah. Apakah
    sebuah foto memperlihatkan kertas yang ditandatangani di TPS, dan apakah kertas itu sesuai dengan suara pemilih, tidak dapat
    dikatakan oleh buku besar; ia menunjukkan siapa yang harus ditanya. Yang masuk setelah potongan ini tidak termuat.

dossier-glossary = Arti istilah
dossier-term = istilah
dossier-meaning = arti
dossier-word-ledger = buku besar
dossier-means-ledger = daftar semua pernyataan pemilu yang bertanda tangan; hanya dapat ditambah
dossier-word-entry = entri
dossier-means-entry = satu pernyataan dalam buku besar; nomornya adalah tempatnya
dossier-word-root = akar
dossier-means-root = satu hash atas semua entri: bila satu saja diubah, akarnya menjadi lain
dossier-word-cut = potongan
dossier-means-cut = keadaan yang diterbitkan bersama; nomornya adalah banyaknya entri buku besar saat itu
dossier-word-key = kunci, tanda tangan
dossier-means-key = pemegang kunci dapat menandatangani; siapa pun dapat memeriksa, tidak seorang pun dapat meniru
dossier-word-proof = bukti
dossier-means-proof = beberapa hash yang menghubungkan suatu entri dengan akar
dossier-word-hash = hash (SHA-256)
dossier-means-hash = bilangan yang hanya dihasilkan oleh bita-bita itu sendiri
dossier-word-witness = saksi (buku besar)
dossier-means-witness = lembaga mandiri yang ikut menandatangani akar, hanya bila melanjutkan akar sebelumnya
dossier-word-conflict = bertentangan
dossier-means-conflict = pemeriksaan wajib gagal, atau pihak yang menghitung menyatakan angka yang berbeda
dossier-word-consistent = konsisten
dossier-means-consistent = semua pemeriksaan wajib formulir cocok
dossier-word-corrected = dikoreksi
dossier-means-corrected = ada angka yang berlaku berbeda dari angka sebelumnya
dossier-word-stands = berlaku
dossier-means-stands = versi yang dihitung, menurut aturan dalam hukum pemilunya

dossier-readme =
    BERKAS BUKTI

    dossier.pdf          dokumennya: angka, pemeriksaan, riwayat, foto, cara memeriksanya
    stations/<kode>/     untuk wilayah: dokumen TPS yang diragukan
    photos/              foto yang disebut pernyataan, masing-masing bernama SHA-256-nya
    statements/          pernyataan bertanda tangan, bita demi bita, menurut entrinya di buku besar
    proofs/              bukti masing-masing (C2SP tlog-proof)
    checkpoint           kepala buku besar yang ditandatangani, dengan tanda tangan saksi-saksinya dan waktunya
    policy               kebijakan publikasi itu sendiri: mintalah kebijakan Anda dari pihak lain
    keys.json            kunci yang menandatangani, dan kunci yang mendaftarkannya
    law/, lists/         aturan dan daftar yang dipakai memeriksa angka
    record.json          angka dan riwayat untuk program
    manifest.sha256      hash semua berkas: sha256sum -c manifest.sha256
dossier-readme-verifier =
    verify.html          memeriksa satu pernyataan di peramban, tanpa jaringan: letakkan bukti, kebijakan, dan foto di atasnya

dossier-done = {$place}: {$into} selesai ditulis. Berkas: {$files}, TPS dengan dokumen sendiri: {$stations}
dossier-absent = Foto yang disebut tetapi tidak termuat, dan hal itu dinyatakan dalam dokumennya: {$count}
dossier-no-verifier = Program ini dibuat tanpa pemeriksa luring, jadi verify.html tidak termuat.
bar-dossier = TPS
dossier-error-longer = {$path} lebih panjang daripada {$most} bita yang mungkin untuk berkas semacam itu
dossier-error-size = berasal dari buku besar dengan {$size} entri
dossier-error-no-cut =
    {$from} bukan publikasi: tidak ada latest.json. Berikan folder yang ditulis saksi publish (public), alamatnya, atau folder pemilu
    yang sudah diterbitkan.
dossier-error-half =
    {$path} tidak ada di publikasi: penyalinannya tidak lengkap. Salin lagi, atau berikan alamatnya.
dossier-error-damaged =
    {$path} di publikasi: {$what}.
    Tidak ada yang ditulis. saksi verify menyebut apa lagi yang salah; salin publikasinya lagi dari pihak lain.
dossier-error-place =
    tidak ada TPS atau wilayah {$place} di pemilu ini. Kode tercantum di halaman publikasi, dan search.html mencarinya menurut nama.
dossier-error-close =
    tidak ada TPS atau wilayah {$place} di pemilu ini. Yang mirip: {$close}.
    Kode tercantum di halaman publikasi, dan search.html mencarinya menurut nama.
dossier-error-not-held = tidak ada jenis pemilihan itu di {$place}
dossier-error-exists = {$path} sudah ada. Tidak ada yang ditulis: berikan nama lain, atau pindahkan.
