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
