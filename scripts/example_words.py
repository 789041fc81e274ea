"""What the units said in the example year: their items' names, their comments, and how they account for what goes wrong.

All of it is invented. Figures in the comments are those that the quarter's own readings give; a test holds them to it.
"""

from __future__ import annotations

# What the owners call counted items, told once in the first quarter.
NAMES: dict[str, tuple[str, ...]] = {
    "2.1": (
        "Digital anmeldelse af tyveri", "Mobilt opslag for patruljer", "Fælles billedarkiv", "Elektronisk retsmødekalender",
        "Telefoni i servicecentrene", "Samlet log over opslag", "Nyt system til vagtplaner",
    ),
    "2.4": (
        "Overblik over systemer og data", "Styring af adgange", "Sikkerhedskopier", "Logning", "Opdatering af systemer",
        "Krav til leverandører", "Beredskabsplan", "Øvelse i beredskabet",
    ),
    "4.1": (
        "Digital kontakt til borgerne", "Fælles datagrundlag i straffesagskæden", "Automatisk journalisering",
        "Tidlig indsats over for unge", "Aftaler med kommunerne om utryghed", "Forebyggelse af bedrageri på nettet",
        "Ens visitation af anmeldelser", "Hurtig afslutning af små sager", "Fælles indsats mod økonomisk kriminalitet",
        "Efteruddannelse i digitale spor", "Karriereveje for efterforskere", "Fælles uddannelse med anklagerne",
        "Åbne tal om sagsbehandling", "Bedre besked til forurettede", "Borgerpanel",
    ),
}  # fmt: skip
ITEM = {"2.1": "projekt", "2.4": "krav", "4.1": "initiativ"}

