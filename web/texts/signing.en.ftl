# What every page that signs says: the key, the receipt.
key = My key
sign-by = Signed by
sign-no-key = You have no key in this browser yet.
sign-key-not-yet = Your key is not registered yet.
receipt = Receipt
receipt-in = It is in the ledger, entry { $entry }.
receipt-id = Id of the statement
receipt-proof = Download the proof
receipt-no-proof = The proof could not be made just now; the statement is in.
sign-whole = The text that is signed
words-said = Words that are published with it
words-differ = The words shown are not those that this text says. Do not sign it; report it.

## Photos of paper
shot-take = Photograph
shot-choose = Choose photo files
shot-name = Photo { $name }
shot-going = on its way
shot-there = at the desk
shot-failed = not sent yet
shot-drop = Remove
shot-drop-of = Remove the photo { $name }
shot-no-picture = { $name } is no whole JPEG or PNG photo.
shot-kept = sent once it is signed
