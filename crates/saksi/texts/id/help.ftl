# Teks --help. `help-init` adalah perintahnya, `help-init-places` opsinya, `help-init-example` contohnya.

help-usage = Pemakaian
help-command-name = PERINTAH
help-options-word = {"[OPSI]"}
help-heading-commands = Perintah
help-heading-arguments = Argumen
help-heading-options = Opsi
help-heading-example = Contoh
help-help = Jelaskan perintah ini
help-version = Tampilkan versi
help-saksi-language = Bahasa yang ditampilkan: en atau id. Jika tidak diberi: SAKSI_LANGUAGE, lalu bahasa sistem

help-saksi = Saksi: menerima, memeriksa, menjumlahkan, dan menerbitkan hasil pemilu sehingga siapa pun dapat menjumlahkannya kembali.
help-saksi-example =
    saksi demo
    saksi init --help

help-init = Buat pemilu baru: aturan, wilayah, kunci, dan buku besar yang dimulai dengan semuanya.
help-init-folder = Folder yang dibuat; baru atau kosong
help-init-profile = Profil: yang ada dalam program (id-2024), atau folder dengan profile.toml
help-init-places = Wilayah: tabel KPU (kode,kpu_id,nama,tingkat,kode_induk; gzip atau tidak), atau CSV Saksi sendiri
help-init-stations = TPS: tabel KPU (kode_tps,kpu_id,nama,kode_kelurahan; gzip atau tidak), atau CSV Saksi sendiri
help-init-constituencies = Dapil di luar yang ada dalam profil
help-init-candidates = Daftar calon
help-init-outlines = Garis batas wilayah untuk peta: GeoJSON dengan id fitur berupa kode wilayah; beberapa berkas, satu per tingkat
help-init-contests = Pemilihan yang dinantikan, dipisahkan koma; jika tidak diberi: yang pertama dalam profil
help-init-origin = Asal buku besar: URL tanpa skema tempat berkasnya akan disajikan. Tidak dapat diubah kemudian
help-init-practice = Simulasi: setiap halaman, cetakan, dan berkas menyebutkannya, dan tidak ada yang dapat masuk ke penghitungan sungguhan
help-init-example = saksi init hitung --profile id-2024 --places regions.csv.gz --stations stations.csv.gz

help-import = Terima angka pihak lain sebagai pernyataan yang mengulanginya.
help-import-example = saksi import kpu sirekap-ppwp-stations.csv.gz --into hitung
help-import-kpu = Berkas KPU: baris TPS, versi, jumlah resmi, atau pohon JSON-nya; dibedakan menurut isinya.
help-import-kpu-source = Sebuah berkas, atau puncak pohon berkas JSON. Tautan simbolis di dalam pohon tidak diikuti
help-import-kpu-into = Folder pemilu
help-import-kpu-json = Tampilkan hasilnya sebagai JSON
help-import-kpu-example = saksi import kpu sirekap-ppwp-stations.csv.gz --into hitung

help-import-scans = Halaman hasil pemindai dari TPS dan pemilihan yang bercampur: kode tercetaknya menyebut milik siapa. Yang diragukan pembaca diberikan meja petugas kepada orang.
help-import-scans-source = Folder berisi gambar (JPEG, PNG), berikut semua folder di dalamnya
help-import-scans-into = Folder pemilu
help-import-scans-key = Nama kunci yang menyatakannya, seperti yang dibuat `saksi key make`
help-import-scans-to = Meja folder itu yang sedang berjalan, bila tidak ditemukan dengan sendirinya: http://127.0.0.1:8090
help-import-scans-json = Cetak hasilnya sebagai JSON
help-import-scans-example = saksi import scans pemindai/ --into hitung --key ppk-327501

help-publish = Buat potongan: tulis berkas untuk umum.
help-publish-folder = Folder pemilu
help-publish-no-tables = Biarkan tabel CSV dan Parquet seperti semula
help-publish-to = Bucket yang ikut menampilkan publikasi: s3://BUCKET[/AWALAN]
help-publish-json = Tampilkan hasilnya sebagai JSON
help-publish-example = saksi publish hitung

