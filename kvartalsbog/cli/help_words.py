"""The words of `--help`: the Danish for each English text of the command line, and calls to copy."""

from __future__ import annotations

HEADS = {
    "Usage": "Brug",
    "Commands": "Kommandoer",
    "Values": "Værdier",
    "Options": "Tilvalg",
    "Examples": "Eksempler",
}
NAMES = {
    "COMMAND": "KOMMANDO",
    "OPTIONS": "TILVALG",
    "QUARTER": "PERIODE",
    "YEAR": "ÅR",
    "SITE": "SITE",
    "SOURCES": "KILDE",
    "PLAN": "PLAN",
    "SHELL": "SKAL",
    "FOLDER": "MAPPE",
    "PATH": "STI",
    "NUMBER": "TAL",
    "TEXT": "TEKST",
}
# English text → Danish text
_COMMANDS = {
    "A public performance plan, followed up every quarter: check the data, judge it, build the book.": "En offentlig mål- og resultatplan, fulgt op hvert kvartal: kontrollér tallene, bedøm dem, og lav bogen.",
    "Exit code: 0 done, 1 something is wrong, 2 a wrong call, 70 an error of the program.": "Slutkode: 0 alt er gjort, 1 noget er galt, 2 kommandoen er skrevet forkert, 70 fejl i programmet.",
    "Help for one of them: kvartalsbog COMMAND --help": "Hjælp til en af dem: kvartalsbog KOMMANDO --help",
    "Read the plan and the readings and print every problem: file, line, column, value, what was allowed, what to do.": "Læs planen og tallene, og vis alle fejl: fil, linje, kolonne, værdi, hvad der er tilladt, og hvad du skal gøre.",
    "Judge the readings against the plan and print the scorecard.": "Bedøm tallene efter planen, og vis resultatet mål for mål.",
    "Make the book of a quarter, or of every: HTML, PDF, results.json and manifest.json.": "Lav bogen for en periode eller for dem alle: HTML, PDF, results.json og manifest.json.",
    "Tell how much is remembered of the books that were made, or forget it.": "Vis, hvor meget der er gemt fra tidligere bøger, så de laves hurtigere, eller glem det.",
    "Write the notebooks and the table of contents of a plan, and settings and pages where there are none.": "Skriv en plans notesbøger og indholdsfortegnelse, og indstillinger og sider, hvor der ingen er.",
    "Show a quarter's book in a browser on this machine and follow every save.": "Vis en periodes bog i en browser på denne maskine, og følg med, hver gang en fil gemmes.",
    "Keep a quarter in a browser on this machine: take in, judge, approve and publish.": "Før en periode i en browser på denne maskine: tag imod, bedøm, godkend og udgiv.",
    "Open a quarter; before the first of a year, draft its plan from the year before.": "Åbn en periode; før årets første laves et udkast til årets plan ud fra sidste års.",
    "Write a form for each unit that answers for a goal, with last quarter's state filled in.": "Skriv et skema til hver enhed, der svarer for et mål, med sidste periodes svar udfyldt.",
    "Read extracts and filled-in forms into the quarter's readings.": "Læs udtræk og udfyldte skemaer ind i periodens tal.",
    "Show what is in, what is missing, who answers and what differs from before, goal by goal.": "Vis mål for mål, hvad der er inde, hvad der mangler, hvem der svarer, og hvad der er ændret siden sidst.",
    "Undo the last intake or new-quarter of a quarter that is not published.": "Fortryd den seneste indlæsning eller åbning af en periode, der ikke er udgivet.",
    "Show what was changed by hand in a quarter's files, old and new, and seal them again with the reason.": "Vis, hvad der er rettet i hånden i en periodes filer, før og efter, og forsegl dem igen med begrundelsen.",
    "Record an approval of a quarter, the first of which chooses what its edition withholds; or show who has approved.": "Skriv en godkendelse af en periode, eller vis, hvem der har godkendt. Den første godkendelse vælger, hvad udgaven holder fortroligt.",
    "Publish an approved quarter as an edition that never changes.": "Udgiv en godkendt periode som en udgave, der aldrig ændres.",
    "Make the target reporting of the annual report, as a Word document and a workbook, when the year is over.": "Lav årsrapportens målrapportering som Word-dokument og regneark, når året er omme.",
    "Check every byte, link, anchor, feed and manifest of a site, and that no edition is missing.": "Kontrollér alt i et site: filer, links, nyhedsstrøm og manifester, og at ingen udgave mangler.",
    "Make a published edition again from its recorded inputs and compare byte by byte.": "Lav en udgave igen af de kilder, den blev lavet af, og sammenlign bit for bit.",
    "Tell what changed between two quarters, or between two sites.": "Fortæl, hvad der er forskelligt mellem to perioder eller to sites.",
    "Make what is around a site's editions anew, as this version of the program makes it; the editions stay as they are.": "Lav siderne omkring et sites udgaver igen med denne version af programmet; udgaverne selv ændres ikke.",
    "Look for figures of few cases that can be worked out from all editions of a site together.": "Led efter fortrolige tal, der kan regnes ud, når alle sitets udgaver lægges sammen.",
    "Print what makes a shell complete commands, options and quarters.": "Vis det, der får en skal til at fuldføre kommandoer, tilvalg og perioder, når du taster tabulator.",
}
_COMMANDS |= {
    "Begin another authority's project in an empty folder: plan, mapping, notebooks, pages, settings and first period.":
        "Begynd en anden myndigheds projekt i en tom mappe: plan, udtrækkenes kolonner, notesbøger, sider, indstillinger og den første periode.",
    "Take a quarter as far as it can go: open, forms, intake, check, evaluate, build, publish; exit code 3 where it waits for somebody.":
        "Før en periode så langt, som den kan komme: åbning, skemaer, indlæsning, kontrol, bog og udgivelse. Slutkode 3, når den venter på nogen.",
}  # fmt: skip
_OPTIONS = {
    "Files, folders or addresses to take in, instead of those of the inbox.": "Filer, mapper eller adresser, der læses ind i stedet for indbakkens.",
    "The folder with extracts and forms. Default: kvartalsbog-indbakke/<quarter> in the home folder.":
        "Mappen med udtræk og skemaer. Ellers periodens mappe i kvartalsbog-indbakke i din hjemmemappe.",
    "Publish in this site when everybody has approved.": "Udgiv i dette site, når alle har godkendt.",
    "The project's folder: a new one, or an empty one.": "Projektets mappe: en ny eller en tom.",
    "The authority's name.": "Myndighedens navn.",
    "Who the plan is agreed with.": "Hvem planen er aftalt med.",
    "The plan's title.": "Planens titel.",
    "The plan's year. Default: this year.": "Planens år. Ellers i år.",
    "quarterly, tertial, half-yearly or monthly. Default: quarterly.":
        "Hvor tit planen følges op: quarterly (hvert kvartal), tertial, half-yearly (hvert halvår) eller monthly (hver måned). Ellers hvert kvartal.",
    "A unit that reports; as often as there are units.": "En enhed, der indberetter; én gang for hver enhed.",
    'A goal, as "Svartid: højst 30 dage" or "Ny strategi: senest 2026-12-01".':
        'Et mål, fx "Svartid: højst 30 dage" eller "Ny strategi: senest 2026-12-01"; én gang for hvert mål.',
    'What a unit is called: "skole, skolen, skoler, skolerne".': 'Hvad en enhed kaldes: "skole, skolen, skoler, skolerne".',
    'What figures are of: "forløb, forløbet, forløb, forløbene".': 'Hvad tallene handler om: "forløb, forløbet, forløb, forløbene".',
    "Begin as an example instead: hospital, professionshoejskole or styrelse.":
        "Begynd i stedet som et eksempel: hospital, professionshoejskole eller styrelse.",
    "Show this page.": "Vis denne side.",
    "Default:": "Ellers",
    "The quarter, as 2024K1, of the first authority's plan, or as anklagemyndigheden/2024K1. Default: the newest.":
        "Perioden, fx 2024K1, i den første myndigheds plan, eller fx anklagemyndigheden/2024K1. Ellers den nyeste.",
    "The quarter, as 2024K1 or anklagemyndigheden/2024K1.": "Perioden, fx 2024K1 eller anklagemyndigheden/2024K1.",
    "The folder of the plans and readings. Default: data/ in the project.": "Mappen med planer og tal. Ellers data/ i projektet.",
    "The folder of the plans and readings. Default: only the site is read.": "Mappen med planer og tal. Ellers kun sitet læses.",
    "The folder with _config.yml, _toc.yml, book/ and notebooks/.":
        "Projektets mappe, hvor _config.yml, _toc.yml, book/ og notebooks/ ligger. Ellers den mappe, du står i.",
    "The folder with _config.yml, _toc.yml, book/ and notebooks/; with --all as often as there are projects.":
        "Projektets mappe, hvor _config.yml, _toc.yml, book/ og notebooks/ ligger; sammen med --all én gang for hvert projekt.",
    "A published site that the data are held against.": "Et udgivet site, som tallene holdes op imod.",
    "Print results.json instead of a table.": "Vis results.json i stedet for en tabel.",
    "Where books are put, each in a folder named after its quarter. Default: _build/ in the project.":
        "Hvor bøger lægges, hver i en mappe med periodens navn. Ellers _build/ i projektet.",
    "Seconds that one notebook may take.": "Hvor mange sekunder én notesbog må tage.",
    "Make everything anew, whatever is remembered of it from before.": "Lav alt forfra, uanset hvad der er gemt fra før.",
    "Every quarter of every plan year.": "Alle perioder i alle planår.",
    "With --all: the address of a Dask scheduler whose workers make the books.":
        "Sammen med --all: adressen på en Dask-planlægger, hvis maskiner laver bøgerne.",
    "With --scheduler: a folder that all machines see under one name.":
        "Sammen med --scheduler: en mappe, som alle maskiner ser under samme navn.",
    "Forget everything that is remembered.": "Glem alt, der er gemt.",
    "The plan in a project: data/<year>/plan.yml, or data/<authority>/<year>/plan.yml.":
        "Planen i et projekt: data/<år>/plan.yml eller data/<myndighed>/<år>/plan.yml.",
    "Default: the folder that holds data/.": "Projektets mappe. Ellers mappen, som data/ ligger i.",
    "Write notebooks again that exist.": "Skriv også de notesbøger igen, der findes.",
    "The port on this machine; 0 takes any that is free.": "Porten på denne maskine; 0 tager en ledig.",
    "The site that is published in. Default: public/ in the project.": "Det site, der udgives i. Ellers public/ i projektet.",
    "Where what comes in lies until it is taken in. Default: kvartalsbog-bord in the home folder.":
        "Hvor det, der kommer ind, ligger, til det er taget ind. Ellers kvartalsbog-bord i din hjemmemappe.",
    "Make the PDF in every round too.": "Lav også PDF'en, hver gang noget er gemt.",
    "Where the forms are put. Default: _build/<quarter>-skemaer.": "Hvor skemaerne lægges. Ellers _build/<periode>-skemaer.",
    "Files, folders, patterns, or addresses as postgresql://host/base#table. CSV, XLSX, ODS and Parquet.":
        "Filer, mapper, mønstre eller adresser som postgresql://vært/base#tabel. CSV, XLSX, ODS og Parquet.",
    "Whose extracts they are, where their names do not tell.": "Hvilket mål udtrækkene hører til, når deres navne ikke siger det.",
    "The day they were extracted, as 2024-04-09. Default: today.": "Dagen, de er trukket, fx 2024-04-09. Ellers i dag.",
    "How many bad records may be left out.": "Hvor mange fejlbehæftede rækker der må udelades.",
    'Why earlier figures changed: "1.1: Two districts registered late."':
        'Hvorfor tidligere tal er ændret: "1.1: To enheder har efterregistreret."',
    "Write changes of figures, items and words that stand already.": "Skriv også ændringer af tal, leverancer og tekster, der står i forvejen.",
    "Show what would be written, and write nothing.": "Vis, hvad der ville blive skrevet, og skriv intet.",
    "Where rejected records go. Default: kvartalsbog-fejl in the home folder.":
        "Hvor de afviste rækker lægges. Ellers kvartalsbog-fejl i din hjemmemappe.",
    "Why the files are changed.": "Hvorfor filerne er ændret.",
    "The published site, as the commands that follow name it.": "Det udgivne site, som de næste kommandoer skal nævne.",
    "Show what was changed, and seal nothing.": "Vis, hvad der er ændret, og forsegl intet.",
    "The role that approves, as the plan names it.": "Rollen, der godkender, som planen kalder den.",
    "The name of the one who approves.": "Navnet på den, der godkender.",
    "Sign with this SSH key, as ~/.ssh/id_ed25519.": "Underskriv med denne SSH-nøgle, fx ~/.ssh/id_ed25519.",
    "The figures are a correction of an edition that is published.": "Tallene retter en udgave, der er udgivet.",
    "The folder of the published site.": "Det udgivne sites mappe.",
    "The published site's folder.": "Det udgivne sites mappe.",
    "Why a published edition is corrected.": "Hvorfor en udgave rettes.",
    "Why it is published before the day in the plan's calendar.": "Hvorfor der udgives før dagen i planens kalender.",
    "Publish with another key than the site's; the old one is lost.": "Udgiv med en anden nøgle end sitets, fordi den gamle er mistet.",
    "The plan's year, as 2024.": "Planens år, fx 2024.",
    "Make nothing: hold a file that was made against the figures.": "Lav intet, men hold en fil, der er lavet før, op imod tallene.",
    "A published site, whose last edition of the year must have the same figures.":
        "Et udgivet site, hvis sidste udgave i året skal have de samme tal.",
    "A Word template (.docx or .dotx) of the authority.": "Myndighedens egen Word-skabelon (.docx eller .dotx).",
    "The folder to write to. Default: _build/annual-YEAR.": "Mappen, der skrives i. Ellers _build/annual-ÅR.",
    "The fingerprint that the site is known to have.": "Det fingeraftryk, sitet vides at have.",
    "Your own list of who may sign. Default: the lists of the manifests.": "Din egen liste over, hvem der må underskrive. Ellers manifesternes lister.",
    "Where what is known of pages is kept. Default: in the user's cache folder.":
        "Hvor det gemmes, der er kendt om sider. Ellers i brugerens mellemlager.",
    "Which version. Default: the newest.": "Hvilken version. Ellers den nyeste.",
    "A quarter, or the folder of a site.": "En periode eller et sites mappe.",
    "Another of the same kind.": "En anden af samme slags.",
    "bash, zsh, fish, powershell or pwsh.": "bash, zsh, fish, powershell eller pwsh.",
}  # fmt: skip
_EXAMPLES = {
    "an example to look at": "et eksempel at se på",
    "from a few answers": "ud fra nogle få svar",
    "the quarter that is due, as a scheduler does it": "den periode, det er tid til",
    "with files of your own": "med filer, du selv nævner",
    "one quarter": "én periode",
    "held against what is published": "holdt op imod det, der er udgivet",
    "for another program": "til et andet program",
    "the newest quarter": "den nyeste periode",
    "every quarter of every year": "alle perioder i alle år",
    "how much, and where": "hvor meget og hvor",
    "forget it": "glem det",
    "after a new plan": "efter en ny plan",
    "then open the address that is shown": "åbn derefter adressen, der vises",
    "another authority's": "en anden myndigheds",
    "one form for each unit": "et skema til hver enhed",
    "see first, and write nothing": "se først, uden at skrive",
    "then write": "skriv derefter",
    "out of a database": "fra en database",
    "the board of the quarter": "periodens tavle",
    "the last step": "det seneste skridt",
    "see what was changed": "se, hvad der er ændret",
    "seal it again": "forsegl igen",
    "who has approved": "hvem der har godkendt",
    "the first role": "den første rolle",
    "a new edition": "en ny udgave",
    "a new version of a published one": "en ny version af en, der er udgivet",
    "both files": "begge filer",
    "in the ministry's own template": "i ministeriets egen skabelon",
    "the whole site": "hele sitet",
    "nothing later than what you know": "intet senere end det, du kender",
    "the newest version": "den nyeste version",
    "two quarters": "to perioder",
    "two copies of a site": "to kopier af et site",
    "after the program was renewed": "efter at programmet er fornyet",
    "for the shell you use": "til den skal, du bruger",
}
DANISH = _COMMANDS | _OPTIONS | _EXAMPLES
# Command → calls that can be copied, each with what it is for
EXAMPLES = {
    "init": [
        ("kvartalsbog init hospital --example hospital", "an example to look at"),
        ('kvartalsbog init plan --authority "Kontrolstyrelsen" --goal "Svartid: højst 30 dage"', "from a few answers"),
    ],
    "run": [
        ("kvartalsbog run", "the quarter that is due, as a scheduler does it"),
        ("kvartalsbog run 2025K1 svar --site public", "with files of your own"),
    ],
    "check": [
        ("kvartalsbog check", "the newest quarter"),
        ("kvartalsbog check 2024K1", "one quarter"),
        ("kvartalsbog check 2024K1 --site public", "held against what is published"),
    ],
    "evaluate": [
        ("kvartalsbog evaluate 2024K1", "one quarter"),
        ("kvartalsbog evaluate --json", "for another program"),
    ],
    "build": [
        ("kvartalsbog build", "the newest quarter"),
        ("kvartalsbog build anklagemyndigheden/2024K2", "another authority's"),
        ("kvartalsbog build --all", "every quarter of every year"),
    ],
    "memory": [("kvartalsbog memory", "how much, and where"), ("kvartalsbog memory --empty", "forget it")],
    "scaffold": [("kvartalsbog scaffold data/2025/plan.yml", "after a new plan")],
    "desk": [("kvartalsbog desk", "then open the address that is shown")],
    "serve": [("kvartalsbog serve 2024K1", "then open the address that is shown")],
    "new-quarter": [("kvartalsbog new-quarter 2025K1", "one quarter")],
    "template": [("kvartalsbog template 2025K1 --out skemaer", "one form for each unit")],
    "intake": [
        ("kvartalsbog intake 2025K1 svar --dry-run", "see first, and write nothing"),
        ("kvartalsbog intake 2025K1 svar", "then write"),
        ("kvartalsbog intake 2025K1 postgresql://sager@db/straf#afgjorte --goal 1.1", "out of a database"),
    ],
    "status": [("kvartalsbog status 2025K1", "the board of the quarter")],
    "undo": [("kvartalsbog undo 2025K1", "the last step")],
    "correct": [
        ("kvartalsbog correct 2024K1 --dry-run", "see what was changed"),
        ('kvartalsbog correct 2024K1 --reason "Fyn: tastefejl i maj."', "seal it again"),
    ],
    "approve": [
        ("kvartalsbog approve 2024K1", "who has approved"),
        ('kvartalsbog approve 2024K1 --role controller --by "Anna Holm"', "the first role"),
    ],
    "publish": [
        ("kvartalsbog publish 2024K1 --site public", "a new edition"),
        ('kvartalsbog publish 2024K1 --site public --correction "Fyn: tastefejl i maj."', "a new version of a published one"),
    ],
    "annual": [
        ("kvartalsbog annual 2024 --site public", "both files"),
        ("kvartalsbog annual 2024 --template skabelon.dotx", "in the ministry's own template"),
    ],
    "verify": [
        ("kvartalsbog verify public", "the whole site"),
        ("kvartalsbog verify public --head FINGERAFTRYK", "nothing later than what you know"),
    ],
    "reproduce": [("kvartalsbog reproduce 2024K1 --site public", "the newest version")],
    "diff": [("kvartalsbog diff 2024K3 2024K4", "two quarters"), ("kvartalsbog diff public kopi", "two copies of a site")],
    "renew": [("kvartalsbog renew public", "after the program was renewed")],
    "audit": [("kvartalsbog audit public --data-dir data", "the whole site")],
    "completion": [("kvartalsbog completion bash >> ~/.bashrc", "for the shell you use")],
}  # fmt: skip
