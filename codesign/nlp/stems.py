"""Stems: one spelling for the forms of a word, so that a search for « attendre » finds « attendait » and « attendus ».

A light stemmer for French: plural, feminine and verb endings go, until nothing more does, and verbs that change
their stem are told by lists. It does not join a verb and its noun (« attendre », « attente »): that would be meaning.
The words are folded first (no accents, no capitals), so that a search typed without accents has the same stems.
Measured beside Porter's French stemmer in decision 0025.
"""

from __future__ import annotations

import re
from functools import lru_cache

from codesign.nlp.folding import fold, word_set

WORD = re.compile(r"[^\W_]+")
_LONGEST = 40  # letters that count: what is longer is no French word, and may be a megabyte
_LEAST = 3  # letters that must be left: shorter stems are shared by words that have nothing in common
# Words that say nothing alone, folded.
STOP_WORDS = word_set(
    "a ai as au aux avec c ce ces cette d dans de des du elle elles en est et il ils j je l la le les leur leurs lui m"
    " ma mais me mes moi mon n ne nos notre nous on ou par pas peu pour plus qu que qui s sa sans se ses soi son sont"
    " sous sur t ta te tes toi ton tu un une vos votre vous y"
)
_IRREGULAR = """
prendr prendre prends prend prenons prenez prennent prenais prenait prenions preniez prenaient prendrai prendra
 prendront prendrait prendraient prenne prennes pris prise prises prenant : ap com sur re entre me
venir venir viens vient venons venez viennent venais venait venions veniez venaient viendra viendrai viendront viendrait
 viendraient vienne viennes venu venue venus venues venant : re de par sou inter pre con sur
tenir tenir tiens tient tenons tenez tiennent tenais tenait tenions teniez tenaient tiendra tiendrai tiendront tiendrait
 tiendraient tienne tenu tenue tenus tenues tenant : main ob re sou con entre de appar
mettr mettre mets met mettons mettez mettent mettais mettait mettions mettiez mettaient mettra mettrai mettront
 mettrait mettraient mette mettes mis mise mises mettant : per ad com pro re sou trans
cevoir cevoir cois coit cevons cevez coivent cevais cevait cevions ceviez cevaient cevra cevrai cevront cevrait
 cevraient coive cu cue cus cues cevant : re aper con de per
pouvoir pouvoir peux peut pouvons pouvez peuvent pouvais pouvait pouvions pouviez pouvaient pourra pourrai pourront
 pourrait pourrais pourraient puisse puissent pu pouvant
vouloir vouloir veux veut voulons voulez veulent voulais voulait voulions vouliez voulaient voudra voudrai voudrait
 voudrais voudraient voulu voulue voulant
devoir devoir dois doit devons devez doivent devais devait devions deviez devaient devra devrai devront devrait
 devrais devraient doive due dues
fair faire fais fait faisons faites font faisais faisait faisions faisiez faisaient fera ferai feront ferait feraient
 fasse fassent faite faits faisant : re de satis
all aller vais vas va allons allez vont allais allait allions alliez allaient ira irai iront irait iraient aille
 aillent alle allee alles allees allant
dir dire dis dit disons dites disent disais disait disions disiez disaient dira dirai diront dirait diraient dise
 dite dits disant : re inter pre contre
voir voir vois voit voyons voyez voient voyais voyait voyions voyiez voyaient verra verrai verront verrait verraient
 voie vu vue vus vues voyant : re pre
savoir savoir sais sait savons savez savent savais savait savions saviez savaient saura saurai sauront saurait
 sauraient sache sachent su sue sachant
scrir scrire scris scrit scrivons scrivez scrivent scrivais scrivait scrivaient scrira scriront scrirait scrive
 scrite scrits scrites scrivant : in de pre tran sou pro
ecrir ecrire ecris ecrit ecrivons ecrivez ecrivent ecrivais ecrivait ecrivaient ecrira ecriront ecrirait ecrive
 ecrite ecrits ecrites ecrivant : r
lir lire lis lisons lisez lisent lisais lisait lisaient lira liront lirait lise lu lue lus lues lisant : re e
vivr vivre vis vit vivons vivez vivent vivais vivait vivaient vivra vivront vivrait vive vecu vecue vecus vivant
 : sur re
suivr suivre suit suivons suivez suivent suivais suivait suivaient suivra suivront suivrait suive suivi suivie
 suivis suivies suivant : pour
ouvrir ouvrir ouvre ouvres ouvrons ouvrez ouvrent ouvrais ouvrait ouvraient ouvrira ouvriront ouvrirait ouvert
 ouverte ouverts ouvertes ouvrant : c dec rec
offrir offrir offre offres offrons offrez offrent offrais offrait offraient offrira offriront offrirait offert
 offerte offerts offertes offrant
souffrir souffrir souffre souffres souffrons souffrez souffrent souffrais souffrait souffraient souffrira souffert
 souffrant
naitr naitre nais nait naissons naissez naissent naissais naissait naissaient naitra naitront naitrait naisse naissant
connaitr connaitre connais connait connaissons connaissez connaissent connaissais connaissait connaissaient connaitra
 connaitront connaitrait connaisse connu connue connus connues connaissant : re
paraitr paraitre parais parait paraissons paraissez paraissent paraissais paraissait paraissaient paraitra paraitrait
 paraisse paru parue parus parues : ap dis re com
dormir dormir dors dort dormons dormez dorment dormais dormait dormaient dormira dormirait dorme dormi dormant : en r
sortir sortir sors sort sortons sortez sortent sortais sortait sortaient sortira sortirait sorti sortie sortis
 sorties sortant : res
partir partir pars part partons partez partent partais partait partaient partira partirait parti partie partis
 parties partant : re
sentir sentir sens sent sentons sentez sentent sentais sentait sentaient sentira sentirait sente senti sentie sentis
 senties sentant : res con
servir servir sers sert servons servez servent servais servait servaient servira servirait serve servi servie servis
 servies servant : des
mourir mourir meurs meurt mourons mourez meurent mourais mourait mouraient mourra mourront mourrait meure mort morte
 morts mortes mourant
courir courir courons courez courent courait couraient courra courront coure couru courue courus
 : par re se ac
croir croire crois croit croyons croyez croient croyais croyait croyaient croira croirait croie cru crue crus croyant
boir boire bois boit buvons buvez boivent buvais buvait buvaient boira boive bu bue bues buvant
rir rire ris rit rions riez rient riait riaient rira rie riant : sou
etre etre suis sommes etes etais etait etions etiez etaient sera serai seras seront serait serais seraient soit
 soient etant
avoir avoir avons avez ont avais avait aviez avaient aura aurai auront aurait aurais auraient ait aient eu eue
 ayant
indr indre ins int ignons ignez ignent ignais ignait ignions ignaient indra indront indrait igne inte intes ints
 ignant : cra pla contra pe de atte ete jo rejo
travail travail travaux
enfant enfant enfants
quartier quartier quartiers
mere mere meres
pere pere peres
oeil oeil yeux
ciel ciel cieux
"""