help-serve = Sajikan berkas untuk umum, dan hanya itu, lewat HTTP.
help-serve-folder = Folder pemilu, atau folder sebuah cermin
help-serve-listen = Alamat dan porta untuk mendengarkan; jika tidak diberi: yang ada di saksi.toml
help-serve-example = saksi serve hitung --listen 127.0.0.1:8080
help-mirror = Simpan salinan publikasi pihak lain yang sudah diperiksa, seluruhnya atau sebagian. Hanya yang berubah diambil; tidak ada yang ditampilkan sebelum diperiksa, dan salinannya tetap ada bila asalnya hilang. Kode keluar 0: sudah terbaru, 1: isi asalnya ditolak, 2: tidak dapat dilakukan, 3: buku besar bertentangan dengan dirinya sendiri atau dipotong, dan buktinya disimpan.
help-mirror-from = URL (atau folder) berkas untuk umum yang disalin
help-mirror-folder = Folder salinannya, untuk peladen web apa pun. Yang disimpan di sampingnya masuk ke FOLDER.mirror
help-mirror-region = Hanya yang menyangkut wilayah ini, wilayah yang memuatnya, dan wilayah di dalamnya
help-mirror-without-photos = Tanpa foto
help-mirror-policy = Kebijakan (C2SP tlog-policy): kunci siapa yang dipercayai. Tanpa ini, yang ditemukan pertama kali
help-mirror-also = Alamat lain dari publikasi yang sama, yang kepala buku besarnya dibandingkan setiap kali; boleh diulang
help-mirror-every = Jalan terus, sekali setiap sekian detik
help-mirror-without-recount = Cocokkan berkas dengan manifes saja, dan jangan membuat ulang penghitungan sebelum ditampilkan
help-mirror-example =
    saksi mirror https://hasil.example cermin --policy kebijakan.txt
    saksi mirror https://hasil.example 1101 --region 1101 --without-photos --every 60

help-desk = Server petugas: halaman pengetikan, kunci, dan pernyataan ke buku catatan. Tidak menyajikan apa pun untuk umum.
help-desk-folder = Folder pemilu
help-desk-listen = Alamat dan porta untuk mendengarkan; jika tidak diberi: 127.0.0.1:8090. Ponsel dan mesin lain menjangkaunya lewat perantara dengan TLS
help-desk-database = PostgreSQL sebagai ganti SQLite di folder: postgres://pengguna:sandi@mesin/nama
help-desk-behind = Perantara di depan meja (10.0.0.1), atau jaringannya (10.0.0.0/8); boleh diberi lebih dari sekali. Yang disebutnya dalam X-Forwarded-For adalah yang bertanya; header dari pihak lain tidak dibaca
help-desk-store = Tempat foto baru disimpan sebagai ganti folder: s3://BUCKET/AWALAN, dengan AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, dan AWS_REGION atau AWS_ENDPOINT_URL. Cukup sekali: folder mengingatnya
help-desk-example = saksi desk hitung --listen 127.0.0.1:8090

help-key = Buat kunci untuk panitia yang menandatangani di mesin ini; cabut kunci yang hilang.
help-key-example = saksi key make hitung --role ppk --place 327501
help-key-make = Buat kunci untuk panitia yang menandatangani di mesin ini, dan daftarkan dengan kunci KPU.
help-key-make-folder = Folder pemilu
help-key-make-role = Peran dalam profil: ppk, kpu-regency, ...
help-key-make-place = Kode wilayah atau TPS yang diwakilinya
help-key-make-example = saksi key make hitung --role ppk --place 327501
help-key-make-second = Nama kunci kedua yang menandatangani di samping kunci KPU, dari tingkat lain: sejak hari pemungutan suara, untuk kunci lain di satu tempat
help-key-revoke = Akhiri kunci yang hilang atau jatuh ke tangan yang salah: yang ditandatanganinya sejak itu tidak berlaku, yang sebelumnya tetap ada.
help-key-revoke-folder = Folder pemilu
help-key-revoke-key = Nama kunci, atau sidiknya
help-key-revoke-reason = Mengapa: lost, exposed, ended (alasan dalam profil)
help-key-revoke-by = Nama kunci yang menandatanganinya, seperti yang dibuat `saksi key make`; jika tidak, kunci KPU
help-key-revoke-example = saksi key revoke hitung --key kpps/3275011001001/hp1 --reason lost

