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
