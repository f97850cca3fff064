"""Conjugates the verbs that the lexicon names, so that no lemmatizer is needed when texts are read.

The forms are folded (no accents) and checked in as ``data/reference/lexicon/verbs.toml``; a test rebuilds the table
and compares. Only what the lexicon needs is here: simple tenses of indicative, conditional, subjunctive, participles.
"""

from __future__ import annotations

from codesign.nlp import fold

_IMPERFECT = ("ais", "ait", "ions", "iez", "aient", "ant")
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient")

# infinitive: present and subjunctive forms, imperfect stem, future stem, past participle
_IRREGULAR: dict[str, tuple[str, str, str, str]] = {
    "etre": ("suis es est sommes etes sont sois soit soyons soyez soient", "et", "ser", "ete"),
    "avoir": ("ai as a avons avez ont aie aies ait ayons ayez aient ayant", "av", "aur", "eu"),
    "aller": ("vais vas va allons allez vont aille ailles aillent", "all", "ir", "alle"),
    "faire": ("fais fait faisons faites font fasse fasses fassions fassiez fassent", "fais", "fer", "fait"),
    "pouvoir": ("peux peut pouvons pouvez peuvent puisse puisses puissions puissent", "pouv", "pourr", "pu!"),
    "vouloir": ("veux veut voulons voulez veulent veuille veuilles veuillent", "voul", "voudr", "voulu"),
    "savoir": ("sais sait savons savez savent sache saches sachent sachant", "sav", "saur", "su!"),
    "devoir": ("dois doit devons devez doivent doive doives doivent", "dev", "devr", "du!"),
    "venir": ("viens vient venons venez viennent vienne viennes", "ven", "viendr", "venu"),
    "revenir": ("reviens revient revenons revenez reviennent revienne", "reven", "reviendr", "revenu"),
    "tenir": ("tiens tient tenons tenez tiennent tienne", "ten", "tiendr", "tenu"),
    "obtenir": ("obtiens obtient obtenons obtenez obtiennent obtienne", "obten", "obtiendr", "obtenu"),
    "prendre": ("prends prend prenons prenez prennent prenne prennes", "pren", "prendr", "pris"),
    "comprendre": ("comprends comprend comprenons comprenez comprennent comprenne", "compren", "comprendr", "compris"),
    "apprendre": ("apprends apprend apprenons apprenez apprennent apprenne", "appren", "apprendr", "appris"),
    "mettre": ("mets met mettons mettez mettent mette", "mett", "mettr", "mis"),
    "lire": ("lis lit lisons lisez lisent lise", "lis", "lir", "lu"),
    "ecrire": ("ecris ecrit ecrivons ecrivez ecrivent ecrive", "ecriv", "ecrir", "ecrit"),
    "dire": ("dis dit disons dites disent dise", "dis", "dir", "dit"),
    "voir": ("vois voit voyons voyez voient voie", "voy", "verr", "vu"),
    "recevoir": ("recois recoit recevons recevez recoivent recoive", "recev", "recevr", "recu"),
    "croire": ("crois croit croyons croyez croient croie", "croy", "croir", "cru"),
    "sortir": ("sors sort sortons sortez sortent sorte", "sort", "sortir", "sorti"),
    "dormir": ("dors dort dormons dormez dorment dorme", "dorm", "dormir", "dormi!"),
    "partir": ("pars part partons partez partent parte", "part", "partir", "parti"),
    "sentir": ("sens sent sentons sentez sentent sente", "sent", "sentir", "senti"),
    "servir": ("sers sert servons servez servent serve", "serv", "servir", "servi"),
    "ouvrir": ("ouvre ouvres ouvrons ouvrez ouvrent", "ouvr", "ouvrir", "ouvert"),
    "offrir": ("offre offres offrons offrez offrent", "offr", "offrir", "offert"),
    "connaitre": ("connais connait connaissons connaissez connaissent connaisse", "connaiss", "connaitr", "connu"),
    "vivre": ("vis vit vivons vivez vivent vive", "viv", "vivr", "vecu"),
    "suivre": ("suis suit suivons suivez suivent suive", "suiv", "suivr", "suivi"),
    "conduire": ("conduis conduit conduisons conduisez conduisent conduise", "conduis", "conduir", "conduit"),
    "traduire": ("traduis traduit traduisons traduisez traduisent traduise", "traduis", "traduir", "traduit"),
    "boire": ("bois boit buvons buvez boivent boive", "buv", "boir", "bu"),
    "falloir": ("faut faille", "fall", "faudr", "fallu!"),
    "envoyer": ("envoie envoies envoyons envoyez envoient", "envoy", "enverr", "envoye"),
    "renvoyer": ("renvoie renvoies renvoyons renvoyez renvoient", "renvoy", "renverr", "renvoye"),
    "payer": ("paie paies paye payes payons payez paient payent", "pay", "paier", "paye"),
    "essayer": ("essaie essaies essaye essayons essayez essaient essayent", "essay", "essaier", "essaye"),
    "appeler": ("appelle appelles appelons appelez appellent", "appel", "appeller", "appele"),
    "asseoir": ("assois assoit assoient assied", "assoy", "assoir", "assis"),
    "perdre": ("perds perd perdons perdez perdent perde", "perd", "perdr", "perdu"),
    "craindre": ("crains craint craignons craignez craignent craigne", "craign", "craindr", "craint"),
    "joindre": ("joins joint joignons joignez joignent joigne", "joign", "joindr", "joint"),
    "plaindre": ("plains plaint plaignons plaignez plaignent plaigne", "plaign", "plaindr", "plaint"),
    "mourir": ("meurs meurt mourons mourez meurent meure", "mour", "mourr", "mort"),
    "courir": ("cours court courons courez courent coure", "cour", "courr", "couru"),
    "accueillir": ("accueille accueilles accueillons accueillez accueillent", "accueill", "accueiller", "accueilli"),
    "atteindre": ("atteins atteint atteignons atteignez atteignent atteigne", "atteign", "atteindr", "atteint"),
    "exclure": ("exclus exclut excluons excluez excluent", "exclu", "exclur", "exclu"),
    "permettre": ("permets permet permettons permettez permettent permette", "permett", "permettr", "permis"),
    "convenir": ("conviens convient convenons conviennent convienne", "conven", "conviendr", "convenu"),
    "fuir": ("fuis fuit fuyons fuyez fuient fuie", "fuy", "fuir", "fui"),
    "taire": ("tais tait taisons taisez taisent taise", "tais", "tair", "tu!"),
    "mentir": ("mens ment mentons mentez mentent mente", "ment", "mentir", "menti!"),
}