help-trail = Apa yang dilakukan setiap orang di meja, dibandingkan dengan buku catatan. Tidak perlu meja, tidak perlu kunci.
help-trail-example = saksi trail check hitung
help-trail-check = Baca ulang seluruh jejak dan bandingkan dengan setiap jangkarnya dalam buku catatan. Kode keluar 0: utuh, 1: berbeda.
help-trail-check-folder = Folder pemilu, atau salinannya
help-trail-check-database = PostgreSQL sebagai ganti SQLite milik folder: postgres://pengguna:sandi@host/nama
help-trail-check-example = saksi trail check /cadangan/hitung

help-minutes = Tanda tangani berita acara tercetak dengan sertifikat, bila instansi memintanya. Dasar penghitungan tetap pernyataan.
help-minutes-example = saksi minutes sign berita-acara.pdf --key ketua.p12 --out ditandatangani.pdf
help-minutes-sign = Tambahkan tanda tangan (PAdES B-B) pada PDF. Berkasnya tetap, dan tanda tangan sebelumnya tetap.
help-minutes-sign-file = PDF-nya
help-minutes-sign-key = Berkas PKCS#12 (.p12, .pfx), atau nama kunci pada perangkat (pkcs11:object=...); program openssl yang menandatangani
help-minutes-sign-certificate = Berkas PEM dengan sertifikat penanda tangan, lalu yang menjaminnya; berkas PKCS#12 sudah memuatnya
help-minutes-sign-reason = Alasan, atau jabatan penanda tangan
help-minutes-sign-location = Tempat penandatanganan
help-minutes-sign-out = Tujuan berkas yang ditandatangani; bukan tempat berkas lama
help-minutes-sign-example = saksi minutes sign berita-acara.pdf --key ketua.p12 --reason "Ketua PPK" --out ditandatangani.pdf
help-backup = Menyalin data pemilu selagi semuanya berjalan, memeriksa salinan, dan menjadikannya folder lagi. Kunci tidak pernah ikut.
help-backup-example = saksi backup make hitung --out /cadangan/hitung
help-backup-make = Salin yang baru sejak terakhir kali: buku catatan, foto, tabel meja petugas. Dapat dijalankan setiap beberapa menit.
help-backup-make-folder = Folder pemilu
help-backup-make-out = Folder cadangan, di cakram atau mesin lain
help-backup-make-example = saksi backup make hitung --out /cadangan/hitung
help-backup-check = Periksa setiap berkas cadangan terhadap daftarnya, dan buku catatan terhadap titik periksanya yang bertanda tangan.
help-backup-check-backup = Folder cadangan
help-backup-check-example = saksi backup check /cadangan/hitung
help-backup-restore = Jadikan cadangan sebuah folder pemilu. Pastikan dulu mesin yang terakhir menulis sudah mati untuk selamanya.
help-backup-restore-backup = Folder cadangan
help-backup-restore-folder = Folder yang dibuat; baru atau kosong
help-backup-restore-known = Titik periksa terbaru yang dipegang siapa pun (cermin, redaksi): cadangan yang lebih lama ditolak
help-backup-restore-example = saksi backup restore /cadangan/hitung --folder hitung2 --known checkpoint

