# The published tables, asked in the browser.
megabytes = { $size } MB
cost-program = The first question fetches { $program } for the program that answers, once, and then the tables that the question names.
cost-both = Running it fetches { $program } for the program that answers, once, and { $tables } of tables.
cost-tables = Running it fetches { $tables } of tables.
cost-none = Everything that this question needs is in your browser already.
fetching-program = Fetching the program that answers …
fetching-tables = Fetching the tables …
answering = Working out the answer …
answered = Answered: { $count ->
    [0] no row
    [one] one row
   *[other] { $count } rows
}.
stopped = Stopped.
from-link = The question of the link is in the SQL box. Nothing was run yet.
link-copied = The link is copied. Whoever opens it sees this question.
link-above = The link to this question is in the address bar now.
source = From cut { $cut }, { $time }. CC BY 4.0.
own-title = Own question
no-rows = No row fits.
rows = { $count ->
    [one] one row
   *[other] { $count } rows
}
rows-first = The first { $shown } rows of { $count }; the CSV file has all of them.
caption = Press a column’s name to sort by it.
table = The answer as a table
missing = empty
yes = yes
no = no
picture-label = Bars are named by
picture-number = Bars are as long as
picture = { $number } by { $label }
picture-first = The first { $shown } rows of { $count }.
picture-alone = Bar chart: { $picture }. The same numbers are in the table below it.
save-csv = Save the answer (CSV)
save-svg = Save the picture (SVG)
save-png = Save the picture (PNG)
look = Look at the first 100 rows

## Why there is no answer. Below it stands what the program itself says.
wrong-empty = The SQL box is empty. Choose a ready question or write your own.
wrong-several = Ask one question at a time, with no semicolon inside it.
wrong-kind = Tables are only asked here: begin with SELECT, WITH or FROM.
wrong-parser = This question is no correct SQL. The mark ^ shows where the program stopped understanding it:
wrong-catalog = The table or function that is named does not exist. All tables are named at the foot of this page. The program says:
wrong-binder = The column that is named does not exist, or it can’t be used in this way. Columns are named at the foot of this page. The program says:
wrong-conversion = A value can’t be turned into the type that is asked for. The program says:
wrong-out-of-memory = The answer is too large for the browser’s memory. Ask for less, one province for instance. The program says:
wrong-other = This question can’t be answered. The program says:
wrong-changed = The publication has just moved on to its next cut. Run the question again, and it is answered from the new one.
wrong-unreachable = This file can’t be fetched. Look after your connection and run it again.
wrong-program = The program that answers can’t be fetched or run in this browser. The files of the tables are still there, below.