def conjugate(infinitive: str) -> tuple[str, ...]:
    """Return the folded forms of a French verb, sorted, the infinitive among them."""
    verb = fold(infinitive)
    if verb in _IRREGULAR:
        forms = _irregular(verb)
    elif verb.endswith("er"):
        forms = _first_group(verb[:-2])
    elif verb.endswith("ir"):
        forms = _second_group(verb[:-2])
    else:
        forms = _third_group(verb[:-2])
    return tuple(sorted({verb, *forms}))


def _agreed(participle: str) -> set[str]:
    """Feminine and plural of a past participle; a final « ! » says that it never agrees in these notes."""
    if participle.endswith("!"):
        return {participle[:-1]}
    plural = participle if participle.endswith("s") else participle + "s"
    return {participle, participle + "e", plural, participle + "es"}


def _tenses(imperfect: str, future: str) -> set[str]:
    return {imperfect + end for end in _IMPERFECT} | {future + end for end in _FUTURE}


def _irregular(verb: str) -> set[str]:
    present, imperfect, future, participle = _IRREGULAR[verb]
    forms = set(present.split()) | _tenses(imperfect, future) | _agreed(participle)
    return forms - {"pu", "du"} if verb in {"pouvoir", "devoir"} else forms


def _first_group(stem: str) -> set[str]:
    soft = stem + "e" if stem.endswith("g") else stem
    forms = {stem + end for end in ("e", "es", "ent", "ez", "ions", "iez")} | {soft + "ons"}
    return forms | _tenses(soft, stem + "er") | _agreed(stem + "e")


def _second_group(stem: str) -> set[str]:
    forms = {stem + end for end in ("is", "it", "issons", "issez", "issent", "isse", "isses")}
    return forms | _tenses(stem + "iss", stem + "ir") | _agreed(stem + "i")


def _third_group(stem: str) -> set[str]:
    present = {stem + end for end in ("s", "", "ons", "ez", "ent", "e", "es")}
    return present | _tenses(stem, stem + "r") | _agreed(stem + "u")