help-carry = Bawa yang dinyatakan tanpa jaringan, di meja pleno sendiri, ke tempat yang lain berada.
help-carry-example =
    saksi carry make laptop --out /media/stik/kota.tar
    saksi carry in /media/stik/kota.tar --to https://meja.example --as ketua
help-carry-make = Tulis catatan bertanda tangan dari sebuah folder, dengan foto dan teks yang disebutnya, sebagai satu berkas. Hanya membaca; meja boleh berjalan.
help-carry-make-folder = Folder pemilu
help-carry-make-out = Berkas yang ditulis; bukan yang sudah ada
help-carry-make-from = Entri pertama buku catatan yang dibawa, bila yang sebelumnya pasti sudah ada di sana; bila tidak diberikan, semuanya
help-carry-make-example = saksi carry make laptop --out /media/stik/kota.tar
help-carry-in = Masukkan berkas seperti itu: catatan menurut urutannya, lalu foto dan teks. Yang ditolak disebut dengan alasannya, yang lain masuk; dilakukan lagi, tidak ada yang bertambah. Kode keluar 0: semua masuk, 1: ada yang ditolak.
help-carry-in-file = Berkasnya
help-carry-in-to = Meja tujuan yang sedang berjalan: https://meja.example
help-carry-in-account = Nama akun yang memasukkannya: yang boleh memimpin pleno. Kata sandinya ditanyakan, atau ada dalam SAKSI_DESK_PASSWORD (kode faktor kedua dalam SAKSI_DESK_CODE)
help-carry-in-into = Sebagai ganti meja, folder pemilu yang mejanya tidak berjalan
help-carry-in-example =
    saksi carry in /media/stik/kota.tar --to https://meja.example --as ketua
    saksi carry in /media/stik/kota.tar --into hitung

help-verify = Periksa sebuah publikasi. Kode keluar 0: cocok, 1: ada temuan, 2: tidak dapat dibaca.
help-verify-target = Folder atau URL berkas untuk umum
help-verify-policy = Kebijakan (C2SP tlog-policy): kunci siapa yang dipercayai. Tanpa ini, milik publikasi itu sendiri
help-verify-known = Titik periksa yang disimpan sebelumnya: buku besar harus memuatnya
help-verify-reread = Baca ulang foto-foto dan bandingkan dengan setiap pembacaan yang dibuat dengan aturan dan bobot program ini
help-verify-json = Tampilkan laporannya sebagai JSON
help-verify-example =
    saksi verify hitung/public
    saksi verify http://localhost:8080 --policy policy.txt --json

help-export = Tulis pemilu dalam format pihak lain.
help-export-example = saksi export actasum hitung --out out
help-export-actasum = Untuk pemeriksa actasum: statements.jsonl dan official.json.
help-export-actasum-folder = Folder pemilu
help-export-actasum-out = Folder tujuan
help-export-actasum-contest = Pemilihan yang ditulis; jika tidak diberi: yang paling banyak terhitung
help-export-actasum-example =
    saksi export actasum hitung --out out
    actasum verify --statements out/statements.jsonl --official out/official.json

help-status = Tampilkan sampai di mana penghitungan: mutu, kedudukan, jumlah, pemeriksaan, pleno, potongan, titik periksa.
help-status-folder = Folder pemilu
help-status-at = Keadaan pada potongan ini, atau pada ukuran lain buku besar
help-status-json = Tampilkan sebagai JSON
help-status-example = saksi status hitung

help-show = Tampilkan semua yang dinyatakan tentang sebuah TPS, atau jumlah sebuah wilayah.
help-show-place = Kode TPS atau wilayah
help-show-folder = Folder pemilu; jika tidak diberi: folder ini
help-show-at = Keadaan pada potongan ini, atau pada ukuran lain buku besar
help-show-json = Tampilkan sebagai JSON
help-show-example = saksi show 8271021022008 --folder hitung