def _families() -> dict[str, str]:
    """Return form → stem of the verbs that change their stem, with the prefixes that make others of them."""
    found: dict[str, str] = {}
    for family in re.split(r"\n(?! )", _IRREGULAR.strip()):
        forms, _colon, prefixes = family.partition(" :")
        stem, *spelled = forms.split()
        for prefix in ("", *prefixes.split()):
            found |= {prefix + form: prefix + stem for form in spelled}
    return found


_FORMS = _families()
# (ending, what takes its place, letters that must be left): the first that fits, again until none does.
_ENDINGS: tuple[tuple[str, str, int], ...] = tuple(
    (ending, instead, least)
    for endings, instead, least in (
        ("eaux", "eau", 1),
        ("eau", "el", 1),
        ("aux", "al", 2),
        ("issaient issante issait issais issant issent issons issez", "", _LEAST),
        ("eraient iraient erait irait erais irais eront iront erez irez eron iron erai irai eras iras era ira", "", 3),
        ("draient drait drais dront drez drai dras dra dre", "d", 3),
        ("aient ait ais ante ant iez ez ent", "", _LEAST),
        ("s x", "", _LEAST),
        ("trice tric", "teu", _LEAST),
        ("euse eus", "eu", _LEAST),
        ("eur", "eu", _LEAST),
        ("er ir it ie i e", "", _LEAST),
    )
    for ending in endings.split()
)
_ON = re.compile(r"(?<=[a-z]{5})(?:(?<![ts])i)?on$")
_TION = re.compile(r"[ts]ion$")
_PARTICIPLE = re.compile(r"(?<=[a-z]{3}[b-df-hj-np-tv-z])u$")
_TWICE = re.compile(r"([b-df-hj-np-tv-z])\1$")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word, the same for its plural, its feminine and the forms of the verb.

    What is returned is no word to show: « bureaux » and « bureau » are `burel`.
    """
    now = "".join(filter(str.isalnum, fold(word[:_LONGEST])))
    if now in _FORMS:
        return _FORMS[now]
    while now not in STOP_WORDS:
        shorter = _shorter(now)
        if shorter == now or shorter in STOP_WORDS or len(shorter) < _LEAST:
            break
        now = shorter
    return _last(now)


def _shorter(word: str) -> str:
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: len(word) - len(ending)] + instead
    if not _TION.search(word):
        word = _ON.sub("", word)
    return _TWICE.sub(r"\1", _PARTICIPLE.sub("", word))


def _last(word: str) -> str:
    """Return the last letter as it is in the masculine: « active » and « actif », « publique » and « public »."""
    if len(word) > _LEAST and word.endswith(("v", "q")):
        return word[:-1] + ("f" if word.endswith("v") else "c")
    return word


def stems(text: str) -> str:
    """Return the stems of all the words of a text, in order, spaces between."""
    return " ".join(stem(each) for each in WORD.findall(text))
