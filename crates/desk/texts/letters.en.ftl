# Words of the letters with codes. A message a line, with nothing to fill.

scope-code = Code of the place
practice = SIMULASI: this is a practice, not a real election
for = For
code = Your code
page = Address
open = Only an officer of the place written above opens this envelope, before other officers. If it was open or torn when it came, don't use the code, and tell who gave it.
go-phone = Point a telephone's camera at the square picture above, and open the address that appears. Or type the address and the code yourself.
go-desk = At a computer that only you use, open the address above, log in with your account, choose "My key", and type the code.
check-phone = Check the name of the place on the screen. If it is the same as on this letter, press "Yes, enrol". If it is another, stop.
check-desk = Check the name of the place on the screen. If it is the same as on this letter, press "Yes, make my key". If it is another, stop.
write = Write the fingerprint that appears here: ____ - ____ - ____ - ____
once = The code works once. Don't photograph it, don't send it to anybody. If it is refused, ask who gave you this envelope.