help-dossier = Membuat berkas untuk pengadilan tentang satu TPS atau wilayah: PDF, foto, pernyataan bertanda tangan, bukti, dan pemeriksa luring.
help-dossier-place = Kode TPS atau wilayah
help-dossier-from = Folder pemilu, atau folder atau URL berkas publik; jika tidak disebut, folder ini
help-dossier-into = Yang dibuat: berkas ZIP bila namanya berakhiran .zip, selain itu folder
help-dossier-contest = Hanya jenis pemilihan ini; jika tidak disebut, semua yang dinantikan
help-dossier-example =
    saksi dossier 8271021022008 --from hitung --into tps-8.zip
    saksi dossier 827102 --from http://localhost:8080 --into kecamatan --contest ppwp

help-forms = Cetak formulir kosong, dan periksa letak semua isinya.
help-forms-example = saksi forms print 8271021022008 --out formulir.pdf
help-forms-print = Formulir kosong sebagai PDF berukuran asli, tiap halaman dengan kode TPS di samping tandanya.
help-forms-print-stations = Kode TPS, satu formulir tiap TPS
help-forms-print-out = PDF yang ditulis
help-forms-print-folder = Folder pemilu: nama wilayah dan TPS-nya tercetak pada formulir
help-forms-print-profile = Profil, jika tanpa folder: yang ada dalam program, atau folder dengan profile.toml; jika tidak: id-2024
help-forms-print-contest = Pemilihan, misalnya ppwp; jika tidak: yang pertama dalam profil
help-forms-print-layout = Nama tata letak, jika formulirnya punya beberapa: misalnya salinan untuk saksi (c-hasil-salinan-ppwp)
help-forms-print-practice = Tandai tiap halaman sebagai latihan; formulir pemilu latihan selalu ditandai
help-forms-print-example =
    saksi forms print 8271021022008 --out formulir.pdf --folder hitung
    saksi forms print 8271021022008 8271021022009 --out formulir.pdf --practice
help-forms-overlay = Garis tepi semua yang disebut sebuah tata letak, untuk diperiksa dengan mata: di kertas putih, atau di atas foto formulirnya.
help-forms-overlay-layout = Berkas tata letak (docs/layouts.md)
help-forms-overlay-folder = Folder pemilu, untuk tata letak yang mengikuti daftar calon
help-forms-overlay-station = Satu TPS di dapil yang daftar calonnya dipakai
help-forms-overlay-contest = Pemilihan, jika berkasnya memuat formulir beberapa pemilihan
help-forms-overlay-photo = Foto salah satu halamannya untuk digambari, JPEG atau PNG
help-forms-overlay-out = PNG yang ditulis; tanpa foto satu tiap halaman, dengan -1, -2 ... pada namanya
help-forms-overlay-example = saksi forms overlay formulirku.toml --photo halaman1.jpg --out periksa.png

help-read = Membaca foto formulir: 0 semua angka diterima, 1 harus dilihat orang, 2 ada foto yang tidak dapat dibaca.
help-read-example = saksi read form halaman1.jpg halaman2.jpg halaman3.jpg
help-read-page = Satu halaman: tiap angka, cara terbacanya, seberapa yakin, dan apa yang perlu dilihat.
help-read-page-photos = Foto, JPEG atau PNG
help-read-page-profile = Profil yang formulirnya dicari: yang ada dalam program, atau folder dengan profile.toml; jika tidak: id-2024
help-read-page-folder = Folder pemilu: daftar calonnya menentukan isi formulir partai dan calon
help-read-page-contest = Cari hanya formulir pemilihan ini, misalnya pdpr
help-read-page-station = Kode TPS, jika disebut pengirim
help-read-page-picture = PNG yang ditulis: halaman diratakan, tiap angka bergaris hijau (diterima), jingga (tanya satu orang) atau merah (tanya dua); untuk beberapa halaman ditambah -1, -2 ... pada namanya
help-read-page-debug = Folder untuk satu gambar bernomor setelah tiap langkah
help-read-page-json = Cetak sebagai JSON
help-read-page-example = saksi read page halaman2.jpg --json
help-read-form = Satu formulir lengkap dari foto halaman-halamannya, urutan bebas.
help-read-form-photos = Foto, JPEG atau PNG
help-read-form-profile = Profil yang formulirnya dicari: yang ada dalam program, atau folder dengan profile.toml; jika tidak: id-2024
help-read-form-folder = Folder pemilu: daftar calonnya menentukan isi formulir partai dan calon
help-read-form-contest = Cari hanya formulir pemilihan ini, misalnya pdpr
help-read-form-station = Kode TPS, jika disebut pengirim
help-read-form-picture = PNG yang ditulis: halaman diratakan, tiap angka bergaris hijau (diterima), jingga (tanya satu orang) atau merah (tanya dua); untuk beberapa halaman ditambah -1, -2 ... pada namanya
help-read-form-debug = Folder untuk satu gambar bernomor setelah tiap langkah
help-read-form-json = Cetak sebagai JSON
help-read-form-example = saksi read form halaman1.jpg halaman2.jpg halaman3.jpg --station 8271021022008

