"""Status cues, on sentences that name the code and the status expected."""

import pytest

from codesign.barriers import propose_by_rules

CASES = [
    ("Elle n'a plus peur de la DPJ.", "confiance", "absent"),
    ("Elle a pus d'auto.", "transport", "present"),
    ("J'ai pu de char.", "transport", "present"),
    ("Y a pas moyen d'avoir un rendez-vous.", "disponibilite", "present"),
    ("Elle a honte, faque elle vient pas.", "stigmatisation", "present"),
    ("Il vient pas parce qu'il a honte.", "stigmatisation", "present"),
    ("Il n'a jamais eu honte.", "stigmatisation", "absent"),
    ("Elle vient sans honte.", "stigmatisation", "absent"),
    ("C'est plus cher qu'avant.", "cout", "present"),
    ("Elle est plus isolée que jamais.", "isolement", "present"),
    ("Elle n'est plus isolée.", "isolement", "absent"),
    ("Elle est moins isolée depuis l'atelier.", "isolement", "absent"),
    ("Le transport n'est pas un problème.", "transport", "absent"),
    ("Si elle perdait sa carte soleil, elle ne pourrait plus consulter.", "statut", "hypothetical"),
    ("Si t'as pas de papiers, t'as pas de place.", "statut", "present"),
    ("Est-ce que c'est trop cher ?", "cout", "hypothetical"),
    ("Elle a peur de finir toute seule.", "isolement", "hypothetical"),
    ("Elle a enfin un médecin de famille.", "disponibilite", "absent"),
    ("Ses papiers ne sont pas réglés.", "statut", "present"),
    ("Avant elle avait peur de la police, maintenant elle y va.", "confiance", "absent"),
    ("Elle n'a aucune difficulté à se déplacer.", "transport", "absent"),
    ("Elle a pas de voiture.", "transport", "present"),
    ("Si l'ascenseur tombe en panne, je manque mes soins.", "transport", "hypothetical"),
    ("Si je porte plainte, ils vont me renvoyer, j'ai peur de la police.", "confiance", "present"),
    ("Le comptoir n'exige pas de preuve d'adresse.", "statut", "absent"),
    ("Le comptoir exige une preuve d'adresse.", "statut", "present"),
    ("Même sans papiers, on la reçoit.", "statut", "absent"),
    ("La fondation paie, fini les trente dollars par semaine.", "cout", "absent"),
    ("Elle avait honte de sa canne, maintenant elle la peint en mauve.", "stigmatisation", "absent"),
    ("Est-ce que l'interprète est gratuit, a-t-il tout traduit ?", "langue", "hypothetical"),
]


@pytest.mark.parametrize(("text", "code", "status"), CASES)
def test_cues_decide_the_status(text: str, code: str, status: str) -> None:
    """Counting a denied barrier as present would turn a success into a problem."""
    found = {each.code: each.status.value for each in propose_by_rules(text) if each.family == "barrier"}
    assert found.get(code) == status


@pytest.mark.parametrize(
    "text",
    [
        "Elle prend l'autobus 49.",
        "Pas de réunion la semaine prochaine.",
        "La seule chose qui manque, c'est du café.",
        "Son médecin de famille est très gentil.",
        "Elle n'a pas besoin d'interprète.",
        "She has no car and she is afraid of the police.",
        "Mwen pa gen papye, mwen pè lapolis ak DPJ.",
    ],
)
def test_what_works_or_is_another_language_is_no_barrier(text: str) -> None:
    """A reviewer who meets too many false alarms stops reading."""
    assert [each for each in propose_by_rules(text) if each.family == "barrier"] == []
