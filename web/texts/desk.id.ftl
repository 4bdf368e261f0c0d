# Halaman petugas.
title = Meja petugas