_FIRST = {
    "1.1": {
        "comment": "Kvartalet ligger tre dage under samme kvartal sidste år, men stadig over kravet. Kredsene afslutter de ældste sager først, og det trækker gennemsnittet op."
    },
    "1.2": {
        "comment": "Kvartalet ligger tæt på kravet og klart under sidste år. NSK havde flere store sager for retten end ventet."
    },
    "2.1": {
        "comment": "Ét projekt er i drift. Fem ventes i drift i år og det syvende i februar 2025; seks er nok til at opfylde målet."
    },
    "2.3": {"comment": "Kortlægningen af de gamle systemer er begyndt hos leverandøren."},
    "4.2": {"comment": "Marts er ikke med, fordi registreringen blev lagt om. Måneden kommer med i næste kvartal."},
}
_SECOND = {
    "1.1": {
        "comment": "De fleste kredse går frem. Københavns Vestegns Politi fik fra april en femtedel flere sager end året før, især om bedrageri, og i Sydsjællands og Lolland-Falsters Politi tager sagerne længere tid end sidste år.",
        "revision": "To kredse har registreret afgørelser fra marts senere end ventet.",
        "cause": "Sydsjællands og Lolland-Falsters Politi mangler efterforskere, og Københavns Vestegns Politi har fået mange sager om bedrageri på nettet.",
        "action": "Nabokredsene låner efterforskere ud fra august, og sager om bedrageri bliver samlet hos NSK, når de hænger sammen.",
        "who": "Rigspolitiet, Koncernstyring",
        "when": "2024-10-31",
    },
    "1.2": {
        "comment": "Tiden er steget siden april. Flere store sager fra NSK og Københavns Politi er kommet for retten. Sydøstjyllands Politi indberetter juni i næste kvartal.",
        "cause": "NSK har haft flere store sager for retten end sidste år, og de er de længste af alle.",
        "action": "Politi og anklagere gennemgår hver uge de sager, der nærmer sig kravet, og prioriterer dem.",
        "who": "Rigspolitiet og politikredsene",
        "when": "2024-09-30",
    },
    "2.1": {"comment": "To projekter er i drift. Tre er flyttet, det ene til 2025."},
    "2.2": {"comment": "Forbindelsen til Færøerne er flyttet to uger. Undervisningen i Grønland begynder i august."},
    "2.3": {
        "comment": "Leverandøren blev forsinket med kortlægningen. Fristen for analysen er efter aftale flyttet til den 31. august, og analysen ventes klar den 23. august."
    },
    "3.2": {
        "comment": "Høringen om modellen tog længere tid end ventet, så beslutningen falder efter sommerferien, og iværksættelsen er flyttet til november."
    },
    "4.1": {
        "comment": "14 af de 15 initiativer blev forelagt den 20. juni. Det sidste, »Borgerpanel«, er ikke registreret som forelagt.",
        "cause": "Initiativet manglede en vurdering af økonomien, da resultaterne blev forelagt.",
        "action": "Vurderingen er skrevet. Er initiativet blevet forelagt inden fristen, bliver datoen indberettet, når departementet har bekræftet den.",
        "who": "Rigspolitiet og Rigsadvokaten",
        "when": "2024-08-30",
    },
    "4.2": {"comment": "Marts er nu med. Andelen ligger over kravet."},
}
_THIRD = {
    "1.1": {
        "comment": "Hvert kvartal ligger lavere end det forrige, og tredje kvartal ligger under kravet. Året kan kun nå kravet, hvis faldet fortsætter til december. Sydsjællands og Lolland-Falsters Politi går fortsat den anden vej.",
        "revision": "Fyns Politi har rettet en fejl i datoen for 38 sager fra juni.",
        "cause": "Årets første halvdel vejer tungt, og Sydsjællands og Lolland-Falsters Politi mangler stadig efterforskere.",
        "action": "Lånet af efterforskere fra nabokredsene er forlænget året ud, og Rigspolitiet følger de to kredse hver uge.",
        "who": "Rigspolitiet, Koncernstyring",
        "when": "2024-12-31",
    },
    "1.2": {
        "comment": "August blev den værste måned i to år. Kravet ventes ikke nået i år.",
        "revision": "Københavns Politi har registreret ni afgørelser fra maj senere end ventet.",
        "cause": "NSK’s store sager og bunken i Københavns Politi trækker op.",
        "events": "Flere store sagskomplekser blev afgjort hen over sommeren.",
        "action": "Københavns Politi har flyttet ti medarbejdere til afsoningssagerne fra oktober. For NSK’s sager bliver det drøftet, om kravet giver mening.",
        "who": "Rigspolitiet, Københavns Politi og NSK",
        "when": "2024-12-31",
        "decision": "drøfter, om NSK’s store sager skal måles for sig i næste års plan.",
    },
    "2.1": {"comment": "Fire projekter er i drift. »Samlet log over opslag« er flyttet for anden gang."},
    "2.2": {
        "comment": "Grønland forventes klar i november. På Færøerne er forbindelsen forsinket til januar.",
        "cause": "Forbindelsen til Færøerne bliver leveret senere end aftalt.",
        "events": "Leverandøren meldte forsinkelsen i august.",
        "action": "Udstyret er testet på forhånd, og undervisningen er lagt, så brugerne er klar samme uge, som forbindelsen kommer.",
        "who": "Rigspolitiet, Koncern IT",
        "when": "2025-01-20",
    },
    "2.3": {
        "comment": "Analysen blev færdig den 28. august, tre dage før den nye frist. Arbejdet med planen er begyndt."
    },
    "3.1": {"comment": "Samarbejdet er etableret. Efterforskningsgruppen følger i oktober."},
    "3.2": {
        "comment": "Modellen er besluttet. Iværksættelsen er flyttet for anden gang, nu til midten af december, fordi stillingerne ikke er besat. Der er to uger til fristen."
    },
    "4.1": {
        "comment": "Departementet har bekræftet, at »Borgerpanel« blev forelagt skriftligt den 28. juni, to dage før fristen. Målet er dermed opfyldt, og de point, der stod som mistet i sidste kvartal, er opnået."
    },
    "4.2": {"comment": "Juli lå under kravet, fordi mange høringer kom lige før ferien. August og september lå over."},
    "5.1": {
        "comment": "Strategien er i høring og bliver færdig efter fristen.",
        "cause": "Høringen i kredsene begyndte tre uger senere end planlagt og gav flere svar end ventet.",
        "action": "Svarene bliver indarbejdet i oktober, og departementet får strategien i begyndelsen af november.",
        "who": "Rigspolitiet, Koncernledelsens Sekretariat",
        "when": "2024-11-08",
    },
}
_FOURTH = {
    "1.1": {
        "comment": "Året ender lige inden for kravet, fordi andet halvår lå klart under. Forskellen er under en halv dag, så tallet følges, til de sidste sager er registreret."
    },
    "1.2": {
        "comment": "Fjerde kvartal blev lavere end tredje, men året ligger godt ti dage over kravet.",
        "cause": "NSK’s store sager og bunken i Københavns Politi trak op fra maj, og ingen måned derefter nåede under kravet.",
        "events": "Flere store sagskomplekser blev afgjort hen over sommeren.",
        "action": "Kredsene gennemgår hver måned de afsoningssager, der er ældre end 150 dage, og bestanden følges på møderne med politidirektørerne.",
        "who": "Rigspolitiet og politikredsene",
        "when": "2025-06-30",
    },
    "2.1": {"comment": "Det sjette projekt kom i drift i december. Det syvende følger i maj 2025."},
    "2.2": {
        "comment": "Grønlands Politi bruger systemet. Færøernes Politi ventes at følge i februar 2025.",
        "cause": "Forbindelsen til Færøerne er forsinket hos leverandøren.",
        "events": "Leverandøren flyttede leveringen af forbindelsen fra november 2024 til februar 2025.",
        "action": "Udstyr og undervisning er klar, og brugerne går i gang, så snart forbindelsen er prøvet.",
        "who": "Rigspolitiet, Koncern IT",
        "when": "2025-02-17",
        "decision": "godkender, at Færøernes del følges op særskilt, til Færøernes Politi bruger systemet.",
    },
    "2.3": {"comment": "Planen er færdig, og departementet er orienteret."},
    "2.4": {"comment": "Alle otte krav er gennemført, og skemaet er sendt."},
    "3.2": {"comment": "Modellen blev sat i gang den 13. december og er i brug i alle kredse."},
    "4.2": {
        "comment": "Andelen ligger over kravet for året som helhed. Juli var det svageste punkt.",
        "revision": "Tre bidrag fra august var registreret med den udskudte frist i stedet for den oprindelige.",
    },
    "5.1": {
        "comment": "Strategien er færdig, men blev det først efter fristen.",
        "cause": "Høringen begyndte for sent og varede længere end ventet.",
        "action": "Fremover aftales høringens tidsplan, når arbejdet begynder, og departementet får besked, hvis den ikke holder.",
        "who": "Rigspolitiet, Koncernledelsens Sekretariat",
        "when": "2025-03-31",
    },
}
COMMENTARY: dict[str, dict[str, dict[str, str]]] = {
    "2024K1": _FIRST, "2024K2": _SECOND, "2024K3": _THIRD, "2024K4": _FOURTH,
}  # fmt: skip


def names(goal: str, quarter: str) -> dict[str, str]:
    """What the goal's owner calls counted items in a quarter's form, item → name."""
    told = NAMES.get(goal, ()) if quarter == "2024K1" else ()
    return {f"{ITEM[goal]}-{number}": name for number, name in enumerate(told, 1)}
