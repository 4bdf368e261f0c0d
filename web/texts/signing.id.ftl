# Yang dikatakan setiap halaman yang menandatangani: kunci, tanda terima.
key = Kunci saya
sign-by = Ditandatangani dengan
sign-no-key = Di peramban ini belum ada kunci Anda.
sign-key-not-yet = Kunci Anda belum terdaftar.
receipt = Tanda terima
receipt-in = Sudah masuk buku catatan umum, entri { $entry }.
receipt-id = Id pernyataan
receipt-proof = Unduh bukti
receipt-no-proof = Buktinya belum dapat dibuat; pernyataannya sudah masuk.
sign-whole = Teks yang ditandatangani
words-said = Keterangan yang ikut dipublikasikan
words-differ = Keterangan yang ditampilkan bukan yang dinyatakan teks ini. Jangan tandatangani; laporkan.

## Foto kertas
shot-take = Potret
shot-choose = Pilih berkas foto
shot-name = Foto { $name }
shot-going = sedang dikirim
shot-there = sudah di meja
shot-failed = belum terkirim
shot-drop = Buang
shot-drop-of = Buang foto { $name }
shot-no-picture = { $name } bukan foto JPEG atau PNG yang utuh.
shot-kept = dikirim setelah ditandatangani
