# Kata-kata surat kode. Satu pesan satu baris, tanpa tempat yang diisi.

scope-code = Kode tempat
practice = SIMULASI: ini latihan, bukan pemilu sungguhan
for = Untuk
code = Kode Anda
page = Alamat
open = Amplop ini dibuka hanya oleh petugas tempat yang tertulis di atas, di hadapan petugas lain. Bila amplop sudah terbuka atau sobek saat diterima, jangan pakai kodenya, dan beri tahu pemberinya.
go-phone = Arahkan kamera telepon ke gambar kotak-kotak di atas, dan buka alamat yang muncul. Atau ketik sendiri alamat dan kodenya.
go-desk = Di komputer yang hanya Anda pakai, buka alamat di atas, masuk dengan akun Anda, pilih "Kunci saya", dan ketik kodenya.
check-phone = Periksa nama tempat di layar. Bila sama dengan surat ini, tekan "Ya, daftarkan". Bila berbeda, berhenti.
check-desk = Periksa nama tempat di layar. Bila sama dengan surat ini, tekan "Ya, buat kunci saya". Bila berbeda, berhenti.
write = Tulis sidik kunci yang muncul di sini: ____ - ____ - ____ - ____
once = Kode berlaku sekali saja. Jangan difoto, jangan dikirim ke siapa pun. Bila kode ditolak, hubungi pemberi amplop ini.