help-read-boxes = Kotak angka satu per satu, satu baris tiap kotak: berkas, label (0-9, X, empty, dash, illegible), keyakinan dalam bagian per juta.
help-read-boxes-boxes = Folder atau berkas tar berisi gambar, masing-masing satu kotak dengan sedikit pinggirannya
help-read-boxes-json = Cetak sebagai JSON
help-read-boxes-example = saksi read boxes potongan/ --json

help-log = Lihat ke dalam buku besar.
help-log-example = saksi log checkpoint --folder hitung
help-log-checkpoint = Tampilkan titik periksa buku besar yang ditandatangani.
help-log-checkpoint-folder = Folder pemilu; jika tidak diberi: folder ini
help-log-checkpoint-example = saksi log checkpoint --folder hitung
help-log-proof = Tampilkan bukti (C2SP tlog-proof) bahwa sebuah entri ada di buku besar.
help-log-proof-entry = Nomor entri, atau kode TPS: maka pernyataan yang berlaku untuknya
help-log-proof-contest = Pemilihan, jika yang diberikan TPS; jika tidak diberi: yang pertama dinantikan
help-log-proof-folder = Folder pemilu; jika tidak diberi: folder ini
help-log-proof-example =
    saksi log proof 12345 --folder hitung
    saksi log proof 8271021022008 --folder hitung > formulir.tlog-proof
help-log-consistency = Tampilkan bukti bahwa buku besar berukuran lama adalah awal dari yang lebih baru.
help-log-consistency-old = Ukuran yang lama
help-log-consistency-new = Ukuran yang baru; jika tidak diberi: yang terbaru
help-log-consistency-folder = Folder pemilu; jika tidak diberi: folder ini
help-log-consistency-example = saksi log consistency 10000 --folder hitung

help-demo = Buat pemilu kecil dari sebuah benih, berisi semua yang dapat keliru, lalu sajikan.
help-demo-folder = Folder yang dibuat; jika tidak diberi: demo
help-demo-seed = Benih: benih yang sama membuat pemilu yang sama; jika tidak diberi: 2024
help-demo-stations = Jumlah TPS; jika tidak diberi: 1200. Yang terlalu sedikit dinaikkan sampai cukup untuk memperlihatkan semuanya
help-demo-on-paper = Paling banyak berapa TPS yang formulir presidennya diisi tangan, dipotret, dan dibaca; jika tidak diberi: 90. TPS lain mendapat gambar kecil
help-demo-listen = Alamat dan porta untuk menyajikannya; jika tidak diberi: 127.0.0.1:8080
help-demo-no-serve = Hanya buat
help-demo-example =
    saksi demo
    saksi demo --folder latihan --stations 300 --no-serve

help-bench-cut = Ukur dari penyimpanan sampai potongannya. Ini mengubah angka: hanya pada salinan.
help-bench-cut-folder = Salinan folder pemilu
help-bench-cut-rounds = Jumlah pernyataan, satu per potongan
help-bench-cut-example = saksi bench-cut salinan

