# Tabel yang diterbitkan, ditanya di peramban.
megabytes = { $size } MB
cost-program = Pertanyaan pertama mengambil { $program } untuk program penjawab, sekali saja, lalu tabel yang disebut pertanyaan itu.
cost-both = Menjalankannya mengambil { $program } untuk program penjawab, sekali saja, dan { $tables } tabel.
cost-tables = Menjalankannya mengambil { $tables } tabel.
cost-none = Semua yang diperlukan pertanyaan ini sudah ada di peramban Anda.
fetching-program = Mengambil program penjawab …
fetching-tables = Mengambil tabel …
answering = Menghitung jawaban …
answered = Terjawab: { $count ->
    [0] tidak ada baris
   *[other] { $count } baris
}.
stopped = Dihentikan.
from-link = Pertanyaan dari tautan ada di kotak SQL. Belum ada yang dijalankan.
link-copied = Tautan disalin. Siapa pun yang membukanya melihat pertanyaan ini.
link-above = Tautan ke pertanyaan ini kini ada di bilah alamat.
source = Dari potongan { $cut }, { $time }. CC BY 4.0.
own-title = Pertanyaan sendiri
no-rows = Tidak ada baris yang cocok.
rows = { $count } baris
rows-first = { $shown } baris pertama dari { $count }; berkas CSV berisi semuanya.
caption = Tekan nama kolom untuk mengurutkan.
table = Jawaban sebagai tabel
missing = kosong
yes = ya
no = tidak
picture-label = Nama batang
picture-number = Panjang batang
picture = { $number } menurut { $label }
picture-first = { $shown } baris pertama dari { $count }.
picture-alone = Gambar batang: { $picture }. Angka yang sama ada di tabel di bawahnya.
save-csv = Simpan jawaban (CSV)
save-svg = Simpan gambar (SVG)
save-png = Simpan gambar (PNG)
look = Lihat 100 baris pertama

## Mengapa tidak terjawab. Di bawahnya berdiri pesan program itu sendiri.
wrong-empty = Kotak SQL masih kosong. Pilih pertanyaan siap pakai atau tulis sendiri.
wrong-several = Ajukan satu pertanyaan saja, tanpa titik koma di tengahnya.
wrong-kind = Di sini tabel hanya ditanya: mulailah dengan SELECT, WITH, atau FROM.
wrong-parser = Pertanyaan ini bukan SQL yang benar. Tanda ^ menunjukkan tempat program berhenti memahaminya:
wrong-catalog = Tabel atau fungsi yang disebut tidak ada. Nama semua tabel ada di bawah halaman ini. Pesan program:
wrong-binder = Kolom yang disebut tidak ada, atau dipakai dengan cara yang tidak mungkin. Nama kolom ada di bawah halaman ini. Pesan program:
wrong-conversion = Sebuah nilai tidak dapat diubah menjadi jenis yang diminta. Pesan program:
wrong-out-of-memory = Jawabannya terlalu besar untuk memori peramban. Batasi pertanyaannya, misalnya pada satu provinsi. Pesan program:
wrong-other = Pertanyaan ini tidak dapat dijawab. Pesan program:
wrong-changed = Publikasi baru saja berpindah ke potongan berikutnya. Jalankan lagi, maka jawabannya dari potongan yang baru.
wrong-unreachable = Berkas ini tidak dapat diambil. Periksa sambungan Anda dan jalankan lagi.
wrong-program = Program penjawab tidak dapat diambil atau dijalankan di peramban ini. Berkas tabelnya tetap ada di bawah.