help-services = Yang membutuhkan server bagi masyarakat: laporan bahwa suatu formulir keliru, dan pengiriman data kepada siapa pun yang memintanya. Proses dengan folder dan tabel sendiri; penghitungan tidak memerlukannya.
help-services-example =
    saksi services init --folder layanan
    saksi services run --folder layanan --public hitung/public
    saksi services reports list --folder layanan
help-services-init = Buat foldernya, dengan services.toml yang perlu diisi.
help-services-init-folder = Folder yang dibuat; di luar folder pemilu
help-services-init-example = saksi services init --folder layanan
help-services-run = Jalankan layanan.
help-services-run-folder = Folder layanan itu sendiri
help-services-run-public = Folder yang diterbitkan; hanya dibaca
help-services-run-listen = Alamat dan porta untuk mendengarkan; jika tidak diberi: 127.0.0.1:8092. Masyarakat menjangkaunya lewat perantara dengan TLS
help-services-run-out = Folder untuk berkas yang boleh dibaca siapa pun (reports.json, reports/); jika tidak diberi: out dalam folder layanan
help-services-run-behind = Perantara di depan layanan (10.0.0.1), atau jaringannya (10.0.0.0/8); boleh diberi lebih dari sekali. Yang disebutnya dalam X-Forwarded-For adalah yang bertanya; header dari pihak lain tidak dibaca
help-services-run-example = saksi services run --folder layanan --public hitung/public --behind 127.0.0.1
help-services-reports = Yang dilaporkan: untuk diperiksa dan dijawab.
help-services-reports-example = saksi services reports list --folder layanan
help-services-reports-list = Yang menunggu jawaban, yang paling lama lebih dahulu.
help-services-reports-list-folder = Folder layanan
help-services-reports-list-all = Juga yang sudah dijawab
help-services-reports-list-example = saksi services reports list --folder layanan
help-services-reports-show = Satu laporan, dengan tulisan, kontak, dan foto pelapor: hanya untuk petugas.
help-services-reports-show-receipt = Nomor tanda terimanya
help-services-reports-show-folder = Folder layanan
help-services-reports-show-example = saksi services reports show 7K3M-Q0ZT-91VB-X4RD-5C --folder layanan
help-services-reports-answer = Jawab satu laporan, terbuka untuk umum. Jawaban yang kemudian menggantikan yang terdahulu.
help-services-reports-answer-receipt = Nomor tanda terimanya
help-services-reports-answer-folder = Folder layanan
help-services-reports-answer-text = Jawabannya
help-services-reports-answer-example = saksi services reports answer 7K3M-Q0ZT-91VB-X4RD-5C --folder layanan --text "Sudah dibetulkan hari ini"
help-services-reports-release = Buka tulisan pelapor untuk umum. Periksa dulu bahwa tidak ada nama orang di dalamnya; kontak dan foto tetap pada petugas.
help-services-reports-release-receipt = Nomor tanda terimanya
help-services-reports-release-folder = Folder layanan
help-services-reports-release-take-back = Tidak lagi terbuka untuk umum
help-services-reports-release-example = saksi services reports release 7K3M-Q0ZT-91VB-X4RD-5C --folder layanan
help-services-send = Kirim sekali yang sedang menunggu. Bila layanan sedang berjalan, pengirimannya diserahkan kepada layanan itu.
help-services-send-folder = Folder layanan
help-services-send-public = Folder yang diterbitkan; hanya dibaca
help-services-send-out = Folder untuk berkas yang boleh dibaca siapa pun; jika tidak diberi: out dalam folder layanan
help-services-send-now = Siapkan dulu kiriman hari ini, pukul berapa pun
help-services-send-example = saksi services send --now --folder layanan --public hitung/public
help-services-outbox = Yang menunggu dikirim, dengan jawaban terakhir dan waktu percobaan berikutnya.
help-services-outbox-folder = Folder layanan
help-services-outbox-example = saksi services outbox --folder layanan
help-services-dead = Yang tidak dapat dikirim. Masing-masing menahan penerimanya sampai dikirim lagi atau dilewati.
help-services-dead-example = saksi services dead list --folder layanan
help-services-dead-list = Semuanya, dengan jawaban terakhirnya.
help-services-dead-list-folder = Folder layanan
help-services-dead-list-example = saksi services dead list --folder layanan
help-services-dead-resend = Kirim lagi satu, atau semua; yang menunggu di belakangnya menyusul berurutan.
help-services-dead-resend-number = Nomornya
help-services-dead-resend-all = Semua: misalnya karena pengaturan server surel keliru
help-services-dead-resend-folder = Folder layanan
help-services-dead-resend-example = saksi services dead resend 17 --folder layanan
help-services-dead-leave-out = Lewati satu untuk seterusnya; yang menunggu di belakangnya menyusul.
help-services-dead-leave-out-number = Nomornya
help-services-dead-leave-out-folder = Folder layanan
help-services-dead-leave-out-example = saksi services dead leave-out 17 --folder layanan
help-services-receipts = Apa yang dikirim kepada siapa: berkas dengan panjang dan SHA-256, potongan, waktu, dan jawaban server penerima.
help-services-receipts-folder = Folder layanan
help-services-receipts-receiver = Hanya milik penerima dengan nomor ini
help-services-receipts-json = Satu baris JSON untuk masing-masing
help-services-receipts-example = saksi services receipts --folder layanan --json
help-services-receivers = Siapa yang dikirimi data. Orang berlangganan sendiri; webhook dan bucket dibuat di sini.
help-services-receivers-example = saksi services receivers list --folder layanan
help-services-receivers-list = Semua yang belum berhenti.
help-services-receivers-list-folder = Folder layanan
help-services-receivers-list-all = Juga yang sudah berhenti
help-services-receivers-list-example = saksi services receivers list --folder layanan
help-services-receivers-webhook = Beri tahu sebuah alamat web tentang berkas setiap hari, dengan tanda tangan. Kuncinya hanya ditampilkan satu kali.
help-services-receivers-webhook-url = Ke mana: https://...
help-services-receivers-webhook-folder = Folder layanan
help-services-receivers-webhook-public = Folder yang diterbitkan; hanya dibaca
help-services-receivers-webhook-contest = Kode pemilihan
help-services-receivers-webhook-region = Kode negara atau wilayah tingkat pertama; boleh diberi lebih dari sekali
help-services-receivers-webhook-what = daily: tabel semua TPS; digest: tabel jumlah. Jika tidak diberi: daily
help-services-receivers-webhook-example = saksi services receivers webhook https://hooks.example/saksi --contest ppwp --region ID --folder layanan --public hitung/public
help-services-receivers-bucket = Masukkan berkas setiap hari ke bucket yang tercantum dalam services.toml.
help-services-receivers-bucket-name = Namanya dalam services.toml: [buckets.NAMA]
help-services-receivers-bucket-folder = Folder layanan
help-services-receivers-bucket-public = Folder yang diterbitkan; hanya dibaca
help-services-receivers-bucket-contest = Kode pemilihan
help-services-receivers-bucket-region = Kode negara atau wilayah tingkat pertama; boleh diberi lebih dari sekali
help-services-receivers-bucket-what = daily: tabel semua TPS; digest: tabel jumlah. Jika tidak diberi: daily
help-services-receivers-bucket-example = saksi services receivers bucket redaksi --contest ppwp --region ID --folder layanan --public hitung/public
help-services-receivers-end = Hentikan satu penerima: tidak ada lagi yang dikirim kepadanya.
help-services-receivers-end-number = Nomornya
help-services-receivers-end-folder = Folder layanan
help-services-receivers-end-example = saksi services receivers end 5 --folder layanan
